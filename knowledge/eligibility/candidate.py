"""Reads a candidate from a sentence (body, country, inhabitants, place), and whether it asks to take part."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.eligibility.candidacy import Mention, asks_eligibility, may_ask
from knowledge.eligibility.judge import Candidate, Verdict, judge
from knowledge.eligibility.rules import Rulebook
from knowledge.eligibility.told_facts import told_facts
from knowledge.geo.countries import Countries, CountryMention
from knowledge.geo.gazetteer import City, Gazetteer
from knowledge.reading.bodies import read_kind, speaks_of_a_group
from knowledge.reading.places import Choice, PlaceFinder, PlaceMention, Places, bearers, choose_city
from knowledge.reading.populations import Inhabitants, read_inhabitants
from knowledge.reading.words import Word, fold, words

_TOGETHER = (
    "juntas",
    "juntos",
    "together",
    "grupo",
    "group",
    "sumar",
    "unir",
    "unimos",
    "mancomunad",
    "team up",
    "sumamos",
)
_PARTNERS = ("con", "with", "socio", "partner", "pareja", "pair", "twin")
_GOVERNMENT = re.compile(r"\b(?:gobierno|government|gobern\w+)\b")


@dataclass(frozen=True)
class Reading:
    """What a sentence says; `asks` tells whether it is a candidacy at all.

    `alternatives` are the cities to ask about where the name fits several; the candidate has none of theirs
    yet. `cities` are those whose size was looked up, `namesakes` those of the same name that were not taken.
    """

    candidate: Candidate
    alternatives: tuple[City, ...] = ()
    namesakes: tuple[City, ...] = ()
    cities: tuple[City, ...] = ()
    asks: bool = False
    concrete: bool = False  # a place or a number was given, not only a country

    def choose(self, city: City, language: str) -> Candidate:
        """Give the candidate with one of the alternatives filled in."""
        return _with_city(self.candidate, city, language)


class CandidateReader:
    """Reads sentences; holds the gazetteer, the countries and the rulebook that tell who is in the call."""

    def __init__(self, gazetteer: Gazetteer, countries: Countries, rulebook: Rulebook) -> None:
        self._countries = countries
        self._places = PlaceFinder(gazetteer, countries)
        self._rulebook = rulebook

    def candidacy(self, text: str, language: str) -> Reading | None:
        """Read a sentence if it asks about a candidacy; None, mostly at once, for all others."""
        if not may_ask(text):
            return None
        reading = self.read(text, language)
        return reading if reading.asks else None

    def read(self, text: str, language: str) -> Reading:
        """Read a sentence in Spanish or English; `language` is the one to name the city in."""
        sentence = words(text)
        places = self._places.find(sentence)
        group = _is_group_of_places(sentence, places.cities)
        kind = "group" if group else read_kind(text)
        if kind in (None, "city") and speaks_of_a_group(text):
            kind = "group"
        if kind is None and places.regions and _GOVERNMENT.search(fold(text)):
            kind = "region"
        inhabitants = read_inhabitants(text, kind)
        country = _country(self._countries.find(sentence), places, sentence)
        mention = Mention(
            kind=kind,
            country=country,
            population=inhabitants is not None,
            place=any(not place.another for place in places.cities)
            or (kind == "region" and bool(places.regions)),
        )
        candidate = Candidate(
            kind=kind,
            country=country,
            facts=told_facts(self._rulebook, kind, text) if kind else {},
        )
        reading = self._placed(_counted(candidate, inhabitants), places, kind, language)
        concrete = mention.place or mention.population
        return replace(reading, asks=asks_eligibility(text, mention), concrete=concrete)

    def judge(self, reading: Reading, today: date) -> Verdict:
        """Judge what was read; asks which city is meant first, unless that makes no difference."""
        if reading.alternatives:
            unplaced = judge(self._rulebook, Candidate(kind="city"), today)
            return replace(unplaced, candidate=reading.candidate, missing=("place",))
        return judge(self._rulebook, reading.candidate, today)

    def choose(self, cities: Sequence[City], candidate: Candidate) -> Choice:
        """Choose among cities of one name by what else is known; alternatives only if the verdict depends."""
        said = bearers([city for city in cities if candidate.country in (None, city.country)])
        sized = [
            city for city in said if candidate.population and _near(city.population, candidate.population)
        ]
        sets = self._rulebook.sets
        choice = choose_city(
            sized if len(sized) == 1 else said, sets["eu_members"], sets["partner_countries"]
        )
        if choice.alternatives and len({self._outcome(candidate, city) for city in choice.alternatives}) == 1:
            return Choice(choice.alternatives[0], namesakes=choice.alternatives[1:])
        return choice

    def _outcome(self, candidate: Candidate, city: City) -> tuple[str, str | None]:
        verdict = judge(self._rulebook, _with_city(candidate, city, ""), self._rulebook.deadline)
        return verdict.outcome, verdict.rule

    def _placed(self, candidate: Candidate, places: Places, kind: str | None, language: str) -> Reading:
        mentions = [place for place in places.cities if not place.another]
        if not mentions:
            return Reading(candidate)
        if kind == "group" and len(mentions) > 1:
            return self._together(candidate, mentions, language)
        cities = _in_region(mentions[0].cities, places)
        if kind not in (None, "city"):
            country = candidate.country or self._sole_country(cities)
            return Reading(replace(candidate, place=mentions[0].text, country=country))
        choice = self.choose(cities, candidate)
        if choice.city:
            known = _with_city(candidate, choice.city, language)
            return Reading(known, namesakes=choice.namesakes, cities=(choice.city,))
        return Reading(replace(candidate, place=mentions[0].text), choice.alternatives, choice.namesakes)

    def _together(self, candidate: Candidate, mentions: Sequence[PlaceMention], language: str) -> Reading:
        """Sum the cities of a group; where one is not known or ambiguous, its size stays to be asked."""
        chosen = [
            self.choose(each.cities, candidate).city or self._likeliest(each, mentions) for each in mentions
        ]
        cities = tuple(city for city in chosen if city)
        place = ", ".join(city.name(language) for city in cities)
        country = candidate.country or (
            cities[0].country if len({city.country for city in cities}) == 1 else None
        )
        known = replace(candidate, place=place, country=country)
        if known.population is None:
            known = replace(known, population=sum(city.population for city in cities), approximate=True)
        return Reading(known, cities=cities)

    def _likeliest(self, mention: PlaceMention, mentions: Sequence[PlaceMention]) -> City | None:
        """Take, of an ambiguous name in a group, a city whose country the others fit, in the EU first."""
        others = [{city.country for city in other.cities} for other in mentions if other is not mention]
        fitting = [city for city in mention.cities if all(city.country in countries for countries in others)]
        european = [city for city in fitting if city.country in self._rulebook.sets["eu_members"]]
        return next(iter((*european, *fitting)), None)

    def _sole_country(self, cities: Sequence[City]) -> str | None:
        sets = self._rulebook.sets
        choice = choose_city(cities, sets["eu_members"], sets["partner_countries"])
        return choice.city.country if choice.city else None


def _counted(candidate: Candidate, inhabitants: Inhabitants | None) -> Candidate:
    if inhabitants is None:
        return candidate
    return replace(
        candidate,
        population=inhabitants.number,
        approximate=inhabitants.approximate,
        bound=inhabitants.bound,
    )


def _with_city(candidate: Candidate, city: City, language: str) -> Candidate:
    known = replace(candidate, kind=candidate.kind or "city", place=city.name(language), country=city.country)
    return (
        known
        if known.population is not None
        else replace(known, population=city.population, approximate=True)
    )


def _country(mentions: Sequence[CountryMention], places: Places, sentence: tuple[Word, ...]) -> str | None:
    """Choose the candidate's country: the first that is not a partner's, or the one of a region."""
    for mention in mentions:
        before = [word.folded for word in sentence[max(0, mention.first - 3) : mention.first]]
        if not any(word in _PARTNERS for word in before):
            return mention.code
    return places.regions[0].country if places.regions else None


def _in_region(cities: tuple[City, ...], places: Places) -> tuple[City, ...]:
    regions = {(region.country, region.region) for region in places.regions}
    inside = tuple(city for city in cities if (city.country, city.region) in regions)
    return inside or cities


def _near(one: int, other: int) -> bool:
    return max(one, other) <= 2 * min(one, other)


def _is_group_of_places(sentence: tuple[Word, ...], mentions: Sequence[PlaceMention]) -> bool:
    own = [mention for mention in mentions if not mention.another]
    if len(own) < 2:
        return False
    folded = fold(" ".join(word.text for word in sentence))
    return any(sign in folded for sign in _TOGETHER) or _listed(sentence, own)


def _listed(sentence: tuple[Word, ...], mentions: Sequence[PlaceMention]) -> bool:
    """Tell whether the last two are joined by "and" or "with"."""
    one, other = mentions[-2:]
    between = [word.folded for word in sentence[one.last + 1 : other.first]]
    return between in (["y"], ["e"], ["and"])
