"""The pre-application's answers in words: labels for codes, free text as it was typed."""

from collections.abc import Sequence
from typing import Any

from bot.views.context import ViewContext
from bot.views.message import bold, plain, shortened
from knowledge.content.schema import Option, Question
from knowledge.content.wording import country, flag, number
from knowledge.form.position import Draft


def said(context: ViewContext, draft: Draft, question: Question, longest: int) -> str:
    """An answer with its name, in one line of HTML."""
    answer = " ".join(shown(context, draft, question).split())
    name = question.short.within(context.language)
    return f"{bold(name + ':')} {plain(shortened(answer, longest))}"


def shown(context: ViewContext, draft: Draft, question: Question) -> str:
    """A stored answer in words."""
    return value_text(
        context, question, draft.answers.get(question.id), context.form.options(question, draft)
    )


def value_text(context: ViewContext, question: Question, value: Any, options: Sequence[Option]) -> str:
    """A stored value in words: labels for codes, free text as it is."""
    _ = context.say
    if value is None:
        return _("(no answer)")
    labels = {option.id: option.label.within(context.language) for option in options}
    if question.type == "consent":
        return _("agreed")
    if question.type == "choices":
        return ", ".join(labels.get(code, code) for code in value)
    if question.type == "country":
        return f"{flag(value)} {country(value, context.language)}"
    if question.type == "number":
        return number(value, context.language)
    if question.type == "place":
        return str(value["name"])
    if question.type == "members":
        return "; ".join(f"{m['name']} ({number(m['population'], context.language)})" for m in value)
    return labels.get(value, str(value)) if question.type == "choice" else str(value)
