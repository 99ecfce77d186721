"""A person's name, without greeting, title, and what is said after it."""

import re

from knowledge.form.answer_in_text import name_of_person
from knowledge.form.language import FormWords
from knowledge.form.replies import Reply, parse_text, rejected
from knowledge.form.types.base import Asked
from knowledge.form.types.text import LONGEST, FreeText

LONGEST_SMALL = 4
"""Words of a name that is written without capitals; more of them are a sentence."""
AFTER_NAME = re.compile(r"[,;:(\n]|\s[-–]\s")


class PersonName(FreeText):
    """What somebody is called."""

    name = "name"
    can_tell = ("name",)
    contact = "person"

    def parse(self, asked: Asked, text: str) -> Reply:
        """Read the name."""
        if len(text.split()) > LONGEST_SMALL and text == text.lower():
            return rejected("empty")
        return parse_text(bare_name(text, asked.sources.meanings.words), asked.question.max_length or LONGEST)


def bare_name(text: str, words: FormWords) -> str:
    """A name alone: «Soy D. José Ortiz, técnico» is José Ortiz."""
    said = words.without_opening("introductions", text.strip())
    said = words.without_opening("titles", AFTER_NAME.split(said, maxsplit=1)[0].strip())
    return name_of_person(said.rstrip(" ."), words)
