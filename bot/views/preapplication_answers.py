"""The pre-application's answers in words: labels for codes, free text as it was typed."""

from collections.abc import Sequence
from typing import Any

from bot.scene import Scene
from bot.views.message import bold, plain, shortened
from knowledge.models import Option, Question
from knowledge.questionnaire import Draft
from knowledge.wording import country, flag, number


def said(scene: Scene, draft: Draft, question: Question, longest: int) -> str:
    """An answer with its name, in one line of HTML."""
    answer = " ".join(shown(scene, draft, question).split())
    name = question.short.within(scene.language)
    return f"{bold(name + ':')} {plain(shortened(answer, longest))}"


def shown(scene: Scene, draft: Draft, question: Question) -> str:
    """A stored answer in words."""
    return value_text(scene, question, draft.answers.get(question.id), scene.form.options(question, draft))


def value_text(scene: Scene, question: Question, value: Any, options: Sequence[Option]) -> str:
    """A stored value in words: labels for codes, free text as it is."""
    _ = scene.say
    if value is None:
        return _("(no answer)")
    labels = {option.id: option.label.within(scene.language) for option in options}
    if question.type == "consent":
        return _("agreed")
    if question.type == "choices":
        return ", ".join(labels.get(code, code) for code in value)
    if question.type == "country":
        return f"{flag(value)} {country(value, scene.language)}"
    if question.type == "number":
        return number(value, scene.language)
    if question.type == "place":
        return str(value["name"])
    if question.type == "members":
        return "; ".join(f"{m['name']} ({number(m['population'], scene.language)})" for m in value)
    return labels.get(value, str(value)) if question.type == "choice" else str(value)
