"""The first words of an answer to a question that wants a yes or a no: "is it too late?", "do we pay the flights?".

What the words are and which questions they fit is content (`openings` of an answer). Here a message is only compared
with their phrasings and with the answer's others, by the words that they share.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from knowledge.content.schema import Answer
from knowledge.content.text import Language
from knowledge.reading.text import normalise, tokens
from knowledge.search.classifier import Vector, cosine
from knowledge.search.engine import Search

NEAR = 0.35
"""Likeness to a phrasing of an opening from which its words are said."""
BEGINNING = 3  # words within which a question's word stands


class Openings:
    """Chooses an answer's opening for a message; reads an answer's lines once."""

    def __init__(
        self,
        search: Search,
        answers: Mapping[str, Answer],
        interrogatives: Mapping[Language, Collection[str]],
    ) -> None:
        """Take the answers, and the words that questions begin with in each language."""
        self._search = search
        self._asking = {code: frozenset(map(normalise, words)) for code, words in interrogatives.items()}
        self._all = tuple(answers.values())
        self._answers = {name: answer for name, answer in answers.items() if answer.openings}
        self._lines = lru_cache(maxsize=200)(self._read)
        self._wanting_more = lru_cache(maxsize=None)(self._read_question_words)

    def chosen(self, answer: str, text: str, language: Language) -> int | None:
        """Give the number of the opening that fits a message.

        None where another phrasing of the answer is nearer, and for a question that wants more than a yes or
        a no: "who pays …?".
        """
        if answer not in self._answers or self._wants_more(text, language):
            return None
        asked = self._search.vector(text, language)
        best, owner = max(
            ((cosine(asked, line), number) for line, number in self._lines(answer, language)),
            key=lambda scored: scored[0],
            default=(0.0, None),
        )
        return owner if best >= NEAR else None

    def _wants_more(self, text: str, language: Language) -> bool:
        return self._question_word(text, language) in self._wanting_more(language)

    def _read_question_words(self, language: Language) -> frozenset[str]:
        """Give the words that begin the question of an answer, and no phrasing of an opening."""
        answers = self._all
        asked = {self._question_word(answer.question.within(language), language) for answer in answers}
        openings = [opening for answer in answers for opening in answer.openings]
        lines = [line for opening in openings for line in opening.phrasings.within(language)]
        return frozenset(filter(None, asked - {self._question_word(line, language) for line in lines}))

    def _question_word(self, text: str, language: Language) -> str | None:
        asking = self._asking.get(language, frozenset())
        return next((word for word in tokens(text)[:BEGINNING] if word in asking), None)

    def _read(self, name: str, language: Language) -> Sequence[tuple[Vector, int | None]]:
        answer = self._answers[name]
        lines: list[tuple[str, int | None]] = [(text, None) for text in answer.phrasings.within(language)]
        for number, opening in enumerate(answer.openings):
            lines += [(text, number) for text in opening.phrasings.within(language)]
        return [(self._search.vector(text, language), number) for text, number in lines]
