"""What all pictures share: a page with a title and a line below it, our typeface, wrapped words, PNG."""

import io
import textwrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font

from bot.documents.colours import GREY
from bot.documents.fonts import font_file, printable

DPI = 120


def new_page(width: float, height: float, title: str, note: str, colour: str) -> tuple[Figure, Axes]:
    """Give a page of so many inches with its title on top and a note at the bottom, and the field between them.

    The field counts in inches from its lower left corner.
    """
    figure = Figure(figsize=(width, height), dpi=DPI, facecolor="white")
    figure.text(
        0.4 / width,
        1 - 0.55 / height,
        in_own_typeface(title),
        color=colour,
        font=bold_typeface(24),
        va="center",
    )
    figure.text(0.4 / width, 0.3 / height, in_own_typeface(note), color=GREY, size=12.5, va="center")
    field = figure.add_axes((0.0, 0.6 / height, 1.0, 1 - 1.6 / height))
    field.set_xlim(0, width)
    field.set_ylim(0, height - 1.6)
    field.set_axis_off()
    return figure, field


def png(figure: Figure) -> bytes:
    """Write a figure as PNG."""
    written = io.BytesIO()
    figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def wrapped(text: object, longest: int, lines: int = 99) -> str:
    """A text in lines of so many characters; what does not fit into so many lines is cut and marked."""
    found = textwrap.wrap(in_own_typeface(text), longest)
    return "\n".join(found[:lines]) + ("…" if len(found) > lines else "")


def in_own_typeface(text: object) -> str:
    """A text in characters of our typeface, and nothing in it taken for mathematics."""
    return printable(str(text), get_font(str(font_file())).get_charmap()).replace("$", r"\$")


def bold_typeface(size: float) -> FontProperties:
    """Our typeface in bold."""
    return FontProperties(fname=font_file("-Bold"), size=size)
