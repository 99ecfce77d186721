"""The words of a message that nothing was read from yet: each word belongs to one finding."""

from collections.abc import Iterable
from typing import TypeVar

from knowledge.reading.quantities.read_numbers import covered_words
from knowledge.reading.sentence import Sentence
from knowledge.reading.spans import Span

S = TypeVar("S", bound=Span)


class FreeWords:
    """For each word of a sentence whether it is free; whoever finds something takes its words."""

    def __init__(self, sentence: Sentence) -> None:
        """Begin with all words free."""
        self._sentence = sentence
        self.flags = [True] * len(sentence.words)

    def take(self, found: Iterable[S]) -> tuple[S, ...]:
        """Keep the findings whose words are free, one after another, and take their words.

        `found` may look at `flags` while it is read: each finding sees what those before it have taken.
        """
        return tuple(span for span in found if self._taken(span))

    def _taken(self, span: Span) -> bool:
        covered = [at for at in covered_words(self._sentence, span) if at < len(self.flags)]
        if not all(self.flags[at] for at in covered):
            return False
        for at in covered:
            self.flags[at] = False
        return True
