"""All leads as a table: a row each, a column per question, labels in the reader's language, free text as it is."""

import datetime
from collections.abc import Sequence
from typing import Any

from bot.scene import Scene
from bot.views.leads import state_label, verdict_label
from bot.views.preapplication import answer_lines
from storage.clock import moment
from storage.leads import Lead

FORMATS = ("xlsx", "csv")


def table(scene: Scene, leads: Sequence[Lead]) -> dict[str, Any]:
    """What bot/documents/sheets.py takes; a lead that was erased keeps its reference and nothing else."""
    _ = scene.say
    asked = [
        question
        for question in scene.known.knowledge.questionnaire.questions
        if question.type not in ("consent", "verdict") and question.id != "population"
    ]
    first = [_("Reference"), _("State"), _("Sent"), _("Language"), _("Verdict"), _("Inhabitants")]
    return {
        "title": _("Pre-applications"),
        "columns": [*first, *(question.short.within(scene.language) for question in asked)],
        "rows": [row(scene, lead, [question.id for question in asked]) for lead in leads],
    }


def row(scene: Scene, lead: Lead, asked: Sequence[str]) -> list[Any]:
    """One lead."""
    head = [lead.reference, state_label(scene, lead.state), sent_at(scene, lead), lead.language]
    if "answers" not in lead.data:
        return [*head, None, None, *(None for _question in asked)]
    told = {question.id: text for question, text in answer_lines(scene, lead.data["answers"])}
    return [
        *head,
        verdict_label(scene, lead),
        lead.data.get("population"),
        *(told.get(each) for each in asked),
    ]


def sent_at(scene: Scene, lead: Lead) -> str:
    """When a lead was sent, in the call's time zone."""
    zone = scene.known.knowledge.programme.call.zone
    return f"{moment(lead.created_at).astimezone(zone):%Y-%m-%d %H:%M}"


def caption(scene: Scene, leads: Sequence[Lead]) -> str:
    """What stands under each file."""
    count = scene.say.count("{n} pre-application.", "{n} pre-applications.", len(leads))
    warning = scene.say("It holds personal data: for the coordination unit only.")
    return f"{count} {warning}"


def file_name(now: datetime.datetime, kind: str) -> str:
    """Name the file by its day."""
    return f"iuc-{now:%Y-%m-%d}.{kind}"
