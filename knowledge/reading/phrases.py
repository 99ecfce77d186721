"""Terms of one to six words looked up in a sentence: at a word, or right before one. Knows no language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from knowledge.reading.words import fold

T = TypeVar("T")


class Terms(Generic[T]):
    """Terms and what each stands for; where several fit, the longest is meant."""

    def __init__(self, meanings: Mapping[str, T]) -> None:
        """Fold the terms; marks that folding would drop ("%", "€") are kept as they are."""
        self._meanings = {folded_term(term): meaning for term, meaning in meanings.items()}
        self._longest = max((term.count(" ") + 1 for term in self._meanings), default=0)
        # "S.L." is one word of a sentence, and two of a term.
        self._first = frozenset({*(term.partition(" ")[0] for term in self._meanings), *self._meanings})
        # "we're" is one word of a sentence as well.
        endings = [term.rsplit(" ", 2) for term in self._meanings]
        self._last = frozenset(" ".join(words[-count:]) for words in endings for count in (1, 2))

    def at(self, folded: Sequence[str], place: int) -> tuple[int, T] | None:
        """Find the longest term that begins at a word: how many words it has, and its meaning."""
        if place >= len(folded) or folded[place] not in self._first:
            return None
        for length in range(min(self._longest, len(folded) - place), 0, -1):
            meaning = self._meanings.get(" ".join(folded[place : place + length]))
            if meaning is not None:
                return length, meaning
        return None

    def before(self, folded: Sequence[str], place: int) -> tuple[int, T] | None:
        """Find the longest term that ends right before a word."""
        if place < 1 or folded[place - 1] not in self._last:
            return None
        for length in range(min(self._longest, place), 0, -1):
            meaning = self._meanings.get(" ".join(folded[place - length : place]))
            if meaning is not None:
                return length, meaning
        return None

    @property
    def words(self) -> frozenset[str]:
        """Every word that a term holds."""
        return frozenset(word for term in self._meanings for word in term.split())

    def __contains__(self, term: object) -> bool:
        return term in self._meanings


def plain_terms(terms: Iterable[str]) -> Terms[bool]:
    """Make terms that stand for nothing but themselves."""
    return Terms(dict.fromkeys(terms, True))


def folded_term(term: str) -> str:
    """Fold a term; a mark without letters stays."""
    return fold(term) or term


def one_meaning(groups: Mapping[T, Iterable[str]]) -> dict[str, T]:
    """Turn "meaning: its terms" round; the first meaning of a term counts."""
    meanings: dict[str, T] = {}
    for meaning, terms in groups.items():
        for term in terms:
            meanings.setdefault(folded_term(term), meaning)
    return meanings
