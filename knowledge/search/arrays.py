"""Arithmetic on whole numbers that lines and their features are named by; knows nothing of either."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.intp]
Ints = npt.NDArray[np.int32]
Names = npt.NDArray[np.uint32]

_SHIFTS_AND_FACTORS = ((16, 0x7FEB352D), (15, 0x846CA68B))


def order_of(names: Names) -> Numbers:
    """Give the order in which names ascend; equal ones stay as they stand.

    As numpy's stable `argsort` does, in a fifth of the time: numbers are sorted together with their places.
    """
    packed = names.astype(np.uint64) << np.uint64(32)
    packed |= np.arange(len(names), dtype=np.uint64)
    packed.sort()
    return (packed & np.uint64(0xFFFFFFFF)).astype(np.intp)


def scattered(names: Names) -> Names:
    """Hash names once more, so that each bit of the result depends on every bit of a name (C. Wellons' lowbias32)."""
    mixed = names.copy()
    for shift, factor in _SHIFTS_AND_FACTORS:
        mixed ^= mixed >> np.uint32(shift)
        mixed *= np.uint32(factor)
    mixed ^= mixed >> np.uint32(16)
    return mixed


def distinct_values(numbers: Ints, size: int) -> tuple[Numbers, Numbers]:
    """Give the different ones of some numbers below `size`, in order, and the place of each number among them.

    As numpy's `unique` does, in a sixth of the time, since nothing is sorted.
    """
    found = np.zeros(size, np.bool_)
    found[numbers] = True
    different = np.flatnonzero(found)
    places = np.zeros(size, np.intp)
    places[different] = np.arange(len(different))
    return different, places[numbers]


def ranges(begin: Ints, end: Ints) -> Ints:
    """Count from each begin to its end, one range after the other."""
    sizes = end - begin
    before = np.cumsum(sizes, dtype=np.int32) - sizes
    counted: Ints = np.arange(int(sizes.sum()), dtype=np.int32) + np.repeat(begin - before, sizes)
    return counted
