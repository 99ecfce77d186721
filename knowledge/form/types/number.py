"""A whole number, in figures or words; where thousands were probably left out, that is asked about."""

from knowledge.content.schema import Language
from knowledge.content.wording import number
from knowledge.form.draft import Value
from knowledge.form.replies import BOUNDS, LEAST_CORRECTION, Accepted, Doubtful, Reply, rejected
from knowledge.form.types.base import Asked
from knowledge.form.types.one_line import OneLine
from knowledge.reading.numbers import Quantity, quantities
from knowledge.reading.words import fold

LARGEST = 10**9
YEARS = range(1900, 2100)


class WholeNumber(OneLine):
    """How many."""

    name = "number"
    reads_numbers = True

    def parse(self, asked: Asked, text: str) -> Reply:
        """Read a number within the question's limits."""
        return parse_number(text, asked.question.min or 0, asked.question.max or LARGEST)

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """A whole number within the question's limits."""
        return is_number(value, asked.question.min, asked.question.max)

    def worded(self, asked: Asked, value: Value, language: Language) -> str:  # noqa: ARG002
        """As the language writes it."""
        return number(value, language)


def parse_number(typed: str, smallest: int, largest: int) -> Reply:
    """Read a whole number in figures or words: 120.000, 120 mil, 1,2 millones, 98k.

    Doubtful where thousands were probably left out («98» inhabitants); no limit or range passes for a number.
    """
    found = counted(typed)
    if not found:
        return rejected("number")
    if found[0].upper is not None or BOUNDS.search(fold(typed)):
        return rejected("number_exact")
    value = found[0].value
    if not smallest <= value <= largest:
        return rejected("number_range", smallest=smallest, largest=largest)
    if value < LEAST_CORRECTION <= largest // 1000:
        return Doubtful(value, value * 1000)
    return Accepted(value)


def counted(typed: str) -> list[Quantity]:
    """The numbers of a line without its years: «En 2023, 120.000» counts nothing but the second."""
    found = list(quantities(typed))
    others = [number for number in found if not is_year(typed, number)]
    return others or found


def is_year(typed: str, number: Quantity) -> bool:
    """Tell whether a number is written as a year of our time."""
    return typed[number.start : number.end].strip().isdigit() and number.value in YEARS


def is_number(value: Value, smallest: int | None, largest: int | None) -> bool:
    """Tell whether a value is a whole number within limits."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and (smallest is None or value >= smallest) and (largest is None or value <= largest)
