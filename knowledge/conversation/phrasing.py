"""What a message does, told by its phrasing alone: puts a candidate forward, asks, corrects, wants to know why.

A small softmax regression over lines in which places, numbers and bodies are replaced by their class. What each
class of message looks like is in `knowledge/languages/<code>/`; nothing here knows a language.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from knowledge.reading.reading import Reading
from knowledge.reading.spans import Body, Country, CountryGroup, Number, Place, Region, Span
from knowledge.reading.text import grams, normalise, number_of
from knowledge.search.arrays import distinct_values
from knowledge.search.descent import softmax

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int32]

SIZE = 1 << 14  # rows of weights; features are hashed into them
EPOCHS, BATCH, RATE, DROPOUT, SEED = 5, 64, 6.0, 0.2, 20190304
PAIR, PIECE = 0.8, 0.35  # what a pair of words and a piece of a word count beside a word
_COUNTS = np.array((1.0, PAIR, PIECE), np.float32)
_WORD = re.compile(r"<[a-z_]+>|[^\W_]+")


@dataclass(frozen=True)
class Line:
    """A masked message as rows of the weights, and what each counts; of unit length."""

    rows: Rows
    values: Floats


class Phrasing:
    """How likely each class of message is; learned once, then read-only."""

    def __init__(self, classes: Sequence[str], weights: Floats, bias: Floats) -> None:
        self.classes = tuple(classes)
        self.weights = weights
        self.bias = bias

    @classmethod
    def learn(cls, lines: Sequence[tuple[str, str]]) -> "Phrasing":
        """Learn from pairs of a class and a masked line; the same lines always give the same weights."""
        classes = sorted({name for name, _ in lines})
        labels = np.array([classes.index(name) for name, _ in lines])
        features = [features_of(text) for _, text in lines]
        weights, bias = _descended(features, labels, len(classes))
        return cls(classes, weights, bias)

    def likelihood(self, masked: str) -> Mapping[str, float]:
        """Give each class's probability."""
        line = features_of(masked)
        shares = softmax(line.values @ self.weights[line.rows] + self.bias)
        return dict(zip(self.classes, shares.tolist(), strict=True))


def masked_words(masked: str) -> list[str]:
    """Split a masked line into its words and classes."""
    return _WORD.findall(normalise(masked))


def plain_words(masked: str) -> set[str]:
    """Give the words of a masked line without its classes."""
    return {word for word in masked_words(masked) if word[0] != "<"}


def features_of(masked: str) -> Line:
    """Hash words, pairs of neighbours and pieces of words; the borders of the line are words too."""
    words = masked_words(masked)
    edged = ["^", *words, "$"]
    named = [_row("w" + word) for word in words]
    pairs = [_row(f"p{one} {other}") for one, other in pairwise(edged)]
    pieces = [row for word in words for row in _rows_of_pieces(word)]
    rows = np.array([*named, *pairs, *pieces], np.int32)
    values = np.repeat(_COUNTS, (len(named), len(pairs), len(pieces)))
    return Line(rows, values / max(1e-6, float(np.sqrt(values @ values))))


@lru_cache(maxsize=4_000)
def _row(name: str) -> int:
    return number_of(name) % SIZE


@lru_cache(maxsize=4_000)
def _rows_of_pieces(word: str) -> tuple[int, ...]:
    """A class of spans has no pieces."""
    return tuple(_row("g" + piece) for piece in grams(word, (4,))) if word[0] != "<" else ()


def _descended(lines: Sequence[Line], labels: npt.NDArray[np.int64], classes: int) -> tuple[Floats, Floats]:
    """Learn by gradient steps over small batches in a fixed random order, with a falling rate."""
    weights, bias = np.zeros((SIZE, classes), np.float32), np.zeros(classes, np.float32)
    chance = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / (EPOCHS + 1))
        order = chance.permutation(len(lines))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            _step(weights, bias, [lines[at] for at in chosen], labels[chosen], rate, chance)
    return weights, bias


def _step(
    weights: Floats,
    bias: Floats,
    lines: Sequence[Line],
    labels: npt.NDArray[np.int64],
    rate: float,
    chance: np.random.Generator,
) -> None:
    rows, places = distinct_values(np.concatenate([line.rows for line in lines]), SIZE)
    owners = np.repeat(np.arange(len(lines)), [len(line.rows) for line in lines])
    values = np.concatenate([line.values for line in lines])
    sums = np.bincount(owners * len(rows) + places, values, len(lines) * len(rows))
    batch = sums.astype(np.float32).reshape(len(lines), len(rows))
    batch *= (chance.random(len(rows)) > DROPOUT) / (1 - DROPOUT)
    error = softmax(batch @ weights[rows] + bias)
    error[np.arange(len(lines)), labels] -= 1
    weights[rows] -= rate * (batch.T @ error) / np.sqrt(len(lines))
    bias -= 0.02 * rate * error.mean(axis=0)


def phrase(reading: Reading) -> str:
    """Replace what a message names by its class, as the languages' files write it."""
    return reading.masked(_class_of)


def _class_of(span: Span) -> str:
    if isinstance(span, Body):
        return _class_of_body(span)
    if isinstance(span, Number):
        return "<pop>" if span.counts_inhabitants else "<num>"
    return _CLASSES.get(type(span), "<other>")


def _class_of_body(body: Body) -> str:
    several = body.plural or body.kind in ("group_of_municipalities", "metropolitan_area")
    if body.kind == "municipality" or several:
        return "<group>" if several else "<municipality>"
    return "<body>"


_CLASSES = {Place: "<city>", Country: "<country>", Region: "<region>", CountryGroup: "<countries>"}
