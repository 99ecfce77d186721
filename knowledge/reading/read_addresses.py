"""E-mail addresses, telephone numbers and links of a message: where they stand, not whether they are right."""

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.content.yaml_file import read_plain
from knowledge.reading.spans import Address

_ENDS = "|".join(read_plain(Path(__file__).with_name("top_level_domains.yaml")))
# Each has one unbounded part at most, and begins where a word begins: no text makes them slow.
_LINK = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"]{2,500}"
    rf"|(?<![\w@.])(?:[a-z0-9-]{{2,63}}\.){{1,5}}(?:{_ENDS})\b(?![@\w])(?:/[^\s<>\"]{{0,500}})?",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![^\s<>(),;:\"])[^\s<>(),;:\"@]{1,64}(?:@{1,2}|\s?[(\[](?:at|arroba)[)\]]\s?)[^\s<>(),;:\"@]{3,200}"
)
_PHONE = re.compile(r"(?<![\w.,/])(?:\+|00)?\(?\d[\d ().\-]{6,20}\d(?![\w/])")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+")


def read_addresses(text: str) -> Iterator[Address]:
    """Find addresses in the order of the kinds; what lies in an e-mail address is no link."""
    taken: list[range] = []
    for email in _EMAIL.finditer(text):
        taken.append(range(*email.span()))
        yield Address(email.start(), email.end(), "email", email.group().rstrip("."))
    for link in _LINK.finditer(text):
        if not any(link.start() in span for span in taken):
            taken.append(range(*link.span()))
            yield Address(link.start(), link.end(), "link", link.group().rstrip(".,;)"))
    for phone in _PHONE.finditer(text):
        digits = sum(char.isdigit() for char in phone.group())
        is_number = _GROUPED.fullmatch(phone.group()) and not phone.group().startswith(("6", "7", "9"))
        if (
            8 <= digits <= 15
            and phone.group().count("(") == phone.group().count(")")
            and not is_number
            and not _DATE.fullmatch(phone.group().strip())
            and (phone.group().startswith(("+", "00", "(")) or digits >= 9)
        ):
            yield Address(phone.start(), phone.end(), "phone", phone.group())
