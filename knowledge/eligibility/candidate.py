"""The candidate that a message speaks of: which body, where, how many inhabitants; by the programme's kinds."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from knowledge.eligibility.inhabitants import InhabitantCount, are_both_sized, are_listed, count_inhabitants
from knowledge.eligibility.judge import Candidate, Verdict, judge
from knowledge.eligibility.meant_body import (
    LARGER_THAN_CITIES,
    MUNICIPALITY,
    REGION,
    is_in_question,
    meant_body,
    subject_of,
    unites_municipalities,
)
from knowledge.eligibility.rules import Rulebook
from knowledge.eligibility.told_facts import told_facts, without_counted
from knowledge.geo.gazetteer import City
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Body, Clause, CountryGroup, Place, Region, covers
from knowledge.reading.words import Word, fold

SENTENCE_ENDS = frozenset(".!?…")
LONGEST_DENIED_VERB = 3  # words from a negation to a place that it does not deny
SAME_SIZE_FACTOR = (
    1.1  # times that a city may be larger or smaller than was said, and surely be the one meant
)
LARGER_THAN_ANY = 10**9  # inhabitants of no group
_JOINING_MARKS = ("&", "+")


@dataclass(frozen=True)
class DescribedCandidate:
    """A candidate as a message describes it.

    `alternatives` are the cities to ask about where the name fits several; the candidate has none of theirs
    yet. `cities` are those whose size was looked up. `apart`: the places of a group lie in different countries.
    """

    candidate: Candidate
    alternatives: tuple[City, ...] = ()
    cities: tuple[City, ...] = ()
    apart: bool = False

    @property
    def concrete(self) -> bool:
        """Whether anything is said that distinguishes this candidate from others."""
        told = self.candidate
        return bool(self.alternatives or told.place or told.country or told.population or told.kind)


class CandidateReader:
    """Describes candidates; holds the rulebook, whose kinds and sets tell what a body and a country are."""

    def __init__(self, rulebook: Rulebook, joints: Collection[str] = ()) -> None:
        """Take the rulebook, and the words that join two municipalities ("and", "with")."""
        self._rulebook = rulebook
        self._joints = frozenset(fold(joint) for joint in joints)
        self._kinds = {name: kind.id for name, kind in rulebook.kinds.items()}
        self._home = rulebook.home_countries
        one, several = rulebook.kind_behaving("one"), rulebook.kind_behaving("group")
        self.city, self.group = one.id if one else "", several.id if several else ""

    @property
    def limit(self) -> int:
        """The number of inhabitants that the rules compare with; 0 where they compare with none, or with several."""
        inhabitants = self._rulebook.fact_of_field("population")
        return (self._rulebook.threshold(inhabitants) if inhabitants else None) or 0

    def describe(self, reading: Reading) -> DescribedCandidate:
        """Describe the candidate that a message asks about; nothing is known of one that names none."""
        named = [place for place in _places(reading) if not _lies_elsewhere(reading, place)]
        places = _each_once(_asked(reading, named))
        kind = self.kind(reading, places)
        figures = without_counted(self._rulebook, reading)
        number = count_inhabitants(figures, places if kind == self.group else places[:1], kind == self.group)
        known = Candidate(kind=kind, country=_country(reading), among=_countries_among(reading))
        if concerned := kind or (self.city if places else None):
            known = replace(known, facts=told_facts(self._rulebook, concerned, reading))
        if kind == self.group and len(places) > 1:
            return self._together(known, places, number, reading)
        return self._alone(self._with_number(known, number), places, reading.language)

    def kind(self, reading: Reading, places: Sequence[Place]) -> str | None:
        """The programme's kind of the body that is meant; None if no body is named and no places stand together."""
        body = None if subject_of(reading, places) else meant_body(reading)
        if self._several(reading, body, places) and (body is None or self._kinds.get(body.kind) == self.city):
            return self.group
        if body is None and not places and any(_stands_alone(reading, region) for region in reading.regions):
            return self._kinds.get(REGION)
        if body is not None and unites_municipalities(reading, body):
            return self.group
        return self._kinds.get(body.kind) if body else None

    def _several(self, reading: Reading, body: Body | None, places: Sequence[Place]) -> bool:
        """Tell whether several municipalities go together: counted, the speaker's own, or joined by a word."""
        if body is not None and body.plural:
            counted_together = body.own or (body.count is not None and body.count != 1)
            summed = any(number.share == "total" for number in reading.numbers)
            return reading.together or counted_together or summed or are_listed(reading, self._joints, 2)
        if are_listed(reading, self._joints, 3) or are_both_sized(reading):
            return True
        if reading.together or len(places) < 2:
            return reading.together
        figures = [n for n in reading.numbers if places[-2].end <= n.start < places[-1].start]
        counted_there = [n.end for n in figures if n.unit in (None, "inhabitants", "people")]
        between = reading.words_between(max([places[-2].end, *counted_there]), places[-1].start)
        # "124,000 inhabitants and Mikołów": what is counted stands before the word that joins.
        if counted_there and len(between) <= 2:
            between = between[-1:]
        marks = reading.text[places[-2].end : places[-1].start].strip()
        return " ".join(between) in self._joints or marks in _JOINING_MARKS

    def judge(self, described: DescribedCandidate, today: date) -> Verdict:
        """Judge what was described; asks which city is meant first, unless that makes no difference."""
        if described.alternatives:
            unplaced = judge(self._rulebook, Candidate(kind=self.city), today)
            return replace(unplaced, candidate=described.candidate, missing=("place",))
        if described.apart:
            unplaced = judge(self._rulebook, Candidate(kind=self.group), today)
            return replace(unplaced, candidate=described.candidate, missing=("country",))
        return judge(self._rulebook, described.candidate, today)

    def _alone(self, known: Candidate, places: Sequence[Place], language: str) -> DescribedCandidate:
        if not places:
            return DescribedCandidate(known)
        place = places[0]
        likely = _fitting(place, known)
        if known.kind not in (None, self.city):
            country = known.country or (self._country_by_name(known.kind, likely[0]) if likely else None)
            return DescribedCandidate(replace(known, place=place.text, country=country))
        if len({self._outcome(known, city) for city in likely}) > 1:
            return DescribedCandidate(replace(known, place=place.text), alternatives=tuple(likely))
        return (
            DescribedCandidate(self.with_city(known, likely[0], language), cities=(likely[0],))
            if likely
            else DescribedCandidate(known)
        )

    def _country_by_name(self, kind: str | None, city: City) -> str | None:
        """Tell the country of a body by the city that its name has; a county elsewhere is no such city: "Kent"."""
        larger = kind in {self._kinds.get(name) for name in LARGER_THAN_CITIES}
        return None if larger and city.country not in self._home else city.country

    def with_city(self, known: Candidate, city: City, language: str) -> Candidate:
        """Fill a city in: its name, its country and, where none was given, its inhabitants as GeoNames has them."""
        there = replace(known, kind=known.kind or self.city, place=city.name(language), country=city.country)
        if known.population is not None:
            return there
        return replace(there, population=city.population or None, approximate=True)

    def _with_number(self, known: Candidate, number: InhabitantCount | None) -> Candidate:
        """Fill the inhabitants in; not those of a range whose ends are judged differently: that is asked."""
        low = _with_number(known, number)
        if number is None or number.upper is None:
            return low
        ends = (low, replace(low, population=number.upper))
        outcomes = {judge(self._rulebook, end, date.max).outcome for end in ends}
        return low if len(outcomes) == 1 else known

    def _outcome(self, known: Candidate, city: City) -> tuple[str, str | None]:
        verdict = judge(self._rulebook, self.with_city(known, city, ""), date.max)
        return verdict.outcome, verdict.rule

    def _of_one_country(self, places: Sequence[Place], country: str | None) -> tuple[City, ...]:
        """Choose a city for each name of a group: in the country that fits all names, a home country first.

        If one of them may lie in a home country, another country that fits all is a guess and is asked for.
        """
        named = [place for place in places if place.likely]
        fitting = [{city.country for city in place.likely} for place in named]
        common = set.intersection(*fitting) if fitting else set()
        at_home = self._home & set().union(*fitting)
        first = country or next(iter(sorted(common & at_home or (set() if at_home else common))), None)
        return tuple(
            next((city for city in place.likely if city.country == first), place.likely[0]) for place in named
        )

    def _together(
        self, known: Candidate, places: Sequence[Place], number: InhabitantCount | None, reading: Reading
    ) -> DescribedCandidate:
        """Name all places of a group, and add the figures given to those looked up."""
        language = reading.language
        cities = self._of_one_country(places, known.country)
        countries = {city.country for city in cities} | ({known.country} if known.country else set())
        named = replace(known, place=", ".join(city.name(language) for city in cities))
        if len(countries) > 1:
            return DescribedCandidate(replace(named, country=None), cities=cities, apart=True)
        named = replace(named, country=next(iter(countries), None))
        given = dict(number.by_place) if number else {}
        figures = {city.name(language): given[at] for at, city in enumerate(cities) if at in given}
        named = replace(named, figures=figures if len(cities) == len(places) else {})
        if number and number.whole:
            return DescribedCandidate(_with_number(named, number), cities=cities)
        sizes = [
            given.get(at, place.likely[0].population if place.likely else 0)
            for at, place in enumerate(places)
        ]
        looked_up = len(given) < len(cities)
        complete = tuple(sizes) if len(cities) == len(places) and all(sizes) else ()
        summed = replace(named, population=sum(sizes), approximate=looked_up, sizes=complete)
        if len(places) < self._members_named(reading, places):
            summed = self._unless_more_helps(summed)
        return DescribedCandidate(summed, cities=cities)

    def _members_named(self, reading: Reading, places: Sequence[Place]) -> int:
        """Count the municipalities of a group, those among them of which nothing is known: "Elda, Petrer y Novelda"."""
        counts = [body.count for body in reading.bodies if body.count and body.kind == MUNICIPALITY]
        unknown = [word for word in _names_in_list(reading, self._joints) if word.start > places[0].start]
        return max([*counts, len(places) + len(unknown)])

    def _unless_more_helps(self, summed: Candidate) -> Candidate:
        """Drop the sum of the known members if the missing ones could change the verdict."""
        larger = replace(summed, population=LARGER_THAN_ANY)
        outcomes = {judge(self._rulebook, each, date.max).outcome for each in (summed, larger)}
        return summed if len(outcomes) == 1 else replace(summed, population=None, approximate=False, sizes=())


def _names_in_list(reading: Reading, joints: Collection[str]) -> Iterator[Word]:
    """The words with a capital behind a comma or a joining word of which nothing is known."""
    known = {at for span in reading.spans for at in range(span.start, span.end)}
    for before, word in pairwise(reading.words):
        gap = reading.text[before.end : word.start].strip()
        listed = gap == "," or (before.folded in joints and not gap)
        if listed and word.capitalised and word.start not in known:
            yield word


def _fitting(place: Place, known: Candidate) -> list[City]:
    """Keep the cities of a name that the country fits, or the one that has about as many inhabitants as was said."""
    cities = [city for city in place.likely if known.country in (None, city.country)] or list(place.likely)
    for times in (SAME_SIZE_FACTOR, 2):
        sized = [city for city in cities if _near(city.population, known.population or 0, times)]
        if len(sized) == 1:
            return sized
    return cities


def _near(one: int, other: int, times: float) -> bool:
    return max(one, other) <= times * min(one, other)


def _places(reading: Reading) -> list[Place]:
    """Leave out places of others, and denied ones unless nothing else is named: "no chance for Graz?"."""
    named = [place for place in reading.places if not place.beside]
    affirmed = [place for place in named if not place.negated or _is_verb_denied(reading, place)]
    return affirmed or ([] if reading.first_person else named)


def _is_verb_denied(reading: Reading, place: Place) -> bool:
    """Tell whether what is done is denied and not the place: "I'm not standing up for Brno" is about Brno."""
    before = [negation.start for negation in reading.negations if covers([negation], place)]
    return any(len(reading.words_between(start, place.start)) > LONGEST_DENIED_VERB for start in before)


def _asked(reading: Reading, places: list[Place]) -> list[Place]:
    """Of several places keep those of the clause that asks, if it names any."""
    asking = [place for place in places if is_in_question(reading, place)]
    leading = [place for place in places if covers(_leading(reading), place)] if len(places) > 1 else []
    return subject_of(reading, places) or asking or leading or places


def _leading(reading: Reading) -> list[Clause]:
    """Give the pieces that run into a question: "at last: Motril, on the coast, ¿could it enter?"."""
    pairs = pairwise(reading.clauses)
    return [one for one, other in pairs if other.asks and one.text.rstrip()[-1:] not in SENTENCE_ENDS]


def _each_once(places: Sequence[Place]) -> list[Place]:
    """Leave out the later mentions of a place: "Avilés and Gijón, with Gijón in the lead"."""
    first: dict[tuple[City, ...], Place] = {}
    for place in places:
        first.setdefault(place.likely or place.cities, place)
    return list(first.values())


def _lies_elsewhere(reading: Reading, place: Place) -> bool:
    """Tell whether the body has a country's adjective and a place is not there: "a Swedish city; I am from Burgos"."""
    told = {
        country.code
        for body in reading.bodies
        for country in reading.countries
        if body.kind == MUNICIPALITY and not (body.beside or country.negated or country.beside)
        if country.demonym and 0 <= max(country.start - body.end, body.start - country.end) <= 1
    }
    return bool(told and place.likely) and all(city.country not in told for city in place.likely)


def _stands_alone(reading: Reading, region: Region) -> bool:
    """Tell whether a region's name is what is asked about, not where somebody is: no "in Tuscany", no figure."""
    counted_too = any(number.counts_inhabitants for number in reading.numbers)
    return bool(region.name) and not (region.demonym or region.negated or region.within or counted_too)


def _country(reading: Reading) -> str | None:
    named = [country for country in reading.countries if not (country.beside or country.negated)]
    if named:
        return named[0].code
    lies_in = next((region.country for region in reading.regions if not region.negated), None)
    near = next((place.likely[0].country for place in reading.places if place.near and place.likely), None)
    return lies_in or near or _country_of_body(reading)


def _countries_among(reading: Reading) -> frozenset[str]:
    """Give the countries of which a candidate lies in one: "in the EU", "a European country outside the EU"."""
    inside = [group for group in reading.country_groups if _is_where(reading, group)]
    outside = frozenset[str]().union(*(group.codes for group in reading.country_groups if group.negated))
    return frozenset.intersection(*(group.codes for group in inside)) - outside if inside else frozenset()


def _is_where(reading: Reading, group: CountryGroup) -> bool:
    """Tell whether somebody is in one of some countries: "in the EU", "an EU town", "ciudad de la UE"."""
    towns = [
        body for body in reading.bodies if body.kind == MUNICIPALITY and not (body.beside or body.denied)
    ]
    before = any(
        len(reading.words_between(body.end, group.start)) <= 2 for body in towns if body.end <= group.start
    )
    behind = any(group.end <= body.start <= group.end + 2 for body in towns)
    return not group.negated and (group.within or before or behind)


def _country_of_body(reading: Reading) -> str | None:
    """Give the country where alone a body is called as it is here: "tres concellos"; a place says more."""
    named = [body.country for body in reading.bodies if body.country and not (body.denied or body.beside)]
    return next(iter(named), None) if not reading.places else None


def _with_number(known: Candidate, number: InhabitantCount | None) -> Candidate:
    if number is None:
        return known
    return replace(
        known,
        population=number.total,
        approximate=number.approximate,
        bound=number.bound,
        sizes=number.added,
    )
