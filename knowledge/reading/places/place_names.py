"""Names of places found in a message, and the runs of words that may be names; what they mean is told elsewhere."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from knowledge.geo.gazetteer import City
from knowledge.reading.sentence import Sentence
from knowledge.reading.spans import Country, Region, Span

LONGEST_NAME = 6
"""Words of the longest name that is looked up."""
_DENIED_WITHIN = 4  # words from a negation to the name that it denies: "not the one in Georgia"


@dataclass(frozen=True)
class FoundName:
    """Words [first, last] that name a city, a region or a country."""

    first: int
    last: int
    cities: tuple[City, ...] = ()
    region: tuple[str, str] | None = None
    country: str | None = None
    within: bool = False
    is_no_country: bool = (
        False  # a country's name that a region or a body behind it makes a city: "Armenia, Quindío"
    )


@dataclass(frozen=True)
class Names:
    """The names found, cities and regions, and countries whose names are often something else, in order."""

    found: tuple[FoundName, ...]

    def countries(self, sentence: Sentence) -> list[Country]:
        """Give those that are countries: Jordan, Chad."""
        return [Country(*ends(sentence, each), each.country) for each in self.found if each.country]

    def regions(self, sentence: Sentence, denied: Collection[int] = ()) -> list[Region]:
        """Give those that are regions; `denied` are the words where a denied name begins."""
        return [
            Region(*ends(sentence, each), *each.region, within=each.within, negated=each.first in denied)
            for each in self.found
            if each.region
        ]

    def denied(self, sentence: Sentence, negations: Sequence[Span]) -> set[int]:
        """Give the words where names begin that are denied behind a city: "Cartagena, no la de Murcia"."""
        named = {each.first for each in self.found}
        cities = [each.first for each in self.found if each.cities]
        opening = {word.start: at for at, word in enumerate(sentence.words)}
        denied: set[int] = set()
        for span in negations:
            at = opening.get(span.start, len(sentence.words))
            near = range(at + 1, min(at + _DENIED_WITHIN + 1, len(sentence.words)))
            first = next((each for each in near if each in named), None)
            if first is not None and sentence.words[first].end <= span.end and min(cities, default=at) < at:
                denied.add(first)
        return denied

    def holds(self, first: int, last: int) -> bool:
        """Tell whether words are part of a longer name of a city: "Ciudad Autónoma de Melilla"."""
        return any(each.cities and each.first <= first and last < each.last for each in self.found)

    def without_long_names(self, free: Sequence[bool]) -> list[bool]:
        """Say which words are free if long names are kept whole, and cities: no India in Cartagena de Indias."""
        left = list(free)
        for each in self.found:
            if each.first < each.last or each.is_no_country:
                left[each.first : each.last + 1] = [False] * (each.last - each.first + 1)
        return left


def ends(sentence: Sentence, found: FoundName) -> tuple[int, int]:
    """Where a name begins and ends in the text."""
    return sentence.words[found.first].start, sentence.words[found.last].end


def runs(sentence: Sentence, free: Sequence[bool]) -> Iterator[tuple[int, int, str]]:
    """List runs of up to six words that no mark parts, from left to right, the longest first."""
    for first in range(len(sentence.folded)):
        last = first
        while (
            last + 1 < len(sentence.folded)
            and last - first + 1 < LONGEST_NAME
            and last not in sentence.commas
            and (last not in sentence.ends or len(sentence.folded[last]) < 3)
            and free[last + 1]
        ):
            last += 1
        if free[first]:
            for end in range(last, first - 1, -1):
                yield first, end, " ".join(sentence.folded[first : end + 1])
