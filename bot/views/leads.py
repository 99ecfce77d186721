"""A lead as the coordination unit reads it: what to decide on, the rest, one screen in Telegram. Labels from codes.

The mail is drawn in lead_mail.py, the lists in coordinators.py.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.dates import format_datetime

from bot.callback_data import Step
from bot.scene import Scene
from bot.views.message import Button, Message, Rows, bold, italic, paragraphs, plain, rows_of, shortened
from bot.views.preapplication import answer_lines
from knowledge.eligibility import placeholders
from knowledge.models import Language, Question
from knowledge.questionnaire import candidate, candidate_name
from knowledge.readiness import strongest
from knowledge.wording import LOCALES, country, flag, number
from storage.clock import moment
from storage.lead_work import NEXT, LeadFile, Note
from storage.leads import Lead

DOTS = {"strong": "●●●", "fair": "●●○", "weak": "●○○"}
STATE_MARKS = {
    "new": "🆕",
    "claimed": "🙋",
    "contacted": "📨",
    "accepted": "✅",
    "declined": "⛔",
    "withdrawn": "↩️",
}
CONTACT = ("name", "post", "organisation", "email", "phone")
IN_FACTS = frozenset({*CONTACT, "kind", "topics", "partners", "population", "place", "group_name", "country"})
ROOM = 3900
"""Characters of a Telegram message, less a margin for emoji, which count twice."""


Fact = tuple[str, str]
"""A label and its value; the keys of a candidature have their strength before the value, as dots."""


@dataclass(frozen=True)
class Summary:
    """A lead in words: `facts` to decide on in half a minute, `rest` below, free text as it was typed."""

    heading: str
    facts: Sequence[Fact]
    rest: Sequence[Fact]


def summary(scene: Scene, lead: Lead) -> Summary:
    """Put a lead into words of the scene's language."""
    return Summary(heading(scene, lead), facts(scene, lead), rest(scene, lead))


def heading(scene: Scene, lead: Lead) -> str:
    """Name the lead in one line: reference, candidate, country."""
    answers = lead.data["answers"]
    code = answers.get("country")
    where = f", {country(code, scene.language)}" if code else ""
    return f"[{lead.reference}] {candidate_name(answers)}{where}"


def with_flag(scene: Scene, lead: Lead) -> str:
    """The heading with the country's flag, where flags can be drawn."""
    code = lead.data["answers"].get("country")
    return heading(scene, lead) + (f" {flag(code)}" if code else "")


def facts(scene: Scene, lead: Lead) -> list[Fact]:
    """What a coordinator decides on: label and value, most important first."""
    _ = scene.say
    answers, lines = lead.data["answers"], answered(scene, lead)
    size = lead.data.get("population")
    wishes = [lines[i] for i in ("topics", "partners", "kind") if i in lines]
    contact = " · ".join(lines[i][1] for i in CONTACT if answers.get(i) and i in lines)
    return [
        (_("Inhabitants"), number(size, scene.language) if size else "?"),
        (_("Verdict"), " · ".join(filter(None, (verdict_label(scene, lead), why(scene, lead))))),
        *same_place(scene, lead),
        *readiness(scene, lines, answers),
        *((question.short.within(scene.language), text) for question, text in wishes),
        (_("Contact"), contact),
        (_("Answer in"), {"es": _("Spanish"), "en": _("English")}[lead.language]),
    ]


def answered(scene: Scene, lead: Lead) -> dict[str, tuple[Question, str]]:
    """Every question that was answered, by its id, with the answer in words."""
    return {question.id: (question, text) for question, text in answer_lines(scene, lead.data["answers"])}


def same_place(scene: Scene, lead: Lead) -> list[tuple[str, str]]:
    """Name the other pre-applications for the same city, if there are any."""
    others = lead.data.get("same_place")
    return [(scene.say("Also for this city"), ", ".join(others))] if others else []


def verdict_label(scene: Scene, lead: Lead) -> str:
    """The verdict that the rules gave when it was sent."""
    _ = scene.say
    labels = {
        "eligible": _("meets the requirements"),
        "eligible_in_group": _("within a group only"),
        "not_eligible": _("does not meet the requirements"),
        "partner_city": _("partner city"),
        "need_more": _("not decided"),
    }
    late = "" if lead.data.get("call_open", True) else _("sent after the deadline: expression of interest")
    label = labels[lead.data["verdict"]]
    return " · ".join(part for part in (label[:1].upper() + label[1:], late) if part)


def why(scene: Scene, lead: Lead) -> str:
    """The first reason of the rule that decided; empty if the rules no longer have it."""
    rules = scene.known.knowledge.rulebook.rules.rules
    reasons = [rule.reasons[0] for rule in rules if rule.id == lead.data.get("rule") and rule.reasons]
    values = placeholders(candidate(lead.data["answers"]), scene.language)
    return "".join(
        text.within(scene.language).format_map({**scene.words.figures, **values}) for text in reasons[:1]
    )


def readiness(
    scene: Scene, lines: Mapping[str, tuple[Question, str]], answers: Mapping[str, Any]
) -> list[Fact]:
    """How the candidature stands on each of the programme's keys."""
    return [
        (question.short.within(scene.language), f"{DOTS[level]} {text}")
        for question, text in lines.values()
        if question.key and (level := strongest(question, answers.get(question.id)))
    ]


def rest(scene: Scene, lead: Lead) -> list[Fact]:
    """Everything else, free text as it was typed."""
    return [
        (question.short.within(scene.language), text)
        for question, text in answered(scene, lead).values()
        if question.id not in IN_FACTS and not question.key
    ]


# In Telegram


def lead_message(scene: Scene, file: LeadFile) -> Message:
    """A lead as one screen, with the buttons that its state allows."""
    lead, told = file.lead, summary(scene, file.lead)
    top = paragraphs(
        f"{bold(with_flag(scene, lead))}\n{state_line(scene, lead)}",
        "\n".join(line(fact, 160) for fact in told.facts),
    )
    below = "\n".join(line(fact, 200) for fact in told.rest)
    below = f"<blockquote expandable>{below}</blockquote>" if below and len(top + below) < ROOM else ""
    return Message(paragraphs(top, below, last_notes(scene, file.notes), hint(scene)), work_rows(scene, lead))


def line(fact: Fact, longest: int) -> str:
    """A fact as a line of Telegram's HTML."""
    label, value = fact
    return f"<b>{plain(label)}:</b> {plain(shortened(value, longest))}"


def hint(scene: Scene) -> str:
    """How to write to the applicant and how to take a note."""
    return italic(
        scene.say("Reply to this message to write to the applicant; reply with /note … to take a note.")
    )


def state_label(scene: Scene, state: str) -> str:
    """A state in words."""
    _ = scene.say
    labels = {
        "new": _("new"),
        "claimed": _("claimed"),
        "contacted": _("contacted"),
        "accepted": _("accepted"),
        "declined": _("declined"),
        "withdrawn": _("withdrawn"),
    }
    return labels.get(state, state)


def state_line(scene: Scene, lead: Lead) -> str:
    """State, owner and since when."""
    parts = [f"{STATE_MARKS.get(lead.state, '')} {state_label(scene, lead.state)}", lead.owner or ""]
    return " · ".join(
        plain(part) for part in (*parts, when(scene, lead.updated_at or lead.created_at)) if part
    )


def when(scene: Scene, stamped: str) -> str:
    """A stored moment as people of the unit write it, in the call's time zone."""
    zone = scene.known.knowledge.programme.call.zone
    local: datetime.datetime = moment(stamped).astimezone(zone)
    return str(format_datetime(local, "d MMM, HH:mm", locale=LOCALES[scene.language]))


def last_notes(scene: Scene, notes: tuple[Note, ...]) -> str:
    """The latest two notes; all of them stand in the history."""
    return "\n".join(
        f"📝 {plain(note.author)}, {when(scene, note.written_at)}: {plain(shortened(note.text, 150))}"
        for note in notes[-2:]
    )


def work_rows(scene: Scene, lead: Lead) -> Rows:
    """What can be done with a lead in its state."""
    _ = scene.say

    def step(label: str, name: str) -> Button:
        return Button(label, Step(lead.reference, name))

    moves = [
        step(f"{STATE_MARKS[state]} {decision(scene, state)}", state) for state in NEXT.get(lead.state, ())
    ]
    own = [step(_("Give it back"), "release")] if lead.state == "claimed" else []
    take = [step(_("🙋 I take it"), "claim")] if lead.state == "new" else []
    over = [step(_("Take it over"), "take")] if lead.state in NEXT else []
    more = (step(_("All answers"), "answers"), step(_("History"), "history"))
    return (*rows_of(take, 1), *rows_of(moves, 2), *rows_of([*own, *over], 2), more)


def decision(scene: Scene, state: str) -> str:
    """The words on the button that brings a lead into a state."""
    _ = scene.say
    labels = {
        "contacted": _("Contacted"),
        "accepted": _("Accept"),
        "declined": _("Decline"),
        "withdrawn": _("Withdrawn"),
    }
    return labels[state]


def all_answers(scene: Scene, lead: Lead) -> list[str]:
    """Everything as it was typed, in as many messages as it takes; each begins with the reference."""
    told = summary(scene, lead)
    pages, used = [bold(told.heading)], len(told.heading)
    for label, value in (*told.facts, *told.rest):
        if used + len(label) + len(value) + 4 > ROOM:
            pages, used = [*pages, bold(told.heading)], len(told.heading)
        pages[-1] += f"\n\n<b>{plain(label)}</b>\n{plain(value)}"
        used += len(label) + len(value) + 4
    return pages


def payload(message: Message, reply_to: int | None = None) -> dict[str, Any]:
    """A screen as the outbox takes it for a chat."""
    rows = [[{"text": b.label, "data": b.data.pack()} for b in row if b.data] for row in message.rows]
    return {"text": message.text, "keyboard": rows, "reply_to_message_id": reply_to}


def spoken(language: str) -> Language:
    """Narrow a stored language."""
    return "es" if language == "es" else "en"
