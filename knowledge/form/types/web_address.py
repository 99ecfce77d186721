"""A web address, alone or inside a sentence, with or without its scheme."""

import re

from knowledge.form.replies import Accepted, Reply, rejected
from knowledge.form.types.base import Asked
from knowledge.form.types.text import FreeText

ADDRESS = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?(?:[/?#]\S*)?$", re.I)
LONGEST = 500


class WebAddress(FreeText):
    """Where something can be read."""

    name = "url"
    free_text = False

    def parse(self, asked: Asked, text: str) -> Reply:  # noqa: ARG002
        """Read an address."""
        return parse_url(text)


def parse_url(typed: str) -> Reply:
    """Read a web address, with or without https://, alone or inside a sentence."""
    address = next((word for word in map(bare, typed.split()) if ADDRESS.match(word)), None)
    if address is None or len(address) > LONGEST:
        return rejected("url")
    return Accepted(address if "://" in address else f"https://{address}")


def bare(word: str) -> str:
    """Take away what encloses or ends an address in a sentence."""
    return word.strip("<>\"'()[],;").rstrip(".")
