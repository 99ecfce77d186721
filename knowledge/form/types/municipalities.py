"""The municipalities that one line names, each with its number if it says one: «Alcoy 59.000, Ibi y Onil»."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from knowledge.form.replies.answer_in_text import without_addresses
from knowledge.form.replies.figures import name_and_number
from knowledge.form.replies.pieces import joined_by_words
from knowledge.form.types.base import Asked
from knowledge.reading.denial import denied_names
from knowledge.reading.words import first_word, fold

MOST_CHARACTERS = 80
MOST_WORDS_OF_NAME = 8
_BETWEEN = re.compile(r"\.(?=\s)|,(?!\d{3}(?!\d))|[;\n/]|:(?=\s*[^\W\d])")

COLON = re.compile(r":(?=\s*[^\W\d])")
"""A colon that announces a list: «tres municipios de Alicante: Alcoy, Ibi y Onil»."""


@dataclass(frozen=True)
class NamedMunicipality:
    """A municipality as a line names it; `known` says that the gazetteer has its name."""

    name: str
    population: int | None = None
    known: bool = False

    @property
    def is_named(self) -> bool:
        """Whether it is named clearly enough for a number to follow: «Algemesí, que anda por 27.300»."""
        return self.population is None and (self.known or self.is_capitalised)

    @property
    def is_capitalised(self) -> bool:
        """Whether it is written as a name."""
        return self.name[:1].isupper()


def municipalities(asked: Asked, text: str) -> list[NamedMunicipality]:
    """The municipalities of a line; if one is written as a name, words in small letters need the gazetteer."""
    head, rest = COLON.split(text, maxsplit=1) if COLON.search(text) else ("", text)
    after = listed_in(asked, rest)
    announced = "," not in head and sum(each.known for each in after) > 1
    found = after if announced else listed_in(asked, text)
    written = any(each.is_capitalised for each in found)
    return [each for each in found if each.known or each.is_capitalised or each.population or not written]


def listed_in(asked: Asked, text: str) -> list[NamedMunicipality]:
    """Split a line into names and numbers; a name that holds «y» stays whole if the gazetteer has it.

    A piece without a name gives its number to the one before it: «Petrer, que tiene 34.300».
    """
    found: list[NamedMunicipality] = []
    for piece in municipality_pieces(asked, without_addresses(asked.sources.read(text))):
        name, figure = name_and_number(asked.sources.read(piece), asked.sources.meanings.words)
        named = name_in_piece(asked, name)
        if figure is not None and not named.known:
            named = known_within(asked, named)
        beside = figure is not None and not (named.known or named.is_capitalised)
        if not named.name or (beside and found and found[-1].is_named):
            if found and figure is not None and found[-1].population is None:
                place = found[-1] if found[-1].known else known_within(asked, found[-1])
                found[-1] = NamedMunicipality(place.name, figure, place.known)
        elif any(character.isalpha() for character in named.name):
            found.append(NamedMunicipality(named.name, figure, named.known))
    denied = denied_names(text, [each.name for each in found], asked.sources.meanings.words, bare=True)
    return [each for each in found if each.name not in denied]


def municipality_pieces(asked: Asked, text: str) -> Iterator[str]:
    """The pieces of an enumeration: between commas and, where they are no name together, between «y», "and"."""
    words = asked.sources.meanings.words
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        name = name_in_piece(asked, name_and_number(asked.sources.read(part), words)[0])
        joined = name.known and any(fold(word) in words.sets["between"] for word in name.name.split())
        if joined:
            yield part
        else:
            yield from filter(None, joined_by_words(part, words))


def name_in_piece(asked: Asked, text: str) -> NamedMunicipality:
    """The name in a piece: the longest that the gazetteer has, else the piece without the words around it."""
    words = asked.sources.meanings.words
    left = words.without_ending("endings", words.without_opening("openings", text)).split()
    while left and fold(left[-1]) in words.sets["beside_numbers"]:
        left.pop()
    while left and fold(left[0]) in words.sets["beside_numbers"] and not left[0][:1].isupper():
        left.pop(0)
    known = longest_known(asked, left)
    name = known or " ".join(left).strip(" :,.-–")
    return NamedMunicipality(name[:MOST_CHARACTERS], known=bool(known))


def known_within(asked: Asked, named: NamedMunicipality) -> NamedMunicipality:
    """The longest name of a place at the beginning or the end of some words in small letters, else the words."""
    said = named.name.split()
    if not named.name.islower() or not 1 < len(said) <= MOST_WORDS_OF_NAME:
        return named
    runs = [part for count in range(len(said) - 1, 0, -1) for part in (said[-count:], said[:count])]
    place = next((run for run in runs if longest_known(asked, run) == " ".join(run)), None)
    return NamedMunicipality(" ".join(place), known=True) if place else named


def longest_known(asked: Asked, words: list[str]) -> str:
    """The longest run of words that names a place in the group's country; a part only if it is written as a name."""
    runs = [
        words[first:end]
        for first in range(len(words) if len(words) <= 2 * MOST_WORDS_OF_NAME else 0)
        for end in range(first + 1, min(len(words), first + MOST_WORDS_OF_NAME) + 1)
        if end - first == len(words) or is_whole_name(words, first, end)
    ]
    named = asked.sources.gazetteer.named([*{fold(" ".join(run)) for run in runs}])
    inside = {
        name for name, cities in named.items() if any(asked.country in (None, c.country) for c in cities)
    }
    fitting = sorted((run for run in runs if fold(" ".join(run)) in inside), key=len)
    return " ".join(fitting[-1]).strip(" :,.-–") if fitting else ""


def is_whole_name(words: Sequence[str], first: int, end: int) -> bool:
    """Tell whether a run of words is a name that does not continue after it."""
    return words[first][:1].isupper() and not any(word[:1].isupper() for word in words[end:])


def listed_names(names: Collection[str], text: str) -> list[str]:
    """The municipalities of a list that a line names: by the whole name, or by the first word of a longer one."""
    said = f" {fold(text)} "
    whole = [name for name in names if f" {fold(name)} " in said]
    return whole or [name for name in names if len(first_word(name)) > 3 and f" {first_word(name)} " in said]


def without_names(names: Collection[str], text: str) -> str:
    """A line without some names."""
    said = f" {fold(text)} "
    for name in names:
        said = said.replace(f" {fold(name)} ", " ").replace(f" {first_word(name)} ", " ")
    return said.strip()
