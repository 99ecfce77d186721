"""What a language holds for every programme: its name, small words, small talk, unrelated messages.

Reads `knowledge/languages/<code>/`; a programme may have `languages/<code>/` of its own, which then takes its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from babel import Locale, UnknownLocaleError
from pydantic import Field, ValidationError
from yaml import YAMLError

from knowledge.content.schema import CountryCode, Id, Smalltalk, Unstated
from knowledge.content.text import FEWEST_PHRASINGS, Language, Phrasings, Shape, Text, Words
from knowledge.content.yaml_file import read_plain

LANGUAGES_FOLDER = Path(__file__).parents[1] / "languages"

Lines = Annotated[tuple[Words, ...], Field(min_length=FEWEST_PHRASINGS)]


class Joining(Shape):
    """The word before the last of a list where that word begins in a certain way: «e» before «Italia»."""

    word: Words
    before: Words


class SmallWords(Shape):
    """language.yaml: what the texts of any programme need in this language.

    `articles` are those that the name of a unit begins with, `contractions` what becomes of one after another word:
    «de el» → «del»; `opening_marks` the sign that opens a sentence by the one that closes it: «?» and «¿».
    """

    locale: Words
    until: Words
    over: Words
    under: Words
    your_place: Words
    your_country: Words
    articles: tuple[Words, ...] = ()
    contractions: Mapping[str, Words] = Field(default_factory=dict)
    opening_marks: Mapping[str, Words] = Field(default_factory=dict)
    joining: Joining | None = None
    likely_countries: tuple[CountryCode, ...] = ()


class SmalltalkKind(Shape):
    """A kind of small talk: the reply to it, and its phrasings.

    `dissatisfied`: the last reply was not what they asked for; the next best is offered, and to pass the question on.
    `corrects`: a slip is put right; what is said of the candidate besides counts.
    `agrees`: a yes; to an offer to pass a question on it accepts it.
    """

    id: Id
    reply: Words
    dissatisfied: bool = False
    corrects: bool = False
    agrees: bool = False
    phrasings: Lines


class SmalltalkLines(Shape):
    """smalltalk.yaml of a language."""

    smalltalk: tuple[SmalltalkKind, ...]


class Unrelated(Shape):
    """Messages of one kind that have nothing to do with any programme."""

    id: Id
    phrasings: Lines


class UnrelatedLines(Shape):
    """unrelated.yaml of a language."""

    unrelated: tuple[Unrelated, ...]


class Courtesies(Shape):
    """courtesies.yaml: chat spelling written out, and openings and closings that ask nothing."""

    spelling: Mapping[str, str] = Field(default_factory=dict)
    fillers: tuple[Words, ...] = ()


@dataclass(frozen=True)
class LanguageFiles:
    """One language, as its folder holds it."""

    code: Language
    folder: Path
    words: SmallWords
    smalltalk: SmalltalkLines
    unrelated: UnrelatedLines
    courtesies: Courtesies


def folder_of(language: Language, pack: Path | None = None) -> Path:
    """The folder of a language: the programme's own, else the one that all programmes share."""
    own = pack / "languages" / language if pack else None
    return own if own and own.is_dir() else LANGUAGES_FOLDER / language


def name_of(language: Language) -> str:
    """A language's name in itself, as a button shows it: Español, English, Português."""
    try:
        name = str(Locale.parse(language).get_display_name(language) or language)
    except (UnknownLocaleError, ValueError):
        name = language
    return name[:1].upper() + name[1:]


def language_name(language: Language, within: Language) -> str:
    """A language's name in another: Spanish, inglés; its code if Babel does not know it."""
    return str(locale_of(within).languages.get(language, language))


@cache
def shared_words(language: Language) -> SmallWords | None:
    """The small words of a shared language; None for a language that only a programme has, or a broken file."""
    try:
        return SmallWords.model_validate(read_plain(LANGUAGES_FOLDER / language / "language.yaml"))
    except (OSError, YAMLError, ValidationError):
        return None


@cache
def locale_of(language: Language) -> Locale:
    """The conventions for numbers and dates: those that the language's folder names, else those of Babel."""
    words = shared_words(language)
    return Locale.parse(words.locale if words else language)


def general_lines(folder: Path) -> list[str]:
    """The small talk and unrelated messages of a language's folder, which every programme learns."""
    talk = SmalltalkLines.model_validate(read_plain(folder / "smalltalk.yaml")).smalltalk
    unrelated = UnrelatedLines.model_validate(read_plain(folder / "unrelated.yaml")).unrelated
    return [line for entry in talk for line in entry.phrasings] + [
        line for entry in unrelated for line in entry.phrasings
    ]


def merged_smalltalk(files: Sequence[LanguageFiles]) -> dict[str, Smalltalk]:
    """The small talk of several languages by id; what one of them lacks it neither says nor understands."""
    ids = dict.fromkeys(entry.id for file in files for entry in file.smalltalk.smalltalk)
    found = {(file.code, entry.id): entry for file in files for entry in file.smalltalk.smalltalk}

    def of(name: str) -> Mapping[Language, SmalltalkKind]:
        return {file.code: found[file.code, name] for file in files if (file.code, name) in found}

    return {
        name: Smalltalk(
            id=name,
            reply=Text({code: entry.reply for code, entry in of(name).items()}),
            phrasings=Phrasings({code: entry.phrasings for code, entry in of(name).items()}),
            dissatisfied=any(entry.dissatisfied for entry in of(name).values()),
            corrects=any(entry.corrects for entry in of(name).values()),
            agrees=any(entry.agrees for entry in of(name).values()),
        )
        for name in ids
    }


def merged_unrelated(files: Sequence[LanguageFiles]) -> dict[str, Unstated]:
    """The unrelated messages of several languages by id."""
    ids = dict.fromkeys(entry.id for file in files for entry in file.unrelated.unrelated)
    found = {(file.code, entry.id): entry.phrasings for file in files for entry in file.unrelated.unrelated}
    return {
        name: Unstated(
            id=name,
            phrasings=Phrasings({f.code: found[f.code, name] for f in files if (f.code, name) in found}),
        )
        for name in ids
    }
