"""Numbers written as words, which text2num reads in the languages that it knows."""

from collections.abc import Sequence
from dataclasses import dataclass

from text_to_num import find_numbers


@dataclass(frozen=True)
class Numeral:
    """A word handed to text2num."""

    word: str
    figure: bool
    parted: bool

    def text(self) -> str:
        """Give the word."""
        return self.word

    def nt_separated(self, previous: "Numeral") -> bool:
        """Tell whether a mark parts it from the word before."""
        return previous.parted

    def not_a_number_part(self) -> bool:
        """Tell whether it is a figure, which is read elsewhere."""
        return self.figure


def numbers_in(tokens: Sequence[Numeral], language: str) -> list[tuple[int, int, float]]:
    """Find the numbers among words: first word, word behind the last, and value."""
    try:
        return [
            (each.start, each.end, each.value)
            for each in find_numbers(tokens, language, 0)
            if not each.is_ordinal
        ]
    except ValueError:  # a language that text2num does not know: its numerals are not read
        return []
