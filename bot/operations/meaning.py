"""Whether the sentence model is asked, by the settings and by what is installed."""

from collections import OrderedDict
from threading import Lock

from prometheus_client import Counter

from bot.settings import Settings
from knowledge.search.encoder import PATIENCE, Encoder, installed
from knowledge.search.engine import Encode
from knowledge.search.features import Floats
from knowledge.search.vectors import key

KEPT = 500
"""Vectors that are remembered: 800 KB."""


class CachedVectors:
    """Gives the vectors of the last texts again, of which only hashes are kept: a question that many ask costs once."""

    def __init__(self, encode: Encode, kept: int = KEPT) -> None:
        self._encode = encode
        self._kept = kept
        self._vectors: OrderedDict[bytes, Floats] = OrderedDict()
        self._lock = Lock()
        self._outcomes: Counter | None = None

    def count_in(self, outcomes: Counter) -> None:
        """Count in a metric whether a vector was remembered, made, or not there in time."""
        self._outcomes = outcomes

    def __call__(self, text: str) -> Floats | None:
        """Give a text's vector; what cannot be had in time is asked for again the next time."""
        name = key(text)
        with self._lock:
            if name in self._vectors:
                self._vectors.move_to_end(name)
                self._count("remembered")
                return self._vectors[name]
        vector = self._encode(text)
        self._count("late" if vector is None else "made")
        if vector is not None:
            self._remember(name, vector)
        return vector

    def _count(self, outcome: str) -> None:
        if self._outcomes is not None:
            self._outcomes.labels(outcome).inc()

    def _remember(self, name: bytes, vector: Floats) -> None:
        with self._lock:
            self._vectors[name] = vector
            if len(self._vectors) > self._kept:
                self._vectors.popitem(last=False)


def encoder(settings: Settings, *, patience: float = PATIENCE) -> Encode | None:
    """Start the process that gives sentence vectors; None if it is switched off or cannot run on this machine.

    `patience` is how many seconds an answer may wait for it at most.
    """
    if settings.meaning == "off" or not installed():
        return None
    return CachedVectors(Encoder(patience).vector)
