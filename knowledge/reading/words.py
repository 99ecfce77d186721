"""A sentence as words that remember where they stood; folded so that accents and case do not matter.

Who reads a message looks words up at their places, so "100.000" and "L'Hospitalet" stay as they stand. What the
search and the learned models count are the tokens of text.py: there "100.000" is 100000 and "what's" is whats, and
no place is kept. Both drop case and accents by `plain_letters`.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# "EE.UU." and "L'Hospitalet" are one word each; the genitive of "Graz's" is left behind.
TextSpan = tuple[int, int]
"""Where something begins and ends in a text."""

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


def without_case(text: str) -> str:
    """Drop case alone, where words that differ by an accent are two: "ESTÁ" and "está" are one, "esta" is another."""
    return text.casefold()


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


def span_of(name: str, text: str, after: int = 0) -> TextSpan | None:
    """Where a name begins and ends in a text after a position, whatever its accents; None if it is not there."""
    there, wanted = words(text), fold(name).split()
    at = next(
        (
            at
            for at in range(len(there) - len(wanted) + 1)
            if there[at].start >= after and [word.folded for word in there[at : at + len(wanted)]] == wanted
        ),
        None,
    )
    return None if at is None or not wanted else (there[at].start, there[at + len(wanted) - 1].end)


def spans_of(names: Sequence[str], text: str) -> list[TextSpan]:
    """Where the names of an enumeration stand in a text, in order; one that is missing gets an empty one."""
    found: list[TextSpan] = []
    for name in names:
        after = found[-1][1] if found else 0
        found.append(span_of(name, text, after) or (after, after))
    return found


def span_or_first_word(name: str, text: str) -> TextSpan:
    """Where a name, or the first word of it, begins and ends in a text, whatever its accents; (0, 0) if nowhere."""
    return span_of(name, text) or span_of(first_word(name), text) or (0, 0)


def first_word(name: str) -> str:
    """The first word of a name, folded."""
    return fold(name).partition(" ")[0]
