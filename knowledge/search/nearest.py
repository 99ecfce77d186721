"""How like the nearest known phrasing of each class a message is (cosine), by an inverted index."""

from collections.abc import Sequence

import numpy as np

from knowledge.search.classifier import Ints, Vector
from knowledge.search.descent import ranges
from knowledge.search.features import Floats

COMMON = 250  # lines: a feature of more than these likens everything to everything, and costs most


class Neighbours:
    """For each feature, the lines that have it; lines stand in the order of their classes.

    Very common features are left out, which keeps a look-up from growing with the number of lines.
    """

    def __init__(self, starts: Ints, lines: Ints, values: Floats, classes: Ints) -> None:
        self.starts = starts
        self.lines = lines
        self.values = values
        self.classes = classes  # the first line of each class, and the number of lines at the end

    @classmethod
    def learn(cls, vectors: Sequence[Vector], labels: Sequence[int], size: int, classes: int) -> "Neighbours":
        """Turn the lines' vectors over, so that each feature lists its lines."""
        order = np.argsort(labels, kind="stable")
        ordered = [vectors[number] for number in order]
        rows = np.concatenate([vector.rows for vector in ordered])
        values = np.concatenate([vector.values for vector in ordered])
        lines = np.repeat(np.arange(len(ordered)), [len(vector.rows) for vector in ordered])
        telling = np.bincount(rows, minlength=size)[rows] <= COMMON
        rows, values, lines = rows[telling], values[telling], lines[telling]
        by_row = np.argsort(rows, kind="stable")
        starts = np.searchsorted(rows[by_row], np.arange(size + 1))
        borders = np.searchsorted(np.asarray(labels)[order], np.arange(classes + 1))
        return cls(
            starts.astype(np.int32),
            lines[by_row].astype(np.int32),
            values[by_row].astype(np.float32),
            borders.astype(np.int32),
        )

    def likeness(self, vector: Vector) -> Floats:
        """Return for each class the cosine to its nearest line; every class must have a line."""
        begin, end = self.starts[vector.rows], self.starts[vector.rows + 1]
        postings = ranges(begin, end)
        weights = np.repeat(vector.values, end - begin) * self.values[postings]
        cosines = np.bincount(self.lines[postings], weights, minlength=int(self.classes[-1]))
        nearest: Floats = np.maximum.reduceat(cosines, self.classes[:-1]).astype(np.float32)
        return nearest
