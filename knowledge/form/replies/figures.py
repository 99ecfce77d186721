"""The numbers of a reply: which of them count something, and how a name is separated from its number."""

import re
from collections.abc import Sequence

from knowledge.form.replies.language import FormWords
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Number
from knowledge.reading.words import fold

YEARS = range(1900, 2101)
LEAST_INHABITANTS = 1000
"""A smaller number in a line is not taken for a city's inhabitants without asking."""
NOT_COUNTED = ("date", "time", "money", "distance")
OF_PERSONS = (None, "inhabitants", "people")
NEAR_YEAR = re.compile(r"[^\d,;.]{0,20}")


def stated_amounts(reading: Reading) -> list[Number]:
    """The numbers that count something; those of the past, denied ones and years only where there is no other."""
    amounts = [number for number in reading.numbers if not (number.ordinal or is_year(number))]
    present = [number for number in amounts if not (number.missing or reading.denied(number))]
    undated = [number for number in present if not is_dated(reading, number)]
    counted = [n for n in reading.numbers if not n.ordinal and n.unit not in NOT_COUNTED]
    return undated or present or amounts or counted


def inhabitant_figures(reading: Reading) -> list[Number]:
    """The numbers that may count inhabitants; those with "inhabitants" beside them, if there are any."""
    counted = [number for number in stated_amounts(reading) if number.unit in OF_PERSONS]
    total = [number for number in counted if number.share == "total"]
    return total or [number for number in counted if number.unit == "inhabitants"] or counted


def is_year(number: Number) -> bool:
    """Tell whether a number is written as a year of our time."""
    return number.year or number.unit == "date" or (number.value in YEARS and not number.amount)


def is_dated(reading: Reading, number: Number) -> bool:
    """Tell whether a year stands beside a number in the same breath: «75.500 in 2011», "in 2011 it was 249k"."""
    at = reading.numbers.index(number)
    before, year, after = (reading.numbers[max(0, i) : max(0, i + 1)] for i in (at - 2, at - 1, at + 1))
    if in_one_breath(reading, number, after):
        return True
    claimed = any(in_one_breath(reading, other, year) for other in before)
    return not claimed and any(in_one_breath(reading, each, (number,)) for each in year if is_year(each))


def in_one_breath(reading: Reading, first: Number, second: Sequence[Number]) -> bool:
    """Tell whether a number and the one after it, of which one is a year, belong together."""
    return any(
        (is_year(first) or is_year(each)) and bool(NEAR_YEAR.fullmatch(reading.text[first.end : each.start]))
        for each in second
    )


def corrected_inhabitants(reading: Reading, words: FormWords, *, bare: bool = False) -> int | None:
    """Read the new number in «no, somos 57.000», or a `bare` number; None for a line that says anything else."""
    found = inhabitant_figures(reading)
    if len(found) != 1 or found[0].value < LEAST_INHABITANTS:
        return None
    spans = [(number.start, number.end) for number in reading.numbers]
    rest = [w.folded for w in reading.words if not any(s <= w.start < e for s, e in spans)]
    correcting = words.sets["correcting"] | words.sets["inhabitants"]
    return found[0].value if (rest or bare) and correcting.issuperset(rest) else None


def name_and_number(reading: Reading, words: FormWords) -> tuple[str, int | None]:
    """Split «Dos Hermanas, 138.000 hab.» into name and number: the last number in figures, for names hold numbers.

    A line that is nothing but a number, in words or figures, has an empty name.
    """
    found = [number for number in reading.numbers if not reading.denied(number)]
    if found and not text_without_numbers(reading, found, words):
        return "", found[0].value
    written = [number for number in found if reading.text[number.start].isdigit() and not is_year(number)]
    denied = [number for number in reading.numbers if reading.denied(number)]
    return text_without_numbers(reading, [*written[-1:], *denied], words), written[
        -1
    ].value if written else None


def text_without_numbers(reading: Reading, numbers: list[Number], words: FormWords) -> str:
    """Give a line without some numbers and the words that say what they count."""
    text = reading.text
    for number in sorted(numbers, key=lambda number: -number.start):
        text = f"{text[: number.start]} {text[number.end :]}"
    kept = [
        word for word in re.sub(r"[(),;:]", " ", text).split() if not words.has("inhabitants", fold(word))
    ]
    return " ".join(kept).strip(" -–·.")
