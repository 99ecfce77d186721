"""Reads a programme's folder and checks it as a whole; lists every mistake at once, by file, line and key.

What one file may hold is said in schema/; what files must agree on is checked in checks/, what stops no bot in
checks/habits.py.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from knowledge.content.checks.files import Files
from knowledge.content.checks.habits import habit_mistakes
from knowledge.content.checks.together import cross_check
from knowledge.content.coordinator_texts import CoordinatorTexts
from knowledge.content.folders import CONTENT
from knowledge.content.languages import (
    LanguageFiles,
    merged_smalltalk,
    merged_unrelated,
)
from knowledge.content.programme_reader import ProgrammeReader
from knowledge.content.schema import (
    Answer,
    Category,
    ContactsFile,
    Language,
    Programme,
    Questionnaire,
    Smalltalk,
    SynonymsFile,
    Unstated,
)
from knowledge.content.wording import Wording
from knowledge.content.yaml_file import Mistake
from knowledge.eligibility.rules import Rulebook, build_rulebook
from knowledge.form.applicant import Applicant
from knowledge.form.draft import stored_answers


class BrokenContentError(Exception):
    """The content cannot be used; `mistakes` lists everything that is wrong."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))


@dataclass(frozen=True)
class Content:
    """Everything the bot knows, checked. `version` changes whenever a word of it does."""

    programme: Programme
    categories: tuple[Category, ...]
    unstated: Mapping[str, Unstated]
    smalltalk: Mapping[str, Smalltalk]
    synonyms: SynonymsFile
    rulebook: Rulebook
    questionnaire: Questionnaire
    contacts: ContactsFile
    languages: Mapping[Language, LanguageFiles]
    coordinator_texts: CoordinatorTexts
    version: str

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """All answers by id, in the order of the menu."""
        return {answer.id: answer for category in self.categories for answer in category.answers}

    @cached_property
    def wordings(self) -> Mapping[Language, Wording]:
        """The content's words per language, figures filled in."""
        return {
            language: Wording(self.programme, files.words, language)
            for language, files in self.languages.items()
        }

    @property
    def language_folders(self) -> Mapping[Language, Path]:
        """The folder of each language."""
        return {language: files.folder for language, files in self.languages.items()}

    def applicant(self, answers: Mapping[str, object]) -> Applicant:
        """The applicant that the answers of a pre-application describe."""
        return Applicant(self.questionnaire, self.rulebook, stored_answers(answers))

    def role(self, name: str) -> str:
        """The id of the answer in a role; empty where the programme has none."""
        return self.programme.roles.get(name, "")

    def has_role(self, answer_id: str, *names: str) -> bool:
        """Tell whether an answer has one of these roles."""
        return any(self.programme.roles.get(name) == answer_id for name in names)

    def category(self, answer_id: str) -> Category:
        """The category that an answer stands in."""
        return next(c for c in self.categories for answer in c.answers if answer.id == answer_id)


def load(folder: Path = CONTENT) -> Content:
    """Read and check the content in `folder`; BrokenContentError with the whole list if anything is wrong."""
    reader = ProgrammeReader(folder)
    found = reader.read_all()
    mistakes = sorted(
        {*reader.mistakes, *reader.without_consequences(cross_check(found)), *removed_answers(folder, found)}
    )
    if mistakes:
        raise BrokenContentError(mistakes)
    return content_of(folder, found)


def examine(folder: Path, today: date) -> tuple[Content | None, list[Mistake]]:
    """List every mistake, also those that do not stop a bot in service: dates that are past, figures typed twice."""
    reader = ProgrammeReader(folder)
    found = reader.read_all()
    checked = [*cross_check(found), *first_of_each(habit_mistakes(found, today))]
    mistakes = sorted(
        {*reader.mistakes, *reader.without_consequences(checked), *removed_answers(folder, found)}
    )
    return (None if mistakes else content_of(folder, found)), mistakes


def first_of_each(mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
    """The first mistake of each key; others at the same key mostly have the same cause."""
    seen: set[tuple[str, str]] = set()
    for mistake in mistakes:
        if not mistake.key or (mistake.file, mistake.key) not in seen:
            yield mistake
        seen.add((mistake.file, mistake.key))


def content_of(folder: Path, found: Files) -> Content:
    """Build the content from files without mistakes."""
    if not (found.programme and found.unstated and found.synonyms and found.rules and found.smalltalk):
        raise BrokenContentError([])
    if not (found.questionnaire and found.contacts and found.coordinator_texts):
        raise BrokenContentError([])
    spoken_here = list(found.languages.values())
    return Content(
        programme=found.programme,
        categories=tuple(sorted(found.categories.values(), key=lambda category: category.order)),
        unstated={entry.id: entry for entry in found.unstated.unstated} | merged_unrelated(spoken_here),
        smalltalk=merged_smalltalk(spoken_here) | {entry.id: entry for entry in found.smalltalk.smalltalk},
        synonyms=found.synonyms,
        rulebook=build_rulebook(found.rules, found.programme),
        questionnaire=found.questionnaire,
        contacts=found.contacts,
        languages=found.languages,
        version=fingerprint(folder, *(files.folder for files in spoken_here)),
        coordinator_texts=found.coordinator_texts,
    )


def removed_answers(folder: Path, found: Files) -> list[Mistake]:
    """Answers that ids.lock names but no file has: stored questions and reports still refer to them."""
    path = folder / "ids.lock"
    unread = any(name.startswith("answers/") and name[8:] not in found.categories for name in found.files)
    if unread or not path.exists():
        return []
    present = found.answer_ids()
    return [
        Mistake(
            "ids.lock",
            line,
            "",
            f"{answer_id} was an answer, and reports may name it; put it back, or remove this line too",
        )
        for line, answer_id in enumerate(path.read_text(encoding="utf-8").split(), 1)
        if answer_id not in present
    ]


def fingerprint(*folders: Path) -> str:
    """A short hash of all content files, for drafts and caches to name the content they were made with."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
