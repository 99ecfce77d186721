"""Goes on from the candidate spoken of so far: another place, another figure, a neighbour who joins, "why?"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.conversation.context import Conversation
from knowledge.conversation.members import places_of
from knowledge.eligibility.candidate import CandidateReader, DescribedCandidate
from knowledge.eligibility.inhabitants import count_inhabitants
from knowledge.eligibility.judge import Candidate
from knowledge.reading.phrases import Terms, plain_terms
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Bound, Span, covers
from knowledge.reading.words import fold

Reread = Callable[[str], Reading]
MOVES = ("why", "fewer", "more", "joined", "apart", "corrected")
CHANGED = "corrected"  # what a bare place or figure does, unless it surely does something else
JOINED = "joined"  # what a message does that says "together", unless it surely does something else
CERTAIN = 0.45  # share of a move from which it is taken for one


@dataclass(frozen=True)
class Continued:
    """A candidate that grew out of the one before; `before` is what it was until others joined."""

    described: DescribedCandidate
    before: Candidate | None = None


class FollowUps:
    """Applies what a message says to the candidate that was spoken of."""

    def __init__(self, reader: CandidateReader, size_of_joining: Terms[bool] | None = None) -> None:
        """Take what describes candidates, and the words right before the size of one who joins: "with", "of"."""
        self._reader = reader
        self._limit = reader.limit
        self._size_of_joining = size_of_joining or plain_terms(())

    def continued(
        self,
        reading: Reading,
        conversation: Conversation,
        likelihood: Mapping[str, float],
        reread: Reread,
        *,
        bare: bool,
    ) -> Continued | None:
        """Give the candidate as it is after the message; None if the message does not speak of it.

        `bare`: the message is hardly more than a place or a figure.
        """
        known = conversation.candidate
        if known is None:
            return None
        move = max(MOVES, key=lambda name: likelihood.get(name, 0.0))
        if likelihood.get(move, 0.0) < CERTAIN:
            if not (bare or (reading.together and tells_facts(reading))):
                return None
            move = JOINED if reading.together else CHANGED
        if move == "why":
            return Continued(DescribedCandidate(known, conversation.alternatives), conversation.before)
        if move in ("fewer", "more") and self._limit and not tells_facts(reading):
            bound: Bound = "under" if move == "fewer" else "over"
            limited = replace(known, population=self._limit, bound=bound, approximate=False)
            return Continued(DescribedCandidate(limited))
        if move in ("joined", "apart"):
            base = (conversation.before or known) if move == "apart" else known
            return Continued(self._joined(base, reading), conversation.before or known)
        return self._changed(known, conversation, reading, reread)

    def namesake(
        self, reading: Reading, conversation: Conversation, reread: Reread
    ) -> DescribedCandidate | None:
        """Give the place of the name spoken of that lies in the country or region which a message names.

        None if it is the one already judged, or if there is no such place.
        """
        known = conversation.candidate
        named = [*reading.countries, *reading.regions]
        if known is None or not known.place or "," in known.place or not named:
            return None
        told = [reading.text[span.start : span.end] for span in (*reading.places, *named)]
        found = self._reader.describe(reread(", ".join((known.place, *told))))
        city = found.cities[0] if len(found.cities) == 1 else None
        if city is None or any(country.code != city.country for country in reading.countries):
            return None
        if conversation.alternatives:
            return found if city in conversation.alternatives else None
        namesake = fold(city.name(reading.language)) == fold(known.place)
        return found if namesake and city.country != known.country else None

    def _changed(
        self, known: Candidate, conversation: Conversation, reading: Reading, reread: Reread
    ) -> Continued | None:
        told = self._reader.describe(reading)
        if conversation.alternatives and (told.candidate.country or reading.regions) and not reading.places:
            fitting = [c for c in conversation.alternatives if c.country == told.candidate.country]
            if len(fitting) == 1:
                return Continued(
                    DescribedCandidate(
                        self._reader.with_city(known, fitting[0], reading.language), cities=(fitting[0],)
                    )
                )
        if told.candidate.country and known.place and not reading.places:
            moved = self._reader.describe(reread(f"{known.place}, {reading.text}"))
            if moved.candidate.country == told.candidate.country and moved.cities:
                return Continued(moved)
        if not told.concrete:
            return None
        if starts_afresh(told):
            return Continued(with_what_was_known(told, known, self._reader.group))
        if known.kind == self._reader.group and told.candidate.kind == self._reader.city:
            known = replace(known, population=None, approximate=False, bound=None, sizes=())
        return Continued(replace(told, candidate=merged_candidates(known, told.candidate)))

    def _joined(self, base: Candidate, reading: Reading) -> DescribedCandidate:
        """Add to a candidate the municipalities that a message names, or says to be there without a name."""
        places = [place for place in reading.places if not place.negated]
        cities = tuple(place.likely[0] for place in places if place.likely)
        cities = tuple(
            city for city in cities if city.name(reading.language) not in (base.place or "").split(", ")
        )
        names = ", ".join(filter(None, (base.place, *(city.name(reading.language) for city in cities))))
        countries = {city.country for city in cities} | ({base.country} if base.country else set())
        group = replace(base, kind=self._reader.group, place=names or None, bound=None)
        if len(countries) > 1:
            return DescribedCandidate(replace(group, country=None), cities=cities, apart=True)
        group = replace(group, country=base.country or next(iter(countries), None))
        number = count_inhabitants(reading, [], group=True)
        whole = any(figure.share == "total" for figure in reading.numbers) or bool(
            number
            and base.population
            and number.total > base.population
            and not self._is_of_who_joins(number.total, reading)
        )
        if number and whole:
            return DescribedCandidate(
                replace(
                    group,
                    population=number.total,
                    approximate=number.approximate,
                    bound=number.bound,
                    sizes=(),
                )
            )
        added = number.total if number else sum(city.population for city in cities)
        if not added and (base.population or 0) <= self._limit:
            return DescribedCandidate(replace(group, population=None, approximate=False, sizes=()))
        population = None if base.population is None else base.population + added
        rough = base.approximate or number is None
        bound: Bound | None = None if added else "over"
        sizes = _sizes_with(base, [number.total] if number else [city.population for city in cities])
        grown = replace(group, population=population, approximate=rough, bound=bound, sizes=sizes)
        return DescribedCandidate(grown, cities=cities)

    def _is_of_who_joins(self, size: int, reading: Reading) -> bool:
        """Tell whether a size up to the limit is that of one who joins, and no sum: "our neighbour with 70,000"."""
        start = next((number.start for number in reading.numbers if number.value == size), 0)
        before = [word.folded for word in reading.words if word.end <= start]
        return size <= self._limit and self._size_of_joining.before(before, len(before)) is not None


def _sizes_with(base: Candidate, added: Sequence[int]) -> tuple[int, ...]:
    """The sizes of a candidate's municipalities and of those that join; none where one of them is not known."""
    before = base.sizes or ((base.population,) if base.population and len(places_of(base)) == 1 else ())
    return (*before, *added) if before and added and all(added) else ()


def with_what_was_known(told: DescribedCandidate, known: Candidate | None, group: str) -> DescribedCandidate:
    """Add what was known before to a figure, or to others who join, of a candidate that is not named again."""
    new = told.candidate
    alone = not (new.place or new.country or told.alternatives or told.apart)
    if known is None or not alone or new.kind not in (None, group):
        return told
    return replace(told, candidate=merged_candidates(known, new))


def starts_afresh(told: DescribedCandidate) -> bool:
    """Tell whether a message is about another candidate: a place, or a body with its country or size."""
    new = told.candidate
    return bool(new.place) or (new.kind is not None and bool(new.country or new.population))


def merged_candidates(known: Candidate, new: Candidate) -> Candidate:
    """Override what was known by what is new; another country takes the place away."""
    changes = {name: value for name, value in vars(new).items() if value not in (None, False, {}, ())}
    if new.population is not None:
        changes |= {"approximate": new.approximate, "bound": new.bound, "sizes": new.sizes}
    if new.country not in (None, known.country) and known.place:
        changes |= {"place": None} | (
            {"population": None} if known.approximate and not new.population else {}
        )
    return replace(known, **changes)


def tells_facts(reading: Reading) -> bool:
    """Tell whether a message names a place, a country or a number of inhabitants."""
    return bool(reading.places or count_inhabitants(reading, [], group=False) or reading.countries)


def only_facts(reading: Reading, besides: int = 2) -> bool:
    """Tell whether a message is hardly more than a place, a country, a region or a figure."""
    if not tells_facts(reading):
        return False
    spans = reading.spans
    others = [word for word in reading.words if not covers(spans, Span(word.start, word.end))]
    return len(others) <= besides
