"""What the search and the learned models count of a message: normalised words, their stems and character n-grams.

Knows no content and keeps no index: everything here follows from the letters alone. Words at their places are read
by words.py, which says why there are two.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import Stemmer

from knowledge.content.yaml_file import read_plain
from knowledge.language_code import Language
from knowledge.reading.words import plain_letters

LANGUAGES = Path(__file__).parents[1] / "languages"
MOST_CHARACTERS_NORMALISED = 2000  # the search and the learned models ignore what follows
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_APOSTROPHE = re.compile(r"(?<=[^\W_])['’´`](?=[^\W_])")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_PREFIX = re.compile(r"\b(pre|co|e)[-‐–]\s?(?=[^\W\d_]{3})")
_DRAWN_OUT = re.compile(r"([^\W\dw_])\1{2,}")
# What the patterns above need: most texts have none of it, and to look for it takes a quarter of their time.
_JOINING = re.compile(r"['’´`‐–-]|\d[.,]\d")
_THRICE = re.compile(r"(.)\1\1")
_OPENING = [read_plain(file).get("opening_marks") or {} for file in LANGUAGES.glob("*/language.yaml")]
INVERTED = "".join(mark for marks in _OPENING for mark in marks.values())
"""The marks that open a question or an exclamation."""
_QUESTION = ["?", *(marks["?"] for marks in _OPENING if "?" in marks)]
_CLAUSE = re.compile(rf"(?<=[.!?…;\n])\s+|\n+|(?=[{INVERTED}])")


def normalise(text: str) -> str:
    """Lower the case, drop accents, and join what is one word: 100.000, pre-application, what's, holaaaa."""
    plain = plain_letters(text[:MOST_CHARACTERS_NORMALISED])
    if _JOINING.search(plain):
        plain = _APOSTROPHE.sub("", plain)
        plain = _THOUSANDS.sub("", plain)
        plain = _PREFIX.sub(r"\1", plain)
    return _DRAWN_OUT.sub(r"\1", plain) if _THRICE.search(plain) else plain


def tokens(text: str) -> tuple[str, ...]:
    """Split into normalised words and numbers; punctuation and emoji are dropped."""
    return tuple(_WORD.findall(normalise(text)))


def runs_of_letters(text: str) -> list[str]:
    """What stands between marks and figures, as it is written."""
    return _LETTERS.findall(text)


def with_words_replaced(text: str, replace: Callable[[str], str]) -> str:
    """Replace each run of letters, and leave what stands between."""
    return _LETTERS.sub(lambda found: replace(found.group()), text)


def clauses(text: str) -> tuple[str, ...]:
    """Split where a sentence ends or a Spanish question begins; never returns an empty piece."""
    return tuple(piece for piece in _CLAUSE.split(text) if piece and piece.strip())


def has_question_mark(text: str) -> bool:
    """Tell whether a question mark stands in a text, be it one that opens a question."""
    return any(mark in text for mark in _QUESTION)


def has_words(text: str) -> bool:
    """Tell a message from one that is nothing but emoji and punctuation."""
    return _WORD.search(text) is not None


@dataclass(frozen=True)
class StemHabits:
    """stems.yaml of a language: what its stemmer needs, since `normalise` has removed the accents."""

    endings: Mapping[str, str] = field(default_factory=dict)
    afterwards: Mapping[str, str] = field(default_factory=dict)
    rounds: int = 1


@lru_cache(maxsize=8_000)
def stem(word: str, language: Language) -> str:
    """Reduce a normalised word to its stem; a language that has no stemmer keeps the word."""
    snowball, habits = _stemmer(language), _stem_habits(language)
    if snowball is None:
        return word
    for plain, accented in habits.endings.items():
        if word.endswith(plain):
            word = word.removesuffix(plain) + accented
    for _round in range(habits.rounds):
        word = str(snowball.stemWord(word))
    for accented, plain in habits.afterwards.items():
        word = word.replace(accented, plain)
    return word


@lru_cache(maxsize=20)
def _stem_habits(language: Language) -> StemHabits:
    """What is written of a language's stems; one that has nothing written is stemmed in one round."""
    file = LANGUAGES / language / "stems.yaml"
    return StemHabits(**read_plain(file)) if file.is_file() else StemHabits()


@lru_cache(maxsize=20)
def _stemmer(language: Language) -> Stemmer.Stemmer | None:
    """Snowball's stemmer for a language's ISO code; None if it has none for it."""
    try:
        return Stemmer.Stemmer(language, 0)  # no store of its own: `stem` has one
    except KeyError:
        return None


def grams(word: str, lengths: Sequence[int] = (3, 4)) -> list[str]:
    """Cut a word, with its borders marked, into overlapping pieces of the given lengths."""
    edged = f"<{word}>"
    return [edged[at : at + size] for size in lengths for at in range(len(edged) - size + 1)]


@lru_cache(maxsize=500)
def sound(word: str) -> str:
    """Spell a word as it sounds in Spanish, so that aver/haber, emos/hemos, valla/vaya meet.

    English slips (wich/which, adress/address) meet too, since h and doubled letters are silent.
    """
    spelt = re.sub(r"(?<!c)h", "", word)
    for letters, heard in (("ll", "y"), ("qu", "k"), ("v", "b"), ("ck", "k"), ("x", "s")):
        spelt = spelt.replace(letters, heard)
    spelt = re.sub(r"c(?=[ei])|z", "s", spelt)
    spelt = re.sub(r"c(?!h)", "k", spelt)
    spelt = re.sub(r"g(?=[ei])", "j", spelt)
    return re.sub(r"(.)\1+", r"\1", spelt)


def number_of(feature: str) -> int:
    """Hash a feature's name to 32 bits, the same on every machine and in every run."""
    return crc32(feature.encode())
