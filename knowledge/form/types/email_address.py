"""An e-mail address, checked by email-validator as far as that can be done without asking the network."""

import re
from functools import cache
from pathlib import Path

from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from knowledge.content.yaml_file import read_plain
from knowledge.form.replies import Accepted, Doubtful, Reply, rejected
from knowledge.form.types.base import Asked
from knowledge.form.types.text import FreeText

IN_TEXT = re.compile(r"[^\s<>(),;:\"]{1,64}@[^\s<>(),;:\"]{1,255}")
MOST_MISTAKES = 2
"""Letters by which a host may miss a common provider's and be asked about."""


class EmailAddress(FreeText):
    """Where somebody is written to."""

    name = "email"
    free_text = False

    def parse(self, asked: Asked, text: str) -> Reply:  # noqa: ARG002
        """Read an address, alone or inside a sentence."""
        return parse_email(text)


def parse_email(typed: str) -> Reply:
    """Read an e-mail address, alone or inside a sentence; Doubtful if its host looks misspelt."""
    found = IN_TEXT.search(typed)
    address = (found.group() if found else typed.strip()).rstrip(".")
    try:
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return rejected("email")
    meant = meant_host(checked.ascii_domain.lower())
    return (
        Doubtful(checked.normalized, f"{checked.local_part}@{meant}")
        if meant
        else Accepted(checked.normalized)
    )


def meant_host(host: str) -> str | None:
    """Name the common provider that `host` misses by a letter or two; None for a provider that there is."""
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
