"""The typeface of every document: DejaVu Sans, which comes with matplotlib, and what to do with other characters."""

import unicodedata
from collections.abc import Container
from importlib.util import find_spec
from pathlib import Path

MISSING = "□"
BLUE, GREY, LIGHT = "#003399", "#5b6470", "#dfe5f2"
"""The programme's colours: headings, secondary text, rules and empty shapes."""


def font_file(style: str = "") -> Path:
    """Find a font file of matplotlib's without importing matplotlib; `style` is "" or "-Bold"."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise FileNotFoundError("matplotlib is not installed")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" / f"DejaVuSans{style}.ttf"


def printable(text: str, known: Container[int]) -> str:
    """Give a text in characters that the font knows: others become □, invisible ones and flags go."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", "    "))
    return "".join(kept(character, known) for character in composed)


def kept(character: str, known: Container[int]) -> str:
    """One character as it can be printed."""
    if character == "\n":
        return character
    if (
        unicodedata.category(character) in ("Cc", "Cf", "Cs", "Mn")
        or "\U0001f1e6" <= character <= "\U0001f1ff"
    ):
        return ""
    return character if ord(character) in known else MISSING
