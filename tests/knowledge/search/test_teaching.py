"""Learned once, kept beside the database, learned again when the content changes."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.content.load import load
from knowledge.content.schema import Unstated
from knowledge.learned_files import KEPT
from knowledge.search.encoder import installed
from knowledge.search.engine import Search
from knowledge.search.lessons import Lessons, made_vectors, read_lessons
from knowledge.search.synonyms import Synonyms
from knowledge.search.teaching import LEARNING, ROOT, country_concepts, entries_to_teach, search_of_lessons
from knowledge.search.vectors import key
from tests.knowledge.search.lines import ENTRIES, SYNONYMS
from tests.waiting import PATIENCE

pytestmark = pytest.mark.slow

LESSONS = Lessons(ENTRIES, SYNONYMS)


def knows(search: Search) -> bool:
    return search.find("¿Cuántos libros puedo llevarme?").candidates[0].id == "loans"


def kept(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


def test_lessons_are_the_same_after_writing_and_reading_them() -> None:
    assert read_lessons(LESSONS.text).text == LESSONS.text


def test_the_fingerprint_changes_with_what_is_taught_alone() -> None:
    changed = (replace(ENTRIES[0], phrasings={"es": ["¿Abren hoy?"]}), *ENTRIES[1:])
    assert Lessons(list(ENTRIES), SYNONYMS).fingerprint == LESSONS.fingerprint
    assert Lessons(changed, SYNONYMS).fingerprint != LESSONS.fingerprint
    assert Lessons(ENTRIES, Synonyms()).fingerprint != LESSONS.fingerprint


def test_a_copy_in_another_folder_is_not_learned_again(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("here.bin", "there.bin", "other.bin")]
    for file, content in zip(files, (b"same", b"same", b"other"), strict=True):
        file.write_bytes(content)
    here, there, other = (
        Lessons(ENTRIES, SYNONYMS, [file], read=file.with_suffix(".npz")).fingerprint for file in files
    )
    assert here == there != other
    assert Lessons(ENTRIES, SYNONYMS, files[:1], made=tmp_path / "made.bin").fingerprint != here


def test_what_was_learned_is_kept_and_taken_up_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert knows(search_of_lessons(LESSONS, tmp_path / "cache"))
    assert capfd.readouterr().err == LEARNING
    (file,) = kept(tmp_path / "cache")
    written = file.stat().st_mtime_ns
    assert knows(search_of_lessons(LESSONS, tmp_path / "cache"))
    assert capfd.readouterr().err == ""
    assert file.stat().st_mtime_ns == written


@pytest.mark.skipif(not installed(), reason="the sentence model is not installed")
def test_vectors_that_no_file_has_are_made_once_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cache" / "vectors-TEX.bin"
    assert sorted(made_vectors(file, ["¿Abren hoy?", "opening hours"])) == sorted(
        map(key, ["¿Abren hoy?", "opening hours"])
    )
    monkeypatch.setattr("knowledge.search.lessons.MOST_MADE", 0)
    assert len(made_vectors(file, ["¿Abren hoy?", "opening hours"])) == 2
    assert key("new") not in made_vectors(file, ["new"])


@pytest.mark.skipif(not installed(), reason="the sentence model is not installed")
def test_a_programme_without_a_file_of_vectors_is_understood_by_meaning(tmp_path: Path) -> None:
    learned = search_of_lessons(replace(LESSONS, made=tmp_path / "vectors-TEX.bin"), tmp_path, "TEX")
    assert learned.calibration_with_meaning != learned.calibration
    assert read_lessons(replace(LESSONS, made=tmp_path).text).made == tmp_path


def states(tmp_path: Path, programme: str, number: int) -> None:
    """Learn that many different states for a programme."""
    for n in range(number):
        search_of_lessons(Lessons(ENTRIES, Synonyms(fillers={"en": [f"filler{n}"]})), tmp_path, programme)


def test_what_was_used_longest_ago_is_dropped_and_still_answers_who_reads_it(tmp_path: Path) -> None:
    before = search_of_lessons(LESSONS, tmp_path, "A")
    states(tmp_path, "A", KEPT)
    assert len(kept(tmp_path)) == KEPT
    assert knows(before)


def test_two_programmes_share_a_cache_without_dropping_each_others_files(tmp_path: Path) -> None:
    search_of_lessons(LESSONS, tmp_path, "A")
    (file,) = kept(tmp_path)
    states(tmp_path, "B", KEPT + 1)
    assert file in kept(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"not an archive", None])
def test_a_damaged_file_is_learned_again(tmp_path: Path, damage: bytes | None) -> None:
    search_of_lessons(LESSONS, tmp_path)
    (file,) = kept(tmp_path)
    file.write_bytes(file.read_bytes()[:-1000] if damage is None else damage)
    assert knows(search_of_lessons(LESSONS, tmp_path))
    assert kept(tmp_path) == [file]
    assert Search.restore(file.read_bytes())


def test_a_cache_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert knows(search_of_lessons(LESSONS, tmp_path / "file" / "cache"))


def test_without_a_process_to_learn_in_it_learns_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "none"))
    assert knows(search_of_lessons(LESSONS, tmp_path))


def test_learning_twice_at_the_same_time_breaks_nothing(tmp_path: Path) -> None:
    lessons = [LESSONS, LESSONS, Lessons(ENTRIES, Synonyms())]
    with ThreadPoolExecutor(3) as threads:
        assert all(
            knows(search)
            for search in threads.map(lambda errors: search_of_lessons(errors, tmp_path), lessons)
        )
    assert {file.suffix for file in kept(tmp_path)} == {".bin"}


def test_leftovers_of_a_process_that_died_learning_are_cleared_away(tmp_path: Path) -> None:
    leftover = tmp_path / "search-died.unfinished"
    leftover.touch()
    os.utime(leftover, (0, time.time() - 7200))
    search_of_lessons(LESSONS, tmp_path)
    assert not leftover.exists()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are listed there")
def test_learning_that_is_interrupted_leaves_neither_traceback_nor_files(tmp_path: Path) -> None:
    waiting = f"""
from pathlib import Path
from knowledge.content.load import load
from knowledge.search.lessons import Lessons
from knowledge.search.teaching import entries_to_teach, learn_in_process, synonyms
learn_in_process(Lessons(entries_to_teach(load()), synonyms(load())), Path({str(tmp_path / "search.bin")!r}))
"""
    started = subprocess.Popen([sys.executable, "-c", waiting], cwd=ROOT, stderr=subprocess.PIPE)
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    while not children.read_text():
        assert started.poll() is None, started.communicate()
        time.sleep(0.01)
    started.kill()
    _, errors = started.communicate(timeout=PATIENCE)  # until the one that learns has ended too
    assert (errors, list(tmp_path.iterdir())) == (b"", [])


def test_what_was_learned_for_a_process_that_has_ended_is_not_written(tmp_path: Path) -> None:
    for waiting, kept_files in ((os.getppid(), []), (os.getpid(), ["search.bin"])):
        command = [
            sys.executable,
            "-m",
            "knowledge.search.lessons",
            str(tmp_path / "search.bin"),
            str(waiting),
        ]
        subprocess.run(command, input=LESSONS.text.encode(), cwd=ROOT, check=True)
        assert [file.name for file in tmp_path.iterdir()] == kept_files


def test_every_entry_of_the_content_is_taught_as_what_it_is() -> None:
    kinds = {entry.id: entry.kind for entry in entries_to_teach(load())}
    assert kinds["apply.deadline"] == "answer"
    assert kinds["visas"] == "unstated"
    assert kinds["chat_weather"] == "unrelated"
    assert kinds["greeting"] == "smalltalk"


def test_countries_are_taught_by_the_part_they_may_play() -> None:
    parts = country_concepts(load().programme)
    for language in ("es", "en"):
        assert {"francia", "polish"} <= set(parts["country_of_eu_members"][language])
        assert {"japon", "brazilian"} <= set(parts["country_of_partner_countries"][language])
        assert {"marruecos", "swiss"} <= set(parts["other_country"][language])


def test_half_a_detail_is_refused() -> None:
    with pytest.raises(ValueError, match="both `subject` and `nearest`"):
        Unstated.model_validate(
            {"id": "x", "nearest": "a.b", "phrasings": {"es": ["a"] * 4, "en": ["a"] * 4}}
        )
