"""What a message holds that can be handed on: words, a file, or both."""

from dataclasses import dataclass

from bot.context import Turn
from storage.talks import SentFile

SIZE = 20 * 2**20
"""Bytes of the largest file that is handed on: larger ones could not be kept or shown elsewhere."""
KINDS = ("document", "photo", "video", "audio", "voice")


@dataclass(frozen=True)
class IncomingMessage:
    """Words and a file; `size` in bytes, 0 where Telegram does not say."""

    text: str
    file: SentFile | None = None
    size: int = 0


def incoming_message(turn: Turn) -> IncomingMessage | None:
    """What this turn's message holds; None for what cannot be handed on (a sticker, a poll, a place)."""
    message = turn.update.effective_message
    if message is None:
        return None
    if message.text:
        return IncomingMessage(message.text)
    for kind in KINDS:
        found = getattr(message, kind, None)
        if found and not message.animation:
            one = found[-1] if isinstance(found, tuple | list) else found
            name = getattr(one, "file_name", None) or ""
            return IncomingMessage(
                message.caption or "", SentFile(kind, name, one.file_id), one.file_size or 0
            )
    return None
