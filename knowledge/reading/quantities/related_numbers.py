"""What numbers of a message say together: what is short of what, and a list whose last number tells the unit."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from knowledge.reading.sentence import Sentence
from knowledge.reading.spans import Number
from knowledge.reading.words import fold

_LISTED, _COUNTED = 6, 100  # characters between numbers of a list; the smallest that may count people
_PERSONS = (None, "inhabitants", "people")


def without_shortfalls(
    sentence: Sentence, numbers: Sequence[Number], short_of: Collection[str]
) -> Iterator[Number]:
    """Subtract what is missing from the goal: "two thousand short of a hundred thousand"."""
    wanting: Number | None = None
    for number in numbers:
        if wanting is None:
            wanting = number
        elif _is_short_of(sentence, wanting, number, short_of):
            left = number.value - wanting.value
            yield Number(wanting.start, number.end, left, approximate=True, unit="inhabitants", amount=True)
            wanting = None
        else:
            yield wanting
            wanting = number
    if wanting is not None:
        yield wanting


def _is_short_of(sentence: Sentence, wanting: Number, wanted: Number, short_of: Collection[str]) -> bool:
    counting = wanting.unit in _PERSONS and wanted.unit in _PERSONS
    small = _COUNTED <= 2 * wanting.value < wanted.value
    plain = not (wanting.ordinal or wanting.year or wanted.year)
    between = fold(sentence.text[wanting.end : wanted.start])
    told = {between, between.partition(" ")[2]} if wanting.unit else {between}  # "800 inhabitants short of"
    return counting and small and plain and not told.isdisjoint(short_of)


def with_unit_of_the_last(
    sentence: Sentence, numbers: Sequence[Number], joins: Collection[str]
) -> tuple[Number, ...]:
    """Let the numbers of a list count what the last of them does: "900, 700 and 1,400 people"."""
    found = list(numbers)
    for at in range(len(found) - 2, -1, -1):
        number, after = found[at], found[at + 1]
        between = fold(sentence.text[number.end : after.start])
        listed = after.start - number.end <= _LISTED and (not between or between in joins)
        plain = number.unit is None and not (number.ordinal or number.year) and number.value >= _COUNTED
        if listed and plain and after.unit in ("inhabitants", "people"):
            found[at] = replace(number, unit=after.unit)
    return tuple(found)
