"""From a message to the numbers that the classifier weighs: words, word pairs, pieces of words, concepts.

Features are hashes of their names, so that no dictionary of strings has to stay in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.reading.text import grams, number_of
from knowledge.search.arrays import Numbers
from knowledge.search.synonyms import Phrases

Hashes = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]

KINDS = WORD, PAIR, PIECE, CONCEPT, MEETING = 1.0, 0.4, 0.5, 0.8, 0.3  # weight of each kind of feature
LETTERS = (
    4,
)  # of a piece; those of three besides make half as many features again, and answer hardly better
MIX = np.uint32(0x9E3779B1)
BORDER = number_of("^")  # what stands before the first word, in its pair


class Word(NamedTuple):
    """One word of a message; weight below 1 if it stands beside the question, or was repaired."""

    text: str
    stem: str
    weight: float = 1.0
    trust: float = 1.0


@dataclass(frozen=True)
class Features:
    """Hashes and their weights before idf; the first `words` of them are the words themselves."""

    hashes: Hashes
    weights: Floats
    words: int


class Extractor:
    """Draws the features of a message; needs the concepts, and nothing that was learned."""

    def __init__(self, concepts: Phrases) -> None:
        self._concepts = concepts

    def features(self, words: Sequence[Word]) -> Features:
        """List every feature, repeated ones repeatedly; an empty message has none."""
        if not words:
            return Features(np.empty(0, np.uint32), np.empty(0, np.float32), 0)
        stems = np.array([hash_of_word(word) for word in words], np.uint32)
        weights = np.array([word.weight * word.trust for word in words], np.float32)
        pairs = _pairs(np.concatenate(([BORDER], stems)).astype(np.uint32))
        pair_weights = np.minimum(weights, np.concatenate((weights[:1], weights[:-1])))
        pieces = [hash_of_pieces(word.text) for word in words]
        piece_weights = np.repeat([word.weight for word in words], [len(piece) for piece in pieces])
        found, strengths = self.concepts(words)
        meanings = np.array(found, np.uint32)
        meetings = _meetings(meanings)
        hashes = np.concatenate((stems, pairs, *pieces, meanings, meetings))
        values = np.concatenate(
            (
                weights * WORD,
                pair_weights * PAIR,
                piece_weights * PIECE,
                np.array(strengths) * CONCEPT,
                np.full(len(meetings), MEETING),
            )
        )
        return Features(hashes.astype(np.uint32), values.astype(np.float32), len(words))

    def concepts(self, words: Sequence[Word]) -> tuple[list[int], list[float]]:
        """Hash each concept that the message names, in order, with the weight of its first word."""
        stems = [word.stem for word in words]
        found: dict[int, float] = {}
        for at in self._concepts.beginnings(stems):
            for name in self._concepts.longest(stems, at)[1]:
                found.setdefault(_hash("c:" + name), words[at].weight)
        return list(found), list(found.values())


def hash_of_word(word: Word) -> int:
    """Name a word by its stem."""
    return _hash("w:" + word.stem)


@lru_cache(maxsize=8_000)
def _hash(name: str) -> int:
    return number_of(name)


@lru_cache(maxsize=4_000)
def hash_of_pieces(word: str) -> Hashes:
    """Name each piece of a word."""
    return np.array([number_of("g:" + piece) for piece in grams(word, LETTERS)], np.uint32)


def _pairs(hashes: Hashes) -> Hashes:
    mixed: Hashes = hashes[:-1] * MIX + hashes[1:]
    return mixed


def _meetings(meanings: Hashes) -> Hashes:
    """Every two concepts of one message, whatever their order."""
    if len(meanings) < 2:
        return np.empty(0, np.uint32)
    ordered = np.sort(meanings)
    first, second = every_two(len(ordered))
    mixed: Hashes = ordered[first] * MIX ^ ordered[second]
    return mixed


@lru_cache(maxsize=100)
def every_two(count: int) -> tuple[Numbers, Numbers]:
    """Give the places of the first and the second of every two among so many."""
    first, second = np.triu_indices(count, 1)
    return first, second
