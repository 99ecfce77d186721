"""A person's name, without greeting, title and comments after it."""

import re

from knowledge.form.replies.answer_in_text import name_of_person, without_addresses
from knowledge.form.replies.language import FormWords
from knowledge.form.replies.results import ParsedReply, parse_text, rejected
from knowledge.form.types.base import Asked
from knowledge.form.types.text import MOST_CHARACTERS, TextQuestion
from knowledge.reading.words import fold

MOST_WORDS = 7
"""Words of a name."""
MOST_WORDS_IN_SMALL_LETTERS = 4
"""Words of a name that is written without capitals; more of them are a sentence."""
AFTER_NAME = re.compile(r"[,;:(\n]|\s[-–]\s")


class PersonNameQuestion(TextQuestion):
    """What somebody is called."""

    name = "name"
    own_keys = ("max_length", "openings")
    can_tell = ("name",)
    contact_detail = "person"

    def parse(self, asked: Asked, text: str) -> ParsedReply:
        """Read the name."""
        said = without_addresses(asked.sources.read(text))
        left_over = said != text.strip() and len(said.split()) == 1
        if (left_over or len(said.split()) > MOST_WORDS_IN_SMALL_LETTERS) and said == said.lower():
            return rejected("empty")
        return parse_text(
            bare_name(said, asked.sources.meanings.words), asked.question.max_length or MOST_CHARACTERS
        )


def bare_name(text: str, words: FormWords) -> str:
    """A name alone: «Soy D. José Ortiz, técnico» is José Ortiz."""
    said = words.without_opening("introductions", text.strip())
    said = words.without_opening("titles", AFTER_NAME.split(said, maxsplit=1)[0].strip())
    found = name_of_person(said.rstrip(" ."), words)
    return "" if said == text.strip() and is_sentence_opening(said, found) else found


def is_written_as_name(name: str, words: FormWords) -> bool:
    """Tell whether a few words are written as a name: two in capitals or more, nothing else but particles."""
    said = name.split()
    small = [word for word in said if not word[:1].isupper() and not words.has("particles", fold(word))]
    return len(said) - len(small) > 1 and not small and said[0][:1].isupper() and len(said) <= MOST_WORDS


def is_sentence_opening(said: str, name: str) -> bool:
    """Tell whether one word with a capital only opens a sentence: «Plantar moreras en la plaza»."""
    return (
        len(name.split()) == 1 and said.startswith(name) and len(said.split()) > MOST_WORDS_IN_SMALL_LETTERS
    )
