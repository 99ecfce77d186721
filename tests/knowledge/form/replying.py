"""A reply typed or tapped at a question of the form, and what it stores; the tests of the kinds read as tables."""

from dataclasses import replace
from typing import Any

from knowledge.content.schema import ButtonText, Question, Text
from knowledge.form.draft import Draft
from knowledge.form.moves import Form
from knowledge.form.steps import Step
from knowledge.form.types import type_of

WORDS = Text({"es": "a", "en": "a"})
SHORT = ButtonText({"es": "a", "en": "a"})


def question(kind: str, **more: object) -> Question:
    """A question of a kind, with nothing but what it needs."""
    return Question.model_validate({"id": "q", "type": kind, "short": SHORT, "text": WORDS, **more})


def typed(form: Form, asked: Question, text: str, pending: object = None, **answers: object) -> Step:
    """Type a line at a question that is not in the questionnaire."""
    half = {} if pending is None else {asked.id: pending}
    return type_of(asked).typed(form.asked(asked, Draft.restored(answers, half)), text)


def tapped(form: Form, asked: Question, code: str, pending: object = None, **answers: object) -> Step:
    """Tap a button of a question that is not in the questionnaire."""
    half = {} if pending is None else {asked.id: pending}
    return type_of(asked).tap(form.asked(asked, Draft.restored(answers, half)), code)


def stored(form: Form, asked: Question, text: str, **answers: object) -> object:
    """What a typed line stores; why not, if it stores nothing; "?" where it has to be confirmed."""
    step = typed(form, asked, text, **answers)
    if step.problem or step.wish:
        return step.problem.reason if step.problem else step.wish
    return step.draft.answers.get(asked.id, "?")


def valid(form: Form, asked: Question, value: Any, **answers: object) -> bool:
    """Tell whether a stored value is still an answer."""
    return type_of(asked).is_valid(form.asked(asked, Draft.restored(answers)), value)


def answer(draft: Draft, name: str = "q") -> Any:
    """A stored answer, to be looked into."""
    return draft.answers[name]


def waiting(draft: Draft, name: str = "q") -> Any:
    """What waits for the rest of an answer, to be looked into."""
    return draft.pending[name]


def within(form: Form, language: str) -> Form:
    """The form for another language."""
    return replace(form, language="en" if language == "en" else "es")
