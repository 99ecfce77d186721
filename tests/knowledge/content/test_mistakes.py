"""Every deliberate mistake of mistakes.yaml is named by its file, line and key with what would be right."""

import datetime
import re
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from knowledge.content.folders import PROGRAMMES
from knowledge.content.load import examine
from knowledge.content.yaml_file import read_plain
from tests.knowledge.copied import copy_of

MISTAKES: list[dict[str, Any]] = read_plain(Path(__file__).with_name("mistakes.yaml"))
TODAY = datetime.date(2026, 11, 27)
Copy = Callable[[str], Path]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    def copied(programme: str) -> Path:
        return copy_of(PROGRAMMES / programme, tmp_path)

    return copied


def plain(key: str) -> str:
    """A key without the places in lists, which move whenever something is added above."""
    return re.sub(r"\d+", "#", key)


def lines_of(case: dict[str, Any], before: str, after: str) -> set[int]:
    """The lines of which one must be named: the first that was changed, or those that hold `at`."""
    if "at" in case:
        return {i for i, line in enumerate(after.splitlines(), 1) if case["at"] in line}
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    return {1 + after[:same].count("\n")}


def latin(folder: Path) -> None:
    path = folder / "answers/stay.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))


def folder_in_its_place(folder: Path) -> None:
    (folder / "unstated.yaml").unlink()
    (folder / "unstated.yaml").mkdir()


def misnamed_tests(folder: Path) -> None:
    (folder / "tests").mkdir()
    (folder / "tests/question.jsonl").write_text("", encoding="utf-8")


Change = Callable[[Path], object]
AROUND: dict[str, tuple[Change, list[tuple[str, int, str]]]] = {
    "a file that is not saved as UTF-8": (latin, [("answers/stay.yaml", 6, "with the encoding UTF-8")]),
    "a folder in the place of a file": (folder_in_its_place, [("unstated.yaml", 1, "a folder has the name")]),
    "no answers": (lambda f: (f / "answers").rename(f / "answer"), [("answers/", 1, "answers/*.yaml")]),
    "tests of another name": (
        misnamed_tests,
        [("tests/question.jsonl", 1, "mean tests/questions.jsonl?")],
    ),
    "an ending too many": (
        lambda f: (f / "contacts.yaml").rename(f / "contacts.yaml.txt"),
        [("contacts.yaml", 1, "is missing"), ("contacts.yaml.txt", 1, "rename it to contacts.yaml")],
    ),
}
"""What is wrong with a file as a whole, and how each is named: all of it, and nothing that only follows."""


@pytest.mark.parametrize(("change", "named"), AROUND.values(), ids=AROUND)
def test_a_file_that_cannot_be_read_is_one_mistake(
    change: Change, named: list[tuple[str, int, str]], copy: Copy
) -> None:
    folder = copy("example")
    change(folder)
    mistakes = examine(folder, TODAY)[1]
    assert [(m.file, m.line) for m in mistakes] == [(file, line) for file, line, _ in named]
    assert all(words in m.message for m, (_, _, words) in zip(mistakes, named, strict=True))


@pytest.mark.parametrize("write", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_marks_and_line_ends_of_windows_are_no_mistake(write: Callable[[str], str], copy: Copy) -> None:
    folder = copy("example")
    path = folder / "programme.yaml"
    path.write_text(write(path.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    assert examine(folder, TODAY)[1] == []


@pytest.mark.slow
@pytest.mark.parametrize("case", MISTAKES, ids=[case["name"] for case in MISTAKES])
def test_a_mistake_is_named_by_file_and_line_with_what_would_be_right(
    case: dict[str, Any], copy: Copy
) -> None:
    folder = copy(case.get("in", "iuc"))
    path = folder / case["file"]
    before = path.read_text(encoding="utf-8")
    assert case["old"] in before
    after = before.replace(case["old"], case["new"], 1)
    path.write_text(after, encoding="utf-8")
    _, mistakes = examine(folder, TODAY)
    named = [
        m
        for m in mistakes
        if m.file == case["file"] and case["words"] in str(m) and plain(m.key) == plain(case["key"])
    ]
    assert lines_of(case, before, after) & {m.line for m in named}, [str(mistake) for mistake in mistakes]
    assert len(mistakes) <= 12, [str(mistake) for mistake in mistakes]


def test_the_programmes_that_come_along_have_no_mistake() -> None:
    assert {path.name: examine(path, TODAY)[1] for path in sorted(PROGRAMMES.iterdir()) if path.is_dir()} == {
        "example": [],
        "iuc": [],
    }


def test_the_rest_of_a_file_is_read_after_a_mistake(copy: Copy) -> None:
    folder = copy("example")
    path = folder / "answers" / "stay.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("sources: [rules]", "sources: []", 1).replace("{topics_count}", "{topic_count}", 1)
    path.write_text(text, encoding="utf-8")
    _, mistakes = examine(folder, TODAY)
    assert [mistake.key for mistake in mistakes] == ["answers.0.sources", "answers.1.answer.es"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("answers/more.yml", "rename it to more.yaml"),
        ("elegibility.yaml", "did you mean eligibility.yaml"),
    ],
)
def test_a_file_that_nothing_reads_is_named(name: str, words: str, copy: Copy) -> None:
    folder = copy("example")
    (folder / name).write_text("a: 1\n", encoding="utf-8")
    _, mistakes = examine(folder, TODAY)
    assert [(m.file, words in m.message) for m in mistakes] == [(name, True)]


def test_a_past_deadline_stops_no_bot_in_service(copy: Copy) -> None:
    from knowledge.content.load import load

    later = datetime.date(2030, 1, 1)
    assert [m.key for m in examine(copy("iuc"), later)[1]] == ["call.deadline"]
    assert load(PROGRAMMES / "iuc").answers
