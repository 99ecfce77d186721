"""The municipalities and regions of a message, and which of several of one name is meant."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.content.yaml_file import read_plain
from knowledge.geo.countries import Countries
from knowledge.geo.gazetteer import City, Gazetteer
from knowledge.geo.namesakes import choose_city
from knowledge.geo.regions import named_regions
from knowledge.reading.body_names import Found
from knowledge.reading.phrases import plain_terms
from knowledge.reading.sentence import Sentence
from knowledge.reading.spans import Country, Place, Region
from knowledge.reading.vocabulary import GEO, PlaceWords
from knowledge.reading.words import fold

_LONGEST_NAME = 6
_NEAR = 3  # words after a name among which its country tells what it is
_REGION_LIKE = 100_000  # a name of a region and of smaller cities (Florida) is the region's
_MOST_TO_COMPARE = 30  # places of a message that help to tell the others apart
_MUCH_SMALLER = 20  # another place of the message does not tell of a namesake so much smaller
_TOWN = 15_000  # smaller places need more signs that a place is meant
_LARGE = 100_000  # of a name that only others give a city, written small
_LONG_NAME = 6  # letters of such a name
_MOST_MISSPELT = 20  # names of a message that are looked up as misspelt: each takes a third of a millisecond
_SHORTEST_MISSPELT = 6  # letters of such a name
_KNOWN_TO_ALL = 50_000  # a place written small, where none is expected, is taken for one from this size on


@dataclass(frozen=True)
class _Found:
    """Words [first, last] that name a city, a region or a country."""

    first: int
    last: int
    cities: tuple[City, ...] = ()
    region: tuple[str, str] | None = None
    country: str | None = None
    within: bool = False


@dataclass(frozen=True)
class Names:
    """The names found, cities and regions, and countries whose names are often something else, in order."""

    found: tuple[_Found, ...]

    def countries(self, sentence: Sentence) -> list[Country]:
        """Give those that are countries: Jordan, Chad."""
        return [Country(*_ends(sentence, each), each.country) for each in self.found if each.country]

    def regions(self, sentence: Sentence) -> list[Region]:
        """Give those that are regions."""
        return [
            Region(*_ends(sentence, each), *each.region, within=each.within)
            for each in self.found
            if each.region
        ]

    def without_long_names(self, free: Sequence[bool]) -> list[bool]:
        """Say which words are free if names of several words are kept whole: no India in Cartagena de Indias."""
        left = list(free)
        for each in self.found:
            if each.first < each.last:
                left[each.first : each.last + 1] = [False] * (each.last - each.first + 1)
        return left


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
        places, spoken = read_plain(GEO / "places.yaml"), tuple(languages)
        own = list(languages.values())
        self._gazetteer, self._countries = gazetteer, countries
        self._members, self._partners = programme
        listed = (word for each in own for word in each.ordinary)
        self._ordinary = frozenset([*places["rarely_places"].split(), *map(fold, listed), *ordinary])
        self._regions, official = named_regions(gazetteer, spoken)
        self._spoken_regions = frozenset(self._regions.keys() - official)
        self._expected = plain_terms(term for each in own for term in each.names_follow)
        beside_names = (word for each in own for term in each.names_follow for word in fold(term).split())
        self._vocabulary = frozenset([*vocabulary, *beside_names])
        self._subject = plain_terms(term for each in own for term in each.subject_after)
        self._apart = plain_terms(term for each in own for term in each.told_apart_by)
        self._within = plain_terms(term for each in own for term in each.within)
        self._linked = plain_terms(term for each in own for term in each.names_may_follow)
        self._articles = plain_terms(term for each in own for term in each.articles)
        self._beside = plain_terms(term for each in own for term in each.beside)
        self._near = plain_terms(term for each in own for term in each.near)
        self._of_region = plain_terms(term for each in own for term in each.regions_follow)
        self._joining = frozenset(fold(w) for each in own for w in each.together if fold(w))

    def find(self, sentence: Sentence, free: Sequence[bool], bodies: Sequence[Found] = ()) -> "Names":
        """Find the names of cities and regions at words that are free, in order; `bodies` are no part of them."""
        return Names(tuple(self._named(sentence, free, bodies)))

    def places(
        self, sentence: Sentence, names: "Names", regions: Sequence[Region], countries: Sequence[Country]
    ) -> Iterator[Place]:
        """Give the places, told apart by the regions and countries of the message and by each other."""
        named = [each for each in names.found if each.cities]
        found = [self._place(sentence, each) for each in named]
        telling = {
            place.start for place, each in zip(found, named, strict=True) if self._tells_apart(sentence, each)
        }
        telling -= {place.start for place in found[:1]}
        return self._resolved(found, regions, countries, telling)

    def _named(self, sentence: Sentence, free: Sequence[bool], bodies: Sequence[Found]) -> Iterator[_Found]:
        belongs = self._parts_of_bodies(sentence, bodies)
        runs = [
            run
            for run in _runs(sentence, free)
            if run[:2] not in belongs and self._worth_looking(sentence, *run)
        ]
        named = self._gazetteer.named(list({name for _, _, name in runs}))
        misspelt = self._misspelt(
            sentence, [first for first, last, name in runs if first == last and name not in named]
        )
        end, before = -1, -9
        for first, last, name in runs:
            if first <= end:
                continue
            found = (
                self._region(sentence, first, last, name, named, before)
                or self._country(sentence, first, last, name, named)
                or self._cities(sentence, first, last, name, named.get(name) or misspelt.get(first, ()))
            )
            if found and self._is_fragment(sentence, found, named):
                end = self._name_end(sentence, last)
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
            if self._within.at(sentence.folded, last + 1):
                parts.add((first, last))
            before = self._countries.find(sentence.words[first - 1 : first]) if first else ()
            if any(mention.demonym for mention in before):
                parts.add((first - 1, last))
            for inner in range(first, last):
                parts.update((start, inner) for start in range(max(0, inner - _LONGEST_NAME), inner + 1))
        return parts

    def _is_fragment(self, sentence: Sentence, found: _Found, named: Mapping[str, tuple[City, ...]]) -> bool:
        """Tell whether a name is part of a longer one that is not known: no San where San Cugat stands."""
        after = found.last + 1
        if not found.cities or after >= len(sentence.words) or sentence.text.isupper():
            return False
        word = sentence.words[after]
        gap = sentence.text[sentence.words[found.last].end : word.start]
        known = word.folded in self._vocabulary or word.folded in self._ordinary or word.folded in named
        elsewhere = word.folded in self._regions or self._countries.code(word.text)
        return gap in (" ", "-") and word.capitalised and not (known or elsewhere)

    def _name_end(self, sentence: Sentence, last: int) -> int:
        """Find where a longer name ends: after its words with a capital and the small ones between."""
        while last + 1 < len(sentence.words) and last not in sentence.commas and last not in sentence.ends:
            small = not sentence.words[last + 1].capitalised
            goes_on = last + 2 < len(sentence.words) and sentence.words[last + 2].capitalised
            if small and not (goes_on and self._linked.at(sentence.folded, last + 1)):
                break
            last += 2 if small else 1
        return last

    def _worth_looking(self, sentence: Sentence, first: int, last: int, name: str) -> bool:
        """Leave out ordinary words that are not written like a name."""
        if first < last:
            return (
                (len(name) > 4 and not all(word in self._ordinary for word in name.split()))
                or (sentence.words[first].capitalised and sentence.words[last].capitalised)
                or bool(self._countries.named_at(sentence.words, last + 1))
            )
        return len(name) > 1 and (name not in self._ordinary or sentence.words[first].capitalised)

    def _region(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        name: str,
        named: Mapping[str, tuple[City, ...]],
        city_before: int,
    ) -> _Found | None:
        """A name of both a city and a region is the region's after another city: "Córdoba, Veracruz"."""
        region = self._regions.get(name)
        ordinary = name in self._ordinary or name not in self._spoken_regions
        if region is None or (ordinary and not sentence.words[first].capitalised):
            return None
        large = any(city.own_name and city.population >= _REGION_LIKE for city in named.get(name, ()))
        follows = 0 < first - city_before <= 3 and sentence.folded[first - 1] not in self._joining
        led = self._of_region.before(sentence.folded, first)
        if not (led or not large or follows):
            return None
        return _Found(first, last, region=region, within=self.is_within(sentence, first) and not led)

    def _country(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        name: str,
        named: Mapping[str, tuple[City, ...]],
    ) -> _Found | None:
        """A country's name that is often something else, where a name is expected and no known city has it."""
        code = self._countries.doubtful(name)
        known = any(city.own_name and city.population >= _KNOWN_TO_ALL for city in named.get(name, ()))
        if code is None or known or not self._stands_as_country(sentence, first, last, name):
            return None
        return _Found(first, last, country=code)

    def _stands_as_country(self, sentence: Sentence, first: int, last: int, name: str) -> bool:
        """Tell whether a name is asked about by itself: it is no part of a longer one, and no country follows it."""
        after = last + 1
        if first == 0 and after == len(sentence.words):
            return True
        follows = after < len(sentence.words) and last not in sentence.ends
        if follows and (sentence.words[after].capitalised or self._countries.named_at(sentence.words, after)):
            return False
        if first and self._continues_a_name(sentence, first):
            return False
        written = sentence.words[first].capitalised or name not in self._ordinary
        subject = first == 0 and bool(self._subject.at(sentence.folded, after))
        return written and (subject or self._is_expected(sentence, first))

    def _cities(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        name: str,
        cities: tuple[City, ...],
    ) -> _Found | None:
        if not cities or self._countries.is_name(name):
            return None
        expected = self._is_expected(sentence, first)
        if not self._is_place(sentence, first, last, cities, expected=expected):
            return None
        return _Found(first, last, cities)

    def _is_expected(self, sentence: Sentence, first: int) -> bool:
        if first and first - 1 in sentence.ends:
            return False
        places = {first, self.before_article(sentence, first)}
        return any(self._expected.before(sentence.folded, at) for at in places)

    def is_within(self, sentence: Sentence, first: int) -> bool:
        """Tell whether "in", "of" or a comma stands before a word, or before its article."""
        at = self.before_article(sentence, first)
        parted = at - 1 in sentence.commas and at - 1 not in sentence.ends
        return parted or bool(self._within.before(sentence.folded, at))

    def before_article(self, sentence: Sentence, first: int) -> int:
        """Give the word where an article before a word begins, or the word itself."""
        article = self._articles.before(sentence.folded, first)
        return first - article[0] if article else first

    def _misspelt(self, sentence: Sentence, unknown: Sequence[int]) -> Mapping[int, tuple[City, ...]]:
        """Look misspelt names up, by their place among the words; only the first of a message, whatever its length."""
        places = [at for at in unknown if self._may_be_misspelt(sentence, at)]
        names = list(dict.fromkeys(sentence.folded[at] for at in places))[:_MOST_MISSPELT]
        alike = {name: self._alike(name) for name in names}
        return {at: alike.get(sentence.folded[at], ()) for at in places}

    def _may_be_misspelt(self, sentence: Sentence, at: int) -> bool:
        """Tell whether a word may be a misspelt name: only with a capital, and only where a place is expected."""
        word = sentence.words[at]
        if not word.capitalised or len(word.folded) < _SHORTEST_MISSPELT or word.folded in self._ordinary:
            return False
        return self._is_expected(sentence, at) and not self._countries.code(word.text)

    def _alike(self, folded: str) -> tuple[City, ...]:
        """Give the large cities whose name is a typing mistake away, largest first."""
        near = self._gazetteer.named(self._gazetteer.near_names(folded))
        known = [city for cities in near.values() for city in cities if city.population >= _KNOWN_TO_ALL]
        return tuple(sorted(known, key=lambda city: -city.population))

    def _is_place(
        self, sentence: Sentence, first: int, last: int, cities: Sequence[City], *, expected: bool
    ) -> bool:
        name = " ".join(sentence.folded[first : last + 1])
        capitalised = sentence.words[first].capitalised
        if capitalised and self._is_said_to_be_in(sentence, last, cities):
            return True
        if name in self._ordinary or name in self._vocabulary:
            return capitalised and first > 0 and expected
        if self._precedes_its_country(sentence, last, cities):
            return True
        if not any(city.own_name for city in cities):
            return self._stands_as_exonym(sentence, first, last, cities, expected=expected)
        largest = max(city.population for city in cities if city.own_name)
        if first == 0 and last == len(sentence.words) - 1:
            return sentence.words[first].capitalised or largest >= _TOWN
        if sentence.words[first].capitalised and not self._is_abbreviation(sentence, first, last):
            return expected or self._stands_as_name(sentence, first, last, largest)
        return self._stands_small(sentence, first, last, largest, expected=expected)

    def _precedes_its_country(self, sentence: Sentence, last: int, cities: Sequence[City]) -> bool:
        """Tell whether the country or region that a place of the name lies in follows: "nauplia, grecia"."""
        if last in sentence.ends:
            return False
        after = last + 1 + bool(self._linked.at(sentence.folded, last + 1))
        country = self._countries.named_at(sentence.words, after)
        region = self._region_at(sentence, after)
        return any(
            city.country == country
            or (region and region[0] == city.country and city.region in ("", region[1]))
            for city in cities
        )

    def _is_said_to_be_in(self, sentence: Sentence, last: int, cities: Sequence[City]) -> bool:
        """Tell whether a mark and the country of a large city follow a name: "Split, the Croatian one"."""
        if last + 1 >= len(sentence.words) or not sentence.followed_by_a_mark(last):
            return False
        mentions = self._countries.find(sentence.words[last + 1 : last + 1 + _NEAR])
        named = {mention.code for mention in mentions}
        return any(city.country in named and city.population >= _KNOWN_TO_ALL for city in cities)

    def _region_at(self, sentence: Sentence, place: int) -> tuple[str, str] | None:
        rest = sentence.folded[place : place + _LONGEST_NAME]
        names = (" ".join(rest[:size]) for size in range(len(rest), 0, -1))
        return next((self._regions[name] for name in names if name in self._regions), None)

    def _stands_as_exonym(
        self, sentence: Sentence, first: int, last: int, cities: Sequence[City], *, expected: bool
    ) -> bool:
        """Judge a name that only others give a city: a large one, and written small only where it is expected."""
        largest = max(city.population for city in cities)
        follows = bool(self._subject.at(sentence.folded, last + 1)) or last in sentence.commas
        if not sentence.words[first].capitalised:
            long = len(sentence.folded[first]) >= _LONG_NAME and largest >= _LARGE
            linked = bool(self._linked.before(sentence.folded, self.before_article(sentence, first)))
            return long and (expected or linked or (first == 0 and follows))
        if expected or first == 0:
            return True
        starts = first - 1 in sentence.ends
        return largest >= _KNOWN_TO_ALL and not (
            (starts and not follows)
            or self._is_abbreviation(sentence, first, last)
            or self._continues_a_name(sentence, first)
        )

    @staticmethod
    def _is_abbreviation(sentence: Sentence, first: int, last: int) -> bool:
        """Tell whether a word is short and in capitals where the message is not: EU, IBI."""
        word = sentence.words[first].text
        return first == last and len(word) < 5 and word.isupper() and not sentence.text.isupper()

    def _stands_as_name(self, sentence: Sentence, first: int, last: int, largest: int) -> bool:
        """Judge a name with a capital where none is expected: a small place needs a sign beside it."""
        if largest >= _KNOWN_TO_ALL:
            return True
        starts = first == 0 or first - 1 in sentence.ends
        follows = bool(self._subject.at(sentence.folded, last + 1)) or last in sentence.commas
        if starts:
            return largest >= _TOWN and (follows or last - first > 0 or len(sentence.folded[first]) > 4)
        if self.before_article(sentence, first) < first or self._continues_a_name(sentence, first):
            return False
        return (
            largest >= _TOWN or follows or first < last or bool(self._linked.before(sentence.folded, first))
        )

    def _continues_a_name(self, sentence: Sentence, first: int) -> bool:
        """Tell whether a word with a capital that is no name of ours stands right before."""
        word = sentence.words[first - 1]
        parted = first - 1 in sentence.commas or first - 1 in sentence.ends
        opens = first == 1 or first - 2 in sentence.ends
        return word.capitalised and not (parted or opens or word.folded in self._vocabulary)

    def _stands_small(
        self, sentence: Sentence, first: int, last: int, largest: int, *, expected: bool
    ) -> bool:
        """Judge a name written small: a large city, or a town where a name is expected."""
        article = bool(self._articles.at(sentence.folded, first))
        linked = bool(self._linked.before(sentence.folded, self.before_article(sentence, first)))
        if article:
            return expected and largest >= _KNOWN_TO_ALL
        if expected:
            return largest >= _KNOWN_TO_ALL or (largest >= _TOWN and linked)
        if first == 0 and largest >= _TOWN and self._subject.at(sentence.folded, last + 1):
            return True
        return largest >= _KNOWN_TO_ALL and (linked or first == 0 or len(sentence.folded[first]) > 4)

    def _place(self, sentence: Sentence, found: _Found) -> Place:
        start, end = _ends(sentence, found)
        place = self.before_article(sentence, found.first)
        same = found.first == 0 or found.first - 1 not in sentence.ends
        beside = same and any(
            self._beside.before(sentence.folded, at) for at in {found.first, place, place - 1} if at > 0
        )
        near = same and self._near.before(sentence.folded, place) is not None
        return Place(start, end, sentence.text[start:end], found.cities, (), beside=beside or near, near=near)

    def _tells_apart(self, sentence: Sentence, found: _Found) -> bool:
        """Tell whether a place says which of another name is meant: "Trujillo, el de Cáceres"."""
        return self._apart.before(sentence.folded, found.first) is not None

    def _resolved(
        self,
        places: Sequence[Place],
        regions: Sequence[Region],
        countries: Sequence[Country],
        telling: Collection[int],
    ) -> Iterator[Place]:
        """Tell namesakes apart by the regions and countries named and by the other places.

        `telling` are the starts of places that only say which of another name is meant.
        """
        told = {country.code for country in countries if not (country.negated or country.beside)}
        told |= {code for place in places if place.start in telling and (code := self._sure(place))}
        denied = {country.code for country in countries if country.negated}
        known = {place.text: place for place in places[:_MOST_TO_COMPARE]}
        sure = {text: country for text, place in known.items() if (country := self._sure(place))}
        for place in places:
            cities = [city for city in place.cities if city.country not in denied] or list(place.cities)
            cities = _inside(cities, regions) or [c for c in cities if c.country in told] or cities
            if not _inside(cities, regions) and not told:
                cities = self._fitting(
                    cities, {country for text, country in sure.items() if text != place.text}
                )
            choice = choose_city(
                sorted(cities, key=lambda city: -city.population), self._members, self._partners
            )
            likely = (choice.city,) if choice.city else choice.alternatives
            rest = tuple(city for city in place.cities if city not in likely)
            beside = place.beside or place.start in telling
            yield replace(place, cities=(*likely, *rest), likely=likely or tuple(cities[:1]), beside=beside)

    def _sure(self, place: Place) -> str | None:
        """Tell the country of a name that leaves no doubt about it."""
        choice = choose_city(place.cities, self._members, self._partners)
        return choice.city.country if choice.city else None

    @staticmethod
    def _fitting(cities: list[City], countries: Collection[str]) -> list[City]:
        """Prefer a city where another place of the message lies, unless it is much smaller."""
        near = [city for city in cities if city.country in countries]
        largest = max((city.population for city in cities), default=0)
        return [city for city in near if city.population * _MUCH_SMALLER >= largest] or cities


def _inside(cities: Iterable[City], regions: Sequence[Region]) -> list[City]:
    named = {(region.country, region.name) for region in regions}
    return [city for city in cities if (city.country, city.region) in named] or [
        city for city in cities if city.country in {region.country for region in regions}
    ]


def _ends(sentence: Sentence, found: _Found) -> tuple[int, int]:
    return sentence.words[found.first].start, sentence.words[found.last].end


def _runs(sentence: Sentence, free: Sequence[bool]) -> Iterator[tuple[int, int, str]]:
    """List runs of up to six words that no mark parts, from left to right, the longest first."""
    for first in range(len(sentence.folded)):
        last = first
        while (
            last + 1 < len(sentence.folded)
            and last - first + 1 < _LONGEST_NAME
            and last not in sentence.commas
            and (last not in sentence.ends or len(sentence.folded[last]) < 3)
            and free[last + 1]
        ):
            last += 1
        if free[first]:
            for end in range(last, first - 1, -1):
                yield first, end, " ".join(sentence.folded[first : end + 1])
