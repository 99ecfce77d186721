"""A reply typed at a question of the form, without a chat: what it stores, as `python -m bot ask` shows it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from bot.operations.knowledge_base import KnowledgeBase
from knowledge.content.schema import Language
from knowledge.form.draft import Draft, Value, stored_answers
from knowledge.form.moves import Form
from knowledge.form.position import applies
from knowledge.form.steps import Step
from knowledge.form.types import type_of


@dataclass(frozen=True)
class FormTrial:
    """What a reply stores or changes by question, why it was refused, and whether it was treated as a question."""

    stored: Mapping[str, Value]
    problem: str | None
    aside: bool


def type_reply(
    knowledge_base: KnowledgeBase,
    question: str,
    given: Mapping[str, object],
    text: str,
    language: Language,
    today: datetime.date,
) -> FormTrial:
    """Type a reply at a question, with the earlier answers given."""
    return type_in_chat(knowledge_base, question, given, text, language, today, understood=None)


def type_in_chat(
    knowledge_base: KnowledgeBase,
    question: str,
    given: Mapping[str, object],
    text: str,
    language: Language,
    today: datetime.date,
    understood: str | None,
) -> FormTrial:
    """Type a reply as in the chat, where a line that the search understands as a question is answered instead."""
    form = knowledge_base.form(language, today)
    draft = draft_at(form, question, given)
    step = form.typed(draft, text)
    if understood in step.question_outcomes:
        return FormTrial({}, None, aside=True)
    return outcome(draft, step)


def draft_at(form: Form, question: str, given: Mapping[str, object]) -> Draft:
    """A draft at a question, with earlier answers and those that its condition needs."""
    answers = dict(stored_answers(given))
    first = form.questionnaire.questions[0]
    if first.id != question and type_of(first).comes_first:
        answers.setdefault(first.id, form.questionnaire.consent_version)
    found = form.questionnaire.question(question)
    while found and found.when:
        if not applies(found.when, answers):
            answers[found.when.question] = found.when.among[0]
        found = form.questionnaire.question(found.when.question)
    return Draft(answers, {}, question)


def outcome(before: Draft, step: Step) -> FormTrial:
    """What a step changed: answers, and an unfinished list."""
    answers = {k: v for k, v in step.draft.answers.items() if before.answers.get(k, ...) != v}
    lists = {
        key: half["list"]
        for key, half in step.draft.pending.items()
        if isinstance(half, dict) and "list" in half and half["list"] != before.answers.get(key)
    }
    problem = step.problem.reason if step.problem else None
    waits = any(
        isinstance(half, dict) and {"found", "meant"} & set(half) for half in step.draft.pending.values()
    )
    return FormTrial(
        {**lists, **answers}, problem or ("to_confirm" if waits and not answers else None), bool(step.wish)
    )
