"""Reads the files of a programme and its languages into their shapes, and collects what is wrong with them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.content.checks.files import Files
from knowledge.content.coordinator_texts import CoordinatorTexts
from knowledge.content.languages import (
    Courtesies,
    LanguageFiles,
    SmalltalkLines,
    SmallWords,
    UnrelatedLines,
    folder_of,
)
from knowledge.content.places import FormatPlace
from knowledge.content.schema import (
    Category,
    ContactsFile,
    Language,
    Programme,
    Questionnaire,
    SmalltalkFile,
    SynonymsFile,
    UnstatedFile,
)
from knowledge.content.sentences import sentence, suggested_name
from knowledge.content.text import NO_LANGUAGE
from knowledge.content.validation import validated
from knowledge.content.yaml_file import TWICE_ID, Key, Mistake, YamlFile, read_yaml
from knowledge.eligibility.rules import Rules
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


class ProgrammeReader:
    """Reads files into their shapes and collects what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, YamlFile] = {}
        self.mistakes: list[Mistake] = list(unread_files(folder))
        self.replaced: dict[str, frozenset[Key]] = {}
        self.unread: set[str] = set()

    def read_all(self) -> Files:
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
            replaced=frozenset(
                name for name, file in self.files.items() if self.replaced.get(name) or file.mistakes
            ),
        )

    def languages(self) -> tuple[Language, ...]:
        """The programme's languages that there is a folder for, as far as programme.yaml says them."""
        data = self.files["programme.yaml"].data if "programme.yaml" in self.files else None
        given = data.get("languages") if isinstance(data, dict) else None
        codes = [code for code in given if isinstance(code, str)] if isinstance(given, list) else []
        return tuple(dict.fromkeys(code for code in codes if folder_of(code, self.folder).is_dir()))

    def languages_are_certain(self) -> bool:
        """Tell whether programme.yaml could be read well enough to know which languages every text needs."""
        file = self.files["programme.yaml"]
        given = file.data.get("languages") if isinstance(file.data, dict) else None
        twice = any(each.key == "languages" for each in file.mistakes)
        return isinstance(given, list) and len(self.languages()) == len(given) and not twice

    def without_consequences(self, mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
        """Leave out mistakes that only follow from others: about stand-ins for wrong values, and names of wrong ids."""
        doubtful = {
            name for file, keys in self.replaced.items() for key in keys for name in self.ids_at(file, key)
        }
        doubtful |= {name for file in self.files.values() for name in file.lost}
        doubtful |= {
            str(key[-1]) for key in self.replaced.get("programme.yaml", ()) if key[0] in PLACEHOLDERS
        }
        meant_ids = {plain_id(name) for name in doubtful}
        entries = {
            name: {(str(key[0]), str(key[1])) for key in keys if len(key) > 2}
            for name, keys in self.replaced.items()
        }
        for mistake in mistakes:
            parts = tuple(mistake.key.split("."))
            within = any(
                concerns_replaced_value(parts, key)
                for key in keys_in_words(self.replaced.get(mistake.file, ()))
            )
            if NO_LANGUAGE in mistake.message and not self.languages_are_certain():
                continue
            known = not doubtful & set(parts) and not is_wrong_id(mistake.about, meant_ids)
            beside = not mistake.about and parts[:2] in entries.get(mistake.file, ())
            if not within and known and not beside and not (self.unread and mistake.follows):
                yield mistake

    def ids_at(self, file: str, key: Key) -> Iterator[str]:
        """The id of the entry whose wrong value was replaced."""
        value, found = self.files[file].data, None
        for part in (*key, ""):
            found = value.get("id", found) if isinstance(value, dict) else found
            there = isinstance(value, list) or (isinstance(value, dict) and part in value)
            value = value[part] if there and part != "" else None
        if isinstance(found, str):
            yield found

    def language(self, code: Language) -> LanguageFiles | None:
        """Read a language's folder; None, with the mistakes noted, if a part of it cannot be read."""
        folder = folder_of(code, self.folder)
        words = self.read_at(folder, "language.yaml", SmallWords)
        smalltalk = self.read_at(folder, "smalltalk.yaml", SmalltalkLines)
        unrelated = self.read_at(folder, "unrelated.yaml", UnrelatedLines)
        courtesies = self.read_at(folder, "courtesies.yaml", Courtesies)
        if words and smalltalk and unrelated and courtesies and self.check_vocabulary(folder):
            return LanguageFiles(code, folder, words, smalltalk, unrelated, courtesies)
        return None

    def check_vocabulary(self, folder: Path) -> bool:
        """Tell whether a language's vocabulary for reading messages is right; note its mistakes."""
        try:
            read_vocabulary(folder)
        except ValidationError as error:
            for detail in error.errors():
                name, *key = detail["loc"]
                file = read_yaml(folder / f"{name}.yaml", f"languages/{folder.name}/{name}.yaml")
                place = FormatPlace(object)
                self.mistakes.append(file.mistake(tuple(key), sentence(detail, place, place)))
            return False
        return True

    def read_at(self, folder: Path, name: str, shape: type[M]) -> M | None:
        """Read a file of a language's folder."""
        return self.read(f"languages/{folder.name}/{name}", shape, folder / name)

    def read_if_there(self, name: str, shape: type[M]) -> M | None:
        """Read an optional file of a programme."""
        return self.read(name, shape) if (self.folder / name).exists() else None

    def read(self, name: str, shape: type[M], path: Path | None = None) -> M | None:
        """Read one file; None, with its mistakes noted, if it does not have the shape."""
        file = self.files[name] = read_yaml(path or self.folder / name, name)
        self.mistakes.extend(file.mistakes)
        if file.data is None:
            self.unread.add(name)
            return None
        result = validated(file, shape, self.languages() if self.languages_are_certain() else ())
        mixed = {each.key.removesuffix("id") for each in file.mistakes if each.message == TWICE_ID}
        self.mistakes.extend(
            each
            for each in result.mistakes
            if not is_reported_already(each, file.mistakes) and not f"{each.key}.".startswith(tuple(mixed))
        )
        self.replaced[name] = result.replaced
        self.unread |= (
            set() if result.found and not {("answers",), ("languages",)} & result.replaced else {name}
        )
        return result.found


def concerns_replaced_value(parts: tuple[str, ...], replaced: tuple[str, ...]) -> bool:
    """Tell whether a mistake is about a replaced value, or about the entry right around it."""
    inside = parts[: len(replaced)] == replaced
    closely = len(parts) > 2 and replaced[: len(parts)] == parts and len(replaced) - len(parts) <= 2
    return inside or closely


def plain_id(name: str) -> str:
    """An id without capitals, accents and signs between words, which people often get wrong."""
    return "".join(letter for letter in fold(name) if letter.isalnum())


def is_wrong_id(name: str, ids: Iterable[str]) -> bool:
    """Tell whether a name may mean one of the ids that could not be read."""
    plain = plain_id(name)
    return bool(plain) and any(plain == each for each in ids)


def keys_in_words(keys: Iterable[Key]) -> set[tuple[str, ...]]:
    """Keys as tuples of texts, as in mistakes."""
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
                yield Mistake(name, 1, "", f"no file of this name is read; {suggested_name(name, TESTS)}")
            continue
        if path.suffix != ".yaml":
            message = f"files end in .yaml here, so this one is not read; rename it to {path.name.split('.')[0]}.yaml"
            yield Mistake(name, 1, "", message)
        elif name.startswith("answers/"):
            yield Mistake(name, 1, "", f"folders in answers/ are not read; move it to answers/{path.name}")
        elif name not in FILES:
            yield Mistake(name, 1, "", f"no file of this name is read; {suggested_name(name, FILES)}")
