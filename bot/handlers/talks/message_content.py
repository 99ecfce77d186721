"""The content of a message that can be forwarded: words, a file, or both."""

from dataclasses import dataclass

from bot.context import Turn
from storage.talks import SentFile

LARGEST_FILE = 20 * 2**20
"""Bytes of the largest file that is forwarded: larger ones could not be stored or shown elsewhere."""
FILE_KINDS = ("document", "photo", "video", "audio", "voice")


@dataclass(frozen=True)
class IncomingMessage:
    """Words and a file; `size` in bytes, 0 where Telegram does not say."""

    text: str
    file: SentFile | None = None
    size: int = 0


def incoming_message(turn: Turn) -> IncomingMessage | None:
    """The content of this turn's message; None for what cannot be forwarded (a sticker, a poll, a place)."""
    message = turn.update.effective_message
    if message is None:
        return None
    if message.text:
        return IncomingMessage(message.text)
    for kind in FILE_KINDS:
        found = getattr(message, kind, None)
        if found and not message.animation:
            one = found[-1] if isinstance(found, tuple | list) else found
            name = getattr(one, "file_name", None) or ""
            return IncomingMessage(
                message.caption or "", SentFile(kind, name, one.file_id), one.file_size or 0
            )
    return None
