"""The parts of a screen: text in Telegram's HTML and rows of buttons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from bot.direction_marks import with_names_in_place, without_direction_marks
from bot.telegram.callback_data import Data


@dataclass(frozen=True)
class Button:
    """A button that does one thing: carry `data` back, open `url`, or copy `copies` to the clipboard."""

    label: str
    data: Data | None = None
    url: str | None = None
    copies: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Message:
    """A screen: HTML text, and buttons under it."""

    text: str
    rows: Rows = ()
    preview: bool = False


def rows_of(buttons: Sequence[Button], width: int) -> Rows:
    """Lay buttons out in rows of up to `width`."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def escaped(text: str) -> str:
    """Escape a text for Telegram's HTML; marks for the direction of writing are removed, names stay in place."""
    return escape(with_names_in_place(without_direction_marks(text)), quote=False)


def bold(text: str) -> str:
    """Escape a text and set it in bold."""
    return f"<b>{escaped(text)}</b>"


def italic(text: str) -> str:
    """Escape a text and set it in italics."""
    return f"<i>{escaped(text)}</i>"


def plain(text: str) -> str:
    """Escape a text."""
    return escaped(text)


def bullets(items: Iterable[str]) -> str:
    """Set texts as a list."""
    return "\n".join(f"• {plain(item)}" for item in items)


def paragraphs(*parts: str) -> str:
    """Join texts with blank lines, without the empty ones."""
    return "\n\n".join(part for part in parts if part)


def length(text: str) -> int:
    """Count characters as Telegram does: those beyond the first 65,536 count double."""
    return len(text.encode("utf-16-le", "replace")) // 2


def shortened(text: str, longest: int) -> str:
    """Cut a text to `longest` characters, marking the cut."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
