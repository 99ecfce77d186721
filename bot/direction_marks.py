"""Marks for the direction of writing. Those that people type are removed, since they can disguise a text; names
written from right to left get our own, so that numbers beside them stay in place.
"""

import re

MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
"""The blocks of the scripts that are written from right to left: Hebrew, Arabic, Syriac and their neighbours."""
DIGITS = "\u0660-\u0669\u06f0-\u06f9"
WORDS = re.compile(
    rf"(?<![\w@./])(?![{DIGITS}])[{LETTERS}]++(?:[ '’\"-]++(?![{DIGITS}])[{LETTERS}]++)*+(?![\w@/]|[.-]\w)"
)
"""A run of words written from right to left that is no part of an address."""
LEFT_TO_RIGHT = "\u200e"
SHOWN = re.compile("(?<=>)[^<]+")
SENTENCE = 5
"""A line of at least this many words may be a sentence, and no name."""


def without_direction_marks(text: str) -> str:
    """Remove the marks; letters of any script keep their own direction."""
    return MARKS.sub("", text)


def with_names_in_place(text: str) -> str:
    """Keep text beside a right-to-left name, such as a number in brackets, in its place.

    Lines that are sentences from right to left stay as they are.
    """
    return "".join(map(line_with_names_in_place, text.splitlines(keepends=True)))


def line_with_names_in_place(line: str) -> str:
    """Keep the names of one line in place."""
    names = WORDS.findall(line)
    if not names or is_right_to_left(line, names):
        return line
    return WORDS.sub(rf"{LEFT_TO_RIGHT}\g<0>{LEFT_TO_RIGHT}", line)


def is_right_to_left(line: str, names: list[str]) -> bool:
    """Tell whether a line as a whole is a sentence from right to left."""
    words = sum(len(name.split()) for name in names)
    return words >= SENTENCE and words > len(line.split()) / 2


def html_with_names_in_place(html: str) -> str:
    """Keep names in place in the text that a page of HTML shows; marks that people typed are left out."""
    return SHOWN.sub(lambda found: with_names_in_place(found[0]), without_direction_marks(html))
