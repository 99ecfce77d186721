"""Content that is broken is refused with the whole list: file, line, key, and what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.content.folders import CONTENT
from knowledge.content.load import BrokenContentError, load
from knowledge.content.yaml_file import Mistake
from tests.knowledge.copied import copy_of
from tests.knowledge.eligibility.candidates import content

Edit = Callable[[Path], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_of(CONTENT, tmp_path)


def replaced(name: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} no longer holds {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def mistakes(folder: Path) -> list[Mistake]:
    with pytest.raises(BrokenContentError) as broken:
        load(folder)
    return broken.value.mistakes


def test_the_shipped_content_is_whole_and_has_the_answers_of_the_contract() -> None:
    lines = (CONTENT / "ids.lock").read_text(encoding="utf-8").split()
    assert set(content().answers) == set(lines)


def test_every_answer_has_ten_phrasings_in_each_language() -> None:
    short = [
        answer.id
        for answer in content().answers.values()
        if min(len(answer.phrasings.within(language)) for language in ("es", "en")) < 10
    ]
    assert not short


BROKEN: dict[str, tuple[Edit, str, str, str]] = {
    "an unknown relation": (
        replaced("answers/apply.yaml", "related: [", "related: [apply.nowhere, "),
        "answers/apply.yaml",
        "answers.0.related.0",
        "there is no answer with the id apply.nowhere",
    ),
    "a missing language": (
        replaced("programme.yaml", 'label: {es: "Vivienda", en: "Housing"}', 'label: {es: "Vivienda"}'),
        "programme.yaml",
        "topics.1.label.en",
        "is missing",
    ),
    "an answer too long for Telegram": (
        replaced("answers/funding.yaml", "      es: |-\n", "      es: |-\n        " + "larga " * 700 + "\n"),
        "answers/funding.yaml",
        "answers.0.answer.es",
        "a Telegram message has room for",
    ),
    "a placeholder without a value": (
        replaced("answers/cooperation.yaml", "{duration_months}", "{duration_years}"),
        "answers/cooperation.yaml",
        "answers.0.answer.es",
        "{duration_years} has no value in programme.yaml",
    ),
    "a question that is never reached": (
        replaced("questionnaire.yaml", "when: {question: strategy, in:", "when: {question: strategie, in:"),
        "questionnaire.yaml",
        "when",
        "never reached",
    ),
    "a reply that nobody can give": (
        replaced("questionnaire.yaml", "in: [committed, contacted]", "in: [comitted]"),
        "questionnaire.yaml",
        "when",
        "has no such option",
    ),
    "a button label too long": (
        replaced("programme.yaml", 'button: {es: "Vivienda"', 'button: {es: "' + "Vivienda " * 6 + '"'),
        "programme.yaml",
        "topics.1.button.es",
        "at most 40 characters",
    ),
    "a key that does not exist": (
        replaced("contacts.yaml", "    language: en", "    langauge: en\n    language: en"),
        "contacts.yaml",
        "contacts.0.langauge",
        "is not a key of this place",
    ),
    "a contact without a fallback": (
        replaced("contacts.yaml", "fallback: true", "fallback: false"),
        "contacts.yaml",
        "",
        "fallback: true",
    ),
    "YAML that cannot be read": (
        replaced("programme.yaml", "figures:", "figures: ]"),
        "programme.yaml",
        "",
        "not valid YAML",
    ),
    "a key that stands twice": (
        replaced("programme.yaml", "  visits_min: 2", "  visits_min: 2\n  visits_min: 3"),
        "programme.yaml",
        "figures.visits_min",
        "stands here twice",
    ),
    "a date that is none": (
        replaced("programme.yaml", "deadline: 2027-03-04", "deadline: 4 March"),
        "programme.yaml",
        "call.deadline",
        "date",
    ),
    "a figure that a rule needs": (
        replaced("programme.yaml", "  min_population: 100000", "  minimum_population: 100000"),
        "eligibility.yaml",
        "",
        "min_population",
    ),
    "an answer of the contract that is gone": (
        replaced("answers/apply.yaml", "id: apply.deadline", "id: apply.dead_line"),
        "ids.lock",
        "",
        "apply.deadline was an answer",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_content_is_named_by_file_key_and_remedy(case: str, folder: Path) -> None:
    edit, file, key, words = BROKEN[case]
    edit(folder)
    found = mistakes(folder)
    assert any(m.file == file and key in m.key and words in m.message for m in found), found


def test_the_line_is_that_of_the_mistake(folder: Path) -> None:
    replaced("programme.yaml", "  timezone: Europe/Brussels", "  timezone: Europe/Bruselas")(folder)
    lines = (folder / "programme.yaml").read_text(encoding="utf-8").splitlines()
    wanted = 1 + next(i for i, line in enumerate(lines) if "Europe/Bruselas" in line)
    assert [m.line for m in mistakes(folder)] == [wanted]


def test_all_mistakes_are_listed_at_once(folder: Path) -> None:
    for case in ("an unknown relation", "a key that does not exist", "a question that is never reached"):
        BROKEN[case][0](folder)
    assert {m.file for m in mistakes(folder)} == {
        "answers/apply.yaml",
        "contacts.yaml",
        "questionnaire.yaml",
    }


def test_a_missing_file_and_an_empty_one_are_named(folder: Path) -> None:
    (folder / "contacts.yaml").unlink()
    (folder / "synonyms.yaml").write_text("", encoding="utf-8")
    found = {(m.file, m.message) for m in mistakes(folder)}
    assert ("contacts.yaml", "the file is missing") in found
    assert ("synonyms.yaml", "the file is empty") in found


def test_a_file_that_is_not_text_is_named(folder: Path) -> None:
    (folder / "unstated.yaml").write_bytes(b"\xff\xfe\x00")
    assert any(m.file == "unstated.yaml" and "UTF-8" in m.message for m in mistakes(folder))
