"""Where a pre-application stands: derived each time by replaying the stored answers, never stored itself.

How a reply becomes an answer is in types/, what a tap or a typed line does to a draft in moves.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.content.schema import Condition, Question, Questionnaire
from knowledge.eligibility.judge import Verdict
from knowledge.form.draft import Value


@dataclass(frozen=True)
class Asking:
    """A question is on the screen: the `number`-th of `total` to be answered; `editing` if it has a valid answer."""

    question: Question
    number: int
    total: int
    editing: bool


@dataclass(frozen=True)
class Stopped:
    """The rules do not let this candidate go on as it is; `question` is where the verdict stands."""

    verdict: Verdict
    question: Question


@dataclass(frozen=True)
class Complete:
    """Everything is answered: review and send."""


Position = Asking | Stopped | Complete


def applies(condition: Condition | None, answers: Mapping[str, Value]) -> bool:
    """Tell whether a condition holds; one on a question that is not answered yet does not."""
    if condition is None:
        return True
    value = answers.get(condition.question)
    values = value if isinstance(value, list) else [value]
    return any(item in condition.among for item in values)


def applicable(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> Iterator[Question]:
    """Give the questions that concern this applicant, in order.

    A question whose condition hangs on one that does not apply (any more) does not apply either.
    """
    live: dict[str, Value] = {}
    for question in questionnaire.questions:
        if applies(question.when, live):
            if question.id in answers:
                live[question.id] = answers[question.id]
            yield question


def live_answers(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Keep the answers whose questions apply, in the questionnaire's order."""
    return {
        question.id: answers[question.id]
        for question in applicable(questionnaire, answers)
        if question.id in answers
    }
