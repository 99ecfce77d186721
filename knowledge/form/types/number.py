"""A whole number, in figures or words; asks where thousands were probably left out."""

from collections.abc import Sequence

from knowledge.content.schema import Language
from knowledge.content.wording import number
from knowledge.form.draft import Value
from knowledge.form.replies.figures import LEAST_INHABITANTS, inhabitant_figures, stated_amounts
from knowledge.form.replies.results import Accepted, Doubtful, ParsedReply, rejected
from knowledge.form.types.base import Asked
from knowledge.form.types.one_line import OneLine
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Number
from knowledge.reading.words import fold

LARGEST = 10**9


class NumberQuestion(OneLine):
    """A number of something."""

    name = "number"
    own_keys = ("min", "max")
    can_tell = ("number",)
    reads_numbers = True

    def parse(self, asked: Asked, text: str) -> ParsedReply:
        """Read a number within the question's limits; asks which one where a line names two."""
        reading = asked.sources.read(text)
        found = inhabitant_figures(reading) if asked.counts_inhabitants else stated_amounts(reading)
        if not found:
            return rejected("number")
        found = [each for each in found if each.upper is None and not each.bound] or found
        nearly = asked.sources.meanings.words.any_in("nearly", fold(text))
        if any(each.upper is not None or (each.bound and not nearly) for each in found):
            return rejected("number_exact")
        return self.within_limits(asked, found)

    def within_limits(self, asked: Asked, found: Sequence[Number]) -> ParsedReply:
        """Take the number, or say that it is out of range; Doubtful where it is probably not what was meant."""
        smallest, largest = asked.question.min or 0, asked.question.max or LARGEST
        values = [*dict.fromkeys(each.value for each in found if smallest <= each.value <= largest)]
        if not values:
            return rejected("number_range", smallest=smallest, largest=largest)
        if len(values) > 1:
            return Doubtful(values[1], values[0])
        if values[0] < LEAST_INHABITANTS <= largest // 1000:
            return Doubtful(values[0], values[0] * 1000)
        return Accepted(values[0])

    def is_answered_too(self, asked: Asked, reading: Reading) -> bool:
        """Tell whether the inhabitants are named."""
        told = asked.counts_inhabitants and any(
            n.value >= LEAST_INHABITANTS for n in inhabitant_figures(reading)
        )
        return told and not asked.pending

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """A whole number within the question's limits."""
        return is_within_limits(value, asked.question.min, asked.question.max)

    def worded(self, asked: Asked, value: Value, language: Language) -> str:  # noqa: ARG002
        """Write the number as the language does."""
        return number(value, language) if isinstance(value, int) else str(value)


def is_within_limits(value: Value, smallest: int | None, largest: int | None) -> bool:
    """Tell whether a value is a whole number within limits."""
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return (smallest is None or value >= smallest) and (largest is None or value <= largest)
