"""Which option of a question a line means: the one whose example is clearly the nearest by sentence vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.content.schema import Question, Questionnaire
from knowledge.search.features import Floats
from knowledge.search.meaning import centred
from knowledge.search.vectors import Vectors, key, vectors_of_lines

OPTION_COSINE = 0.5
"""The cosine from which on a line may mean the option of its nearest example."""
OPTION_LEAD = 0.1
"""By how much it must be nearer than the examples of any other option; 97 of 100 held-out examples are then right."""


@dataclass(frozen=True)
class OptionVectors:
    """The examples of a question's options as centred vectors, in the order of their options."""

    options: tuple[str, ...]
    lines: Floats
    centre: Floats

    def nearest(self, vector: Floats) -> str | None:
        """Name the option that is clearly nearest to a sentence vector; None if none is."""
        (first, score), *others = self.likeness(vector)
        apart = score - max((other for _, other in others), default=-1.0)
        return first if score >= OPTION_COSINE and apart >= OPTION_LEAD else None

    def likeness(self, vector: Floats) -> list[tuple[str, float]]:
        """The options with the cosine of their nearest example, the nearest first."""
        likeness = self.lines @ centred(np.asarray([vector], np.float32), self.centre)[0]
        best: dict[str, float] = {}
        for option, like in zip(self.options, likeness, strict=True):
            best[option] = max(best.get(option, -1.0), float(like))
        return sorted(best.items(), key=lambda each: -each[1])


def option_vectors(question: Question, vectors: Vectors) -> OptionVectors | None:
    """Prepare the examples of a question whose vectors are known; None if there are none."""
    return labelled_vectors(option_examples(question), vectors)


def labelled_vectors(lines: Sequence[tuple[str, str]], vectors: Vectors) -> OptionVectors | None:
    """Prepare lines, each after its label, whose vectors are known; None if there are none."""
    known = [(label, vectors[key(line)]) for label, line in lines if key(line) in vectors]
    if not known:
        return None
    raw = np.asarray([vector for _, vector in known], np.float32)
    centre = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).mean(axis=0)
    return OptionVectors(tuple(label for label, _ in known), centred(raw, centre), centre)


def option_examples(question: Question) -> Sequence[tuple[str, str]]:
    """The example lines of a question with options, each after its option."""
    found: list[tuple[str, str]] = []
    for option, lines in question.examples.items():
        found += [(option, line) for each in lines.values() for line in each]
    return found if question.options or question.options_from else []


def lines_of_options(questionnaire: Questionnaire) -> list[str]:
    """The lines whose vectors tell options apart."""
    examples = [line for question in questionnaire.questions for _, line in option_examples(question)]
    return examples + [
        line for each in questionnaire.sentences.values() for lines in each.values() for line in lines
    ]


def vectors_of_options(questionnaire: Questionnaire, vectors: Vectors) -> Vectors:
    """The vectors of the lines from which the options of a questionnaire are learned."""
    return vectors_of_lines(lines_of_options(questionnaire), vectors)
