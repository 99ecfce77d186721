"""The features of many lines together: in how many lines each occurs, and the lines' vectors at once."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from knowledge.search.arrays import Ints, Names, order_of, ranges, scattered
from knowledge.search.features import Features, Floats


class Table:
    """Each pair of a line and one of its features, with the sum of its weights there.

    Pairs stand by feature, and by line within a feature; `distinct` holds the features' hashes, in order. `words` and
    what belongs to them are the lines' words, one by one.
    """

    def __init__(self, lines: Sequence[Features]) -> None:
        self.lines = len(lines)
        sizes = np.array([len(line.hashes) for line in lines], np.int32)
        owners = np.repeat(np.arange(len(lines), dtype=np.int32), sizes)
        hashes = np.concatenate([line.hashes for line in lines])
        weights = np.concatenate([line.weights for line in lines])
        order = order_of(hashes)
        first = _differs_from_the_one_before(hashes[order])
        places = np.cumsum(first, dtype=np.int32) - 1
        begins = np.flatnonzero(first | _differs_from_the_one_before(owners[order]))
        self.distinct = hashes[order][first]
        self.places: Ints = places[begins]
        self.owners: Ints = owners[order][begins]
        self.weights: Floats = np.add.reduceat(weights[order], begins) if len(begins) else weights
        ends = np.cumsum(sizes, dtype=np.int32)
        words = ranges(ends - sizes, ends - sizes + np.array([line.words for line in lines], np.int32))
        place_of = np.empty(len(places), np.int32)
        place_of[order] = places
        self.words: Ints = place_of[words]
        self.word_owners: Ints = owners[words]
        self.word_weights: Floats = weights[words]

    @cached_property
    def names(self) -> Names:
        """A number for each line that follows from its features alone."""
        sums = np.bincount(self.owners, scattered(self.distinct)[self.places], self.lines)
        return (sums % (1 << 32)).astype(np.uint32)


def _differs_from_the_one_before(numbers: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """Tell of each number whether another stands before it; of the first, yes."""
    return np.append(np.ones(min(1, len(numbers)), np.bool_), numbers[1:] != numbers[:-1])
