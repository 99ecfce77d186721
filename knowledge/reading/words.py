"""A sentence as words that remember where they stood; folded so that accents and case do not matter."""

import re
import unicodedata
from dataclasses import dataclass

# "EE.UU." and "L'Hospitalet" are one word each; the genitive of "Graz's" is left behind.
_WORD = re.compile(r"(?:[A-Z]{1,2}\.)+[A-Z]{1,2}\b|[^\W_]+(?:['’](?!s\b)[^\W_]+)*")
_BETWEEN = re.compile(r"[\W_]+")
# Letters that Unicode does not decompose into a base letter and a mark.
_BASE_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


@dataclass(frozen=True)
class Word:
    """One word of a sentence: as written, folded, and its place in the original text."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def capitalised(self) -> bool:
        """Whether it opens with a capital letter."""
        return self.text[:1].isupper()


def fold(text: str) -> str:
    """Fold case, accents and punctuation away: "L'Hospitalet–Nord" becomes "l hospitalet nord"."""
    if text.isascii():
        return _BETWEEN.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_BASE_LETTERS)
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return _BETWEEN.sub(" ", kept).strip()


def words(text: str) -> tuple[Word, ...]:
    """Split a sentence into its words, in order; punctuation is left out."""
    return tuple(
        Word(found.group(), fold(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)
    )
