"""How a softmax regression over sparse features is learned: gradient steps over small batches of lines.

Three quarters of the features that a batch has stand in one of its lines alone. Only the others are multiplied as a
matrix; a line's own features touch that line's scores and nothing else.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.search.arrays import Ints, Names, Numbers, order_of, ranges, scattered
from knowledge.search.features import Floats


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


@dataclass(frozen=True)
class Rows:
    """The features of all lines, one after the other: those of line n from `starts[n]` to `starts[n + 1]`.

    `lines` and `features` name each line and each row of the weights by a number of their own. What chance decides
    follows from these names, so that a line that is added or taken away changes little of what the others teach.
    """

    starts: Ints
    rows: Ints
    values: Floats
    lines: Names
    features: Names

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    @property
    def size(self) -> int:
        """How many features there are."""
        return len(self.features)

    def owners(self) -> Numbers:
        """Give the line of each feature."""
        return np.repeat(np.arange(self.count), np.diff(self.starts))

    def of_line(self, number: int) -> tuple[Ints, Floats]:
        """Give the rows and values of one line."""
        own = slice(self.starts[number], self.starts[number + 1])
        return self.rows[own], self.values[own]

    def shuffled(self, turn: int) -> Numbers:
        """Give the lines in an order by chance, another one in each turn."""
        return order_of(scattered(self.lines ^ scattered(np.array([turn], np.uint32))))

    def batch(self, chosen: Numbers, keep: float, turn: int) -> Batch:
        """Gather some lines; a share of their features is hidden by chance, the others count the more."""
        begin, end = self.starts[chosen], self.starts[chosen + 1]
        places = ranges(begin, end)
        owners = np.repeat(np.arange(len(chosen)), end - begin)
        kept = self._kept(self.lines[chosen][owners], self.rows[places], keep, turn)
        places, owners = places[kept], owners[kept]
        rows, values = self.rows[places], self.values[places] / np.float32(keep)
        counts = np.bincount(rows, minlength=self.size)
        alone = counts[rows] == 1
        shared, matrix = self._matrix(rows[~alone], values[~alone], owners[~alone], counts, len(chosen))
        lone, own = rows[alone].astype(np.intp), owners[alone]
        borders = np.searchsorted(own, np.arange(len(chosen) + 1))
        return Batch(shared, matrix, lone, values[alone], own, borders)

    def _kept(self, lines: Names, rows: Ints, keep: float, turn: int) -> npt.NDArray[np.bool_]:
        """Choose features by chance."""
        names = scattered(self.features[rows] + np.uint32(turn)) ^ lines
        kept: npt.NDArray[np.bool_] = scattered(names) < np.uint32(min(keep * (1 << 32), (1 << 32) - 1))
        return kept

    def _matrix(
        self,
        rows: Ints,
        values: Floats,
        owners: Numbers,
        counts: Numbers,
        lines: int,
    ) -> tuple[Numbers, Floats]:
        shared = np.flatnonzero(counts > 1)
        columns = np.cumsum(counts > 1)
        matrix = np.zeros((lines, len(shared)), np.float32)
        matrix[owners, columns[rows] - 1] = values
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

    def add(self, other: "Descent") -> None:
        """Add another's weights to these."""
        self.weights += other.weights
        self.bias += other.bias

    def divide(self, number: int) -> None:
        """Divide the weights, as for a mean."""
        self.weights /= np.float32(number)
        self.bias /= np.float32(number)

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
