"""Which wish a line utters by its meaning: the example line whose sentence vector is nearest, if it is near enough."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.features import Floats
from knowledge.search.meaning import centred
from knowledge.search.vectors import Vectors, key

FILE = "vectors.bin"
"""The file beside the languages' folders that holds the vectors of their lines."""
NEAR = 0.53
"""The cosine from which on a line means what its nearest example means."""


@dataclass(frozen=True)
class WishVectors:
    """The wishes' example lines as centred vectors, in the order of their labels; `encode` may give none in time."""

    labels: tuple[str, ...]
    lines: Floats
    centre: Floats
    encode: Callable[[str], Floats | None]

    def nearest(self, text: str) -> str | None:
        """Name the wish that a line means; None if it means none, or if the model gives no vector in time."""
        vector = self.encode(text)
        if vector is None:
            return None
        likeness = self.lines @ centred(np.asarray([vector], np.float32), self.centre)[0]
        best = int(np.argmax(likeness))
        return self.labels[best] if likeness[best] >= NEAR else None


def wish_vectors(
    wishes: Mapping[str, Sequence[str]], vectors: Vectors, encode: Callable[[str], Floats | None] | None
) -> WishVectors | None:
    """Prepare the wishes' lines whose vectors are known; None without a model, or without any of them."""
    known = [
        (name, vectors[key(line)]) for name, each in wishes.items() for line in each if key(line) in vectors
    ]
    if encode is None or not known:
        return None
    raw = np.asarray([vector for _, vector in known], np.float32)
    centre = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).mean(axis=0)
    return WishVectors(tuple(name for name, _ in known), centred(raw, centre), centre, encode)
