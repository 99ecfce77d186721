"""Softmax regression over sparse features: how likely each class is, learned from labelled lines.

Knows no language and no content: lines come as `Features`, classes as numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.search.arrays import Ints, Numbers, order_of
from knowledge.search.descent import Descent, Rows
from knowledge.search.features import Features, Floats, Hashes
from knowledge.search.table import Table

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
    def learn(cls, table: Table) -> "Lexicon":
        """Count in how many lines each feature occurs.

        Pairs and pieces that occur in one line alone are not kept: half of all features, and they say
        hardly more than the word that they belong to.
        """
        counts = np.bincount(table.places, minlength=len(table.distinct))
        kept = counts > 1
        kept[table.words] = True
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
        distinct, places = np.unique(features.hashes, return_inverse=True)
        rows, idf = self._weighed(distinct)
        values = np.bincount(places, features.weights, len(distinct)) * idf
        known = rows >= 0
        length = max(1e-6, float(np.sqrt(values @ values)))
        words = places[: features.words]
        coverage = covered(known[words] * features.weights[: features.words], idf[words])
        return Vector(rows[known].astype(np.int32), (values[known] / length).astype(np.float32), coverage)

    def vectors(self, table: Table) -> Rows:
        """Give the vectors of many lines at once, in a fraction of the time."""
        rows, idf = self._weighed(table.distinct)
        values = table.weights * idf[table.places]
        lengths = np.sqrt(np.bincount(table.owners, values**2, table.lines))
        values /= np.maximum(lengths, 1e-6)[table.owners]
        kept = np.flatnonzero(rows[table.places] >= 0)
        kept = kept[order_of(table.owners[kept].astype(np.uint32))]
        counts = np.bincount(table.owners[kept], minlength=table.lines)
        starts = np.append(0, np.cumsum(counts)).astype(np.int32)
        own = rows[table.places[kept]].astype(np.int32)
        return Rows(starts, own, values[kept], table.names, self.hashes)

    def coverages(self, table: Table) -> Sums:
        """Tell of each line of a table which share of its words is known."""
        rows, idf = self._weighed(table.distinct)
        told, telling = (rows >= 0)[table.words] * table.word_weights, idf[table.words]
        owners, lines = table.word_owners, table.lines
        totals = np.bincount(owners, telling, lines)
        return np.bincount(owners, told * telling, lines) / np.maximum(totals, 1e-6)

    def _weighed(self, hashes: Hashes) -> tuple[Numbers, Floats]:
        """Give the row of each feature, -1 where it is unknown, and how telling it is."""
        rows = self.rows(hashes)
        idf = (
            np.where(rows >= 0, self.idf[rows], self.unseen)
            if len(self.idf)
            else np.full(len(rows), self.unseen)
        )
        return rows, idf.astype(np.float32)


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
    def learn(cls, lines: Rows, labels: Sequence[int], classes: int, training: Training) -> "Classifier":
        """Learn by gradient steps over small batches in an order by chance, with a falling rate.

        The weights are the mean of what they were after each of the later epochs, which takes out most
        of the chance of the order and of the dropout.
        """
        learned, mean = Descent(lines.size, classes), Descent(lines.size, classes)
        targets = np.asarray(labels)
        batch = max(1, min(training.batch, lines.count // STEPS))
        epochs = training.epochs if batch == training.batch else training.epochs_of_few
        for epoch in range(epochs):
            rate = training.rate * (1 - epoch / (epochs + 1))
            order = lines.shuffled(training.seed + epoch)
            for chosen in (order[at : at + batch] for at in range(0, len(order), batch)):
                seen = lines.batch(chosen, 1 - training.dropout, training.seed + epoch)
                learned.step(seen, targets[chosen], rate)
            if epoch >= epochs - training.averaged:
                mean.add(learned)
        mean.divide(training.averaged)
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


def class_sums(lines: Rows, labels: Sequence[int], classes: int) -> Rows:
    """Sum the lines of each class, scaled to unit length: what its lines have in common."""
    owners = np.asarray(labels, np.int64)[lines.owners()]
    cells, places = np.unique(owners * lines.size + lines.rows, return_inverse=True)
    sums = np.bincount(places, lines.values, len(cells))
    of_class = cells // lines.size
    lengths = np.sqrt(np.bincount(of_class, sums**2, classes))
    starts = np.searchsorted(of_class, np.arange(classes + 1)).astype(np.int32)
    values = (sums / np.maximum(lengths, 1e-6)[of_class]).astype(np.float32)
    return Rows(
        starts,
        (cells % lines.size).astype(np.int32),
        values,
        np.arange(classes, dtype=np.uint32),
        lines.features,
    )


def covered(told: Floats, telling: Floats) -> float:
    """Return the share of a message's words that is known, each counted by how telling it is."""
    return float(told @ telling) / max(float(telling.sum()), 1e-6)


def cosine(one: Vector, other: Vector) -> float:
    """How alike two messages are by the features that they share, from 0 to 1."""
    _, here, there = np.intersect1d(one.rows, other.rows, assume_unique=True, return_indices=True)
    return float(one.values[here] @ other.values[there])
