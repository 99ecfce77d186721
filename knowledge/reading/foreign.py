"""Which language a message of three words or more is in, if it is none that the programme speaks: by CLD2."""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path

import pycld2
from babel import Locale, UnknownLocaleError
from babel.lists import format_list

from knowledge.content.yaml_file import read_plain
from knowledge.reading.text import tokens

FEWEST = 3  # words: fewer are names as often as not
CERTAIN = 90  # percent of the text that is of one language
SENTENCES = Path(__file__).parents[1] / "languages" / "others.yaml"
STRANGE = 0.5  # share of words that no phrasing of the programme's languages knows


def foreign_language(text: str, spoken: Collection[str], knows: Callable[[str], bool]) -> str | None:
    """Give the ISO 639 code of the language of a text; None if it is spoken here, too short, or not sure.

    `knows` tells whether a word is one of the programme's languages.
    """
    words = tokens(text)
    if len(words) < FEWEST or sum(map(knows, words)) > (1 - STRANGE) * len(words):
        return None
    try:
        reliable, _, guesses = pycld2.detect(text, bestEffort=True)
    except pycld2.error:  # characters that CLD2 does not take for text
        return None
    _, code, percent, _ = guesses[0]
    sure = reliable and percent >= CERTAIN and code not in spoken
    return str(code) if sure and language_name_in(code, code) else None


def language_name_in(language: str, within: str) -> str:
    """Name a language in another one, as CLDR does; empty if CLDR knows one of them not."""
    try:
        locale = Locale.parse(within, sep="-")
    except (UnknownLocaleError, ValueError):
        return ""
    return str(locale.languages.get(language) or "")


def languages_listed_in(languages: Collection[str], within: str) -> str:
    """List languages in another one: "espagnol et anglais"; empty where CLDR does not name all of them."""
    names = [language_name_in(language, within) for language in languages]
    return format_list(names, locale=within.replace("-", "_")) if all(names) else ""


@cache
def sentences() -> Mapping[str, str]:
    """Say in languages that nobody here speaks that only {languages} are read, by their ISO 639 codes."""
    return dict(read_plain(SENTENCES))


def in_their_words(languages: Collection[str], theirs: str) -> str:
    """Say in a foreign language which ones are read; their names alone where there is no sentence for it."""
    names = languages_listed_in(languages, theirs)
    return sentences().get(theirs, "{languages}").format(languages=names) if names else ""
