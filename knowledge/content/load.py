"""Reads knowledge/programmes/iuc and checks it as a whole; lists every mistake at once, by file, line and key.

What one file may hold is said in models.py; what files must agree on is checked in checks.py.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.content.checks import Files, cross_check
from knowledge.content.desk import DeskFile
from knowledge.content.languages import (
    Courtesies,
    LanguageFiles,
    SmalltalkLines,
    SmallWords,
    UnrelatedLines,
    folder_of,
    merged_smalltalk,
    merged_unrelated,
)
from knowledge.content.schema import (
    Answer,
    Category,
    ContactsFile,
    Language,
    Programme,
    Questionnaire,
    Smalltalk,
    SmalltalkFile,
    SynonymsFile,
    Unstated,
    UnstatedFile,
)
from knowledge.content.text import spoken
from knowledge.content.wording import Wording
from knowledge.content.yaml_file import Mistake, YamlFile, read_yaml
from knowledge.eligibility.rules import Rulebook, Rules, resolved

PROGRAMMES = Path(__file__).parents[1] / "programmes"
CONTENT = PROGRAMMES / "iuc"
M = TypeVar("M", bound=BaseModel)


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
    desk: DeskFile
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
        """Where the words of each language stand."""
        return {language: files.folder for language, files in self.languages.items()}

    def role(self, name: str) -> str:
        """The id of the answer that plays a part; empty where the programme has none for it."""
        return self.programme.roles.get(name, "")

    def plays(self, answer_id: str, *names: str) -> bool:
        """Tell whether an answer plays one of these parts."""
        return any(self.programme.roles.get(name) == answer_id for name in names)

    def category(self, answer_id: str) -> Category:
        """The category that an answer stands in."""
        return next(c for c in self.categories for answer in c.answers if answer.id == answer_id)


def load(folder: Path = CONTENT) -> Content:
    """Read and check the content in `folder`; BrokenContentError with the whole list if anything is wrong."""
    reader = Reader(folder)
    programme = reader.read("programme.yaml", Programme)
    languages = [reader.language(code) for code in reader.languages()]
    names = sorted(path.name for path in (folder / "answers").glob("*.yaml"))
    if not names:
        reader.mistakes.append(Mistake("answers/", 1, "", "there is no file of answers in this folder"))
    for path in sorted(folder.rglob("*.yml")):
        name = path.relative_to(folder).as_posix()
        message = f"files end in .yaml here, so this one is not read; rename it to {path.stem}.yaml"
        reader.mistakes.append(Mistake(name, 1, "", message))
    categories = {name: reader.read(f"answers/{name}", Category) for name in names}
    unstated = reader.read("unstated.yaml", UnstatedFile)
    smalltalk = reader.read_if_there("smalltalk.yaml", SmalltalkFile) or SmalltalkFile()
    synonyms = reader.read("synonyms.yaml", SynonymsFile)
    rules = reader.read("eligibility.yaml", Rules)
    questionnaire = reader.read("questionnaire.yaml", Questionnaire)
    contacts = reader.read("contacts.yaml", ContactsFile)
    desk = reader.read("desk.yaml", DeskFile) if (folder / "desk.yaml").exists() else DeskFile()
    found = Files(
        programme,
        {k: v for k, v in categories.items() if v},
        unstated,
        smalltalk,
        synonyms,
        rules,
        questionnaire,
        contacts,
        {files.code: files for files in languages if files},
        reader.files,
    )
    mistakes = sorted([*reader.mistakes, *cross_check(found), *removed_answers(folder, found)])
    if mistakes or not (
        programme and unstated and synonyms and rules and questionnaire and contacts and desk
    ):
        raise BrokenContentError(mistakes)
    spoken_here = [files for files in languages if files]
    return Content(
        programme=programme,
        categories=tuple(sorted((c for c in categories.values() if c), key=lambda category: category.order)),
        unstated={entry.id: entry for entry in unstated.unstated} | merged_unrelated(spoken_here),
        smalltalk=merged_smalltalk(spoken_here) | {entry.id: entry for entry in smalltalk.smalltalk},
        synonyms=synonyms,
        rulebook=resolved(rules, programme),
        questionnaire=questionnaire,
        contacts=contacts,
        languages={files.code: files for files in spoken_here},
        version=fingerprint(folder, *(files.folder for files in spoken_here)),
        desk=desk,
    )


def removed_answers(folder: Path, found: Files) -> list[Mistake]:
    """Answers that ids.lock names and no file has any more: stored questions and reports name them."""
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


class Reader:
    """Reads files into their shapes and collects what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, YamlFile] = {}
        self.mistakes: list[Mistake] = []

    def languages(self) -> tuple[Language, ...]:
        """The programme's languages, as far as programme.yaml says them."""
        data = self.files["programme.yaml"].data if "programme.yaml" in self.files else None
        given = data.get("languages") if isinstance(data, dict) else None
        return tuple(code for code in given if isinstance(code, str)) if isinstance(given, list) else ()

    def language(self, code: Language) -> LanguageFiles | None:
        """Read what a language brings along; None, with the mistakes noted, if a part of it cannot be read."""
        folder = folder_of(code, self.folder)
        if not folder.is_dir():
            known = ", ".join(sorted(path.parent.name for path in folder.parent.glob("*/language.yaml")))
            message = f"there is no folder for the language {code}; there are {known}"
            self.mistakes.append(self.files["programme.yaml"].mistake(("languages",), message))
            return None
        words = self.read_at(folder, "language.yaml", SmallWords)
        smalltalk = self.read_at(folder, "smalltalk.yaml", SmalltalkLines)
        unrelated = self.read_at(folder, "unrelated.yaml", UnrelatedLines)
        courtesies = self.read_at(folder, "courtesies.yaml", Courtesies)
        if words and smalltalk and unrelated and courtesies:
            return LanguageFiles(code, folder, words, smalltalk, unrelated, courtesies)
        return None

    def read_at(self, folder: Path, name: str, shape: type[M]) -> M | None:
        """Read a file of a language's folder."""
        return self.read(f"languages/{folder.name}/{name}", shape, folder / name)

    def read_if_there(self, name: str, shape: type[M]) -> M | None:
        """Read a file that a programme need not have."""
        return self.read(name, shape) if (self.folder / name).exists() else None

    def read(self, name: str, shape: type[M], path: Path | None = None) -> M | None:
        """Read one file; None, with its mistakes noted, if it does not have the shape."""
        file = self.files[name] = read_yaml(path or self.folder / name, name)
        self.mistakes.extend(file.mistakes)
        if file.data is None:
            return None
        try:
            return shape.model_validate(file.data, context=spoken(self.languages()))
        except ValidationError as error:
            self.mistakes.extend(shape_mistakes(file, error))
            return None


def shape_mistakes(file: YamlFile, error: ValidationError) -> list[Mistake]:
    """Word pydantic's findings for people who edit YAML."""
    return [
        file.mistake(
            (*detail["loc"], *detail.get("ctx", {}).get("below", ())),
            wording(detail["type"], detail["msg"]),
        )
        for detail in error.errors()
    ]


def wording(kind: str, message: str) -> str:
    """Say in plain words what is wrong with a value."""
    plain = {
        "missing": "is missing; add it (both languages where it is a text)",
        "extra_forbidden": "is not a key of this place; check its spelling",
        "model_type": "should be a group of keys, not a single value",
    }
    return plain.get(kind, message.removeprefix("Value error, "))


def fingerprint(*folders: Path) -> str:
    """A short hash of all content files, for drafts and caches to name the content they were made with."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
