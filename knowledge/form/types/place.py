"""The answer «which city?»: typed, looked up, confirmed by a tap; brings country and inhabitants along.

While it waits for the tap, `pending` holds what was typed and the places found.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from knowledge.content.schema import Language
from knowledge.form.draft import Value
from knowledge.form.replies import (
    LEAST_CORRECTION,
    Accepted,
    correction,
    name_and_number,
    place_in_list,
    plain,
)
from knowledge.form.steps import OTHER, Step
from knowledge.form.types.base import Asked, Choice, Phrase, QuestionType, Rows
from knowledge.form.types.country import parse_country
from knowledge.form.types.one_line import agrees
from knowledge.form.wishes import pointed_at
from knowledge.reading.words import fold
from knowledge.reading.words import words as spoken

LONGEST_NAME = 100
LONGEST_NAME_WORDS = 8
NONE_OF_THESE = ("none of these", "ninguna", "ninguno")
FOLLOWS_FROM_PLACE = ("country", "population")
"""The answers that are about the place, so that another place makes them invalid."""


@dataclass(frozen=True)
class Typed:
    """A place as somebody typed it, with the inhabitants and the country if they were typed too."""

    name: str
    population: int | None = None
    country: str | None = None


def read_place(asked: Asked, text: str) -> Typed | None:
    """Take a typed line apart: «Ayuntamiento de Gandía, España, 75.000»; None if it holds no name."""
    words, countries = asked.sources.meanings.words, asked.sources.countries
    _, number = name_and_number(text)
    population = number if number and number >= LEAST_CORRECTION else None
    parts = [words.without_opening("openings", part) for part in parts_of(text)]
    reply = parse_country(text, countries, words) if len(parts) > 1 or " " in text.strip() else None
    country = str(reply.value) if isinstance(reply, Accepted) and countries.find(spoken(text)) else None
    names = [part for part in parts if any(c.isalpha() for c in part)]
    known = next((name for part in names if (name := known_name(asked, part, country))), None)
    name = known or next((part for part in names if countries.code(part) is None), "")
    name = " ".join(name.split()).strip(" ,.;")
    if not name or len(name) > LONGEST_NAME or len(name.split()) > LONGEST_NAME_WORDS:
        return None
    return Typed(name, population, country)


def parts_of(text: str) -> list[str]:
    """The parts of a line between commas, each without its number and the number's words."""
    parts = (name_and_number(part)[0] for part in re.split(r"[;()\n]|[.,](?!\d)", text))
    return [part for part in parts if part]


def known_name(asked: Asked, part: str, country: str | None) -> str | None:
    """The longest name of a place in a part of a line: all of it, or its beginning before the country's name."""
    words = part.split()
    for length in range(len(words), 0, -1):
        name, rest = " ".join(words[:length]), fold(" ".join(words[length:]))
        if rest and country is None:
            continue
        if asked.sources.gazetteer.named([fold(name)]):
            return name
    return None


class Place(QuestionType):
    """A city: `{name, country, population, geonameid, region}` if it was found, `{name}` if it was not."""

    name = "place"
    reads_numbers = True

    def read(self, asked: Asked, text: str) -> Step:
        """Look a place up: stored at once if it is clear which one is meant, else offered for one tap.

        A number typed while a place waits for the tap corrects its inhabitants and confirms it.
        """
        pending, country_of = asked.pending, asked.sources.countries.code
        right = correction(f"no {text}")
        if right is not None and len(pending.get("found") or []) == 1:
            return with_place(asked, pending["found"][0], right)
        picked = picks(asked, text, country_of)
        if picked:
            return self.tap(asked, picked)
        typed = read_place(asked, text)
        if typed is None or agrees(asked.sources.meanings, text) is not None or place_in_list(plain(text)):
            return asked.refuse("place")
        clear = asked.sources.clear_place(typed.name, typed.country)
        if clear:
            return with_place(asked, clear, typed.population)
        found = asked.sources.places(typed.name, typed.country)
        if not found:
            return with_name(asked, typed)
        told = {"typed": typed.name, "population": typed.population, "country": typed.country, "found": found}
        return asked.wait(told)

    def is_question(self, asked: Asked, text: str, step: Step) -> bool:
        """Take a line that asks for a question, whatever name could be read from it."""
        return "?" in text or super().is_question(asked, text, step)

    def tap(self, asked: Asked, code: str) -> Step:
        """Confirm one of the places found, or keep the name as typed and be asked for the rest."""
        pending = asked.pending
        if code == OTHER and "typed" in pending:
            return with_name(
                asked, Typed(pending["typed"], pending.get("population"), pending.get("country"))
            )
        place = chosen(pending, code)
        if place is None:
            return asked.refuse("old_button")
        return with_place(asked, place, pending.get("population"))

    def buttons(self, asked: Asked) -> Rows:
        """The places found, with the inhabitants that were typed or else the gazetteer's; and none of them."""
        if "found" not in asked.pending:
            return ()
        keep = Choice(OTHER, Phrase("keep_name", {"typed": asked.pending["typed"]}))
        return (*found_rows(asked.pending), (keep,))

    def notes(self, asked: Asked) -> tuple[Phrase, ...]:
        """Ask which of the places found it is."""
        return (Phrase("which_place"),) if "found" in asked.pending else ()

    def is_valid(self, asked: Asked, value: Value) -> bool:  # noqa: ARG002
        """Something with a name."""
        return isinstance(value, Mapping) and bool(value.get("name"))

    def worded(self, asked: Asked, value: Value, language: Language) -> str:  # noqa: ARG002
        """Its name."""
        return str(value["name"])


def found_rows(half: Mapping[str, Value]) -> Rows:
    """The places found, a button each."""
    typed = {"population": half["population"]} if half.get("population") else {}
    return tuple(
        (Choice(str(place["geonameid"]), Phrase("place", {**place, **typed})),) for place in half["found"]
    )


def picks(asked: Asked, text: str, country_of: Callable[[str], str | None] = lambda _: None) -> str:
    """Name the button that a typed line stands for: a number, a yes or no, a label, the same name once more, a country.

    Empty for any other line, and where nothing waits.
    """
    return picked_from(asked, asked.pending, text, country_of)


def picked_from(
    asked: Asked,
    pending: Mapping[str, Value],
    text: str,
    country_of: Callable[[str], str | None] = lambda _: None,
) -> str:
    """Name the button of some places found that a typed line stands for; empty for any other line."""
    found, said = pending.get("found") or [], plain(text)
    if not found:
        return ""
    meanings = asked.sources.meanings
    number, agreed = pointed_at(text, meanings.words, len(found)), agrees(meanings, text)
    if agreed is False or number == len(found) + 1 or said.startswith(NONE_OF_THESE):
        return OTHER
    if number:
        meant = found[number - 1 : number]
    elif agreed:
        meant = found[:1]
    else:
        meant = [place for place in found if said.startswith(label_of(place))]
        meant = meant or [place for place in found if place["country"] == country_of(text.strip())]
        meant = meant or (found if said == plain(pending["typed"]) else [])
    return str(meant[0]["geonameid"]) if meant else ""


def label_of(place: Mapping[str, Value]) -> str:
    """A place as its button begins, for comparing."""
    return plain(f"{place['name']}, {place['region']}" if place["region"] else place["name"])


def chosen(pending: Mapping[str, Value], value: str) -> dict[str, Value] | None:
    """The place found that a button names by its GeoNames id; None if the button is an old one."""
    found = pending.get("found") or []
    return next((dict(place) for place in found if str(place["geonameid"]) == value), None)


def with_place(asked: Asked, place: dict[str, Value], population: int | None) -> Step:
    """Store a place that was found, with the inhabitants that were typed or else the gazetteer's.

    Inhabitants known before any place was are those that the applicant told the eligibility check.
    """
    told = None if asked.stored else asked.draft.answers.get("population")
    known = population or told or place["population"]
    return asked.answer(place, country=place["country"], population=known)


def with_name(asked: Asked, typed: Typed) -> Step:
    """Store a name that the gazetteer does not have; another name's country and inhabitants do not stay."""
    told = {"country": typed.country, "population": typed.population}
    more = {key: value for key, value in told.items() if value is not None}
    draft = asked.draft
    if asked.stored and asked.stored.get("name") != typed.name:
        draft = draft.forgetting(*FOLLOWS_FROM_PLACE)
    return Step(draft.answered(asked.question.id, {"name": typed.name}, **more))
