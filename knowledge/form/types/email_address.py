"""An e-mail address, checked by email-validator as far as that can be done without asking the network."""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from knowledge.content.yaml_file import read_plain
from knowledge.form.draft import Value
from knowledge.form.replies.results import Accepted, Doubtful, ParsedReply, Rejected, rejected
from knowledge.form.types.base import Asked
from knowledge.form.types.one_line import OneLine
from knowledge.reading.reading import Reading
from knowledge.reading.words import plain_letters

IN_TEXT = re.compile(r"[^\s<>(),;:\"]{1,64}@[^\s<>(),;:\"]{1,255}")
MOST_MISTAKES = 2
"""How many letters a host may differ from a common provider's and still be asked about."""


class EmailQuestion(OneLine):
    """The e-mail address of a person."""

    name = "email"
    own_keys = ("openings",)
    contact_detail = "email"

    def parse(self, asked: Asked, text: str) -> ParsedReply:
        """Read an address, alone or inside a sentence; where there are two, ask which one."""
        sets = asked.sources.meanings.words.sets
        text = with_sign(text, sets["dot"], ".")
        reply = parse_email(text, sets["at"])
        return (
            parse_email(with_signs_for_words(text, sets["at"], sets["dot"]))
            if isinstance(reply, Rejected)
            else reply
        )

    def is_answered_too(self, asked: Asked, reading: Reading) -> bool:  # noqa: ARG002
        """Tell whether an address is named."""
        return bool(reading.emails)

    def is_valid(self, asked: Asked, value: Value) -> bool:  # noqa: ARG002
        """Something written."""
        return isinstance(value, str)


def parse_email(typed: str, at: Collection[str] = ()) -> ParsedReply:
    """Read an e-mail address, alone or inside a sentence; Doubtful if it looks misspelt, or if there are two.

    `at` are the words that stand for the sign, in brackets: «ana (arroba) vila.es».
    """
    addresses = [*dict.fromkeys(found.rstrip(".") for found in IN_TEXT.findall(with_sign(typed, at)))]
    if not addresses:
        return rejected("email")
    read = [parse_address(address) for address in addresses[:2]]
    first, second = read[0], read[-1]
    if len(read) == 2 and isinstance(first, Accepted) and isinstance(second, Accepted):
        return Doubtful(second.value, first.value)
    return first


def with_sign(typed: str, names: Collection[str], sign: str = "@") -> str:
    """Write the sign for the words in brackets that stand for it."""
    for word in names:
        typed = re.sub(rf"\s*[(\[{{]\s*{re.escape(word)}\s*[)\]}}]\s*", sign, typed, flags=re.IGNORECASE)
    return typed


def with_signs_for_words(typed: str, at: Collection[str], dot: Collection[str]) -> str:
    """Write the signs for the words that stand for them alone: «ana arroba vila punto es»."""
    for words, sign in ((at, "@"), (dot, ".")):
        for word in words:
            typed = re.sub(rf"\s+{re.escape(word)}\s+", sign, typed, flags=re.IGNORECASE)
    return typed


def parse_address(address: str) -> ParsedReply:
    """Check one address; Doubtful if its host, or an accent before the @, is probably a typing mistake."""
    try:
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return rejected("email")
    host = meant_host(checked.ascii_domain.lower())
    plain_name = name_without_accents(checked.local_part)
    if host or plain_name != checked.local_part:
        return Doubtful(checked.normalized, f"{plain_name}@{host or checked.domain}")
    return Accepted(checked.normalized)


def name_without_accents(name: str) -> str:
    """What stands before the @ as most providers write it; a name in other letters than Latin ones stays."""
    plain = plain_letters(name)
    return plain if plain.isascii() and not name.isascii() else name


def meant_host(host: str) -> str | None:
    """Name the common provider that `host` probably misspells; None for a provider that exists."""
    common, others = providers()
    if host in common or host in others:
        return None
    near = extractOne(host, common, scorer=OSA.distance, score_cutoff=MOST_MISTAKES)
    return near[0] if near else None


@cache
def providers() -> tuple[tuple[str, ...], frozenset[str]]:
    """Read the hosts of personal mail, once: the common ones, and all others."""
    listed = read_plain(Path(__file__).with_name("mail_providers.yaml"))
    return tuple(listed["common"]), frozenset(listed["others"])
