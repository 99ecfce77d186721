"""Repair of mistyped words against the words that the content knows."""

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.reading.text import sound

_SHORTEST = 4  # letters: shorter words have too many neighbours
_LONG = 8  # letters: from here on two slips are forgiven


class SpellingRepair:
    """Finds the known word that an unknown one was meant to be.

    Among equally near words the one used more often wins. The answers are cached, since a knowledge
    base sees the same slips again and again.
    """

    def __init__(self, used: Mapping[str, int]) -> None:
        words = sorted(used, key=lambda word: (-used[word], word))
        self._by_sound: dict[str, str] = {}
        self._by_edge: dict[str, list[str]] = {}
        for word in words:
            self._by_sound.setdefault(sound(word), word)
            for edge in _edges(word):
                self._by_edge.setdefault(edge, []).append(word)
        self.nearest = lru_cache(maxsize=2_000)(self._nearest)

    def _nearest(self, word: str) -> str | None:
        if not word.isalpha():
            return None
        heard = self._by_sound.get(sound(word))
        if heard is not None and abs(len(heard) - len(word)) <= 2:
            return heard
        return self._edited(word) if len(word) >= _SHORTEST else None

    def _edited(self, word: str) -> str | None:
        """Look among the words that begin or end alike: one slip leaves at least one end whole."""
        alike = [other for edge in _edges(word) for other in self._by_edge.get(edge, ())]
        cutoff = 2 if len(word) >= _LONG else 1
        found = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=cutoff)
        return found[0] if found is not None else None


def _edges(word: str) -> tuple[str, str]:
    return word[:2] + "-", "-" + word[-2:]
