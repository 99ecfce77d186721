"""Sentence vectors that are remembered: asked for once, forgotten in their turn, and never kept when late."""

import os
import subprocess
import sys

import numpy as np

from bot.operations.meaning import CachedVectors
from bot.operations.metrics import Metrics
from knowledge.search.features import Floats


class Model:
    """Gives a vector of its own to each text, or none while it is late."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.late = False

    def vector(self, text: str) -> Floats | None:
        self.asked.append(text)
        return None if self.late else np.full(3, len(self.asked), np.float32)


def test_a_text_is_asked_for_once() -> None:
    model = Model()
    encode = CachedVectors(model.vector)
    first = encode("Who pays?")
    assert encode("Who pays?") is first
    assert encode("who pays?") is not first
    assert model.asked == ["Who pays?", "who pays?"]


def test_the_text_asked_for_longest_ago_is_forgotten() -> None:
    model = Model()
    encode = CachedVectors(model.vector, kept=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        encode(text)
    assert model.asked == ["a", "b", "c", "b"]


def test_what_came_too_late_is_asked_for_again() -> None:
    model = Model()
    encode = CachedVectors(model.vector)
    model.late = True
    assert encode("Who pays?") is None
    model.late = False
    assert encode("Who pays?") is not None


def test_it_is_counted_what_was_made_remembered_and_late() -> None:
    metrics, model = Metrics(), Model()
    encode = CachedVectors(model.vector)
    encode.count_in(metrics.vectors)
    for text in ("a", "b", "a"):
        encode(text)
    model.late = True
    encode("c")
    counted = {
        outcome: metrics.registry.get_sample_value("assistant_sentence_vectors_total", {"outcome": outcome})
        for outcome in ("made", "remembered", "late")
    }
    assert counted == {"made": 2, "remembered": 1, "late": 1}


def test_the_bot_computes_in_one_thread() -> None:
    code = "import bot.operations.meaning, os; print(len(os.listdir('/proc/self/task')))"
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "1"
