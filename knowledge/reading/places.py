"""Cities and regions named in a sentence, and which city a name means when several share it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.content.yaml_file import read_plain
from knowledge.geo.countries import Countries
from knowledge.geo.gazetteer import City, Gazetteer
from knowledge.geo.namesakes import Choice as Choice
from knowledge.geo.namesakes import bearers as bearers
from knowledge.geo.namesakes import choose_city as choose_city
from knowledge.reading.words import Word, fold

_LONGEST_NAME = 5
_REGION_LIKE = 100_000  # a name of a region and of smaller cities (Florida) is the region's
_KNOWN_TO_ALL = (
    50_000  # a place written small, without "city of" before it, is taken for one from this size on
)
_CITY_OF = re.compile(
    r"\b(?:ayuntamiento|ayto|alcaldia|municipio|ciudad|pueblo|villa|consistorio|municipalidad"
    r"|intendencia|prefeitura|concejo|"
    r"capital|city|town|municipality|council|mayor|hall|office|village|university|universidad"
    r"|diputacion|province|"
    r"provincia|region|cabildo|area metropolitana|alcalde|alcaldesa|concejal|concejala) (?:de|del|d"
    r"|of|in|en)(?: (?:la|el|los|las))?$"
)
_SPEAKER = re.compile(
    r"(?:\b(?:somos|soy|soy de|somos de|desde|escribo de|escribimos de|represento a|representamos a"
    r"|trabajo en|trabajo para|"
    r"vivo en|llamo de|estamos en|i m from|i am from|we re from|we are from|we are|we re|i m with"
    r"|from|behalf of|represent|"
    r"work for|work in|live in|based in|called|named)|\b(?:puede|podria|podra|pueden|podrian|can"
    r"|could|may|is|would|does|will)"
    r"(?: (?:participar|presentarse|optar|entrar|apuntarse|ser candidat[oa]|sumarse|inscribirse"
    r"|aspirar|concurrir))?"
    r"|\b(?:participar|presentarse|optar|apuntarse|candidat[oa]|cumple|vale|entra|cabe"
    r"|elegible))(?: (?:a|tambien|el|la|los|las|the))?$"
)
_SUBJECT_OF = re.compile(
    r"^(?:se |nos |tambien |also )?(?:puede|podria|podra|quiere|cumple|entra|vale|can|could|may|wants|would|meets)\b"
)
_LINKED = re.compile(
    r"\b(?:de|en|in|of|from|at|for|desde|con|with|y|e|and|near)(?: (?:la|el|los"
    r"|las|the))?$"
)
_ANOTHERS = re.compile(
    r"\b(?:pareja|socia|socio|partner|pair|paired|emparejad[oa]s?|hermanad[oa]s?|gemela|twin"
    r"|twinned|(?:colaborar|trabajar|cooperar|cooperacion) con|"
    r"(?:work|working|cooperate|cooperation) with|cerca de|near|vecina de|next to|visit"
    r"|visitar|a la de)"
    r"(?: \w+){0,2}$"
)


@dataclass(frozen=True)
class PlaceMention:
    """A city's name at words [first, last] and who bears it; `another`: not the candidate."""

    text: str
    first: int
    last: int
    cities: tuple[City, ...]
    another: bool = False


@dataclass(frozen=True)
class RegionMention:
    """A region at words [first, last]: its country and its name as the gazetteer writes it."""

    country: str
    region: str
    first: int
    last: int


@dataclass(frozen=True)
class Places:
    """The cities and regions of one sentence."""

    cities: tuple[PlaceMention, ...]
    regions: tuple[RegionMention, ...]


class PlaceFinder:
    """Finds places in sentences; knows which words are rarely places."""

    def __init__(self, gazetteer: Gazetteer, countries: Countries) -> None:
        places = read_plain(Path(__file__).parents[1] / "geo" / "places.yaml")
        self._gazetteer = gazetteer
        self._countries = countries
        self._rarely: frozenset[str] = frozenset(places["rarely_places"].split())
        self._regions: Mapping[str, tuple[str, str]] = _regions(gazetteer, places)

    def find(self, sentence: tuple[Word, ...]) -> Places:
        """Find the regions and then the cities of a sentence, in its order."""
        spans = _spans(sentence)
        named = self._towns(self._gazetteer.named(list({folded for _, _, folded in spans})))
        regions: list[RegionMention] = []
        cities: list[PlaceMention] = []
        end = -1
        for first, last, folded in spans:
            if first <= end:
                continue
            if folded in self._regions and self._is_region(sentence, first, folded, named, cities):
                regions.append(RegionMention(*self._regions[folded], first, last))
                end = last
            elif found := self._cities(sentence, first, last, folded, named):
                cities.append(found)
                end = last
        return Places(tuple(cities), tuple(regions))

    @staticmethod
    def _towns(named: Mapping[str, tuple[City, ...]]) -> dict[str, tuple[City, ...]]:
        """Leave out small places, which these rules would find in ordinary words; `read_places` tells them apart."""
        towns = {
            name: tuple(city for city in cities if city.population >= 15_000)
            for name, cities in named.items()
        }
        return {name: cities for name, cities in towns.items() if cities}

    def _is_region(
        self,
        sentence: tuple[Word, ...],
        first: int,
        folded: str,
        named: Mapping[str, tuple[City, ...]],
        cities: Sequence[PlaceMention],
    ) -> bool:
        """A name of both a city and a region is the region's after another city: "Córdoba, Veracruz"."""
        before = _before(sentence, first)
        if re.search(
            r"\b(?:junta de|gobierno de|comunidad de|region de|xunta de|state of|estado de)$", before
        ):
            return True
        large = any(city.own_name and city.population >= _REGION_LIKE for city in named.get(folded, ()))
        return not large or bool(cities and first - cities[-1].last <= 2 and "y" not in before.split()[-1:])

    def _cities(
        self,
        sentence: tuple[Word, ...],
        first: int,
        last: int,
        folded: str,
        named: Mapping[str, tuple[City, ...]],
    ) -> PlaceMention | None:
        cities = named.get(folded, ())
        if not cities and (first < last or len(folded) < 6):
            return None
        if self._countries.is_name(folded):
            return None
        before = _before(sentence, first)
        cities = cities or self._misspelt(sentence[first], before)
        if not cities or not self._is_place(sentence, first, last, before, cities):
            return None
        text = " ".join(word.text for word in sentence[first : last + 1])
        return PlaceMention(text, first, last, cities, bool(_ANOTHERS.search(before)))

    def _misspelt(self, word: Word, before: str) -> tuple[City, ...]:
        """Look a misspelt name up: only with a capital, and only where a place is expected."""
        if (
            not word.capitalised
            or not (_CITY_OF.search(before) or _SPEAKER.search(before))
            or word.folded in self._rarely
            or self._countries.code(word.text)
        ):
            return ()
        near = self._gazetteer.named(self._gazetteer.near_names(word.folded))
        found = [city for cities in near.values() for city in cities if city.population >= _KNOWN_TO_ALL]
        return tuple(sorted(found, key=lambda city: -city.population))

    def _is_place(
        self, sentence: tuple[Word, ...], first: int, last: int, before: str, cities: tuple[City, ...]
    ) -> bool:
        folded = fold(" ".join(word.text for word in sentence[first : last + 1]))
        capitalised = sentence[first].capitalised
        if folded in self._rarely:
            return capitalised and first > 0 and bool(_CITY_OF.search(before) or _named_directly(before))
        if _CITY_OF.search(before) or _SPEAKER.search(before):
            return True
        known = any(city.own_name and city.population >= _KNOWN_TO_ALL for city in cities)
        if capitalised:
            return first > 0 or known or bool(_SUBJECT_OF.search(_after(sentence, last)))
        return known and (bool(_LINKED.search(before)) or first == 0 or len(folded) > 4)


def _regions(gazetteer: Gazetteer, places: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    known = {fold(region): (country, region) for country, region in gazetteer.regions()}
    spoken = {name: (country, region) for name, (country, region) in places["region_names"].items()}
    return {**known, **spoken}


def _spans(sentence: tuple[Word, ...]) -> list[tuple[int, int, str]]:
    """List every run of up to five words, from left to right, longest first."""
    return [
        (first, first + length - 1, " ".join(word.folded for word in sentence[first : first + length]))
        for first in range(len(sentence))
        for length in range(min(_LONGEST_NAME, len(sentence) - first), 0, -1)
    ]


def _before(sentence: tuple[Word, ...], first: int) -> str:
    return " ".join(word.folded for word in sentence[max(0, first - 6) : first])


def _after(sentence: tuple[Word, ...], last: int) -> str:
    return " ".join(word.folded for word in sentence[last + 1 : last + 4])


def _named_directly(before: str) -> bool:
    return bool(re.search(r"\b(?:can|could|may|would|from|participar|somos)$", before))
