"""A telephone number: read by phonenumbers for the applicant's country, stored as E.164, its extension kept."""

import re
from collections.abc import Collection

import phonenumbers

from knowledge.content.schema import Language
from knowledge.form.draft import Value
from knowledge.form.replies.results import Accepted, Doubtful, ParsedReply, rejected
from knowledge.form.types.base import Asked
from knowledge.form.types.one_line import OneLine
from knowledge.reading.reading import Reading
from knowledge.reading.words import plain_letters

INTERNATIONAL = phonenumbers.PhoneNumberFormat.INTERNATIONAL
E164 = phonenumbers.PhoneNumberFormat.E164
EXTENSION = " ext. "
TRUNK_ZERO = re.compile(r"(\+\d{1,3}[\s-]?)\(0\)")
"""The zero that is dialled within a country only: «+34 (0) 976 …»."""
PREFIX_00 = re.compile(r"(?<![\d+])00(?=[\s-]?\(?[1-9])")
"""The international prefix as it is dialled in Europe."""


class TelephoneQuestion(OneLine):
    """The telephone number of a person."""

    name = "phone"
    own_keys = ("openings",)
    contact_detail = "phone"
    shares_telephone = True

    def parse(self, asked: Asked, text: str) -> ParsedReply:
        """Read a number, one without a prefix for the applicant's country; where there are two, ask which one."""
        number, extension = without_extension(text, asked.sources.meanings.words.sets["extension"])
        reply = parse_phone(number, asked.country)
        if isinstance(reply, Accepted) and extension and EXTENSION not in str(reply.value):
            return Accepted(f"{reply.value}{EXTENSION}{extension}")
        return reply

    def is_answered_too(self, asked: Asked, reading: Reading) -> bool:  # noqa: ARG002
        """Tell whether a telephone is named."""
        return bool(reading.phones)

    def worded(self, asked: Asked, value: Value, language: Language) -> str:  # noqa: ARG002
        """The number as it is written internationally."""
        return international(str(value))

    def shown(self, value: str | int) -> str | int:
        """A number in doubt as it is written internationally."""
        return international(str(value))

    def is_valid(self, asked: Asked, value: Value) -> bool:  # noqa: ARG002
        """Something written."""
        return isinstance(value, str)


def parse_phone(typed: str, country: str | None = None) -> ParsedReply:
    """Read a telephone number among other words, for a country (ISO 3166) where it has no prefix.

    Doubtful if there are two. A date, and any other number that nobody can be called at, is refused.
    """
    text = TRUNK_ZERO.sub(r"\1", PREFIX_00.sub("+", typed))
    leniency = phonenumbers.Leniency.POSSIBLE
    found = [each.number for each in phonenumbers.PhoneNumberMatcher(text, country, leniency=leniency)]
    working = [number for number in found if phonenumbers.is_valid_number(number)] or found[:1]
    numbers = list(dict.fromkeys(as_stored(number) for number in working))
    if not numbers:
        return rejected("phone")
    return Accepted(numbers[0]) if len(numbers) == 1 else Doubtful(numbers[1], numbers[0])


def without_extension(text: str, names: Collection[str]) -> tuple[str, str]:
    """A text without the extension that it names, before or behind the number, and the extension; empty without one.

    `names` are without accents; so is what they are looked for in, as long as each letter keeps its place.
    """
    plain = plain_letters(text)
    words = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    found = re.search(
        rf"[(\[,;]?\s*\b(?:{words})\.?\s*[:#nº.]*\s*(\d{{1,6}})(?!\d|[\s.-]?\d{{2}})\s*[)\],;]?",
        plain if len(plain) == len(text) else text,
        re.IGNORECASE,
    )
    if not names or found is None:
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), found[1]


def as_stored(number: phonenumbers.PhoneNumber) -> str:
    """A number as E.164, with its extension apart."""
    digits = phonenumbers.format_number(number, E164)
    return digits + (f"{EXTENSION}{number.extension}" if number.extension else "")


def international(value: str) -> str:
    """A stored number as it is written internationally; as it is where another version stored something else."""
    digits, _, extension = value.partition(EXTENSION)
    try:
        written = phonenumbers.format_number(phonenumbers.parse(digits), INTERNATIONAL)
    except phonenumbers.NumberParseException:
        return value
    return written + (f"{EXTENSION}{extension}" if extension else "")
