"""A message as a row of words, with the marks between them that matter, for the parts of the reader to look at."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from knowledge.reading.phrases import Terms
from knowledge.reading.spans import Span
from knowledge.reading.words import Word, words

T = TypeVar("T")
_ENDS = re.compile(r"[.!?…;\n]")


@dataclass(frozen=True)
class Sentence:
    """The words, their folded forms, and after which of them one or a part of one ends, its language if known."""

    text: str
    words: tuple[Word, ...]
    folded: tuple[str, ...]
    ends: frozenset[int]
    commas: frozenset[int]
    language: str = ""

    @classmethod
    def of(cls, text: str, language: str = "") -> "Sentence":
        """Split a text; a word that folds to nothing keeps a place of its own."""
        found = words(text)
        between = [text[word.end : after.start] for word, after in itertools.pairwise(found)]
        ends = frozenset(place for place, gap in enumerate(between) if _ENDS.search(gap))
        commas = frozenset(place for place, gap in enumerate(between) if "," in gap or ":" in gap)
        return cls(text, found, tuple(word.folded for word in found), ends, commas, language)

    def span(self, first: int, last: int) -> Span:
        """Give the stretch of the text from one word to another."""
        return Span(self.words[first].start, self.words[last].end)

    def parted(self, first: int, count: int) -> bool:
        """Tell whether a comma or the end of a sentence stands within a row of words."""
        return any(at in self.commas or at in self.ends for at in range(first, first + count - 1))

    def part(self, place: int, reach: int) -> int:
        """Find how far back, at most `reach` words, the same sentence goes."""
        first = max(0, place - reach)
        return next((at + 1 for at in range(place - 1, first - 1, -1) if at in self.ends), first)

    def followed_by_a_mark(self, place: int) -> bool:
        """Tell whether a mark of any kind stands right behind a word that others follow."""
        return bool(self.text[self.words[place].end : self.words[place + 1].start].strip())

    def within(self, terms: Terms[T], place: int, reach: int) -> bool:
        """Tell whether one of the terms ends among the `reach` words before a word, in the same sentence."""
        first = self.part(place, reach)
        return any(terms.before(self.folded, at) for at in range(first + 1, place + 1))


def each_match(sentence: Sentence, terms: Terms[T], take: Callable[[int, int, T], None]) -> None:
    """Call `take` with first word, last word and meaning of each term of a sentence, longest first, none twice."""
    place = 0
    while place < len(sentence.folded):
        found = terms.at(sentence.folded, place)
        if found:
            take(place, place + found[0] - 1, found[1])
        place += found[0] if found else 1
