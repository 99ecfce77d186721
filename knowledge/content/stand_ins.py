"""Replacements for wrong values, so that the rest of the file can still be checked."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from knowledge.content.places import FormatPlace, field_place, unwrapped
from knowledge.content.text import FEWEST_PHRASINGS, LONGEST_BUTTON, Language, Phrasings

BLANK = "…"
FAR = datetime.date(2200, 1, 1)
CODES = ("x", "x.x", "ES", "#000000", "XX", "en", "a@b.example")
"""Short words of which one fits any pattern of the format."""
SIMPLE: Mapping[object, object] = {int: 1, bool: False, datetime.date: FAR}


def stand_in(place: FormatPlace, given: object, languages: Sequence[Language]) -> object:
    """A value that fits the place, with the right parts of the given one; None where it may be left out."""
    if place.words:
        return words_or_stand_ins(place, given, languages)
    if place.optional:
        return None
    if place.example is not None:
        return place.example
    if place.model is not None:
        return stand_in_group(place.model, given, languages)
    if get_origin(place.takes) is Literal:
        return get_args(place.takes)[0]
    if get_origin(place.takes) is tuple:
        return [stand_in(unwrapped(get_args(place.takes)[0]), None, languages)]
    if place.takes in SIMPLE:
        return SIMPLE[place.takes]
    return code(place.pattern) if place.takes is str else {}


def code(pattern: str | None) -> str:
    """A short word that fits a pattern."""
    return next((word for word in CODES if pattern and re.search(pattern, word)), BLANK)


def words_or_stand_ins(place: FormatPlace, given: object, languages: Sequence[Language]) -> dict[str, object]:
    """The words in each language, as far as they are right."""
    there = given if isinstance(given, Mapping) else {}
    if place.model and issubclass(place.model, Phrasings):
        return {language: phrasings_or_stand_ins(there.get(language)) for language in languages}
    return {language: short_words(there.get(language)) for language in languages}


def short_words(given: object) -> str:
    """Words that fit everywhere."""
    return given if isinstance(given, str) and 0 < len(given.strip()) <= LONGEST_BUTTON else BLANK


def phrasings_or_stand_ins(given: object) -> list[str]:
    """Phrasings, as many as there must be."""
    there = (
        [line for line in given if isinstance(line, str) and line.strip()] if isinstance(given, list) else []
    )
    return [*there, *[f"{BLANK}{i}" for i in range(FEWEST_PHRASINGS - len(there))]]


def stand_in_group(model: type[BaseModel], given: object, languages: Sequence[Language]) -> dict[str, object]:
    """A group of keys with all that it must have, and the id that it has."""
    found: dict[str, object] = {}
    for name, field in model.model_fields.items():
        place = field_place(field)
        if place.example is not None or not place.optional:
            found[field.alias or name] = stand_in(replace(place, optional=False), None, languages)
    kept = given.get("id") if isinstance(given, Mapping) else None
    return found | ({"id": kept} if isinstance(kept, str) and "id" in found else {})
