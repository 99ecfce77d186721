"""Softmax regression over sparse features: how likely each class is, learned from labelled lines.

Knows no language and no content: lines come as `Features`, classes as numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.features import Features, Floats, Hashes

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Training:
    """How the weights are learned; the defaults were chosen by cross-validation over the content."""

    epochs: int = 8
    rate: float = 8.0
    dropout: float = 0.3  # share of features hidden in each step, so that no single word decides
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
    def learn(cls, lines: Sequence[Features]) -> "Lexicon":
        """Count in how many lines each feature occurs."""
        each = [np.unique(line.hashes) for line in lines]
        hashes, counts = np.unique(np.concatenate(each), return_counts=True)
        idf = np.log((len(lines) + 1) / (counts + 0.5))
        return cls(hashes.astype(np.uint32), idf.astype(np.float32), float(np.log(2 * (len(lines) + 1))))

    def vector(self, features: Features) -> Vector:
        """Look the features up, weigh them, and scale to unit length."""
        if not len(features.hashes) or not len(self.hashes):
            return Vector(np.empty(0, np.int32), np.empty(0, np.float32), 0.0)
        rows = np.searchsorted(self.hashes, features.hashes)
        rows[rows == len(self.hashes)] = 0
        known = self.hashes[rows] == features.hashes
        idf = np.where(known, self.idf[rows], self.unseen)
        values = features.weights * idf
        strange = values[~known]
        merged, places = np.unique(rows[known], return_inverse=True)
        sums = np.bincount(places, values[known], len(merged))
        length = max(1e-6, float(np.sqrt(sums @ sums + strange @ strange)))
        return Vector(
            merged.astype(np.int32), (sums / length).astype(np.float32), _coverage(features, idf, known)
        )


class Classifier:
    """One weight for each feature and class."""

    def __init__(self, weights: Floats, bias: Floats) -> None:
        self.weights = weights
        self.bias = bias

    @classmethod
    def learn(
        cls, lines: Sequence[Vector], labels: Sequence[int], size: int, classes: int, training: Training
    ) -> "Classifier":
        """Learn by gradient steps, line by line in a fixed random order, with a rate that falls to nothing."""
        weights = np.zeros((size, classes), np.float32)
        bias = np.zeros(classes, np.float32)
        chance = np.random.default_rng(training.seed)
        steps = training.epochs * len(lines)
        order = np.concatenate([chance.permutation(len(lines)) for _ in range(training.epochs)])
        keep = 1.0 - training.dropout
        for step, number in enumerate(order):
            line = lines[number]
            rate = training.rate * (1 - step / steps)
            kept = chance.random(len(line.rows), np.float32) < keep
            rows, values = line.rows[kept], line.values[kept] / keep
            part = weights[rows]
            error = softmax(values @ part + bias)
            error[labels[number]] -= 1.0
            weights[rows] = part - np.multiply.outer(values * rate, error)
            bias -= 0.01 * rate * error
        return cls(weights, bias)

    def scores(self, line: Vector) -> Floats:
        """Return one logit for each class."""
        summed: Floats = line.values @ self.weights[line.rows] + self.bias
        return summed


def _coverage(features: Features, idf: Floats, known: npt.NDArray[np.bool_]) -> float:
    """Return the share of the message's words that is known, each counted by how telling it is."""
    words = slice(0, features.words)
    telling = idf[words] * features.weights[words]
    total = float(idf[words].sum())
    return float(telling[known[words]].sum()) / max(total, 1e-6)


def softmax(scores: Floats) -> Floats:
    """Turn logits into probabilities."""
    raised = np.exp(scores - scores.max())
    shares: Floats = raised / raised.sum()
    return shares
