"""How like the nearest known phrasing of each class a message is (cosine), by an inverted index."""

from collections.abc import Sequence

import numpy as np

from knowledge.search.arrays import Ints, order_of, ranges
from knowledge.search.classifier import Vector
from knowledge.search.descent import Rows
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
    def learn(cls, lines: Rows, labels: Sequence[int], classes: int) -> "Neighbours":
        """Turn the lines' vectors over, so that each feature lists its lines; `labels` ascend."""
        counts = np.bincount(lines.rows, minlength=lines.size)
        kept = np.flatnonzero(counts[lines.rows] <= COMMON)
        kept = kept[order_of(lines.rows[kept].astype(np.uint32))]
        starts = np.append(0, np.cumsum(np.where(counts <= COMMON, counts, 0)))
        borders = np.searchsorted(labels, np.arange(classes + 1))
        owners = lines.owners()[kept]
        return cls(
            starts.astype(np.int32), owners.astype(np.int32), lines.values[kept], borders.astype(np.int32)
        )

    def likeness(self, vector: Vector) -> Floats:
        """Return for each class the cosine to its nearest line; every class must have a line."""
        begin, end = self.starts[vector.rows], self.starts[vector.rows + 1]
        postings = ranges(begin, end)
        weights = np.repeat(vector.values, end - begin) * self.values[postings]
        cosines = np.bincount(self.lines[postings], weights, minlength=int(self.classes[-1]))
        nearest: Floats = np.maximum.reduceat(cosines, self.classes[:-1]).astype(np.float32)
        return nearest
