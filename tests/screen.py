"""What somebody sees of a chat: a message's text and the labels of its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Screen:
    """What a person sees last from the bot: the text (or caption) and the rows of button labels."""

    text: str
    rows: tuple[tuple[str, ...], ...]
    message: Json

    @property
    def buttons(self) -> list[str]:
        """All labels, in reading order."""
        return [label for row in self.rows for label in row]


def buttons_of(message: Json) -> list[Json]:
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", ()) for button in row]


def screen_of(message: Json) -> Screen:
    rows: Sequence[Sequence[Json]] = message.get("reply_markup", {}).get("inline_keyboard", ())
    labels = tuple(tuple(button["text"] for button in row) for row in rows)
    return Screen(message.get("text") or message.get("caption") or "", labels, message)


def line_of(message: Json) -> str:
    screen = screen_of(message)
    who = "bot" if message["from"]["is_bot"] else "   "
    kinds = [key for key in ("document", "photo", "contact", "sticker", "voice") if key in message]
    return f"  {who} | {screen.text or kinds} {[list(row) for row in screen.rows] or ''}"
