"""Which wish a line utters by its meaning: the example line whose sentence vector is nearest, if it is near enough."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.features import Floats
from knowledge.search.meaning import centred
from knowledge.search.vectors import Vectors, key

FILE = "vectors.bin"
"""The file beside the languages' folders that holds the vectors of their lines."""
WISH_COSINE, SURE_WISH_COSINE = 0.53, 0.38
"""The least cosine to the nearest example; the lower one for a line that surely is no answer."""
SURE_SIDE = 0.2
"""The least value on the scale from answer (-1) to wish (1) of a line that surely is no answer."""
STIFFNESS = 0.001
"""The ridge term of the least squares that separate wishes from answers."""
OF_FORM = frozenset(
    {"why", "help", "human", "restart", "back", "skip", "leave", "refuse", "undecided", "empty"}
)
"""The wishes that speak of the form; the others may be about the same things as answers."""


@dataclass(frozen=True)
class WishVectors:
    """The wishes' example lines as centred vectors, in the order of their labels; `encode` may give none in time.

    `side` tells lines about the form (1) from answers in words of one's own (-1), as learned from both.
    """

    labels: tuple[str, ...]
    lines: Floats
    centre: Floats
    side: Floats
    encode: Callable[[str], Floats | None]

    def nearest(self, text: str) -> str | None:
        """Name the wish that a line means; None if it means none, or if the model gives no vector in time."""
        line = self.centred(text)
        if line is None:
            return None
        side = float(np.append(line, 1.0) @ self.side)
        return self.near(line, SURE_WISH_COSINE if side >= SURE_SIDE else WISH_COSINE) if side >= 0 else None

    def nearest_line(self, text: str) -> str | None:
        """Name the wish of the nearest example, be the line an answer or not; None if none is near."""
        line = self.centred(text)
        return None if line is None else self.near(line, WISH_COSINE)

    def centred(self, text: str) -> Floats | None:
        """The vector of a line without what all lines have in common; None if the model gives none in time."""
        vector = self.encode(text)
        return None if vector is None else centred(np.asarray([vector], np.float32), self.centre)[0]

    def near(self, line: Floats, least: float) -> str | None:
        """Name the wish of the example that is nearest to a vector; None if it is not that near."""
        likeness = self.lines @ line
        best = int(np.argmax(likeness))
        return self.labels[best] if likeness[best] >= least else None


def sides(wishes: Floats, answers: Floats) -> Floats:
    """Learn by least squares to separate wishes (1) from answers (-1), equally weighted; the last value is the bias."""
    lines = np.hstack([np.vstack([wishes, answers]), np.ones((len(wishes) + len(answers), 1), np.float32)])
    wanted = np.repeat([1.0, -1.0], [len(wishes), len(answers)])
    weighed = lines * np.repeat([0.5 / len(wishes), 0.5 / len(answers)], [len(wishes), len(answers)])[:, None]
    return np.linalg.solve(weighed.T @ lines + STIFFNESS * np.eye(lines.shape[1]), weighed.T @ wanted)


def wish_vectors(
    wishes: Mapping[str, Sequence[str]],
    answers: Sequence[str],
    vectors: Vectors,
    encode: Callable[[str], Floats | None] | None,
) -> WishVectors | None:
    """Prepare the wishes' and the answers' lines whose vectors are known; None without a model, or without some."""
    known = [
        (name, vectors[key(line)]) for name, each in wishes.items() for line in each if key(line) in vectors
    ]
    told = [vectors[key(line)] for line in answers if key(line) in vectors]
    if encode is None or not known or not told:
        return None
    raw = np.asarray([vector for _, vector in known], np.float32)
    centre = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).mean(axis=0)
    labels, lines = tuple(name for name, _ in known), centred(raw, centre)
    side = sides(lines[[name in OF_FORM for name in labels]], centred(np.asarray(told, np.float32), centre))
    return WishVectors(labels, lines, centre, side, encode)
