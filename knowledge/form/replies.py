"""Turns what somebody typed into the answer that a question wants, or says why it cannot be one.

Knows single values; what takes several steps (ticks, members, a place to confirm) is in form.py.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from knowledge.content.schema import LANGUAGES, Option, Question
from knowledge.geo.countries import Countries
from knowledge.reading.numbers import Quantity, quantities
from knowledge.reading.words import fold, words


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

    value: str | int
    meant: str | int


Reply = Accepted | Rejected | Doubtful


def rejected(reason: str, **details: str | int) -> Rejected:
    """Say why not."""
    return Rejected(reason, details)


def words_of(listed: str) -> frozenset[str]:
    """A set of folded words."""
    return frozenset(listed.split())


MAIL = re.compile(r"^[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$", re.I)
MAIL_IN_TEXT = re.compile(r"[^\s<>(),;:\"]+@[^\s<>(),;:\"]+")
PHONE = re.compile(r"^\+?\d{7,15}$")
PHONE_IN_TEXT = re.compile(r"\+?\d[\d\s().\-/]*\d")
HOST = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?(?:[/?#]\S*)?$", re.I)
MAIL_HOSTS = ("gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "hotmail.es", "yahoo.es")
YES = words_of("si vale ok acepto acuerdo claro correcto adelante yes yep agree accept sure")
NO = words_of("no n nope not rechazo refuse decline disagree")
DECLINED = frozenset(
    {"no acepto", "no estoy de acuerdo", "i do not agree", "i don t agree", "i do not accept"}
)
SKIP = words_of("saltar omitir skip paso no ninguno none nothing") | {
    "no tengo",
    "no hay",
    "todavia no",
    "not yet",
}
COMMANDS: Mapping[str, str] = {
    "saltar": "skip",
    "omitir": "skip",
    "skip": "skip",
    "atras": "back",
    "volver": "back",
    "back": "back",
    "go back": "back",
    "listo": "done",
    "hecho": "done",
    "ya esta": "done",
    "eso es todo": "done",
    "ya estan todos": "done",
    "done": "done",
    "that is all": "done",
    "that is all of them": "done",
    "that s all": "done",
    "finished": "done",
    "enviar": "send",
    "enviar la preinscripcion": "send",
    "send": "send",
    "send it": "send",
    "send the pre-application": "send",
}
ASKING = words_of(
    "que cual cuales cuando cuanto cuanta cuantos cuantas como donde quien quienes puedo podemos puede "
    "what which when how where who why can could does do is are"
)
CORRECTING = words_of(
    "no ya si en realidad de hecho son es somos tenemos tiene ahora perdon y la poblacion hab habitantes "
    "personas vecinos yes actually sorry we are it is has have now the population inhabitants people not"
)
COUNTED = re.compile(r" \d+ (?:of|de) \d+$")
BOUNDS = re.compile(
    r"\b(?:mas(?! o menos)|(?<!mas o )menos|over|under|more(?! or less)|(?<!more or )less|fewer|above|below)\b"
)
LEAST_CORRECTION = 1000
"""A smaller number in a line is not taken for a city's population without asking."""


def parse(question: Question, typed: str, options: Sequence[Option], countries: Countries) -> Reply:
    """Read `typed` as the answer to a question that takes one value; the reply is stored as JSON."""
    readers: Mapping[str, Callable[[], Reply]] = {
        "consent": lambda: parse_consent(typed),
        "choice": lambda: parse_choice(typed, options),
        "member": lambda: parse_choice(typed, options),
        "number": lambda: parse_number(typed, question.min or 0, question.max or 10**9),
        "country": lambda: parse_listed_country(typed, options, countries),
        "email": lambda: parse_email(typed),
        "phone": lambda: parse_phone(typed),
        "url": lambda: parse_url(typed),
    }
    reader = readers.get(question.type)
    return reader() if reader else parse_text(typed, question.max_length or 1000)


def skips(typed: str) -> bool:
    """Tell whether somebody typed that they leave an optional question out."""
    return plain(typed) in SKIP or typed.strip() in ("-", "–", "—")


def command(typed: str) -> str | None:
    """Name what a typed word does besides answering: back, done, send, skip; None for all other words.

    A button's whole label will do too: «Listo (2 de 3)».
    """
    return COMMANDS.get(COUNTED.sub("", plain(typed)))


def asks(typed: str) -> bool:
    """Tell whether a line looks like a question, with or without its mark."""
    return "?" in typed or plain(typed).partition(" ")[0] in ASKING


def correction(typed: str) -> int | None:
    """Read «no, somos 57.000» as the number it puts right; None for a line that says anything else."""
    found = quantities(typed)
    value, rest = found[0].value if found else None, plain(without(typed, found)).split()
    if value is None or value < LEAST_CORRECTION or not rest or not CORRECTING.issuperset(rest):
        return None
    return value


def parse_consent(typed: str) -> Reply:
    """Read a yes or a no; a line with both, or neither, is not taken for consent."""
    said = set(plain(typed).split())
    if plain(typed) in DECLINED or (said & NO and not said & YES and len(said) < 4):
        return Accepted(False)
    return Accepted(True) if said & YES and not said & NO else rejected("consent")


def parse_choice(typed: str, options: Sequence[Option]) -> Reply:
    """Read an option by its words in either language, by its number, or by nearly its words."""
    wanted = plain(typed)
    names = {plain(name): option.id for option in options for name in option_names(option)}
    if wanted in names:
        return Accepted(names[wanted])
    place = place_in_list(wanted)
    if place is not None:
        known = 1 <= place <= len(options)
        return Accepted(options[place - 1].id) if known else rejected("number_of_option", count=len(options))
    near = nearest(wanted, list(names))
    return Accepted(names[near]) if near else rejected("option")


def agrees(typed: str) -> bool | None:
    """Tell a typed yes from a no; None for all other lines."""
    reply = parse_consent(typed)
    return bool(reply.value) if isinstance(reply, Accepted) else None


def place_in_list(wanted: str) -> int | None:
    """Read the number of an option: «4», «la 4», "option 4"; None for anything else."""
    found = re.fullmatch(r"(?:la |el |opcion |option |number |numero |no )?(\d{1,3})", wanted)
    return int(found[1]) if found else None


def nearest(wanted: str, names: Sequence[str]) -> str | None:
    """Find the name that was probably meant: one that shares its words, of those the most alike as a whole."""
    if len(wanted) < 3:
        return None
    long = [name for name in names if len(name) > 2]  # "in" is a word of English before it is India's code
    alike = process.extract(wanted, long, scorer=fuzz.token_set_ratio, score_cutoff=86, limit=None)
    return max((name for name, _, _ in alike), key=lambda name: fuzz.ratio(wanted, name), default=None)


def option_names(option: Option) -> list[str]:
    """Everything that somebody may type for an option."""
    return [option.id, *option.also, *(option.label.within(language) for language in LANGUAGES)]


def parse_number(typed: str, smallest: int, largest: int) -> Reply:
    """Read a whole number in figures or words: 120.000, 120 mil, 1,2 millones, 98k.

    Doubtful where thousands were probably left out («98» inhabitants); no limit or range passes for a number.
    """
    found = quantities(typed)
    if not found:
        return rejected("number")
    if found[0].upper is not None or BOUNDS.search(fold(typed)):
        return rejected("number_exact")
    value = found[0].value
    if not smallest <= value <= largest:
        return rejected("number_range", smallest=smallest, largest=largest)
    if value < LEAST_CORRECTION <= largest // 1000:
        return Doubtful(value, value * 1000)
    return Accepted(value)


def parse_country(typed: str, countries: Countries) -> Reply:
    """Read a country by name or demonym in either language, in a sentence or nearly so, or by its code."""
    mentions = countries.find(words(typed))
    code = countries.code(typed.strip()) or (mentions[0].code if mentions else countries.near(typed))
    return Accepted(code) if code else rejected("country")


def parse_listed_country(typed: str, options: Sequence[Option], countries: Countries) -> Reply:
    """Read a country, or the number of one on the screen."""
    in_list = place_in_list(plain(typed)) is not None
    return parse_choice(typed, options) if in_list else parse_country(typed, countries)


def number_in(typed: str) -> int | None:
    """Find the number in a typed line, whatever its form; None if there is none."""
    found = quantities(typed)
    return found[0].value if found else None


def name_and_number(typed: str) -> tuple[str, int | None]:
    """Take «Dos Hermanas, 138.000 hab.» apart: the last number in figures counts, for names hold numbers too.

    A line that is nothing but a number, in words or figures, has an empty name.
    """
    found = quantities(typed)
    if found and not without(typed, found):
        return "", found[0].value
    figures = [quantity for quantity in found if typed[quantity.start].isdigit()]
    return without(typed, figures[-1:]), figures[-1].value if figures else None


def without(typed: str, numbers: Sequence[Quantity]) -> str:
    """Give a typed line without these numbers and the words that belong to them."""
    for quantity in reversed(numbers):
        typed = typed[: quantity.start] + typed[quantity.end :]
    name = re.sub(
        r"\b(hab(itantes)?|inhabitants|people|personas|vecinos)\b\.?|[(),;:]", " ", typed, flags=re.I
    )
    return " ".join(name.split()).strip(" -–·.")


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
    """Read a telephone number of 7 to 15 digits, whatever is put between and around them."""
    found = PHONE_IN_TEXT.search(typed)
    digits = re.sub(r"[^\d+]", "", found.group()) if found else ""
    digits = re.sub(r"^00", "+", digits)
    return Accepted(digits) if PHONE.match(digits) else rejected("phone")


def parse_url(typed: str) -> Reply:
    """Read a web address, with or without https://, alone or inside a sentence."""
    address = next((word for word in map(bare, typed.split()) if HOST.match(word)), None)
    if address is None or len(address) > 500:
        return rejected("url")
    return Accepted(address if "://" in address else f"https://{address}")


def bare(word: str) -> str:
    """Take away what encloses or ends an address in a sentence."""
    return word.strip("<>\"'()[],;").rstrip(".")


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
