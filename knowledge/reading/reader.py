"""Reads a message: finds everything that a Reading holds, in time that grows with its length alone."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from knowledge.geo.countries import Countries
from knowledge.geo.gazetteer import Gazetteer
from knowledge.reading.asked_about import are_alternatives, subjects
from knowledge.reading.bodies.bodies_of_countries import BodiesOfCountries
from knowledge.reading.bodies.body_names import BodyNames, Found
from knowledge.reading.country_words import country_groups, region_adjectives
from knowledge.reading.free_words import FreeWords
from knowledge.reading.phrases import Terms, plain_terms
from knowledge.reading.places.people_of_cities import PeopleOfCities
from knowledge.reading.places.read_places import PlaceReader
from knowledge.reading.quantities.read_numbers import NumberReader
from knowledge.reading.read_addresses import read_addresses
from knowledge.reading.reader_terms import reader_terms
from knowledge.reading.reading import MOST_CHARACTERS_READ, Reading
from knowledge.reading.sentence import Sentence, each_match
from knowledge.reading.spans import Body, Clause, Country, CountryGroup, Place, Region, Reply, Span, covers
from knowledge.reading.text import LANGUAGES, clauses, has_question_mark
from knowledge.reading.vocabulary import (
    read_vocabulary,
)

S = TypeVar("S", bound=Span)
N = TypeVar("N", Place, Country, Region)
_FAR = 4  # words before "towns" among which their number stands
_LITTLE = 3  # words that may follow "sure" or "no" without a comma


@dataclass(frozen=True)
class Geography:
    """The places, countries and regions of a message, and the bodies whose names are longer than a place's."""

    places: tuple[Place, ...]
    countries: tuple[Country, ...]
    groups: tuple[CountryGroup, ...]
    regions: tuple[Region, ...]
    long_bodies: tuple[Body, ...]


class Reader:
    """Reads messages in some languages at once; make one for each state of the content."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        countries: Countries,
        members: Collection[str],
        partners: Collection[str],
        folders: Mapping[str, Path] | None = None,
        ordinary: Collection[str] = (),
        bodies: Mapping[str, Sequence[str]] | None = None,
        telling: Collection[str] = (),
    ) -> None:
        """Read the vocabulary of `folders` (language code: folder), by default Spanish and English.

        `members` and `partners` are the countries whose cities are likelier; `ordinary` are folded words that
        the content uses, so that they are no places when written small; `bodies` are the programme's own words for
        classes of bodies, `telling` those that tell its facts.
        """
        folders = folders or {code: LANGUAGES / code for code in ("es", "en")}
        words = {code: read_vocabulary(folder) for code, folder in folders.items()}
        vocabularies = list(words.values())
        self._languages = tuple(words)
        self._numbers = NumberReader({code: each.numbers for code, each in words.items()})
        self._countries = countries
        self._bodies = BodyNames(vocabularies, ordinary, bodies, telling)
        self._places = PlaceReader(
            {code: each.places for code, each in words.items()},
            gazetteer,
            countries,
            (members, partners),
            ordinary,
            vocabulary=self._bodies.words,
        )
        self._regions = region_adjectives(vocabularies)
        self._of_countries = BodiesOfCountries()
        self._people = PeopleOfCities(vocabularies, gazetteer)
        self._groups, self._group_codes = country_groups(vocabularies, members)
        self._terms = reader_terms(vocabularies)
        self._asking = {code: plain_terms(each.replies.question_words) for code, each in words.items()}

    def read(self, text: str, hint: str | None = None) -> Reading:
        """Read a message; `hint` is its language as far as it is known. Only the first 4,000 characters count."""
        text = text[:MOST_CHARACTERS_READ]
        language = hint if hint in self._languages else self._languages[0]
        sentence = Sentence.of(text, language if language == hint else "")
        free = FreeWords(sentence)
        addresses = free.take(read_addresses(text))
        negations = tuple(self._negated(sentence))
        body_names = self._bodies.find(sentence)
        geography = self._geography(sentence, free, negations, body_names)
        numbers = free.take(self._numbers.read(sentence, free.flags))
        counted = self._numbers.without_units(sentence, numbers, free.flags)
        bodies = free.take(self._named_bodies(sentence, body_names, counted, negations))
        known_bodies = self._of_countries.bodies(
            sentence, (*geography.long_bodies, *bodies), geography.places
        )
        pieces = tuple(self._clauses(sentence, language))
        folded = sentence.folded
        return Reading(
            text=text,
            language=language,
            words=sentence.words,
            clauses=pieces,
            numbers=numbers,
            places=tuple(_with_negation(geography.places, negations)),
            countries=geography.countries,
            country_groups=geography.groups,
            regions=tuple(sorted(geography.regions, key=lambda region: region.start)),
            bodies=tuple(sorted(known_bodies, key=lambda body: body.start)),
            addresses=addresses,
            negations=negations,
            replies=frozenset(self._said(sentence)),
            asks=any(piece.asks for piece in pieces),
            speaking=tuple(_starts(sentence, self._terms.first_person)),
            together=any(self._terms.together.at(folded, at) for at in range(len(folded))),
            both=any(self._terms.both.at(folded, at) for at in range(len(folded))),
            subjects=tuple(subjects(sentence, self._terms.indirect)),
            either=self._names_alternatives(sentence, geography.places),
            of_others=tuple(_starts(sentence, self._terms.third_person)),
        )

    def _names_alternatives(self, sentence: Sentence, places: Sequence[Place]) -> bool:
        """Tell whether the places are named one or another: "Ghent or Bruges"."""
        return are_alternatives(sentence, [place for place in places if not place.beside], self._terms.either)

    def _geography(
        self,
        sentence: Sentence,
        free: FreeWords,
        negations: Sequence[Span],
        body_names: Sequence[Found],
    ) -> Geography:
        """Find places, countries, their groups and regions, and the bodies that no name of a place may cut."""
        names = self._places.find(sentence, free.flags, body_names)
        outside = names.without_long_names(free.flags)
        adjectives = free.take(self._region_words(sentence, outside, body_names))
        mentioned = free.take(self._named_countries(sentence, outside, negations, body_names))
        doubtful = free.take(_with_negation(names.countries(sentence), negations))
        countries = tuple(sorted((*mentioned, *doubtful), key=lambda country: country.start))
        groups = free.take(self._named_groups(sentence, negations))
        long_names = [name for name in body_names if name[0] < name[1] and not names.holds(*name[:2])]
        long_bodies = free.take(self._named_bodies(sentence, long_names, free.flags, negations))
        denied = names.denied(sentence, negations)
        found_regions = names.regions(sentence, denied)
        homes = tuple(self._of_countries.homes(sentence, body_names))
        regions = (*_with_negation(adjectives, negations), *free.take(found_regions))
        places = free.take(self._places.places(sentence, names, regions, (*countries, *homes), denied))
        if not places:
            places, regions = self._people.home(sentence, regions, body_names)
        regions, countries = self._countries_apart(sentence, regions, countries, places)
        return Geography(places, countries, groups, regions, long_bodies)

    def _countries_apart(
        self,
        sentence: Sentence,
        regions: Sequence[Region],
        countries: Sequence[Country],
        places: Sequence[Place],
    ) -> tuple[tuple[Region, ...], tuple[Country, ...]]:
        """Take a name that a country shares with a region for the country's, unless a place lies in the region."""
        inside = {(city.country, city.region) for place in places for city in place.likely}
        named: dict[Region, Country] = {}
        for region in regions:
            code = self._countries.doubtful(sentence.text[region.start : region.end])
            if code and (region.country, region.name) not in inside:
                named[region] = Country(region.start, region.end, code, negated=region.negated)
        rest = tuple(region for region in regions if region not in named)
        return rest, (*countries, *named.values())

    def _negated(self, sentence: Sentence) -> Iterator[Span]:
        """Find what each negation covers: to the end of the sentence, the next comma, or a "but"."""
        at = 0
        while at < len(sentence.folded):
            found = self._terms.negations.at(sentence.folded, at)
            length = found[0] if found and not sentence.parted(at, found[0]) else 1
            if found and found[1]:
                last = self._scope(sentence, at + length)
                yield Span(sentence.words[at].start, sentence.words[last].end)
            at += length if found and not found[1] else 1

    def _scope(self, sentence: Sentence, after: int) -> int:
        for at in range(after - 1, min(len(sentence.folded), after + 8)):
            last = at in sentence.ends or at in sentence.commas or at + 1 == len(sentence.folded)
            if last or (at >= after and self._terms.negation_ends.at(sentence.folded, at + 1)):
                return at
        return min(len(sentence.folded), after + 8) - 1

    def _region_words(
        self, sentence: Sentence, free: Sequence[bool], bodies: Sequence[Found]
    ) -> Iterator[Region]:
        found: list[Region] = []
        heads = {first for first, _, _, _ in bodies}

        def take(first: int, last: int, region: tuple[str, str]) -> None:
            span = sentence.span(first, last)
            if all(free[first : last + 1]) and not self._is_language(sentence, first, last + 1, heads):
                found.append(Region(span.start, span.end, *region, demonym=True))

        each_match(sentence, self._regions, take)
        return iter(found)

    def _named_countries(
        self, sentence: Sentence, free: Sequence[bool], negations: Sequence[Span], bodies: Sequence[Found]
    ) -> Iterator[Country]:
        described = {last + 1: first for first, last, _, _ in bodies}
        heads = {first for first, _, _, _ in bodies}
        for mention in self._countries.find(sentence.words):
            span = sentence.span(mention.first, mention.last)
            head = described.get(mention.first, mention.first) if mention.demonym else mention.first
            before = {mention.first, head, head - 1} if head < mention.first else {head}
            places = {
                mention.first,
                *(self._places.context.before_article(sentence, at) for at in before),
            }
            beside = any(self._terms.beside.before(sentence.folded, at) for at in places) or self._is_wished(
                sentence, mention.first, mention.last
            )
            is_language = mention.demonym and self._is_language(
                sentence, mention.first, mention.last + 1, heads
            )
            if all(free[mention.first : mention.last + 1]) and not is_language:
                negated = covers(negations, span)
                yield Country(span.start, span.end, mention.code, mention.demonym, negated, beside)

    def _is_wished(self, sentence: Sentence, first: int, last: int) -> bool:
        """Tell whether a country is where a partner is wished: "a Japanese twin", "our mayor wants Japan"."""
        followed = last not in sentence.ends and last not in sentence.commas
        if followed and self._terms.wished_before.at(sentence.folded, last + 1):
            return True
        return (
            self._terms.wished_after.before(
                sentence.folded, self._places.context.before_article(sentence, first)
            )
            is not None
        )

    def _is_language(self, sentence: Sentence, first: int, after: int, heads: Collection[int]) -> bool:
        """Tell whether an adjective names a language: "in English", "mi español"; not "in Spanish towns"."""
        of_something = after in heads and after - 1 not in sentence.commas and after - 1 not in sentence.ends
        return not of_something and self._terms.languages_follow.before(sentence.folded, first) is not None

    def _named_groups(self, sentence: Sentence, negations: Sequence[Span]) -> Iterator[CountryGroup]:
        found: list[CountryGroup] = []

        def take(first: int, last: int, group: str) -> None:
            span = sentence.span(first, last)
            before = {first, first - 1, self._places.context.before_article(sentence, first)}
            outside = any(self._terms.outside.before(sentence.folded, at) for at in before if at > 0)
            within = any(self._terms.inside.before(sentence.folded, at) for at in before if at > 0)
            denied = outside or covers(negations, span)
            found.append(
                CountryGroup(
                    span.start, span.end, group, self._group_codes[group], denied, within and not denied
                )
            )

        each_match(sentence, self._groups, take)
        return iter(found)

    def _named_bodies(
        self, sentence: Sentence, names: Sequence[Found], free: Sequence[bool], negations: Sequence[Span]
    ) -> Iterator[Body]:
        heads = {name[0] for name in names}
        for first, last, kind, plural in names:
            if all(free[first : last + 1]):
                span = sentence.span(first, last)
                own = self._is_own(sentence, first)
                count = self._count(sentence, first) if plural else None
                beside = self._is_beside(sentence, first, last)
                denied = covers(negations, span) or (
                    last + 2 in heads and self._is_denied_behind(sentence, last)
                )
                within = self._places.context.is_within(sentence, first)
                locates = self._locates(sentence, first, last)
                country = self._of_countries.country(sentence, first, last)
                yield Body(
                    span.start,
                    span.end,
                    kind,
                    plural=plural,
                    own=own,
                    denied=denied,
                    beside=beside,
                    count=count,
                    within=within,
                    locates=locates,
                    country=country,
                )

    def _is_denied_behind(self, sentence: Sentence, last: int) -> bool:
        """Tell whether a body is denied by the word behind it: "a village no, a city"."""
        denies = self._terms.negations.at(sentence.folded[: last + 2], last + 1)
        return denies is not None and denies[1] and last + 1 in sentence.commas

    def _is_beside(self, sentence: Sentence, first: int, last: int) -> bool:
        """Tell whether a body is another one than the candidate: "a foreign city", "ciudad socia"."""
        followed = last not in sentence.ends and self._terms.beside_after.at(sentence.folded, last + 1)
        return bool(followed) or self._terms.beside.before(sentence.folded, first) is not None

    def _locates(self, sentence: Sentence, first: int, last: int) -> bool:
        """Tell whether it only says where somebody is: "in the province of", not "in the provincial council"."""
        if not self._terms.territories.at(sentence.folded[: last + 1], first):
            return False
        if first and (first - 1 in sentence.commas or self._follows_figure(sentence, first)):
            return True  # "64,000 inhabitants, province of Seville"
        inside = self._terms.inside.before(
            sentence.folded, self._places.context.before_article(sentence, first)
        )
        return inside is not None or self._places.is_territory(sentence, first, first - 1)

    def _follows_figure(self, sentence: Sentence, first: int) -> bool:
        """Tell whether a word begins the sentence behind a figure: "61,200 in January. Province of Valencia"."""
        return first - 1 in sentence.ends and any(char.isdigit() for char in sentence.folded[first - 1])

    def _is_own(self, sentence: Sentence, first: int) -> bool:
        """Tell whether "we are", "my" or the like stands before, with small words between at most."""
        at = first
        while at > sentence.part(first, 4):
            if self._terms.own.before(sentence.folded, at):
                return True
            if not self._terms.connectors.before(sentence.folded, at):
                return False
            at -= 1
        return False

    def _count(self, sentence: Sentence, first: int) -> int | None:
        """Give the number right before "towns"; 0 for "several"; None if there is none."""
        for at in range(first, max(0, first - _FAR), -1):
            if at < first - 1 and not self._may_stand_between(sentence, at, first):
                return None
            if at > 0 and self._terms.some.before(sentence.folded, at):
                return 0
            word = sentence.folded[at - 1] if at > 0 else ""
            if word.isdecimal() and len(word) < 4:
                return int(word)
            spoken = self._numbers.small(word, sentence.language)
            if spoken is not None and spoken > 1:
                return spoken
        return None

    def _may_stand_between(self, sentence: Sentence, at: int, first: int) -> bool:
        """Tell whether only small words stand between a number and what it counts: "four of us mayors"."""
        between = sentence.folded[at:first]
        return all(
            self._terms.connectors.at((word,), 0) or self._terms.first_person.at((word,), 0)
            for word in between
        )

    def _clauses(self, sentence: Sentence, language: str) -> Iterator[Clause]:
        at = 0
        for piece in clauses(sentence.text):
            start = sentence.text.index(piece, at)
            at = start + len(piece)
            yield Clause(start, at, piece, self._is_question(piece, language))

    def _is_question(self, piece: str, language: str) -> bool:
        if has_question_mark(piece):
            return True
        opening = Sentence.of(piece[:60]).folded
        return bool(self._asking[language].at(opening, 0)) if opening else False

    def _said(self, sentence: Sentence) -> Iterator[Reply]:
        """Yield what the message says as an answer: its opening, as long as little follows it."""
        marks = sentence.text.strip()
        if not sentence.folded:
            if marks in ("-", "–", "—"):
                yield "skip"
            return
        at = 0
        while found := self._terms.replies.at(sentence.folded, at):
            at += found[0]
            rest = len(sentence.folded) - at
            if rest <= _LITTLE or at - 1 in sentence.commas or at - 1 in sentence.ends:
                yield found[1]


def _starts(sentence: Sentence, terms: Terms[bool]) -> Iterator[int]:
    """Give where each of the terms begins."""
    return (word.start for at, word in enumerate(sentence.words) if terms.at(sentence.folded, at))


def _with_negation(named: Sequence[N], negations: Sequence[Span]) -> Iterator[N]:
    for each in named:
        yield replace(each, negated=True) if covers(negations, each) else each
