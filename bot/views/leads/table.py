"""Leads as a table: a row each, real dates, codes and labels in columns of their own; their notes and their history."""

import datetime
from collections.abc import Mapping, Sequence

from bot.documents.shapes import Cell, Sheet, Table
from bot.views.context import ViewContext
from bot.views.leads.card import decision_reason, state_label
from bot.views.leads.history import action_label
from bot.views.leads.summary import inhabitants_matter, verdict_label
from bot.views.preapplication.question import answer_lines
from knowledge.content.schema import Question
from knowledge.form.types import type_of
from knowledge.form.types.one_choice import ChoiceQuestion
from knowledge.form.types.several_choices import SeveralChoicesQuestion
from storage.audit import AuditEntry
from storage.clock import moment
from storage.leads import Lead, Note

FORMATS = ("xlsx", "csv")


def table(
    context: ViewContext,
    leads: Sequence[Lead],
    notes: Mapping[str, Sequence[Note]],
    history: Sequence[AuditEntry],
) -> Table:
    """The data of the file that bot/documents makes; an erased lead keeps only its reference, state and history."""
    _ = context.say
    asked = questions_with_columns(context)
    return {
        "title": _("Pre-applications"),
        "colour": context.colours.main,
        "columns": column_names(context, asked),
        "rows": [lead_cells(context, lead, asked, notes.get(lead.reference, ())) for lead in leads],
        "more": [history_sheet(context, {lead.reference for lead in leads}, history)],
    }


def questions_with_columns(context: ViewContext) -> list[Question]:
    """The questions with columns of their own."""
    content = context.knowledge_base.content
    inhabitants = content.rulebook.fact_of_field("population")
    return [
        question
        for question in content.questionnaire.questions
        if type_of(question).in_review and not (inhabitants and question.tells == inhabitants.id)
    ]


def column_names(context: ViewContext, asked: Sequence[Question]) -> list[str]:
    """The names of the columns."""
    _ = context.say
    found = [
        _("Reference"),
        column_of_codes(context, _("State")),
        _("State"),
        _("Sent"),
        _("Last change"),
        _("Owner"),
    ]
    found += [_("First written to"), _("Decision shown"), _("Reason"), _("Language")]
    found += [column_of_codes(context, _("Verdict")), _("Verdict")]
    found += [_("Inhabitants")] if inhabitants_matter(context) else []
    for question in asked:
        label = question.short.within(context.language)
        found += [column_of_codes(context, label), label] if has_codes(question) else [label]
    return [*found, _("Notes")]


def column_of_codes(context: ViewContext, label: str) -> str:
    """The name of a column of codes, beside that of their labels."""
    return context.say("{label} (code)", label=label)


def has_codes(question: Question) -> bool:
    """Tell whether a question's answers are codes."""
    return isinstance(type_of(question), ChoiceQuestion | SeveralChoicesQuestion)


def lead_cells(
    context: ViewContext, lead: Lead, asked: Sequence[Question], notes: Sequence[Note]
) -> list[Cell]:
    """One lead."""
    head: list[Cell] = [
        lead.reference,
        lead.state,
        state_label(context, lead.state),
        moment_cell(context, lead.created_at),
        moment_cell(context, lead.updated_at),
        lead.owner,
        moment_cell(context, lead.contacted_at),
        moment_cell(context, lead.released_at),
        decision_reason(context, lead.decision_reason) if lead.decision_reason else None,
        lead.language,
    ]
    if lead.erased:
        return [*head, *[None] * (len(column_names(context, asked)) - len(head))]
    head += [lead.data["verdict"], verdict_label(context, lead)]
    head += [lead.data.get("population")] if inhabitants_matter(context) else []
    written = "\n".join(
        f"{note.author}, {in_zone_of_call(context, note.written_at):%Y-%m-%d}: {note.text}" for note in notes
    )
    return [*head, *answer_cells(context, lead, asked), written or None]


def answer_cells(context: ViewContext, lead: Lead, asked: Sequence[Question]) -> list[Cell]:
    """The answers; for codes the codes and their labels."""
    texts = {question.id: text for question, text in answer_lines(context, lead.data["answers"])}
    found: list[Cell] = []
    for question in asked:
        value = lead.data["answers"].get(question.id) if question.id in texts else None
        if has_codes(question):
            codes = value if isinstance(value, list) else [] if value is None else [value]
            found.append(", ".join(map(str, codes)) or None)
        found.append(texts.get(question.id))
    return found


def history_sheet(context: ViewContext, references: set[str], history: Sequence[AuditEntry]) -> Sheet:
    """Who did what with these leads and when."""
    _ = context.say
    entries = [entry for entry in history if entry.subject in references]
    return {
        "title": _("History"),
        "columns": [
            _("Reference"),
            _("When"),
            _("Who"),
            column_of_codes(context, _("Action")),
            _("Action"),
            _("Detail"),
        ],
        "rows": [
            [
                e.subject,
                moment_cell(context, e.done_at),
                e.actor,
                e.action,
                action_label(context, e),
                e.detail or None,
            ]
            for e in entries
        ],
    }


def moment_cell(context: ViewContext, stamped: str | None) -> Cell:
    """A stored moment as a cell."""
    return {"at": f"{in_zone_of_call(context, stamped):%Y-%m-%dT%H:%M}"} if stamped else None


def in_zone_of_call(context: ViewContext, stamped: str) -> datetime.datetime:
    """A stored moment in the call's time zone."""
    return moment(stamped).astimezone(context.knowledge_base.content.programme.call.zone)


def table_caption(context: ViewContext, leads: Sequence[Lead], unknown: Sequence[str] = ()) -> str:
    """The caption of each file, with the words of the search that no lead has."""
    count = context.say.count("{n} pre-application.", "{n} pre-applications.", len(leads))
    warning = context.say("It holds personal data: for {unit} only.")
    missing = context.say("No lead has: {words}", words=", ".join(unknown)) + "." if unknown else ""
    return " ".join(filter(None, (count, missing, warning)))


def export_name(context: ViewContext, now: datetime.datetime, kind: str) -> str:
    """Name the file by the programme and its day."""
    reference = context.knowledge_base.content.programme.identity.reference.lower()
    return f"{reference}-{now:%Y-%m-%d}.{kind}"
