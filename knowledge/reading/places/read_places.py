"""The municipalities and regions of a message, and which of several of one name is meant."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge.geo.countries import Countries
from knowledge.geo.gazetteer import City, Gazetteer
from knowledge.geo.regions import NO_REGION, named_regions
from knowledge.reading.bodies.bodies_of_countries import BodiesOfCountries
from knowledge.reading.bodies.body_names import Found
from knowledge.reading.phrases import plain_terms
from knowledge.reading.places.place_context import KNOWN_TO_ALL, PlaceContext
from knowledge.reading.places.place_names import LONGEST_NAME, FoundName, Names, ends, runs
from knowledge.reading.places.place_signs import PlaceSigns
from knowledge.reading.places.told_apart import Disambiguation
from knowledge.reading.sentence import Sentence
from knowledge.reading.spans import Country, Place, Region
from knowledge.reading.vocabulary import PlaceWords
from knowledge.reading.words import fold

_REGION_LIKE = 100_000  # a name of a region and of smaller cities (Florida) is the region's
_MOST_MISSPELT = 20  # names of a message that are looked up as misspelt: each takes a third of a millisecond
MUNICIPALITY = "municipality"  # the class of body that a city's name may stand for
_SHORTEST_MISSPELT = 6  # letters of such a name


class PlaceReader:
    """Reads places with the words of one or more languages; `ordinary` are words that are rarely places."""

    def __init__(
        self,
        languages: Mapping[str, PlaceWords],
        gazetteer: Gazetteer,
        countries: Countries,
        programme: tuple[Collection[str], Collection[str]],
        ordinary: Collection[str] = (),
        vocabulary: Collection[str] = (),
    ) -> None:
        """Prepare the terms.

        `programme`: the Member States and the partner countries, whose cities are likelier. `vocabulary`: words
        that may stand beside a name with a capital and are no part of it ("Siena City Council").
        """
        own = list(languages.values())
        self._gazetteer, self._countries = gazetteer, countries
        self._regions, official = named_regions(gazetteer, tuple(languages))
        self._spoken_regions = frozenset(self._regions.keys() - official)
        self.context = PlaceContext(own, countries, self._regions, ordinary, vocabulary)
        self._signs, self._told_apart = (
            PlaceSigns(self.context, [*programme[0], *programme[1]]),
            Disambiguation(*programme, frozenset(code for each in own for code in each.spoken_in)),
        )
        self._apart = plain_terms(term for each in own for term in each.told_apart_by)
        self._beside = plain_terms(term for each in own for term in each.beside)
        self._near = plain_terms(term for each in own for term in each.near)
        self._corrects = plain_terms(term for each in own for term in each.taken_back)
        self._of_region = plain_terms(term for each in own for term in each.regions_follow)
        self._territory = plain_terms(term for each in own for term in each.territories)
        self._lies_in = plain_terms(term for each in own for term in each.within)
        self._of_countries = BodiesOfCountries()
        self._joining = frozenset(fold(w) for each in own for w in each.together if fold(w))

    def find(self, sentence: Sentence, free: Sequence[bool], bodies: Sequence[Found] = ()) -> "Names":
        """Find the names of cities and regions at words that are free, in order; `bodies` are no part of them."""
        return Names(tuple(self._named(sentence, free, bodies)))

    def places(
        self,
        sentence: Sentence,
        names: "Names",
        regions: Sequence[Region],
        countries: Sequence[Country],
        denied: Collection[int] = (),
    ) -> Iterator[Place]:
        """Give the places, told apart by the regions and countries of the message and by each other.

        `denied` are the words where a denied name begins.
        """
        named = [each for each in names.found if each.cities]
        found = [replace(self._place(sentence, each), negated=each.first in denied) for each in named]
        behind = [None, *named]
        telling = {
            place.start
            for place, each, before in zip(found, named, behind, strict=False)
            if before and self._tells_apart(sentence, each, before)
        }
        back = self._taken_back(sentence, [place for place in found if place.start not in telling])
        found = [replace(place, beside=True) if place.start in back else place for place in found]
        return self._told_apart.resolved(found, regions, countries, telling)

    def _taken_back(self, sentence: Sentence, places: Sequence[Place]) -> set[int]:
        """Tell which places a message takes back by naming another: "in Vigo, no, sorry: Lugo"."""
        if len(places) < 2:
            return set()
        said = [
            sentence.words[at].start
            for at in range(len(sentence.words))
            if self._corrects.at(sentence.folded, at)
        ]
        last = max((start for start in said if start < places[-1].start), default=0)
        return {place.start for place in places if place.start < last}

    def _named(
        self, sentence: Sentence, free: Sequence[bool], bodies: Sequence[Found]
    ) -> Iterator[FoundName]:
        belongs = self._parts_of_bodies(sentence, bodies)
        described = {last + 1 for _, last, _, _ in bodies}
        towns = {first for first, _, kind, plural in bodies if kind == MUNICIPALITY and not plural}
        possible = [
            run
            for run in runs(sentence, free)
            if run[:2] not in belongs and self.context.worth_looking(sentence, *run)
        ]
        named = self._gazetteer.named(list({name for _, _, name in possible}))
        misspelt = self._misspelt(
            sentence, [first for first, last, name in possible if first == last and name not in named]
        )

        def alike(first: int, last: int) -> tuple[City, ...]:
            return misspelt.get(first, ()) if first == last else ()

        end, before = -1, -9
        for first, last, name in possible:
            if first <= end or self.context.is_article_of_region(sentence, first, last):
                continue
            found = (
                self._region(sentence, first, last, name, named, before)
                or self._country(sentence, first, last, name, named)
                or self._cities(
                    sentence,
                    first,
                    last,
                    named.get(name) or alike(first, last),
                    describes=first in described,
                    city_of_country=last + 1 in towns,
                    listed=self._is_listed(sentence, first, last, before),
                )
            )
            if found and self.context.is_fragment(sentence, found, named):
                end = self.context.name_end(sentence, last)
            elif found:
                end = last
                before = last if found.cities else before
                yield found

    def _parts_of_bodies(self, sentence: Sentence, bodies: Sequence[Found]) -> set[tuple[int, int]]:
        """List the runs of words that are no names because of a body: Cork City in "Cork City Council".

        Neither is the body itself before "of", nor with a country's adjective before it: "an Irish town".
        """
        parts: set[tuple[int, int]] = set()
        for first, last, _, _ in bodies:
            if self.context.within.at(sentence.folded, last + 1):
                parts.add((first, last))
            before = self._countries.find(sentence.words[first - 1 : first]) if first else ()
            if any(mention.demonym for mention in before):
                parts.add((first - 1, last))
            for inner in range(first, last):
                parts.update((start, inner) for start in range(max(0, inner - LONGEST_NAME), inner + 1))
        return parts

    def _region(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        name: str,
        named: Mapping[str, tuple[City, ...]],
        city_before: int,
    ) -> FoundName | None:
        """A name of both a city and a region is the region's after another city: "Córdoba, Veracruz"."""
        region = self._regions.get(name)
        ordinary = name in self.context.ordinary or name not in self._spoken_regions
        written = any(word.capitalised for word in sentence.words[first : last + 1])
        if region is None or (ordinary and not (written or self._is_landscape(name, region))):
            return None
        large = any(city.own_name and city.population >= _REGION_LIKE for city in named.get(name, ()))
        follows = 0 < first - city_before <= 3 and sentence.folded[first - 1] not in self._joining
        if not follows and self._of_countries.is_city(*region):
            return None
        led = self._is_led(sentence, first)
        if not (led or not large or follows):
            return None
        return FoundName(
            first, last, region=region, within=self.context.is_within(sentence, first) and not led
        )

    def _is_led(self, sentence: Sentence, first: int) -> bool:
        """Tell whether a region's name is expected: after "state of", and not after the longer "city state of"."""
        region = self._of_region.before(sentence.folded, first)
        city = self.context.expected.before(sentence.folded, first)
        return region is not None and (city is None or region[0] >= city[0])

    def _is_landscape(self, name: str, region: tuple[str, str]) -> bool:
        """Tell whether a name that is no word besides is a landscape's, which people write small: "la alcarria"."""
        return region[1] == NO_REGION and not self.context.is_word(name)

    def _country(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        name: str,
        named: Mapping[str, tuple[City, ...]],
    ) -> FoundName | None:
        """A country's name that is often something else, where a name is expected and no known city has it."""
        code = self._countries.doubtful(name)
        known = _known_to_all(named.get(name, ()))
        if code is None or known or not self.context.stands_as_country(sentence, first, last, name):
            return None
        return FoundName(first, last, country=code)

    def _cities(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        cities: tuple[City, ...],
        *,
        describes: bool,
        city_of_country: bool,
        listed: bool,
    ) -> FoundName | None:
        """`describes`: a kind of body stands right before, so that a small word is an adjective: "ciudad mediana"."""
        name = " ".join(sentence.folded[first : last + 1])
        if not cities or self.context.is_person(sentence, first, last):
            return None
        if self._countries.is_name(name):
            code = self._countries.code(name)
            if city_of_country and last not in sentence.ends and any(city.country == code for city in cities):
                return FoundName(
                    first, last, tuple(city for city in cities if city.country == code), is_no_country=True
                )
            qualifies = self._apart.before(sentence.folded, first)
            told = not qualifies and self.context.is_told_by_region(sentence, last, cities)
            return FoundName(first, last, cities, is_no_country=True) if told else None
        expected = self.context.is_expected(sentence, first)
        if describes and not (expected or sentence.words[first].capitalised or _known_to_all(cities)):
            return None
        if not self._signs.is_place(sentence, first, last, cities, expected=expected, listed=listed):
            return None
        return FoundName(first, last, cities)

    def _is_listed(self, sentence: Sentence, first: int, last: int, city_before: int) -> bool:
        """Tell whether a name stands between a city and a joining word, or behind both: "Cuneo, Alba and Bra"."""
        joined = sentence.folded[last + 1 : last + 2]
        if city_before == first - 1 and city_before in sentence.commas:
            return last in sentence.commas or bool(joined and joined[0] in self._joining)
        return city_before == first - 2 and sentence.folded[first - 1] in self._joining

    def _misspelt(self, sentence: Sentence, unknown: Sequence[int]) -> Mapping[int, tuple[City, ...]]:
        """Look misspelt names up, by their place among the words; only the first of a message, whatever its length."""
        places = [at for at in unknown if self._may_be_misspelt(sentence, at)]
        names = list(dict.fromkeys(sentence.folded[at] for at in places))[:_MOST_MISSPELT]
        alike = {name: self._alike(name) for name in names}
        return {at: alike.get(sentence.folded[at], ()) for at in places}

    def _may_be_misspelt(self, sentence: Sentence, at: int) -> bool:
        """Tell whether a word may be a misspelt name: only with a capital, and only where a place is expected."""
        word = sentence.words[at]
        if (
            not word.capitalised
            or len(word.folded) < _SHORTEST_MISSPELT
            or word.folded in self.context.ordinary
        ):
            return False
        return self.context.is_expected(sentence, at) and not self._countries.code(word.text)

    def _alike(self, folded: str) -> tuple[City, ...]:
        """Give the large cities whose name is a typing mistake away, largest first."""
        near = self._gazetteer.named(self._gazetteer.near_names(folded))
        known = [city for cities in near.values() for city in cities if city.population >= KNOWN_TO_ALL]
        return tuple(sorted(known, key=lambda city: -city.population))

    def _place(self, sentence: Sentence, found: FoundName) -> Place:
        start, end = ends(sentence, found)
        place = self.context.before_article(sentence, found.first)
        same = found.first == 0 or found.first - 1 not in sentence.ends
        beside = (
            same
            and found.first - 1 not in sentence.commas
            and any(
                self._beside.before(sentence.folded, at)
                for at in {found.first, place, place - 1}
                if at > 0 and at - 1 not in sentence.ends
            )
        )
        near = same and self._near.before(sentence.folded, place) is not None
        near = near or self.is_territory(sentence, found.last + 1, found.last)
        return Place(start, end, sentence.text[start:end], found.cities, (), beside=beside or near, near=near)

    def is_territory(self, sentence: Sentence, after: int, last: int) -> bool:
        """Tell whether a name that ends at a word lends it to a territory where something is: "in Jaén province"."""
        if last < 0 or last in sentence.commas or not self._territory.at(sentence.folded, after):
            return False
        first = last
        while first > 0 and sentence.words[first - 1].capitalised and last - first < LONGEST_NAME:
            first -= 1
        return bool(self._lies_in.before(sentence.folded, first))

    def _tells_apart(self, sentence: Sentence, found: FoundName, before: FoundName) -> bool:
        """Tell whether a place says which of the name before is meant: "Trujillo (Cáceres)", "…, el de Cáceres"."""
        between = sentence.text[sentence.words[before.last].end : sentence.words[found.first].start]
        gap = sentence.folded[before.last + 1 : found.first]
        lies_in = len(gap) == 1 and self.context.within.at(gap, 0) is not None
        return (
            between.strip() == "(" or lies_in or self._apart.before(sentence.folded, found.first) is not None
        )


def _known_to_all(cities: Sequence[City]) -> bool:
    """Tell whether one of the cities that bear a name of their own is large."""
    return any(city.own_name and city.population >= KNOWN_TO_ALL for city in cities)
