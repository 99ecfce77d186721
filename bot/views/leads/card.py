"""A lead's card in Telegram: its summary, state and notes, with the buttons of its next steps.

The mail is drawn in mail.py, the lists in lists.py.
"""

import datetime
import json
from dataclasses import replace

from bot.delivery.payloads import ChatPayload, KeyboardButton
from bot.direction_marks import without_direction_marks
from bot.telegram.callback_data import LeadButton, LeadStep
from bot.views.context import ViewContext
from bot.views.leads.summary import LabelledValue, lead_summary, with_flag
from bot.views.message import (
    Button,
    Message,
    Rows,
    bold,
    italic,
    length,
    paragraphs,
    plain,
    rows_of,
    shortened,
)
from knowledge.content.wording import day_and_time
from storage.clock import moment
from storage.lead_work import NEXT, UNDO
from storage.leads import Lead, LeadFile, Note

STATE_MARKS = {
    "new": "🆕",
    "claimed": "🙋",
    "contacted": "📨",
    "accepted": "✅",
    "declined": "⛔",
    "withdrawn": "↩️",
}
ROOM = 3900
"""Characters of a Telegram message, with a margin for emoji, which count twice."""


# In Telegram


def lead_message(context: ViewContext, file: LeadFile, now: datetime.datetime | None = None) -> Message:
    """The card of a lead, with the buttons that its state allows; for a minute also one that undoes the last change."""
    lead = lead_for_reading(file)
    summary = lead_summary(context, lead)
    top = paragraphs(
        f"{title_line(context, lead)}\n{state_line(context, lead)}{news_line(context, lead)}",
        "\n".join(line(fact, 240) for fact in summary.facts),
    )
    below = "\n".join(line(fact, 200) for fact in summary.rest)
    below = f"<blockquote expandable>{below}</blockquote>" if below and len(top + below) < ROOM else ""
    closing = "" if lead.withdrawn else writing_hint(context)
    rows = () if is_withdrawn(lead) else step_rows(context, lead)
    return Message(
        paragraphs(top, below, latest_notes(context, file.notes), closing),
        (*rows, *undo_row(context, lead, now)),
    )


def lead_for_reading(file: LeadFile) -> Lead:
    """The lead with the references of the other leads about its city."""
    return replace(file.lead, data={**file.lead.data, "same_place": file.same_place})


def erased_message(context: ViewContext, reference: str) -> Message:
    """The card of a lead whose applicant had their data erased."""
    said = context.say("The applicant had their data erased; what stood here is gone.")
    return Message(paragraphs(bold(f"[{reference}]"), plain(said)))


def is_withdrawn(lead: Lead) -> bool:
    """Tell whether the applicant withdrew it, which the unit cannot change."""
    return lead.withdrawn and lead.reason is not None


def title_line(context: ViewContext, lead: Lead) -> str:
    """The lead's name, struck through once it was withdrawn."""
    name = bold(with_flag(context, lead))
    return f"<s>{name}</s>" if lead.withdrawn else name


def news_line(context: ViewContext, lead: Lead) -> str:
    """What the applicant did since it was sent, and what they know of the decision; a line each."""
    _ = context.say
    lines = []
    if lead.data.get("corrected"):
        lines.append(
            "✏️ "
            + _(
                "corrected by the applicant, {moment}",
                moment=moment_in_words(context, lead.data["corrected"]),
            )
        )
    if is_withdrawn(lead):
        lines.append("↩️ " + _("withdrawn by the applicant"))
    if lead.decision_reason:
        lines.append(_("Reason: {reason}", reason=decision_reason(context, lead.decision_reason)))
    if lead.released_at:
        lines.append("👁 " + _("the applicant can see the decision"))
    elif lead.state in ("accepted", "declined"):
        lines.append(_("the applicant cannot see the decision yet"))
    return "".join(f"\n{plain(line)}" for line in lines)


def decision_reason(context: ViewContext, reason: str) -> str:
    """Why a lead was declined: the words of a reason of coordinators.yaml, else as it was typed."""
    reasons = context.knowledge_base.content.coordinator_texts.decline_reasons
    return next((each.label.within(context.language) for each in reasons if each.id == reason), reason)


def undo_row(context: ViewContext, lead: Lead, now: datetime.datetime | None) -> Rows:
    """The button that undoes the last change, while it can be undone."""
    before = json.loads(lead.undo) if lead.undo else None
    if now is None or before is None or is_withdrawn(lead) or moment(before["at"]) <= now - UNDO:
        return ()
    return ((Button(context.say("↶ Undo"), LeadButton(lead.reference, "undo")),),)


def line(fact: LabelledValue, longest: int) -> str:
    """A fact as a line of Telegram's HTML."""
    label, value = fact
    return f"<b>{plain(label)}:</b> {plain(shortened(value, longest))}"


def writing_hint(context: ViewContext) -> str:
    """How to write to the applicant and how to take a note."""
    return italic(
        context.say("Reply to this message to write to the applicant; reply with /note … to take a note.")
    )


def state_label(context: ViewContext, state: str) -> str:
    """A state in words."""
    _ = context.say
    labels = {
        "new": _("new"),
        "claimed": _("claimed"),
        "contacted": _("contacted"),
        "accepted": _("accepted"),
        "declined": _("declined"),
        "withdrawn": _("withdrawn"),
    }
    return labels.get(state, state)


def state_line(context: ViewContext, lead: Lead) -> str:
    """State, owner and since when."""
    parts = [f"{STATE_MARKS.get(lead.state, '')} {state_label(context, lead.state)}", lead.owner or ""]
    return " · ".join(
        plain(part) for part in (*parts, moment_in_words(context, lead.updated_at or lead.created_at)) if part
    )


def moment_in_words(context: ViewContext, stamped: str) -> str:
    """A stored moment as people of the unit write it, in the call's time zone."""
    zone = context.knowledge_base.content.programme.call.zone
    local: datetime.datetime = moment(stamped).astimezone(zone)
    return day_and_time(local, context.language)


def latest_notes(context: ViewContext, notes: tuple[Note, ...]) -> str:
    """The latest two notes; all of them stand in the history."""
    return "\n".join(
        f"📝 {plain(note.author)}, {moment_in_words(context, note.written_at)}: {plain(shortened(note.text, 150))}"
        for note in notes[-2:]
    )


def step_rows(context: ViewContext, lead: Lead) -> Rows:
    """The buttons of the steps that a lead's state allows."""
    _ = context.say

    def step(label: str, name: LeadStep) -> Button:
        return Button(label, LeadButton(lead.reference, name))

    moves = [
        step(f"{STATE_MARKS[state]} {decision_label(context, state)}", state)
        for state in NEXT.get(lead.state, ())
    ]
    own = [step(_("Give it back"), "release")] if lead.state == "claimed" else []
    take = [step(_("🙋 I take it"), "claim")] if lead.state == "new" else []
    over = [step(_("Take it over"), "take")] if lead.state in NEXT else []
    others = [step(_("Assign to …"), "assign")] if lead.state in ("new", "claimed", "contacted") else []
    talk = [step(_("End the conversation"), "end")] if lead.state == "contacted" else []
    tell = [step(_("Tell the applicant"), "tell")] if lead.state in ("accepted", "declined") else []
    over = [*over, *others, *talk, *tell]
    more = (step(_("All answers"), "answers"), step(_("History"), "history"))
    return (*rows_of(take, 1), *rows_of(moves, 2), *rows_of([*own, *over], 2), more)


def decision_label(context: ViewContext, state: str) -> str:
    """The words on the button that brings a lead into a state."""
    _ = context.say
    labels = {
        "contacted": _("Contacted"),
        "accepted": _("Accept"),
        "declined": _("Decline"),
        "withdrawn": _("Withdrawn"),
    }
    return labels[state]


def all_answers(context: ViewContext, lead: Lead) -> list[str]:
    """All answers as they were typed, in as many messages as needed; each begins with the reference."""
    summary = lead_summary(context, lead)
    pages, used = [bold(summary.heading)], length(summary.heading)
    for label, value in (*summary.facts, *summary.rest):
        room = length(label) + length(value) + 4
        if used + room > ROOM:
            pages, used = [*pages, bold(summary.heading)], length(summary.heading)
        pages[-1] += f"\n\n<b>{plain(label)}</b>\n{plain(value)}"
        used += room
    return pages


def button_payload(each: Button) -> KeyboardButton:
    """A button as an outbox payload."""
    label = without_direction_marks(each.label)
    return {"text": label, "data": each.data.pack()} if each.data else {"text": label, "url": each.url or ""}


def screen_payload(message: Message, reply_to: int | None = None) -> ChatPayload:
    """A screen as the outbox payload of a chat."""
    rows = [[button_payload(each) for each in row] for row in message.rows]
    return {"text": message.text, "keyboard": rows, "reply_to_message_id": reply_to}
