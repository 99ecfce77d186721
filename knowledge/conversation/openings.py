"""The first words of an answer to a question that wants a yes or a no: "is it too late?", "do we pay the flights?".

What the words are and which questions they fit is content (`openings` of an answer). Here a message is only compared
with their phrasings and with the answer's others, by the words that they share.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from knowledge.content.schema import Answer
from knowledge.content.text import Language
from knowledge.search.classifier import Vector, cosine
from knowledge.search.engine import Search

NEAR = 0.35
"""Likeness to a phrasing of an opening from which its words are said."""


class Openings:
    """Chooses an answer's opening for a message; reads an answer's lines once."""

    def __init__(self, search: Search, answers: Mapping[str, Answer]) -> None:
        self._search = search
        self._answers = {name: answer for name, answer in answers.items() if answer.openings}
        self._lines = lru_cache(maxsize=200)(self._read)

    def chosen(self, answer: str, text: str, language: Language) -> int | None:
        """Give the number of the opening that fits a message; None where another phrasing of the answer is nearer."""
        if answer not in self._answers:
            return None
        asked = self._search.vector(text, language)
        best, owner = max(
            ((cosine(asked, line), number) for line, number in self._lines(answer, language)),
            key=lambda scored: scored[0],
            default=(0.0, None),
        )
        return owner if best >= NEAR else None

    def _read(self, name: str, language: Language) -> Sequence[tuple[Vector, int | None]]:
        answer = self._answers[name]
        lines: list[tuple[str, int | None]] = [(text, None) for text in answer.phrasings.within(language)]
        for number, opening in enumerate(answer.openings):
            lines += [(text, number) for text in opening.phrasings.within(language)]
        return [(self._search.vector(text, language), number) for text, number in lines]
