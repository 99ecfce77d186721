"""How many inhabitants a candidate has by what a message says: one figure, "each", a total, or a sum of several."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.reading.reading import Reading
from knowledge.reading.spans import Bound, Number, Place
from knowledge.reading.words import fold

LEAST_INHABITANTS = 1_000  # inhabitants that a figure without a unit may count
MOST_MEMBERS_COUNTED = 40  # municipalities of a group: "the four of us, 30,000 each"
LEAST_OF_MEMBER = 100  # inhabitants of a village that is one of a group; "five of us" are no inhabitants

_BETWEEN = 24  # characters between the sizes of a list: ", the one next door "
_PLUS = "+"
_MARKS = frozenset(",+&/")  # marks between the sizes of a list


@dataclass(frozen=True)
class InhabitantCount:
    """A number of inhabitants; `whole` if it is the whole candidate's, else `by_place` has the number of each place."""

    total: int
    approximate: bool = False
    bound: Bound | None = None
    whole: bool = True
    upper: int | None = None  # the other end of a range
    by_place: tuple[tuple[int, int], ...] = ()
    added: tuple[int, ...] = ()  # the figures that were added up


def count_inhabitants(reading: Reading, places: Sequence[Place], group: bool) -> InhabitantCount | None:
    """Count the inhabitants; None if no figure says any. A group's figures are added up."""
    numbers = [number for number in reading.numbers if _counts(number)]
    stated = [] if group else [n for n in numbers if n.unit == "inhabitants" and n.value >= LEAST_OF_MEMBER]
    chosen = stated or numbers
    smallest = LEAST_OF_MEMBER if group else LEAST_INHABITANTS
    large = [
        n for n in chosen if n.value >= LEAST_INHABITANTS or (n.value >= smallest and n.unit is not None)
    ]
    corrected = [number for number in numbers if number.corrects]
    chosen = corrected[-1:] or large or chosen
    if not chosen:
        return None
    if not group:
        return _one(chosen[0])
    return _of_a_group(reading, chosen, places)


def are_listed(reading: Reading, joints: Collection[str], least: int) -> bool:
    """Tell whether the sizes of at least so many municipalities stand in a list: "74k + 60k + 50k"."""
    sizes = [number for number in reading.numbers if _counts(number) and number.value >= LEAST_OF_MEMBER]
    listed = sum(_is_listed(reading, one, other, joints) for one, other in pairwise(sizes)) + 1
    return len(sizes) >= least and listed == len(sizes)


def are_both_sized(reading: Reading) -> bool:
    """Tell whether two figures stand for two municipalities: "62k and 51k, both Swedish", "60,000 + 45,000"."""
    sizes = [number for number in reading.numbers if _counts(number) and number.value >= LEAST_INHABITANTS]
    plain = not any(size.bound or size.upper or size.corrects for size in sizes)
    added = any(reading.text[one.end : other.start].strip() == _PLUS for one, other in pairwise(sizes))
    return len(sizes) > 1 and plain and (reading.both or added)


def _is_listed(reading: Reading, one: Number, other: Number, joints: Collection[str]) -> bool:
    between = reading.text[one.end : other.start]
    opens = between.lstrip()[:1] in _MARKS or any(fold(word) in joints for word in between.split()[:2])
    plain = not (one.bound or other.bound or one.upper or other.upper or other.corrects)
    return plain and opens and len(between) <= _BETWEEN


def _counts(number: Number) -> bool:
    """Tell whether a figure may be the candidate's; "we do not reach 100,000" is one too, with a bound."""
    plain = (
        number.unit in (None, "inhabitants", "people")
        and number.value >= LEAST_INHABITANTS
        and not number.year
    )
    if number.counts_inhabitants and not number.negated:
        return True
    return plain and number.amount and (not number.missing or number.bound == "under")


def _one(number: Number) -> InhabitantCount:
    approximate = number.approximate or number.upper is not None
    return InhabitantCount(number.value, approximate, number.bound, upper=number.upper)


def _of_a_group(reading: Reading, numbers: Sequence[Number], places: Sequence[Place]) -> InhabitantCount:
    owners = [_owner(number, places) for number in numbers]
    each_its_own = 1 < len(places) == len(numbers) == len(set(owners))
    largest = max(number.value for number in numbers)
    total = next((number for number in numbers if number.share == "total" and number.value >= largest), None)
    if total is not None and not each_its_own:
        return _one(total)
    if len(numbers) == 1 and numbers[0].share == "each":
        return _each(numbers[0], _members(reading, places))
    if len(places) > len(numbers) and len({*owners}) == len(owners) and _stand_between(numbers, places):
        by_place = tuple(zip(owners, (number.value for number in numbers), strict=True))
        return InhabitantCount(
            sum(number.value for number in numbers), True, None, whole=False, by_place=by_place
        )
    bound = numbers[0].bound if len(numbers) == 1 else None
    by_place = tuple(zip(owners, (number.value for number in numbers), strict=True)) if each_its_own else ()
    total_of_all = sum(number.value for number in numbers)
    added = tuple(number.value for number in numbers) if len(numbers) > 1 else ()
    return InhabitantCount(
        total_of_all, any(n.approximate for n in numbers), bound, by_place=by_place, added=added
    )


def _each(number: Number, members: int) -> InhabitantCount:
    """Multiply a figure that every member of a group has."""
    added = (number.value,) * members
    return InhabitantCount(sum(added), number.approximate, number.bound, added=added)


def _members(reading: Reading, places: Sequence[Place]) -> int:
    counts = [body.count for body in reading.bodies if body.count]
    said = [
        number.value
        for number in reading.numbers
        if 1 < number.value <= MOST_MEMBERS_COUNTED and not number.ordinal
    ]
    return next(iter([*counts, *said]), max(2, len(places)))


def _owner(number: Number, places: Sequence[Place]) -> int:
    """The position of the place before a figure."""
    before = [at for at, place in enumerate(places) if place.end <= number.start]
    return before[-1] if before else 0


def _stand_between(numbers: Sequence[Number], places: Sequence[Place]) -> bool:
    """Tell figures of single places, between the names, from one of them all behind the last name."""
    return len(places) > 1 and numbers[0].start < places[-1].start
