"""The features of lines are drawn once and kept; a file of other synonyms, or a broken one, is not used."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.search.features import Features
from knowledge.search.lessons import Lessons, learn
from knowledge.search.line_features import Line, LineFeatures
from tests.knowledge.search.lines import ENTRIES, SYNONYMS


class Drawn:
    """Draws features, and notes for which lines it was asked."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def __call__(self, lines: Sequence[Line]) -> list[Features]:
        self.lines += lines
        return [drawn(text) for text, _ in lines]


def drawn(text: str) -> Features:
    """Features as many as letters."""
    count = len(text)
    return Features(np.arange(count, dtype=np.uint32), np.full(count, 0.5, np.float32), count)


def test_a_line_is_drawn_once_and_taken_from_the_file_afterwards(tmp_path: Path) -> None:
    file, first, second = tmp_path / "cache" / "features.npz", Drawn(), Drawn()
    before, lines = LineFeatures(file, "mark"), [("abc", "en"), ("", "en"), ("abc", "es")]
    first_time = before.of_lines(lines, first)
    before.keep()
    after = LineFeatures(file, "mark")
    kept = after.of_lines([*lines, ("new", "en")], second)
    assert (first.lines, second.lines) == (lines, [("new", "en")])
    assert [each.words for each in kept[:3]] == [each.words for each in first_time]
    assert np.array_equal(kept[0].hashes, first_time[0].hashes)
    assert np.array_equal(kept[2].weights, first_time[2].weights)


def test_a_file_with_another_mark_or_a_broken_one_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "features.npz"
    before = LineFeatures(file, "mark")
    before.of_lines([("abc", "en")], Drawn())
    before.keep()
    for mark, content in (("another", file.read_bytes()), ("mark", b"broken"), ("mark", b"")):
        file.write_bytes(content)
        again = Drawn()
        LineFeatures(file, mark).of_lines([("abc", "en")], again)
        assert again.lines == [("abc", "en")]


def test_what_is_learned_from_kept_features_is_the_same_to_the_byte(tmp_path: Path) -> None:
    lessons = Lessons(ENTRIES, SYNONYMS, read=tmp_path / "features.npz")
    fresh, written = learn(lessons).dump(), (tmp_path / "features.npz").read_bytes()
    assert learn(lessons).dump() == fresh == learn(Lessons(ENTRIES, SYNONYMS)).dump()
    assert (tmp_path / "features.npz").read_bytes() == written


def test_what_decides_how_lines_are_read_names_the_file() -> None:
    small_talk = [entry for entry in ENTRIES if entry.kind == "smalltalk"]
    assert Lessons(ENTRIES[:1], SYNONYMS).reading != Lessons([*ENTRIES[:1], *small_talk], SYNONYMS).reading
    assert Lessons(ENTRIES[:1], SYNONYMS).reading == Lessons(ENTRIES[1:2], SYNONYMS).reading
