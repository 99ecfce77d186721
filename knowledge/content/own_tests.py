"""A programme's own tests: what people may ask, and what they should be answered; lines of JSON in its `tests/`.

`questions.jsonl`: {"lang": "en", "text": "…", "ids": ["stay.length"]}; several ids: any of them is right; none: the bot
should not answer. `verdicts.jsonl`: {"lang": "en", "text": "…", "verdict": "welcome"}, an outcome of eligibility.yaml,
or `need_more` where it should ask.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.content.ask_reply import AskReply
from knowledge.content.load import Content
from knowledge.content.programme_reader import TESTS
from knowledge.content.sentences import suggested_name
from knowledge.content.yaml_file import Mistake
from knowledge.eligibility.judge import NEED_MORE

QUESTIONS, VERDICTS = FILES = TESTS
KEYS = ("lang", "text", "note")
WANTED = {QUESTIONS: ("ids",), VERDICTS: ("verdict", "outcome")}
"""The further keys of a line of each file: what is expected of the reply."""
ANSWERING = ("answer", "eligibility")


@dataclass(frozen=True)
class OwnTest:
    """One message and what is expected of the reply."""

    file: str
    line: int
    language: str
    text: str
    wanted: tuple[str, ...]

    @property
    def expected(self) -> str:
        """What is expected, in words."""
        return " or ".join(self.wanted) or "no answer"

    @staticmethod
    def actual(reply: AskReply) -> str:
        """The actual reply, in words."""
        return str(reply["verdict"] or reply["id"] or ", ".join(reply["ids"]) or reply["outcome"])

    def passes(self, reply: AskReply) -> bool:
        """Tell whether a reply, as `ask --json` gives it, is as expected."""
        if self.file == VERDICTS:
            return reply["verdict"] in self.wanted
        answered = reply["id"] if reply["outcome"] in ANSWERING else None
        return answered in self.wanted if self.wanted else answered is None


def own_tests(folder: Path, content: Content) -> tuple[list[OwnTest], list[Mistake]]:
    """Read the tests; a faulty line or an unknown id is a mistake."""
    tests: list[OwnTest] = []
    mistakes: list[Mistake] = []
    outcomes = {*content.rulebook.outcomes, NEED_MORE}
    known = {QUESTIONS: set(content.answers), VERDICTS: outcomes}
    for name in FILES:
        asked: dict[tuple[str, str], int] = {}
        for line, row in read_rows(folder / name):
            test = read_test(name, line, row)
            if test and asked.setdefault((test.language, test.text), line) != line:
                other = asked[test.language, test.text]
                mistakes.append(Mistake(name, line, "", f"stands on line {other} too; remove one"))
            mistakes += [
                Mistake(name, line, "", wrong) for wrong in mistakes_of_line(test, row, known[name], content)
            ]
            tests += [test] if test else []
    return tests, mistakes


def read_rows(path: Path) -> Iterator[tuple[int, object]]:
    """The lines of a file, read; None for one that is no JSON."""
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError:
                yield number, None


def read_test(name: str, line: int, row: object) -> OwnTest | None:
    """A test from a line; None where it has not the parts of one."""
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        return None
    given = row.get("ids", ()) if name == QUESTIONS else [row[key] for key in WANTED[name] if key in row]
    wanted = tuple(str(each) for each in given) if isinstance(given, list | tuple) else ()
    return OwnTest(name, line, str(row.get("lang", "")), row["text"], wanted)


def mistakes_of_line(
    test: OwnTest | None, row: object, known: Collection[str], content: Content
) -> Iterator[str]:
    """What is wrong with a line."""
    if test is None or not isinstance(row, dict):
        yield 'is no line of JSON with a "text"; docs/content-guide.md shows one'
        return
    wrong = list(mistakes_of_keys(test.file, row))
    yield from wrong
    if test.language not in content.languages and not wrong:
        yield f'"lang" should be one of {", ".join(content.languages)}'
    for name in test.wanted:
        if name not in known:
            yield f"there is no {name}; {suggested_name(name, known)}"


def mistakes_of_keys(file: str, row: Mapping[str, object]) -> Iterator[str]:
    """Keys that a line does not have, and what is expected of the reply where it is missing."""
    wanted = WANTED[file]
    unknown = [key for key in row if key not in (*KEYS, *wanted)]
    yield from (
        f'"{key}" is not a key of such a line; {suggested_name(key, (*KEYS, *wanted))}' for key in unknown
    )
    if not unknown and not any(key in row for key in wanted):
        yield f'"{wanted[0]}" is missing: what is expected'
    if "ids" in row and not isinstance(row["ids"], list):
        yield '"ids" should be a list: ["stay.length"], or [] where the bot should not answer'
