"""Where a pre-application stands: derived each time by replaying the stored answers, never stored itself.

How a reply becomes an answer is in replies.py, what a tap or a typed line does to a draft in form.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.content.schema import Condition, Question, Questionnaire
from knowledge.eligibility.judge import Candidate, Verdict

Value = Any
"""What JSON can hold: the code of an option, a list of codes, a number, a text; None where skipped."""


@dataclass(frozen=True)
class Draft:
    """A pre-application as it is stored.

    `answers` by question id, kept even while their question does not apply; `pending` holds the half of an
    answer that takes more than one step (ticks, a place to confirm); `at` is the question that the applicant
    went to on purpose (Back, Edit), None when the first open question is due.
    """

    answers: Mapping[str, Value] = field(default_factory=dict)
    pending: Mapping[str, Value] = field(default_factory=dict)
    at: str | None = None

    def answered(self, question_id: str, value: Value, **more: Value) -> "Draft":
        """Store an answer (and `more` that follow from it) and go on to the first open question."""
        pending = {key: kept for key, kept in self.pending.items() if key != question_id}
        return Draft({**self.answers, question_id: value, **more}, pending, None)

    def forgetting(self, *question_ids: str) -> "Draft":
        """Drop answers that another answer has made invalid."""
        return replace(self, answers={k: v for k, v in self.answers.items() if k not in question_ids})

    def waiting(self, question_id: str, value: Value) -> "Draft":
        """Store half an answer; the question stays on the screen."""
        return replace(self, pending={**self.pending, question_id: value})


@dataclass(frozen=True)
class Asking:
    """A question is on the screen: the `number`-th of `total` that apply; `editing` if it has a valid answer."""

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


def candidate_name(answers: Mapping[str, Value]) -> str:
    """Name the candidate of a pre-application: its city, or its group; "?" while neither is known."""
    return str((answers.get("place") or {}).get("name") or answers.get("group_name") or "?")


def candidate(answers: Mapping[str, Value]) -> Candidate:
    """What the answers so far say about the candidate, for the rules of eligibility.yaml."""
    kind = answers.get("kind")
    if kind == "group":
        members = answers.get("members") or []
        total = sum(member["population"] for member in members) or None
        return Candidate("group", answers.get("country"), total, place=answers.get("group_name"))
    if kind != "city":
        return Candidate(kind)
    place, population = answers.get("place") or {}, answers.get("population")
    approximate = population is not None and place.get("population") == population
    return Candidate("city", answers.get("country"), population, approximate, place.get("name"))


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


def previous(questionnaire: Questionnaire, draft: Draft, current: str | None) -> str | None:
    """Name the question before `current` (None: the review), leaving out those nobody answers; None at the start."""
    path = [q.id for q in applicable(questionnaire, draft.answers) if q.type != "verdict"]
    before = path.index(current) if current in path else len(path)
    return path[before - 1] if before else None
