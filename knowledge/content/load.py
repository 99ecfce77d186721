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
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.content.checks.files import Files
from knowledge.content.checks.habits import habit_mistakes
from knowledge.content.checks.together import cross_check
from knowledge.content.coordinator_texts import CoordinatorTexts
from knowledge.content.folders import CONTENT
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
from knowledge.content.places import Place
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
from knowledge.content.sentences import meant, sentence
from knowledge.content.text import NO_LANGUAGE
from knowledge.content.validation import validated
from knowledge.content.wording import Wording
from knowledge.content.yaml_file import TWICE_ID, Key, Mistake, YamlFile, read_yaml
from knowledge.eligibility.rules import Rulebook, Rules, resolved
from knowledge.form.applicant import Applicant
from knowledge.form.draft import stored_answers
from knowledge.reading.vocabulary import read_vocabulary
from knowledge.reading.words import fold

FILES = (
    *("programme.yaml", "unstated.yaml", "smalltalk.yaml", "synonyms.yaml", "eligibility.yaml"),
    *("questionnaire.yaml", "contacts.yaml", "coordinators.yaml"),
)
TESTS = ("tests/questions.jsonl", "tests/verdicts.jsonl")
PLACEHOLDERS = ("contact", "figures")
"""The parts of programme.yaml whose keys texts name in braces."""
WRONG_ENDS = ("*.yml", "*.YML", "*.YAML", "*.yaml.*")
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
        """Where the words of each language stand."""
        return {language: files.folder for language, files in self.languages.items()}

    def applicant(self, answers: Mapping[str, object]) -> Applicant:
        """What the answers of a pre-application tell of the candidate and of who writes."""
        return Applicant(self.questionnaire, self.rulebook, stored_answers(answers))

    def role(self, name: str) -> str:
        """The id of the answer that plays a part; empty where the programme has none for it."""
        return self.programme.roles.get(name, "")

    def has_role(self, answer_id: str, *names: str) -> bool:
        """Tell whether an answer plays one of these parts."""
        return any(self.programme.roles.get(name) == answer_id for name in names)

    def category(self, answer_id: str) -> Category:
        """The category that an answer stands in."""
        return next(c for c in self.categories for answer in c.answers if answer.id == answer_id)


def load(folder: Path = CONTENT) -> Content:
    """Read and check the content in `folder`; BrokenContentError with the whole list if anything is wrong."""
    reader = Reader(folder)
    found = reader.everything()
    mistakes = sorted(
        {*reader.mistakes, *reader.without_consequences(cross_check(found)), *removed_answers(folder, found)}
    )
    if mistakes:
        raise BrokenContentError(mistakes)
    return content_of(folder, found)


def examine(folder: Path, today: date) -> tuple[Content | None, list[Mistake]]:
    """Check more strictly than a bot in service needs: what is past, and what is typed twice, is named too."""
    reader = Reader(folder)
    found = reader.everything()
    checked = [*cross_check(found), *first_of_each(habit_mistakes(found, today))]
    mistakes = sorted(
        {*reader.mistakes, *reader.without_consequences(checked), *removed_answers(folder, found)}
    )
    return (None if mistakes else content_of(folder, found)), mistakes


def first_of_each(mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
    """The first mistake of each key: what else is odd there goes with it, most often."""
    seen: set[tuple[str, str]] = set()
    for mistake in mistakes:
        if not mistake.key or (mistake.file, mistake.key) not in seen:
            yield mistake
        seen.add((mistake.file, mistake.key))


def content_of(folder: Path, found: Files) -> Content:
    """Put together what was read and found right."""
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
        rulebook=resolved(found.rules, found.programme),
        questionnaire=found.questionnaire,
        contacts=found.contacts,
        languages=found.languages,
        version=fingerprint(folder, *(files.folder for files in spoken_here)),
        coordinator_texts=found.coordinator_texts,
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
        self.mistakes: list[Mistake] = list(unread_files(folder))
        self.mended: dict[str, frozenset[Key]] = {}
        self.unread: set[str] = set()

    def everything(self) -> Files:
        """All files of the programme and of its languages, as far as each can be read."""
        programme = self.read("programme.yaml", Programme)
        names = sorted(path.name for path in (self.folder / "answers").glob("*.yaml"))
        if not names:
            self.unread.add("answers/")
            message = "there is no file of answers (answers/*.yaml) in the programme's folder; add one"
            self.mistakes.append(Mistake("answers/", 1, "", message))
        languages = [self.language(code) for code in self.languages()]
        categories = {name: self.read(f"answers/{name}", Category) for name in names}
        return Files(
            programme=programme,
            categories={name: category for name, category in categories.items() if category},
            unstated=self.read("unstated.yaml", UnstatedFile),
            smalltalk=self.read_if_there("smalltalk.yaml", SmalltalkFile) or SmalltalkFile(),
            synonyms=self.read("synonyms.yaml", SynonymsFile),
            rules=self.read("eligibility.yaml", Rules),
            questionnaire=self.read("questionnaire.yaml", Questionnaire),
            contacts=self.read("contacts.yaml", ContactsFile),
            coordinator_texts=self.read_if_there("coordinators.yaml", CoordinatorTexts) or CoordinatorTexts(),
            languages={files.code: files for files in languages if files},
            files=self.files,
            mended=frozenset(
                name for name, file in self.files.items() if self.mended.get(name) or file.mistakes
            ),
        )

    def languages(self) -> tuple[Language, ...]:
        """The programme's languages that there is a folder for, as far as programme.yaml says them."""
        data = self.files["programme.yaml"].data if "programme.yaml" in self.files else None
        given = data.get("languages") if isinstance(data, dict) else None
        codes = [code for code in given if isinstance(code, str)] if isinstance(given, list) else []
        return tuple(dict.fromkeys(code for code in codes if folder_of(code, self.folder).is_dir()))

    def sure_of_languages(self) -> bool:
        """Tell whether programme.yaml surely says which languages every text needs."""
        file = self.files["programme.yaml"]
        given = file.data.get("languages") if isinstance(file.data, dict) else None
        twice = any(each.key == "languages" for each in file.mistakes)
        return isinstance(given, list) and len(self.languages()) == len(given) and not twice

    def without_consequences(self, mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
        """Leave out what only follows from another mistake: what stands in for something wrong, and what names it."""
        doubtful = {
            name for file, keys in self.mended.items() for key in keys for name in self.ids_at(file, key)
        }
        doubtful |= {name for file in self.files.values() for name in file.lost}
        doubtful |= {str(key[-1]) for key in self.mended.get("programme.yaml", ()) if key[0] in PLACEHOLDERS}
        meant_ids = {plain_id(name) for name in doubtful}
        entries = {
            name: {(str(key[0]), str(key[1])) for key in keys if len(key) > 2}
            for name, keys in self.mended.items()
        }
        for mistake in mistakes:
            parts = tuple(mistake.key.split("."))
            within = any(
                concerns(parts, key) for key in keys_in_words(self.mended.get(mistake.file, frozenset()))
            )
            if NO_LANGUAGE in mistake.message and not self.sure_of_languages():
                continue
            known = not doubtful & set(parts) and not is_meant(mistake.about, meant_ids)
            beside = not mistake.about and parts[:2] in entries.get(mistake.file, ())
            if not within and known and not beside and not (self.unread and mistake.follows):
                yield mistake

    def ids_at(self, file: str, key: Key) -> Iterator[str]:
        """The id of the entry in which something stands in for what is wrong."""
        value, found = self.files[file].data, None
        for part in (*key, ""):
            found = value.get("id", found) if isinstance(value, dict) else found
            there = isinstance(value, list) or (isinstance(value, dict) and part in value)
            value = value[part] if there and part != "" else None
        if isinstance(found, str):
            yield found

    def language(self, code: Language) -> LanguageFiles | None:
        """Read what a language brings along; None, with the mistakes noted, if a part of it cannot be read."""
        folder = folder_of(code, self.folder)
        words = self.read_at(folder, "language.yaml", SmallWords)
        smalltalk = self.read_at(folder, "smalltalk.yaml", SmalltalkLines)
        unrelated = self.read_at(folder, "unrelated.yaml", UnrelatedLines)
        courtesies = self.read_at(folder, "courtesies.yaml", Courtesies)
        if words and smalltalk and unrelated and courtesies and self.vocabulary(folder):
            return LanguageFiles(code, folder, words, smalltalk, unrelated, courtesies)
        return None

    def vocabulary(self, folder: Path) -> bool:
        """Tell whether the reader's words of a language can be read; what is wrong with them is noted."""
        try:
            read_vocabulary(folder)
        except ValidationError as error:
            for detail in error.errors():
                name, *key = detail["loc"]
                file = read_yaml(folder / f"{name}.yaml", f"languages/{folder.name}/{name}.yaml")
                place = Place(object)
                self.mistakes.append(file.mistake(tuple(key), sentence(detail, place, place)))
            return False
        return True

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
            self.unread.add(name)
            return None
        result = validated(file, shape, self.languages() if self.sure_of_languages() else ())
        mixed = {each.key.removesuffix("id") for each in file.mistakes if each.message == TWICE_ID}
        self.mistakes.extend(
            each
            for each in result.mistakes
            if not is_reported_already(each, file.mistakes) and not f"{each.key}.".startswith(tuple(mixed))
        )
        self.mended[name] = result.mended
        self.unread |= (
            set() if result.found and not {("answers",), ("languages",)} & result.mended else {name}
        )
        return result.found


def concerns(parts: tuple[str, ...], mended: tuple[str, ...]) -> bool:
    """Tell whether a mistake is about a value that something stands in for, or about what holds little else."""
    inside = parts[: len(mended)] == mended
    closely = len(parts) > 2 and mended[: len(parts)] == parts and len(mended) - len(parts) <= 2
    return inside or closely


def plain_id(name: str) -> str:
    """An id without what people get wrong in one: capitals, accents, signs between its words."""
    return "".join(letter for letter in fold(name) if letter.isalnum())


def is_meant(name: str, ids: Iterable[str]) -> bool:
    """Tell whether a name may be one of the ids that are wrong themselves."""
    plain = plain_id(name)
    return bool(plain) and any(plain == each for each in ids)


def keys_in_words(keys: Iterable[Key]) -> set[tuple[str, ...]]:
    """Keys as mistakes spell them."""
    return {tuple(str(part) for part in key) for key in keys}


def is_reported_already(mistake: Mistake, others: Iterable[Mistake]) -> bool:
    """Tell whether another mistake names the same key already."""
    return any((mistake.line, mistake.key) == (other.line, other.key) for other in others)


def unread_files(folder: Path) -> Iterator[Mistake]:
    """Files that look like content but that nothing reads."""
    wrong = [path for end in WRONG_ENDS for path in folder.rglob(end)]
    deeper = folder.glob("answers/*/**/*.yaml")
    for path in sorted([*wrong, *folder.glob("*.yaml"), *deeper, *folder.glob("tests/*")]):
        name = path.relative_to(folder).as_posix()
        if path.parent.name == "tests":
            if name not in TESTS:
                yield Mistake(name, 1, "", f"no file of this name is read; {meant(name, TESTS)}")
            continue
        if path.suffix != ".yaml":
            message = f"files end in .yaml here, so this one is not read; rename it to {path.name.split('.')[0]}.yaml"
            yield Mistake(name, 1, "", message)
        elif name.startswith("answers/"):
            yield Mistake(name, 1, "", f"folders in answers/ are not read; move it to answers/{path.name}")
        elif name not in FILES:
            yield Mistake(name, 1, "", f"no file of this name is read; {meant(name, FILES)}")


def fingerprint(*folders: Path) -> str:
    """A short hash of all content files, for drafts and caches to name the content they were made with."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
