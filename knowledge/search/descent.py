"""How a softmax regression over sparse features is learned: gradient steps over small batches of lines.

Three quarters of the features that a batch has stand in one of its lines alone. Only the others are multiplied as a
matrix; a line's own features touch that line's scores and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.search.features import Floats

Numbers = npt.NDArray[np.intp]
Chance = np.random.Generator


@dataclass(frozen=True)
class Batch:
    """The features of some lines, as rows of the weights and values.

    `values` has a row for each line and a column for each of the `shared` features; the `lone` ones stand line by line,
    from `borders[n]` to `borders[n + 1]` those of line n.
    """

    shared: Numbers
    values: Floats
    lone: Numbers
    lone_values: Floats
    owners: Numbers
    borders: Numbers


class Rows:
    """The features of all lines, one after the other, so that a batch of them is gathered without a loop."""

    def __init__(self, rows: Sequence[npt.NDArray[np.int32]], values: Sequence[Floats], size: int) -> None:
        sizes = np.array([len(each) for each in rows])
        self._ends = np.cumsum(sizes, dtype=np.int32)
        self._starts = (self._ends - sizes).astype(np.int32)
        self._rows = np.concatenate(rows)
        self._values = np.concatenate(values)
        self._size = size
        self._columns = np.zeros(size, np.intp)

    def batch(self, chosen: Numbers, keep: float, chance: Chance) -> Batch:
        """Gather some lines; a share of their features is hidden by chance, the others count the more."""
        begin, end = self._starts[chosen], self._ends[chosen]
        places = ranges(begin, end)
        owners = np.repeat(np.arange(len(chosen)), end - begin)
        kept = chance.random(len(places), np.float32) < keep
        places, owners = places[kept], owners[kept]
        rows, values = self._rows[places], self._values[places] / np.float32(keep)
        counts = np.bincount(rows, minlength=self._size)
        alone = counts[rows] == 1
        shared, matrix = self._matrix(rows[~alone], values[~alone], owners[~alone], counts, len(chosen))
        lone, own = rows[alone].astype(np.intp), owners[alone]
        borders = np.searchsorted(own, np.arange(len(chosen) + 1))
        return Batch(shared, matrix, lone, values[alone], own, borders)

    def _matrix(
        self,
        rows: npt.NDArray[np.int32],
        values: Floats,
        owners: Numbers,
        counts: npt.NDArray[np.intp],
        lines: int,
    ) -> tuple[Numbers, Floats]:
        shared = np.flatnonzero(counts > 1)
        self._columns[shared] = np.arange(len(shared))
        matrix = np.zeros((lines, len(shared)), np.float32)
        matrix[owners, self._columns[rows]] = values
        return shared, matrix


class Descent:
    """The weights while they are learned, a row for each feature and a column for each class."""

    def __init__(self, size: int, classes: int) -> None:
        self.weights = np.zeros((size, classes), np.float32)
        self.bias = np.zeros(classes, np.float32)
        self._space = np.empty((3, 0, classes), np.float32)

    def step(self, batch: Batch, labels: Numbers, rate: float) -> None:
        """Take the weights of a batch's features a step down."""
        part, lone, change = self._room(max(len(batch.shared), len(batch.lone)))
        part, lone = part[: len(batch.shared)], lone[: len(batch.lone)]
        np.take(self.weights, batch.shared, axis=0, out=part, mode="clip")
        np.take(self.weights, batch.lone, axis=0, out=lone, mode="clip")
        error = softmax(self._scores(batch, part, lone))
        error[np.arange(len(labels)), labels] -= 1.0
        error *= np.float32(rate)
        part -= np.matmul(batch.values.T, error, out=change[: len(part)])
        self.weights[batch.shared] = part
        np.take(error, batch.owners, axis=0, out=change[: len(lone)], mode="clip")
        change[: len(lone)] *= batch.lone_values[:, None]
        lone -= change[: len(lone)]
        self.weights[batch.lone] = lone
        self.bias -= np.float32(0.01) * error.sum(axis=0)

    def _scores(self, batch: Batch, part: Floats, lone: Floats) -> Floats:
        scores = batch.values @ part + self.bias
        for line, (begin, end) in enumerate(zip(batch.borders[:-1], batch.borders[1:], strict=True)):
            scores[line] += batch.lone_values[begin:end] @ lone[begin:end]
        return np.asarray(scores, np.float32)

    def _room(self, rows: int) -> Floats:
        """Give the same memory to each step: what is allocated again costs as much time as the step itself."""
        if rows > self._space.shape[1]:
            self._space = np.empty((3, 2 * rows, self.weights.shape[1]), np.float32)
        return self._space


def softmax(scores: Floats) -> Floats:
    """Turn logits into probabilities, along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def distinct_values(numbers: npt.NDArray[np.int32], size: int) -> tuple[Numbers, Numbers]:
    """Give the different ones of some numbers below `size`, in order, and the place of each number among them.

    As numpy's `unique` does, in a sixth of the time, since nothing is sorted.
    """
    found = np.zeros(size, np.bool_)
    found[numbers] = True
    different = np.flatnonzero(found)
    places = np.zeros(size, np.intp)
    places[different] = np.arange(len(different))
    return different, places[numbers]


def ranges(begin: npt.NDArray[np.int32], end: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Count from each begin to its end, one range after the other."""
    sizes = end - begin
    before = np.cumsum(sizes, dtype=np.int32) - sizes
    counted: npt.NDArray[np.int32] = np.arange(int(sizes.sum()), dtype=np.int32) + np.repeat(
        begin - before, sizes
    )
    return counted
