"""The answer to «which city?»: stored at once if it is clear, else confirmed by a tap.

It fills in country and inhabitants. Until the tap, `pending` holds what was typed and the places found.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.content.schema import Language
from knowledge.form.draft import PartialAnswer, Value, place_in
from knowledge.form.replies.figures import (
    LEAST_INHABITANTS,
    corrected_inhabitants,
    inhabitant_figures,
    name_and_number,
)
from knowledge.form.replies.pointing import pointed_at
from knowledge.form.replies.results import comparable
from knowledge.form.steps import OTHER, Step
from knowledge.form.types.base import Asked, ButtonRows, Phrase, QuestionType, ReplyButton
from knowledge.geo.gazetteer import City, StoredPlace
from knowledge.reading import spans
from knowledge.reading.reading import Reading
from knowledge.reading.words import fold

MOST_CHARACTERS = 100
FEWEST_WORDS, MOST_WORDS_OF_NAME = 3, 5
WISH_LIKENESS_OF_NAME = 0.4
"""From this likeness to a wish on, words in small letters are not offered as a name."""
MOST_TO_ASK = 4
LEAST_OF_NAMESAKES = 10_000
"""Inhabitants of a city that may be meant rather than a larger one elsewhere."""
QUALIFIERS = ",(/-–"
"""The characters between a town and the province that distinguishes it: «Elche (Alicante)»."""


@dataclass(frozen=True)
class TypedPlace:
    """A place as somebody typed it, with the inhabitants and the country if they were typed too."""

    name: str
    population: int | None = None
    country: str | None = None


class PlaceQuestion(QuestionType):
    """A city: `{name, country, population, geonameid, region}` if it was found, `{name}` if it was not."""

    name = "place"
    own_keys = ("fills",)
    can_tell = ("place",)
    reads_numbers = True

    def read(self, asked: Asked, text: str) -> Step:
        """Read a place: stored at once if it is clear which one is meant, else offered for one tap.

        A number typed while a place waits for the tap corrects its inhabitants and confirms it.
        """
        picked = button_for_reply(asked, text)
        if picked:
            return self.tap(asked, picked)
        reading = asked.sources.read(text)
        right = corrected_inhabitants(asked.sources.read(text), asked.sources.meanings.words, bare=True)
        if right is not None and len(asked.pending.get("found") or []) == 1:
            return with_place(asked, asked.pending["found"][0], right)
        named, typed = places_named(reading), typed_name(asked, reading)
        if named and not (typed and is_longer_name(asked, typed.name, named)):
            return with_cities(asked, reading, named)
        if typed is None:
            small = small_name(asked, reading)
            return asked.keep_partial({"typed": small, "found": []}) if small else asked.refuse("place")
        return look_up_name(asked, typed)

    def is_answered_too(self, asked: Asked, reading: Reading) -> bool:
        """Tell whether a place is named, be it by a word that is often something else: «It's Limerick»."""
        return bool(places_named(reading) or names_clear_place(asked, reading))

    def is_question(self, asked: Asked, text: str, step: Step) -> bool:
        """Take a line that asks for a question, whatever name could be read from it."""
        return "?" in text or super().is_question(asked, text, step)

    def tap(self, asked: Asked, code: str) -> Step:
        """Confirm one of the places found, or keep the name as typed and be asked for the rest."""
        pending = asked.pending
        if code == OTHER and "typed" in pending:
            return with_unknown_place(
                asked, TypedPlace(str(pending["typed"]), pending.get("population"), pending.get("country"))
            )
        place = found_with_id(pending, code)
        if place is None:
            return asked.refuse("old_button")
        return with_place(asked, place, pending.get("population"))

    def buttons(self, asked: Asked) -> ButtonRows:
        """The places found, with the inhabitants that were typed or else the gazetteer's; and none of them."""
        if "found" not in asked.pending:
            return ()
        label = "keep_name" if asked.pending["found"] else "yes_its_name"
        keep = ReplyButton(OTHER, Phrase(label, {"typed": str(asked.pending["typed"])}))
        return (*found_rows(asked.pending), (keep,))

    def notes(self, asked: Asked) -> tuple[Phrase, ...]:
        """Ask which of the places found it is."""
        if "found" not in asked.pending:
            return ()
        found, typed = asked.pending["found"], str(asked.pending["typed"])
        return (Phrase("which_place") if found else Phrase("is_its_name", {"typed": typed}),)

    def is_valid(self, asked: Asked, value: Value) -> bool:  # noqa: ARG002
        """Something with a name."""
        return place_in(value) is not None

    def worded(self, asked: Asked, value: Value, language: Language) -> str:  # noqa: ARG002
        """Its name."""
        place = place_in(value)
        return place["name"] if place else ""


def places_named(reading: Reading) -> list[spans.Place]:
    """The places that a line puts forward, without those it denies or names only to distinguish another one."""
    named = [place for place in reading.places if not place.negated and place.likely]
    named = [place for place in named if not place.beside] or named
    return [
        place for at, place in enumerate(named) if at == 0 or not qualifies(reading, named[at - 1], place)
    ]


def qualifies(reading: Reading, town: spans.Place, other: spans.Place) -> bool:
    """Tell whether a place only says where the one before it lies: «Elche, Alicante»."""
    between = reading.text[town.end : other.start].strip()
    return between != "" and all(mark in QUALIFIERS for mark in between)


def with_cities(asked: Asked, reading: Reading, named: Sequence[spans.Place]) -> Step:
    """Store the city that is meant, or offer those that may be."""
    cities = [
        *{city.geonameid: city for place in named for city in likely_cities(asked, reading, place)}.values()
    ]
    figure = stated_inhabitants(reading)
    if len(cities) == 1 and not all(place.beside for place in named):
        return with_place(asked, cities[0].stored(asked.sources.language), figure)
    return offer_cities(asked, TypedPlace(named[0].text, figure), cities)


def likely_cities(asked: Asked, reading: Reading, place: spans.Place) -> list[City]:
    """The cities that a name may mean; if no country is named, those in the programme's countries too."""
    home = asked.sources.programme.home_countries
    if reading.countries or any(city.country in home for city in place.likely):
        return list(place.likely)
    own = [city for city in place.cities if city.country in home and city.population >= LEAST_OF_NAMESAKES]
    return [*own[: MOST_TO_ASK - 1], *place.likely]


def stated_inhabitants(reading: Reading) -> int | None:
    """The inhabitants that stand beside a place; None if no figure can count a city's."""
    found = [each for each in inhabitant_figures(reading) if not each.bound and each.upper is None]
    return next((each.value for each in found if each.value >= LEAST_INHABITANTS), None)


def typed_name(asked: Asked, reading: Reading) -> TypedPlace | None:
    """The name of a place that the gazetteer lacks, from a line that is little more than a name; None from others."""
    words = asked.sources.meanings.words
    countries = [country for country in reading.countries if not country.negated]
    if len({country.code for country in countries}) > 1 and not countries[0].start:
        return None
    first = min((country.start for country in countries if country.start), default=len(reading.text))
    parts = [part for part in reading.text[:first].replace("(", ",").split(",") if part.strip()]
    opened = words.without_opening("openings", parts[0].strip()) if parts else ""
    name = name_and_number(asked.sources.read(opened), words)[0].strip(" ,.;")
    if not is_like_a_name(asked, name):
        return None
    figure = stated_inhabitants(reading)
    return TypedPlace(name, figure, countries[0].code if countries else None)


def is_like_a_name(asked: Asked, name: str) -> bool:
    """Tell a name from a sentence: few words, with a capital where they are more than two."""
    count = len(name.split())
    if not any(c.isalpha() for c in name) or len(name) > MOST_CHARACTERS or count > MOST_WORDS_OF_NAME:
        return False
    reading = asked.sources.read(name)
    written = any(word.capitalised for word in reading.words)
    if is_sentence(reading) or (reading.bodies and not written):
        return False
    known = count < 3 or any(word.capitalised for word in reading.words[1:])
    return known or fold(name) in asked.sources.gazetteer.named([fold(name)])


def small_name(asked: Asked, reading: Reading) -> str:
    """A line in small letters that may name a village the gazetteer lacks; empty for other lines."""
    name = asked.sources.meanings.words.without_opening("openings", reading.text.strip(" ,.;"))
    few = len(name.split()) in range(FEWEST_WORDS, MOST_WORDS_OF_NAME + 1) and len(name) <= MOST_CHARACTERS
    said_of = reading.numbers or reading.bodies or reading.countries or is_sentence(reading)
    letters = all(character.isalpha() or character in " '’-" for character in name)
    meanings = asked.sources.meanings
    wished = meanings.meant(name) or meanings.wish(name, WISH_LIKENESS_OF_NAME)
    return name if few and letters and not said_of and not wished else ""


def is_longer_name(asked: Asked, name: str, named: Sequence[spans.Place]) -> bool:
    """Tell whether a line is one longer name that begins like the place read from it: «elche de la sierra»."""
    longest = max(len(place.text) for place in named)
    return len(name) > longest and fold(name) in asked.sources.gazetteer.named([fold(name)])


def names_clear_place(asked: Asked, reading: Reading) -> bool:
    """Tell whether a line is little more than the name, in capitals, of the one place that is meant."""
    typed = typed_name(asked, reading)
    capital = typed is not None and typed.name[:1].isupper()
    return bool(typed and capital and asked.sources.clear_place(typed.name, typed.country))


def is_sentence(reading: Reading) -> bool:
    """Tell whether words say or ask something, as a name does not."""
    return bool(reading.negations or reading.asks or reading.first_person or reading.replies)


def look_up_name(asked: Asked, typed: TypedPlace) -> Step:
    """Store the one place of that name, or offer those spelled nearly so; a name of none is kept as it was typed."""
    clear = asked.sources.clear_place(typed.name, typed.country)
    if clear:
        return with_place(asked, clear, typed.population)
    found = asked.sources.places(typed.name, typed.country)
    return offer_places(asked, typed, found) if found else with_unknown_place(asked, typed)


def offer_cities(asked: Asked, typed: TypedPlace, cities: Sequence[City]) -> Step:
    """Offer cities for one tap."""
    return offer_places(asked, typed, [city.stored(asked.sources.language) for city in cities[:MOST_TO_ASK]])


def offer_places(asked: Asked, typed: TypedPlace, found: Sequence[StoredPlace]) -> Step:
    """Offer places for one tap, with what was typed."""
    return asked.keep_partial(
        {
            "typed": typed.name,
            "population": typed.population,
            "country": typed.country,
            "found": list(found),
        }
    )


def found_rows(half: PartialAnswer) -> ButtonRows:
    """The places found, a button each."""
    typed = half.get("population")
    return tuple(
        (ReplyButton(str(place["geonameid"]), Phrase("place", {"place": with_inhabitants(place, typed)})),)
        for place in half["found"]
    )


def with_inhabitants(place: StoredPlace, typed: int | None) -> StoredPlace:
    """A place with the inhabitants that were typed, or else the gazetteer's."""
    return {**place, "population": typed} if typed else place


def button_for_reply(asked: Asked, text: str) -> str:
    """Name the button that a typed line stands for: a number, a yes or no, a label, the same name, a country.

    Empty for any other line, and where nothing waits.
    """
    return button_among_found(asked, asked.pending, text)


def button_among_found(asked: Asked, pending: PartialAnswer, text: str) -> str:
    """Name the button of some places found that a typed line stands for; empty for any other line."""
    found = pending.get("found") or []
    if not found:
        confirmed = "found" in pending and asked.sources.meanings.agrees(text)
        return OTHER if confirmed else ""
    meanings = asked.sources.meanings
    number, agreed = pointed_at(text, meanings.words, len(found)), meanings.agrees(text)
    if agreed is False or number == len(found) + 1 or meanings.words.opens("none_of_these", text):
        return OTHER
    if number:
        meant = found[number - 1 : number]
    elif agreed:
        meant = found[:1]
    else:
        meant = places_matching(asked, found, str(pending["typed"]), text)
    return str(meant[0]["geonameid"]) if meant else ""


def places_matching(asked: Asked, found: list[StoredPlace], typed: str, text: str) -> list[StoredPlace]:
    """The places found that a label, the same name once more, a region or a country names."""
    said, reading = comparable(text), asked.sources.read(text)
    labelled = [place for place in found if said.startswith(label_of(place))]
    countries = {country.code for country in reading.countries if not country.negated}
    regions = {region.name for region in reading.regions}
    within = [place for place in found if place.get("region") in regions]
    within = within or [place for place in found if place["country"] in countries]
    return (
        labelled
        or (within if len(within) == 1 or countries else [])
        or (found if said == comparable(typed) else [])
    )


def label_of(place: StoredPlace) -> str:
    """The beginning of a place's button label, for comparison."""
    return comparable(f"{place['name']}, {place['region']}" if place.get("region") else place["name"])


def found_with_id(pending: PartialAnswer, value: str) -> StoredPlace | None:
    """The place found that a button names by its GeoNames id; None if the button is an old one."""
    found = pending.get("found") or []
    return next((place for place in found if str(place["geonameid"]) == value), None)


def with_place(asked: Asked, place: StoredPlace, population: int | None) -> Step:
    """Store a place that was found, with the inhabitants that were typed or else the gazetteer's.

    Inhabitants known before the place come from the eligibility check, where the applicant gave them.
    """
    fact = asked.sources.rulebook.fact_of_field("population")
    before = None if asked.stored or fact is None else asked.answer_telling(fact.id)
    known = population or (isinstance(before, int) and before) or place["population"]
    return asked.answer(place, **asked.filled_answers(place["country"], known))


def with_unknown_place(asked: Asked, typed: TypedPlace) -> Step:
    """Store a name that the gazetteer lacks, and drop the country and inhabitants of an earlier name."""
    draft = asked.draft
    before = place_in(asked.stored)
    if before and before["name"] != typed.name:
        draft = draft.without_answers(*asked.filled_answers(country="", population=0))
    more = asked.filled_answers(typed.country, typed.population)
    return Step(draft.with_answer(asked.question.id, {"name": typed.name}, **more))
