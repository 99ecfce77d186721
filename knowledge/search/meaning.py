"""What a sentence means, as a vector: how likely each class is by the vectors of its phrasings.

The vectors come from outside (`encoder.py`, `vectors.py`); here is arithmetic alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from knowledge.search.arrays import Ints
from knowledge.search.descent import softmax
from knowledge.search.features import Floats

Bytes = npt.NDArray[np.int8]

SIZE = 384
LIKENESS = 15.0  # what the nearest phrasing counts beside the logits
EPOCHS = 3
EPOCHS_OF_FEW = 5  # where the lines are fewer than `STEPS` batches
RATE = 5.0
BATCH = 64
STEPS = 50
LINES = 256  # that are floats at the same time: 400 KB


@dataclass(frozen=True)
class SentenceClassifier:
    """A softmax regression over sentence vectors, and the vectors themselves, in the order of their classes.

    Vectors are centred first: those of all sentences point much the same way.
    """

    centre: Floats
    weights: Floats
    bias: Floats
    lines: Bytes
    starts: Ints
    present: Ints  # the classes that have a line, in order

    @classmethod
    def learn(
        cls, vectors: Bytes, labels: Sequence[int], classes: int, seed: int = 20190304
    ) -> "SentenceClassifier":
        """Learn from a vector for each line; `labels` ascend."""
        told = np.asarray(labels)
        raw = vectors.astype(np.float32)
        centre = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).mean(axis=0)
        lines = centred(raw, centre)
        weights, bias = _descended(lines, told, classes, np.random.default_rng(seed))
        present, starts = np.unique(told, return_index=True)
        return cls(centre, weights, bias, rounded(lines), starts.astype(np.int32), present.astype(np.int32))

    def favouring(self, added: Floats) -> "SentenceClassifier":
        """Add something to each class's logit."""
        return replace(self, bias=self.bias + added)

    def probabilities(self, vectors: Floats, masked: Sequence[int] = ()) -> Floats:
        """Return how likely each class is, a row for each vector; the masked ones are as if they did not exist."""
        asked = centred(vectors, self.centre)
        cosines = self._cosines(asked)
        scores = asked @ self.weights + self.bias
        scores[:, self.present] += LIKENESS * np.maximum.reduceat(cosines, self.starts, axis=1)
        scores[:, np.setdiff1d(np.arange(scores.shape[1]), self.present)] = -np.inf
        scores[:, list(masked)] = -np.inf
        return softmax(scores)

    def _cosines(self, asked: Floats) -> Floats:
        """Compare with every line; some lines at a time become floats, which stay in the processor's cache."""
        cosines = np.empty((len(asked), len(self.lines)), np.float32)
        for at in range(0, len(self.lines), LINES):
            part = self.lines[at : at + LINES].astype(np.float32)
            cosines[:, at : at + LINES] = (asked / 127) @ part.T
        return cosines


def centred(vectors: Floats, centre: Floats) -> Floats:
    """Scale to unit length, take the centre away, and scale again."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    moved = unit - centre
    scaled: Floats = (moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)).astype(
        np.float32
    )
    return scaled


def rounded(vectors: Floats) -> Bytes:
    """Give a byte for each number; the largest of a vector's numbers is far below 1, and is scaled to it."""
    return np.clip(np.rint(vectors * 127), -127, 127).astype(np.int8)


def _descended(
    lines: Floats, labels: npt.NDArray[np.intp], classes: int, chance: "np.random.Generator"
) -> tuple[Floats, Floats]:
    weights, bias = np.zeros((lines.shape[1], classes), np.float32), np.zeros(classes, np.float32)
    batch = max(1, min(BATCH, len(lines) // STEPS))
    epochs = EPOCHS if batch == BATCH else EPOCHS_OF_FEW
    for epoch in range(epochs):
        rate = np.float32(RATE * (1 - epoch / (epochs + 1)))
        order = chance.permutation(len(lines))
        for chosen in (order[at : at + batch] for at in range(0, len(order), batch)):
            error = softmax(lines[chosen] @ weights + bias)
            error[np.arange(len(chosen)), labels[chosen]] -= 1
            weights -= rate * (lines[chosen].T @ error)
            bias -= np.float32(0.01) * rate * error.sum(axis=0)
    return weights, bias
