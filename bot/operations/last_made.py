"""Keeps the last thing that was made from something, to be used again while that is the same."""

from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class LastMade(Generic[Made]):
    """The thing that was made last, and what it was made from (`source`: anything that can be compared)."""

    def __init__(self) -> None:
        self._kept: tuple[object, Made] | None = None

    def get(self, source: object, make: Callable[[], Made]) -> Made:
        """Give the kept thing where it was made from an equal source; else make it, and keep that."""
        if self._kept is None or self._kept[0] != source:
            self._kept = source, make()
        return self._kept[1]
