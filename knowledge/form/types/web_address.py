"""A web address, alone or inside a sentence, with or without its scheme."""

import mimetypes
import re

from knowledge.form.draft import Value
from knowledge.form.replies.results import Accepted, ParsedReply, rejected
from knowledge.form.types.base import Asked
from knowledge.form.types.one_line import OneLine

ADDRESS = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?(?:[/?#]\S*)?$", re.I)
MOST_CHARACTERS = 500


class WebAddressQuestion(OneLine):
    """The address of a page on the web."""

    name = "url"

    def parse(self, asked: Asked, text: str) -> ParsedReply:  # noqa: ARG002
        """Read an address."""
        return parse_url(text)

    def is_valid(self, asked: Asked, value: Value) -> bool:  # noqa: ARG002
        """Something written."""
        return isinstance(value, str)


def parse_url(typed: str) -> ParsedReply:
    """Read a web address, with or without https://, alone or inside a sentence."""
    found = (
        word
        for word in map(without_enclosing_marks, typed.split())
        if ADDRESS.match(word) and not is_file_name(word)
    )
    address = next(found, None)
    if address is None or len(address) > MOST_CHARACTERS:
        return rejected("url")
    return Accepted(address if "://" in address else f"https://{address}")


def is_file_name(word: str) -> bool:
    """Tell «plan.pdf» from an address: a name with one point, and the ending of a kind of file."""
    ending = re.fullmatch(r"[\w-]+(\.[a-z]{3,4})", word, re.I)
    return ending is not None and ending[1].lower() in mimetypes.types_map and ending[1].lower() != ".com"


def without_enclosing_marks(word: str) -> str:
    """Take away what encloses or ends an address in a sentence."""
    return word.strip("<>\"'()[],;").rstrip(".")
