"""A sentence as words that remember where they stood; folded so that accents and case do not matter.

Who reads a message looks words up at their places, so "100.000" and "L'Hospitalet" stay as they stand. What the
search and the learned models count are the tokens of text.py: there "100.000" is 100000 and "what's" is whats, and
no place is kept. Both drop case and accents by `plain_letters`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

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


class PlainLetters(dict[int, str]):
    """What each letter is without case and accents; looked up once, since few letters make all texts."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code).casefold()).translate(_BASE_LETTERS)
        self[code] = "".join(char for char in plain if not unicodedata.combining(char))
        return self[code]


_PLAIN = PlainLetters()


def plain_letters(text: str) -> str:
    """Drop case and accents: "Łódź" becomes "lodz"."""
    return text.lower() if text.isascii() else text.translate(_PLAIN)


def fold(text: str) -> str:
    """Fold case, accents and punctuation away: "L'Hospitalet–Nord" becomes "l hospitalet nord"."""
    return _BETWEEN.sub(" ", plain_letters(text)).strip()


_folded = lru_cache(maxsize=4_000)(fold)
"""For single words, which repeat."""


def words(text: str) -> tuple[Word, ...]:
    """Split a sentence into its words, in order; punctuation is left out."""
    return tuple(
        Word(found.group(), _folded(found.group()), found.start(), found.end())
        for found in _WORD.finditer(text)
    )
