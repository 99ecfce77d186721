"""The typeface of every document: DejaVu Sans, which comes with matplotlib, and Noto's for the other scripts."""

import re
import unicodedata
from collections.abc import Container, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

MISSING = "□"


def font_file(style: str = "") -> Path:
    """Find a font file of matplotlib's without importing matplotlib; `style` is "" or "-Bold"."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise FileNotFoundError("matplotlib is not installed")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" / f"DejaVuSans{style}.ttf"


# Beside DejaVu Sans: which modules of which packages bring fonts, and the pattern of the fonts' file names.
FALLBACKS = (
    ("manimgx_fonts", "NotoSans*[wght].ttf"),
    ("manimgx_fonts", "NotoEmoji*.ttf"),
    ("noto_cjk_sans_jp_regular", "*.otf"),
)
LEFT_OUT = ("NotoSans[wght]", "NotoSans-Italic")
"""What DejaVu Sans has already."""
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]+ ?")
JOINERS = "\u200c\u200d"
"""Invisible, but they decide how letters of some scripts join."""


def fallback_files() -> Mapping[str, Path]:
    """Fonts for the scripts that DejaVu Sans lacks, by a name of their own; none where no package brings them."""
    found: dict[str, Path] = {}
    for module, pattern in FALLBACKS:
        origin = find_spec(module)
        folders = list(origin.submodule_search_locations or ()) if origin else []
        for folder in folders:
            paths = sorted(Path(folder).glob(pattern.replace("[", "[[]")))
            found |= {
                path.stem.split("[")[0].lower(): path for path in paths if not path.stem.startswith(LEFT_OUT)
            }
    return found


def needed_files(text: str, known: Container[int]) -> Mapping[str, Path]:
    """The fallback fonts that have a character of the text which is in none of the known ones."""
    missing = {ord(character) for character in text} - {ord(each) for each in text if ord(each) in known}
    needed = {}
    for name, path in fallback_files().items() if missing else ():
        if covered := missing & characters(path):
            needed[name] = path
            missing -= covered
    return needed


def right_to_left(text: str) -> bool:
    """Tell whether a text has letters of a script that is written from right to left."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


@cache
def characters(path: Path) -> frozenset[int]:
    """The characters that a font has."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def printable(text: str, known: Container[int]) -> str:
    """Give a text in characters that the fonts know: others become □, invisible ones and flags go."""
    composed = unicodedata.normalize("NFC", FLAG.sub("", text).replace("\r\n", "\n").replace("\t", "    "))
    return "".join(printable_character(character, known) for character in composed)


def printable_character(character: str, known: Container[int]) -> str:
    """One character as it can be printed; a mark over a letter is printed where a font has it."""
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if character not in JOINERS and category in ("Cc", "Cf", "Cs"):
        return ""
    if ord(character) in known:
        return character
    return "" if category in ("Mn", "Cf") else MISSING
