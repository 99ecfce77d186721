"""All leads as a table: a row each, a column per question, labels in the reader's language, free text as it is."""

import datetime
from collections.abc import Sequence
from typing import Any

from bot.views.context import ViewContext
from bot.views.leads.card import state_label, verdict_label
from bot.views.preapplication.question import answer_lines
from knowledge.form.types import type_of
from storage.clock import moment
from storage.leads import Lead

FORMATS = ("xlsx", "csv")


def table(context: ViewContext, leads: Sequence[Lead]) -> dict[str, Any]:
    """What bot/documents/sheets.py takes; a lead that was erased keeps its reference and nothing else."""
    _ = context.say
    inhabitants = context.knowledge_base.content.rulebook.fact_in("population")
    asked = [
        question
        for question in context.knowledge_base.content.questionnaire.questions
        if type_of(question).reviewed and not (inhabitants and question.tells == inhabitants.id)
    ]
    first = [_("Reference"), _("State"), _("Sent"), _("Language"), _("Verdict"), _("Inhabitants")]
    return {
        "title": _("Pre-applications"),
        "columns": [*first, *(question.short.within(context.language) for question in asked)],
        "rows": [row(context, lead, [question.id for question in asked]) for lead in leads],
    }


def row(context: ViewContext, lead: Lead, asked: Sequence[str]) -> list[Any]:
    """One lead."""
    head = [lead.reference, state_label(context, lead.state), sent_at(context, lead), lead.language]
    if "answers" not in lead.data:
        return [*head, None, None, *(None for _question in asked)]
    told = {question.id: text for question, text in answer_lines(context, lead.data["answers"])}
    return [
        *head,
        verdict_label(context, lead),
        lead.data.get("population"),
        *(told.get(each) for each in asked),
    ]


def sent_at(context: ViewContext, lead: Lead) -> str:
    """When a lead was sent, in the call's time zone."""
    zone = context.knowledge_base.content.programme.call.zone
    return f"{moment(lead.created_at).astimezone(zone):%Y-%m-%d %H:%M}"


def caption(context: ViewContext, leads: Sequence[Lead]) -> str:
    """What stands under each file."""
    count = context.say.count("{n} pre-application.", "{n} pre-applications.", len(leads))
    warning = context.say("It holds personal data: for the coordination unit only.")
    return f"{count} {warning}"


def file_name(context: ViewContext, now: datetime.datetime, kind: str) -> str:
    """Name the file by the programme and its day."""
    reference = context.knowledge_base.content.programme.identity.reference.lower()
    return f"{reference}-{now:%Y-%m-%d}.{kind}"
