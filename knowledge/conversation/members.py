"""Who leaves a group that was spoken of, and who comes instead: by name, by size, "the small one", "half of them".

Words that take away and deny are those of `languages/<code>/form.yaml`, as in the form's list of municipalities.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.conversation.lessons import FollowUpFile
from knowledge.eligibility.candidate import CandidateReader, DescribedCandidate
from knowledge.eligibility.judge import Candidate
from knowledge.geo.gazetteer import City
from knowledge.reading.denial import denied_things
from knowledge.reading.phrases import Terms, plain_terms
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Place
from knowledge.reading.word_sets import WordSets
from knowledge.reading.words import fold, span_or_first_word

MOST_WORDS = 14  # words of a message that changes who is in a group
AT_LEAST = 2  # members of a group
MOST_NAMESAKES = 5  # cities of a name whose other names are compared
LEAVING = ("removing", "denying", "excepting")
"""The sets of words by one of which somebody leaves."""
Stretch = tuple[int, int]
"""Where a name stands in a message."""


@dataclass(frozen=True)
class GroupMember:
    """One municipality of a group; its name is empty where none was said, its size 0 where nobody knows it."""

    name: str
    size: int
    country: str | None = None


class GroupChanges:
    """Applies to a group what a message says about its members."""

    def __init__(self, words: WordSets, files: Mapping[str, FollowUpFile]) -> None:
        """Take the sets of words that deny and remove, and each language's words for some of the members."""
        each = list(files.values())
        self._words = words
        self._leaving = plain_terms(term for file in each for term in file.leaving)
        self._smallest = plain_terms(term for file in each for term in file.smallest)
        self._largest = plain_terms(term for file in each for term in file.largest)
        self._part = plain_terms(term for file in each for term in file.part_of)

    def changed(
        self, known: Candidate, reading: Reading, reader: CandidateReader
    ) -> DescribedCandidate | None:
        """Give the group as it is after a message; None if nobody of it leaves."""
        if known.kind != reader.group or len(reading.words) > MOST_WORDS:
            return None
        if _says(reading, self._part) and not (reading.places or reading.numbers):
            return DescribedCandidate(
                replace(known, population=None, approximate=False, bound=None, sizes=())
            )
        members = members_of(known)
        if len(members) < AT_LEAST:
            return None
        named = _named(members, reading)
        denied = self._denied(reading, named)
        out = self._out(members, named, denied, reading)
        if not out or len(out) == len(members):
            return None
        kept = [member for at, member in enumerate(members) if at not in out]
        joining = [place for place in reading.places if (place.start, place.end) not in {*named, *denied}]
        return put_together(known, kept, _joined(known, members, joining, reading), reader)

    def _denied(self, reading: Reading, named: Mapping[Stretch, int]) -> set[Stretch]:
        """List the names of a message that it denies: "Toledo instead of Parla"."""
        places = {(place.start, place.end): place.negated for place in reading.places}
        things = sorted({*places, *named})
        denied = denied_things(reading.text, things, self._words, bare=True)
        return {thing for at, thing in enumerate(things) if at in denied or places.get(thing)}

    def _out(
        self,
        members: Sequence[GroupMember],
        named: Mapping[Stretch, int],
        denied: Collection[Stretch],
        reading: Reading,
    ) -> set[int]:
        """Tell which members leave: those denied, or the one that is named, by its size or its rank, as leaving."""
        out = {at for thing, at in named.items() if thing in denied}
        if out or not self._leaves(reading):
            return out
        said = {number.value for number in reading.numbers}
        sized = [at for at, member in enumerate(members) if member.size and member.size in said]
        chosen = list(named.values()) or sized or self._ranked(members, reading)
        return set(chosen) if len(chosen) == 1 else set()

    def _ranked(self, members: Sequence[GroupMember], reading: Reading) -> list[int]:
        if not all(member.size for member in members):
            return []
        by_size = sorted(range(len(members)), key=lambda at: members[at].size)
        if _says(reading, self._smallest):
            return by_size[:1]
        return by_size[-1:] if _says(reading, self._largest) else []

    def _leaves(self, reading: Reading) -> bool:
        """Tell whether a message says that somebody leaves."""
        folded = fold(reading.text)
        return _says(reading, self._leaving) or any(self._words.any_in(name, folded) for name in LEAVING)


def places_of(known: Candidate) -> list[str]:
    """List the places of a candidate."""
    return known.place.split(", ") if known.place else []


def members_of(known: Candidate) -> list[GroupMember]:
    """List the municipalities of a group, as far as they are known."""
    names, sizes = places_of(known), known.sizes if sum(known.sizes) == known.population else ()
    if sizes and names and len(names) != len(sizes):
        return []
    count = max(len(names), len(sizes))
    padded = [*sizes, *(0 for _ in range(count - len(sizes)))]
    return [
        GroupMember(name, known.figures.get(name, size), known.country)
        for name, size in zip([*names, *("" for _ in range(count - len(names)))], padded, strict=True)
    ]


def _named(members: Sequence[GroupMember], reading: Reading) -> dict[Stretch, int]:
    """Map where a message names members to those members, be the name a place for the reader or not."""
    names = {fold(member.name): at for at, member in enumerate(members) if member.name}
    found: dict[Stretch, int] = {}
    for place in reading.places:
        called = (place.text, *(city.name(reading.language) for city in place.cities[:MOST_NAMESAKES]))
        at = next((names[fold(name)] for name in called if fold(name) in names), None)
        if at is not None:
            found[(place.start, place.end)] = at
    for at, member in enumerate(members):
        start, end = span_or_first_word(member.name, reading.text) if member.name else (0, 0)
        if end and at not in found.values():
            found[(start, end)] = at
    return found


def _joined(
    known: Candidate, members: Sequence[GroupMember], joining: Sequence[Place], reading: Reading
) -> list[GroupMember]:
    """List who comes instead: the places named, or a figure without a name."""
    sizes = {member.size for member in members}
    said = [n.value for n in reading.numbers if n.counts_inhabitants and n.value not in sizes]
    cities = [city for place in joining if (city := _city_of(place, known.country))]
    if len(cities) == 1 and len(said) == 1:
        return [GroupMember(cities[0].name(reading.language), said[0], cities[0].country)]
    if not cities:
        return [GroupMember("", size, known.country) for size in said]
    return [GroupMember(city.name(reading.language), city.population, city.country) for city in cities]


def _city_of(place: Place, country: str | None) -> City | None:
    """Choose the city of a name that lies in the group's country, or the likeliest."""
    return next((city for city in place.cities if city.country == country), next(iter(place.likely), None))


def put_together(
    known: Candidate, kept: Sequence[GroupMember], joined: Sequence[GroupMember], reader: CandidateReader
) -> DescribedCandidate:
    """Put a group together again; a single municipality that is left is no group."""
    members = [*kept, *joined]
    sizes = tuple(member.size for member in members)
    whole = all(sizes)
    names = [member.name for member in members]
    figures = {name: size for name, size in known.figures.items() if name in names}
    countries = {member.country for member in members if member.country}
    left = replace(
        known,
        kind=reader.group if len(members) >= AT_LEAST else reader.city,
        place=", ".join(filter(None, names)) or None if all(names) else None,
        population=sum(sizes) if whole else None,
        approximate=whole and (known.approximate or bool(joined and joined[0].name)),
        bound=None,
        figures=figures,
        sizes=sizes if whole and len(members) >= AT_LEAST else (),
    )
    if len(countries) > 1:
        return DescribedCandidate(replace(left, country=None), apart=True)
    return DescribedCandidate(left)


def _says(reading: Reading, terms: Terms[bool]) -> bool:
    folded = [word.folded for word in reading.words]
    return any(terms.at(folded, at) for at in range(len(folded)))
