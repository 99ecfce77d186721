"""A pre-application as a PDF of A4 pages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bot.direction_marks import with_names_in_place
from bot.documents.colours import GREY, LIGHT, main_colour
from bot.documents.fonts import (
    characters,
    font_file,
    needed_files,
    printable,
    right_to_left,
)
from bot.documents.shapes import Pdf

MARGIN = 20
LABELS = 48
"""Millimetres: the page's margins, the column of the labels."""
LINE = 5.2
PAGES = "¦§"
"""Stands for the number of pages until it is known; nothing that somebody types."""
LINK = re.compile(
    r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]|www\.[^\s<>\"]+[^\s<>\".,;:!?)\]]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
)


def summary(data: Pdf) -> bytes:
    """Make the PDF."""
    page = Page(data["title"], data.get("footer", ()), "".join(texts(data)), main_colour(data))
    page.set_lang(data["language"])
    page.set_title(page.own(data["title"]))
    page.add_page()
    page.opening(data["title"], data.get("subtitle", ""))
    for section in data["sections"]:
        page.section(section["title"], section["rows"])
    return bytes(page.output())


def texts(value: object) -> Iterator[str]:
    """All texts of the data, to find which fonts they need."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from texts(part)


class Page(FPDF):
    """A4 with our typeface, margins and page footer."""

    def __init__(self, title: str, footer: Sequence[str], words: str, colour: str) -> None:
        super().__init__(format="A4")
        self._foot = footer
        self._title = title
        self._colour = colour
        self.alias_nb_pages(PAGES)
        self.add_font("body", fname=font_file())
        self.add_font("body", style="B", fname=font_file("-Bold"))
        known = frozenset(self.fonts["body"].cmap)  # type: ignore[union-attr]
        others = needed_files(words, known)
        for name, path in others.items():
            self.add_font(name, fname=path)
        self._known = known.union(*(characters(path) for path in others.values()))
        if others:
            self.set_fallback_fonts(list(others), exact_match=False)
        if others or right_to_left(words):
            self.set_text_shaping(True)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN + 4 * len(footer))

    def own(self, text: object) -> str:
        """Give a text in characters that can be printed."""
        return with_names_in_place(printable(str(text), self._known))

    def style(self, size: float, colour: str, weight: str = "") -> None:
        """Set what the next words look like."""
        self.set_font("body", weight, size)  # type: ignore[arg-type,unused-ignore]
        self.set_text_color(colour)

    def opening(self, title: str, subtitle: str) -> None:
        """The title over a bar in the programme's colour."""
        self.style(19, self._colour, "B")
        self.paragraph(title, 9)
        if subtitle:
            self.style(10.5, GREY)
            self.paragraph(subtitle, 5.5)
        self.set_fill_color(self._colour)
        self.rect(MARGIN, self.get_y() + 2, self.epw, 0.9, style="F")
        self.ln(5)

    def section(self, title: str, rows: Sequence[Sequence[object]]) -> None:
        """A heading that stays with its first row, and the rows."""
        self.keep_together(30)
        self.ln(4)
        self.style(12.5, self._colour, "B")
        self.paragraph(title, 7)
        self.ln(1)
        for label, value in rows:
            self.row(str(label), str(value))

    def row(self, label: str, value: str) -> None:
        """A label with its value beside it; the value may run over several pages."""
        self.keep_together(3 * LINE)
        top, first = self.get_y(), self.page
        self.style(9, GREY)
        self.multi_cell(LABELS - 3, LINE, self.own(label), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        below = self.get_y()
        self.set_y(top)
        self.written(value)
        self.set_y(max(below, self.get_y()) if self.page == first else self.get_y())
        self.set_draw_color(LIGHT)
        self.line(MARGIN, self.get_y() + 1, self.w - MARGIN, self.get_y() + 1)
        self.ln(2.2)

    def written(self, value: str) -> None:
        """A value, its addresses as links, within the right-hand column."""
        self.set_left_margin(MARGIN + LABELS)
        self.set_x(MARGIN + LABELS)
        for piece in LINK.split(self.own(value).strip() or "–"):
            address = target(piece)
            self.style(10, self._colour if address else "#000000")
            if self.x > self.l_margin and address and self.x + self.get_string_width(piece) > self.w - MARGIN:
                self.ln(LINE)
            self.write(LINE, piece, address)
        self.ln(LINE)
        self.set_left_margin(MARGIN)

    def paragraph(self, text: str, height: float) -> None:
        """Words over the whole width."""
        self.multi_cell(0, height, self.own(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def keep_together(self, height: float) -> None:
        """Go on to the next page where so many millimetres do not fit any more."""
        if self.will_page_break(height):
            self.add_page()

    def header(self) -> None:
        """Repeat the title, small, from the second page on."""
        if self.page > 1:
            with self.whole_width():
                self.style(8, GREY)
                self.paragraph(self._title, 4)
                self.ln(4)

    def footer(self) -> None:
        """The footer's lines and the page's number."""
        with self.whole_width():
            self.set_y(-MARGIN + 4 - 4 * len(self._foot))
            self.style(8, GREY)
            for line in self._foot:
                self.cell(0, 4, self.own(line), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.cell(0, 4, f"{self.page} / {PAGES}", align="R")

    @contextmanager
    def whole_width(self) -> Iterator[None]:
        """Write from the page's margin, though a page may break within the right-hand column."""
        column = self.l_margin
        self.set_left_margin(MARGIN)
        yield
        self.set_left_margin(column)


def target(piece: str) -> str:
    """Where a piece of text leads to; nowhere if it is no address."""
    if not LINK.fullmatch(piece):
        return ""
    if piece.startswith("www."):
        return f"https://{piece}"
    return piece if piece.startswith("http") else f"mailto:{piece}"
