"""Softmax regression over sparse features: how likely each class is, learned from labelled lines.

Knows no language and no content: lines come as `Features`, classes as numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.search.descent import Descent, Numbers, Rows, ranges
from knowledge.search.features import Features, Floats, Hashes

Ints = npt.NDArray[np.int32]
Weights = npt.NDArray[np.int8]
Sums = npt.NDArray[np.float64]

STEPS = 50
"""Steps that an epoch has at least: few lines are learned in batches smaller than usual."""


@dataclass(frozen=True)
class Training:
    """How the weights are learned; the defaults were chosen by cross-validation over the content."""

    epochs: int = 3
    epochs_of_few: int = 8  # where the lines are fewer than `STEPS` batches
    averaged: int = 2  # the last epochs
    batch: int = 64  # lines that make a step together
    rate: float = 5.0
    dropout: float = 0.4  # share of features hidden in each step, so that no single word decides
    seed: int = 20190304


@dataclass(frozen=True)
class Vector:
    """The known features of one message: rows of the weight matrix, and values of unit length.

    Unknown features count in the length: a message of unknown words is short in all it shares.
    """

    rows: Ints
    values: Floats
    coverage: float


class Lexicon:
    """The features that were seen in learning, and how telling each is (idf)."""

    def __init__(self, hashes: Hashes, idf: Floats, unseen: float) -> None:
        self.hashes = hashes
        self.idf = idf
        self.unseen = unseen

    @classmethod
    def learn(cls, table: "Table") -> "Lexicon":
        """Count in how many lines each feature occurs.

        Pairs and pieces that occur in one line alone are not kept: half of all features, and they say
        hardly more than the word that they belong to.
        """
        in_lines = np.sort(table.owners.astype(np.int64) * len(table.distinct) + table.places)
        once = np.append(True, in_lines[1:] != in_lines[:-1])
        counts = np.bincount(in_lines[once] % len(table.distinct), minlength=len(table.distinct))
        kept = counts > 1
        kept[table.places[table.words]] = True
        idf = np.log((table.lines + 1) / (counts[kept] + 0.5)).astype(np.float32)
        return cls(table.distinct[kept], idf, float(np.log(2 * (table.lines + 1))))

    def without(self, rows: Numbers) -> "Lexicon":
        """Give the lexicon that does not know some of the features."""
        return Lexicon(np.delete(self.hashes, rows), np.delete(self.idf, rows), self.unseen)

    def rows(self, hashes: Hashes) -> Numbers:
        """Look features up: the row of each, -1 where it is unknown."""
        if not len(self.hashes):
            return np.full(len(hashes), -1, np.intp)
        rows = np.searchsorted(self.hashes, hashes)
        rows[rows == len(self.hashes)] = 0
        return np.where(self.hashes[rows] == hashes, rows, -1)

    def vector(self, features: Features) -> Vector:
        """Look the features up, weigh them, and scale to unit length."""
        if not len(features.hashes) or not len(self.hashes):
            return Vector(np.empty(0, np.int32), np.empty(0, np.float32), 0.0)
        rows = self.rows(features.hashes)
        known = rows >= 0
        idf = np.where(known, self.idf[rows], self.unseen)
        values = features.weights * idf
        own, places = np.unique(rows[known], return_inverse=True)
        sums = np.bincount(places, values[known], len(own)).astype(np.float64)
        return _unit(own, sums, values[~known], _coverage(features, idf, known))

    def vectors(self, table: "Table") -> list[Vector]:
        """Give the vectors of many lines at once, in a fraction of the time; what they cover is left at 1."""
        rows = self.rows(table.distinct)[table.places]
        known = rows >= 0
        values = table.weights * np.where(known, self.idf[rows], self.unseen)
        size = len(self.hashes)
        own, places = np.unique(
            table.owners[known].astype(np.int64) * size + rows[known], return_inverse=True
        )
        sums = np.bincount(places, values[known], len(own)).astype(np.float64)
        others = np.arange(1, table.lines)
        cuts = np.searchsorted(own, others * size)
        strange = np.split(values[~known], np.searchsorted(table.owners[~known], others))
        parts = zip(np.split(own % size, cuts), np.split(sums, cuts), strange, strict=True)
        return [_unit(*part, 1.0) for part in parts]


class Table:
    """The features of many lines, one after the other; `distinct` names each hash once, in order."""

    def __init__(self, lines: Sequence[Features]) -> None:
        sizes = np.array([len(line.hashes) for line in lines])
        self.lines = len(lines)
        self.owners = np.repeat(np.arange(len(lines), dtype=np.int32), sizes)
        self.weights = np.concatenate([line.weights for line in lines])
        self.distinct, places = np.unique(
            np.concatenate([line.hashes for line in lines]), return_inverse=True
        )
        self.places = places.astype(np.int32)
        begins = np.cumsum(sizes) - sizes
        ends = begins + np.array([line.words for line in lines])
        self.words = ranges(begins.astype(np.int32), ends.astype(np.int32))


class Classifier:
    """One weight for each feature and class.

    Once learned, a weight takes a byte, and a feature's weights have a scale in common: a quarter of the
    memory, and the same answers.
    """

    def __init__(self, weights: Weights, scales: Floats, bias: Floats) -> None:
        self.weights = weights
        self.scales = scales
        self.bias = bias

    @classmethod
    def learn(
        cls, lines: Sequence[Vector], labels: Sequence[int], size: int, classes: int, training: Training
    ) -> "Classifier":
        """Learn by gradient steps over small batches in a fixed random order, with a falling rate.

        The weights are the mean of what they were after each of the later epochs, which takes out most
        of the chance of the order and of the dropout.
        """
        learned, mean = Descent(size, classes), Descent(size, classes)
        rows = Rows([line.rows for line in lines], [line.values for line in lines], size)
        targets = np.asarray(labels)
        chance = np.random.default_rng(training.seed)
        batch = max(1, min(training.batch, len(lines) // STEPS))
        epochs = training.epochs if batch == training.batch else training.epochs_of_few
        for epoch in range(epochs):
            rate = training.rate * (1 - epoch / (epochs + 1))
            order = chance.permutation(len(lines))
            for chosen in (order[at : at + batch] for at in range(0, len(order), batch)):
                learned.step(rows.batch(chosen, 1 - training.dropout, chance), targets[chosen], rate)
            if epoch >= epochs - training.averaged:
                mean.weights += learned.weights / training.averaged
                mean.bias += learned.bias / training.averaged
        return cls(*_narrowed(mean.weights), mean.bias)

    def scores(self, line: Vector) -> Floats:
        """Return one logit for each class."""
        values = line.values * self.scales[line.rows]
        return np.asarray(values @ self.weights[line.rows].astype(np.float32) + self.bias, np.float32)


def _narrowed(weights: Floats) -> tuple[Weights, Floats]:
    """Round each row to whole numbers from -127 to 127, and give the scale of each; in place, to save memory."""
    largest = np.maximum(weights.max(axis=1, initial=0), -weights.min(axis=1, initial=0))
    scales = np.maximum(largest, 1e-9) / 127
    weights /= scales[:, None]
    return np.rint(weights, out=weights).astype(np.int8), scales.astype(np.float32)


def class_sums(lines: Sequence[Vector], labels: Sequence[int], classes: int) -> list[Vector]:
    """Sum the lines of each class, scaled to unit length: what its lines have in common."""
    grouped: list[list[Vector]] = [[] for _ in range(classes)]
    for line, label in zip(lines, labels, strict=True):
        grouped[label].append(line)
    return [_sum(group) for group in grouped]


def _sum(group: Sequence[Vector]) -> Vector:
    rows, places = np.unique(np.concatenate([line.rows for line in group]), return_inverse=True)
    sums = np.bincount(places, np.concatenate([line.values for line in group]), len(rows))
    length = max(1e-6, float(np.sqrt(sums @ sums)))
    return Vector(rows.astype(np.int32), (sums / length).astype(np.float32), 1.0)


def _unit(rows: Numbers, sums: Sums, strange: Floats, coverage: float) -> Vector:
    """Scale to unit length; `strange` are the values of unknown features, which count in it."""
    length = max(1e-6, float(np.sqrt(sums @ sums + strange @ strange)))
    return Vector(rows.astype(np.int32), (sums / length).astype(np.float32), coverage)


def _coverage(features: Features, idf: Floats, known: npt.NDArray[np.bool_]) -> float:
    """Return the share of the message's words that is known, each counted by how telling it is."""
    words = slice(0, features.words)
    telling = idf[words] * features.weights[words]
    total = float(idf[words].sum())
    return float(telling[known[words]].sum()) / max(total, 1e-6)


def cosine(one: Vector, other: Vector) -> float:
    """How alike two messages are by the features that they share, from 0 to 1."""
    _, here, there = np.intersect1d(one.rows, other.rows, assume_unique=True, return_indices=True)
    return float(one.values[here] @ other.values[there])
