"""What the kinds of question share in reading a typed line: yes and no, commands, names with numbers, corrections."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from knowledge.content.schema import Option
from knowledge.reading.numbers import Quantity, quantities
from knowledge.reading.words import fold


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
    return [option.id, *option.also, *option.label.all()]


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
