"""Turns what somebody typed into the answer that a question wants, or says why it cannot be one.

Knows single values; what takes several steps (ticks, members, a place to confirm) is in form.py.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from knowledge.countries import Countries
from knowledge.models import LANGUAGES, Option, Question
from knowledge.numbers import quantities
from knowledge.words import fold, words


@dataclass(frozen=True)
class Accepted:
    """The reply as it is stored."""

    value: Any


@dataclass(frozen=True)
class Rejected:
    """Why the reply cannot be the answer: a reason that views.py words, and what the words need."""

    reason: str
    details: Mapping[str, str | int]


@dataclass(frozen=True)
class Doubtful:
    """Probably a slip of the finger: the reply as typed, and what was probably meant."""

    value: str
    meant: str


Reply = Accepted | Rejected | Doubtful


def rejected(reason: str, **details: str | int) -> Rejected:
    """Say why not."""
    return Rejected(reason, details)


MAIL = re.compile(r"^[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$", re.I)
MAIL_IN_TEXT = re.compile(r"[^\s<>(),;:\"]+@[^\s<>(),;:\"]+")
PHONE = re.compile(r"^\+?\d{7,15}$")
HOST = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?(?:[/?#]\S*)?$", re.I)
MAIL_HOSTS = ("gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "hotmail.es", "yahoo.es")
YES = frozenset(
    [
        "si",
        "s",
        "vale",
        "ok",
        "de",
        "acuerdo",
        "acepto",
        "claro",
        "yes",
        "y",
        "agree",
        "i",
        "agree",
        "sure",
        "i",
        "do",
        "correcto",
    ]
) | {
    "de acuerdo",
    "estoy de acuerdo",
    "i agree",
    "i do",
}
NO = frozenset({"no", "n", "no acepto", "no estoy de acuerdo", "i do not agree", "i don t agree", "nope"})
SKIP = frozenset({"saltar", "omitir", "skip", "no tengo", "none", "ninguno", "-", "paso"})


def parse(question: Question, typed: str, options: Sequence[Option], countries: Countries) -> Reply:
    """Read `typed` as the answer to a question that takes one value; the reply is stored as JSON."""
    readers: Mapping[str, Callable[[], Reply]] = {
        "consent": lambda: parse_consent(typed),
        "choice": lambda: parse_choice(typed, options),
        "number": lambda: parse_number(typed, question.min or 0, question.max or 10**9),
        "country": lambda: parse_country(typed, countries),
        "email": lambda: parse_email(typed),
        "phone": lambda: parse_phone(typed),
        "url": lambda: parse_url(typed),
    }
    reader = readers.get(question.type)
    return reader() if reader else parse_text(typed, question.max_length or 1000)


def skips(typed: str) -> bool:
    """Tell whether somebody typed that they leave an optional question out."""
    return plain(typed) in SKIP


def parse_consent(typed: str) -> Reply:
    """Read a yes or a no."""
    if plain(typed) in YES:
        return Accepted(True)
    return Accepted(False) if plain(typed) in NO else rejected("consent")


def parse_choice(typed: str, options: Sequence[Option]) -> Reply:
    """Read the number of an option, its words in either language, or nearly its words."""
    wanted = plain(typed)
    if wanted.isdigit():
        place = int(wanted)
        return (
            Accepted(options[place - 1].id)
            if 1 <= place <= len(options)
            else rejected("number_of_option", count=len(options))
        )
    names = {plain(name): option.id for option in options for name in option_names(option)}
    if wanted in names:
        return Accepted(names[wanted])
    best = process.extractOne(wanted, list(names), scorer=fuzz.token_set_ratio, score_cutoff=86)
    if best is None or len(wanted) < 3:
        return rejected("option")
    return Accepted(names[best[0]])


def option_names(option: Option) -> list[str]:
    """Everything that somebody may type for an option."""
    return [option.id, *option.also, *(option.label.within(language) for language in LANGUAGES)]


def parse_number(typed: str, smallest: int, largest: int) -> Reply:
    """Read a whole number in figures or words: 120.000, 120 mil, 1,2 millones, 98k."""
    value = number_in(typed)
    if value is None:
        return rejected("number")
    if not smallest <= value <= largest:
        return rejected("number_range", smallest=smallest, largest=largest)
    return Accepted(value)


def parse_country(typed: str, countries: Countries) -> Reply:
    """Read a country by its name or demonym in either language, alone or in a sentence, or by its code."""
    mentions = countries.find(words(typed))
    code = countries.code(typed.strip()) or (mentions[0].code if mentions else None)
    return Accepted(code) if code else rejected("country")


def number_in(typed: str) -> int | None:
    """Find the number in a typed line, whatever its form; None if there is none."""
    found = quantities(typed)
    return found[0].value if found else None


def without_number(typed: str) -> str:
    """Give a typed line without its number and what belongs to it: «Ibi 23.500 hab» is «Ibi»."""
    for quantity in reversed(quantities(typed)):
        typed = typed[: quantity.start] + typed[quantity.end :]
    name = re.sub(
        r"\b(hab(itantes)?|inhabitants|people|personas|vecinos)\b\.?|[(),;:]", " ", typed, flags=re.I
    )
    return " ".join(name.split()).strip(" -–·")


def parse_email(typed: str) -> Reply:
    """Read an e-mail address, alone or inside a sentence; Doubtful if its host looks misspelt."""
    found = MAIL_IN_TEXT.search(typed)
    address = (found.group() if found else typed.strip()).rstrip(".")
    if not MAIL.match(address) or ".." in address:
        return rejected("email")
    name, _, host = address.rpartition("@")
    meant = meant_host(host.lower())
    return Doubtful(address, f"{name}@{meant}") if meant else Accepted(address)


def meant_host(host: str) -> str | None:
    """Name the well-known mail host that `host` misses by one or two letters."""
    if host in MAIL_HOSTS:
        return None
    near = [known for known in MAIL_HOSTS if DamerauLevenshtein.distance(host, known) <= 2]
    return min(near, key=lambda known: DamerauLevenshtein.distance(host, known)) if near else None


def parse_phone(typed: str) -> Reply:
    """Read a telephone number of 7 to 15 digits, whatever is put between them."""
    digits = re.sub(r"[\s().\-/]", "", typed.strip())
    digits = re.sub(r"^00", "+", digits)
    return Accepted(digits) if PHONE.match(digits) else rejected("phone")


def parse_url(typed: str) -> Reply:
    """Read a web address, with or without https://."""
    address = typed.strip().strip("<>\"'")
    if not HOST.match(address) or len(address) > 500:
        return rejected("url")
    return Accepted(address if "://" in address else f"https://{address}")


def parse_text(typed: str, longest: int) -> Reply:
    """Take free text as it is, without the spaces around it and characters that nobody can see."""
    text = "".join(character for character in typed if character == "\n" or character.isprintable()).strip()
    if not any(character.isalnum() for character in text):
        return rejected("empty")
    if len(text) > longest:
        return rejected("too_long", longest=longest, length=len(text))
    return Accepted(text)


def plain(typed: str) -> str:
    """Fold case, accents and punctuation away, for comparing what was typed with what was meant."""
    return re.sub(r"[^\w-]+", " ", fold(typed)).strip()
