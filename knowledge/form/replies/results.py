"""How a typed line was read: accepted, rejected with a reason, or doubtful; and how it is compared with names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.content.schema import Option
from knowledge.reading.words import fold


@dataclass(frozen=True)
class Accepted:
    """The reply as it is stored."""

    value: str | int | bool


@dataclass(frozen=True)
class Rejected:
    """Why the reply cannot be the answer: a reason, worded in bot/views/preapplication/problems.py, and its details."""

    reason: str
    details: Mapping[str, str | int]


@dataclass(frozen=True)
class Doubtful:
    """Probably a typing mistake: the reply as typed, and what was probably meant."""

    value: str | int
    meant: str | int


ParsedReply = Accepted | Rejected | Doubtful


def rejected(reason: str, **details: str | int) -> Rejected:
    """Reject a reply for a reason."""
    return Rejected(reason, details)


def nearest_name(wanted: str, names: Sequence[str]) -> str | None:
    """Find the name that was probably meant: one that shares its words, of those the most alike as a whole."""
    if len(wanted) < 3:
        return None
    long = [name for name in names if len(name) > 2]  # "in" is a word of English before it is India's code
    alike = process.extract(wanted, long, scorer=fuzz.token_set_ratio, score_cutoff=86, limit=None)
    return max((name for name, _, _ in alike), key=lambda name: fuzz.ratio(wanted, name), default=None)


def option_names(option: Option) -> list[str]:
    """Everything that somebody may type for an option."""
    return [option.id, *option.also, *option.label.all()]


def parse_text(typed: str, longest: int) -> ParsedReply:
    """Take free text as it is, without the spaces around it and characters that nobody can see."""
    text = "".join(character for character in typed if character == "\n" or character.isprintable()).strip()
    if not any(character.isalnum() for character in text):
        return rejected("empty")
    if len(text) > longest:
        return rejected("too_long", longest=longest, length=len(text))
    return Accepted(text)


def comparable(typed: str) -> str:
    """Fold case, accents and punctuation away, for comparing what was typed with what was meant."""
    return re.sub(r"[^\w-]+", " ", fold(typed)).strip()
