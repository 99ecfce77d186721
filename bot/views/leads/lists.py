"""What coordinators see besides a lead itself: lists and their filters, the history, unanswered questions, reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.telegram.callback_data import Gap, Listing, Step
from bot.views.context import ViewContext
from bot.views.leads.card import STATE_MARKS, heading, line, state_label, summary, when, with_flag
from bot.views.message import (
    Button,
    Message,
    Rows,
    bold,
    bullets,
    italic,
    paragraphs,
    plain,
    rows_of,
    shortened,
)
from knowledge.content.languages import language_name
from knowledge.content.wording import country, flag
from storage.audit import AuditEntry
from storage.clock import stamp
from storage.leads import Filter, Lead, LeadFile, Page
from storage.outbox import Entry
from storage.questions import StoredQuestion

PER_PAGE = 8
TOGETHER = 10
"""How many alike questions are shown, and answered, together."""


# Lists of leads


def filter_of(wanted: Listing, user_id: int) -> Filter:
    """What a list is narrowed to, as storage takes it; `user_id` is whose "mine" is."""
    return Filter(wanted.state, wanted.country, wanted.topic, user_id if wanted.mine else 0)


def leads(context: ViewContext, wanted: Listing, page: Page) -> Message:
    """One page of leads, a button each, and what narrows the list."""
    _ = context.say
    title = bold(_("Leads")) + f" · {plain(narrowed(context, wanted))} · {page.total}"
    rows = tuple((Button(lead_label(context, lead), Step(lead.reference, "open")),) for lead in page.leads)
    empty = "" if page.leads else _("There is no such lead.")
    return Message(
        paragraphs(title, empty), (*rows, *turning(context, wanted, page.total), *filters(context, wanted))
    )


def narrowed(context: ViewContext, wanted: Listing) -> str:
    """Say what a list is narrowed to."""
    _ = context.say
    parts = [
        state_label(context, wanted.state) if wanted.state else "",
        country(wanted.country, context.language) if wanted.country else "",
        topic_label(context, wanted.topic) if wanted.topic else "",
        _("mine") if wanted.mine else "",
    ]
    return ", ".join(part for part in parts if part) or _("all")


def lead_label(context: ViewContext, lead: Lead) -> str:
    """A lead on a button."""
    owner = f" · {lead.owner}" if lead.owner else ""
    return shortened(f"{STATE_MARKS.get(lead.state, '')} {with_flag(context, lead)}{owner}", 60)


def turning(context: ViewContext, wanted: Listing, total: int) -> Rows:
    """Backwards and forwards."""
    _ = context.say
    last = max(0, (total - 1) // PER_PAGE)
    back = Button(_("◀ Newer"), replace(wanted, menu="", page=wanted.page - 1))
    on = Button(_("Older ▶"), replace(wanted, menu="", page=wanted.page + 1))
    row = (*((back,) if wanted.page > 0 else ()), *((on,) if wanted.page < last else ()))
    return (row,) if row else ()


def filters(context: ViewContext, wanted: Listing) -> Rows:
    """What opens the menus of the filters."""
    _ = context.say
    first = replace(wanted, page=0, menu="")
    menus = [
        Button(f"{'● ' if chosen else ''}{label} ▾", replace(first, menu=menu))
        for menu, label, chosen in (
            ("state", _("State"), wanted.state),
            ("country", _("Country"), wanted.country),
            ("topic", _("Topic"), wanted.topic),
        )
    ]
    tick = "☑ " if wanted.mine else "☐ "
    mine = Button(tick + _("Mine"), replace(first, mine=1 - wanted.mine))
    every = (Button(_("All leads"), Listing()),) if first != Listing() else ()
    return (tuple(menus), (mine, *every))


def choices(context: ViewContext, wanted: Listing, codes: Sequence[str]) -> Message:
    """The menu of one filter: a button per value that leads have."""
    _ = context.say
    plain_list = replace(wanted, menu="", page=0)
    labels = {"state": state_choice, "country": country_choice, "topic": topic_label}
    label = labels[wanted.menu]
    buttons = [Button(label(context, code), chosen(plain_list, wanted.menu, code)) for code in codes]
    any_value = Button(_("Any"), chosen(plain_list, wanted.menu, ""))
    titles = {"state": _("State"), "country": _("Country"), "topic": _("Topic")}
    return Message(bold(_("Leads") + " · " + titles[wanted.menu]), (*rows_of(buttons, 2), (any_value,)))


def chosen(wanted: Listing, menu: str, code: str) -> Listing:
    """A list narrowed by one more value."""
    if menu == "state":
        return replace(wanted, state=code)
    return replace(wanted, country=code) if menu == "country" else replace(wanted, topic=code)


def state_choice(context: ViewContext, state: str) -> str:
    """A state on a button."""
    return f"{STATE_MARKS[state]} {state_label(context, state)}"


def country_choice(context: ViewContext, code: str) -> str:
    """A country on a button."""
    return f"{flag(code)} {country(code, context.language)}"


def topic_label(context: ViewContext, topic: str) -> str:
    """A topic's short name; its code if the programme no longer has it."""
    topics = context.knowledge_base.content.programme.topics
    return next((t.button.within(context.language) for t in topics if t.id == topic), topic)


def not_yours(context: ViewContext, lead: Lead) -> str:
    """Say why somebody cannot go on with a lead."""
    _ = context.say
    if lead.owner:
        return _("It belongs to {owner}. Take it over first.", owner=lead.owner)
    if lead.state == "new":
        return _("Claim it first.")
    return _("It is {state}; nothing was sent.", state=state_label(context, lead.state))


# One lead's history, and a lead brought up again


def history(context: ViewContext, file: LeadFile, entries: Sequence[AuditEntry]) -> Message:
    """Who did what with a lead and when, and all notes."""
    _ = context.say
    done = [f"{when(context, e.done_at)} · {e.actor} · {action_label(context, e)}" for e in entries]
    sent = when(context, file.lead.created_at) + " · " + _("sent by the applicant")
    notes = [f"{when(context, n.written_at)} · {n.author}: {shortened(n.text, 350)}" for n in file.notes[-5:]]
    return Message(
        paragraphs(
            bold(heading(context, file.lead)),
            bold(_("History")) + "\n" + bullets([sent, *done[-25:]]),
            bold(_("Notes")) + "\n" + bullets(notes) if notes else "",
        )
    )


def action_label(context: ViewContext, entry: AuditEntry) -> str:
    """An entry of the audit in words."""
    _ = context.say
    labels = {
        "seen": _("looked at it"),
        "claimed": _("claimed it"),
        "taken_over": _("took it over"),
        "released": _("gave it back"),
        "note": _("took a note"),
        "reply": _("wrote to the applicant"),
        "exported": _("exported it"),
        "answered": _("answered it"),
        "aside": _("set it aside"),
        "reloaded": _("read it again"),
        "resent": _("sent it to the unit again"),
    }
    if entry.action == "state":
        return "→ " + state_label(context, entry.detail)
    return labels.get(entry.action, entry.action)


def audit(context: ViewContext, entries: Sequence[AuditEntry]) -> Message:
    """What was done last, newest first: with which lead, question or list, by whom and when."""
    _ = context.say
    done = [
        f"{when(context, e.done_at)} · {e.actor} · {subject_label(context, e.subject)}: {action_label(context, e)}"
        for e in entries
    ]
    return Message(
        paragraphs(bold(_("History")), bullets([shortened(each, 120) for each in done]) or _("Nothing yet."))
    )


def subject_label(context: ViewContext, subject: str) -> str:
    """What an entry of the audit is about, in words: a lead's reference says it already."""
    _ = context.say
    kind, _sep, number = subject.partition(":")
    labels = {
        "leads": _("all pre-applications"),
        "statistics": _("the figures"),
        "content": _("the content"),
    }
    return f"Q-{number}" if kind == "question" else labels.get(subject, subject)


def waiting(context: ViewContext, lead: Lead) -> Message:
    """A lead that nobody has claimed for too long."""
    _ = context.say
    said = _("Nobody has claimed this yet. It was sent on {moment}.", moment=when(context, lead.created_at))
    rows = ((Button(_("🙋 I take it"), Step(lead.reference, "claim")),),)
    lines = "\n".join(line(fact, 120) for fact in summary(context, lead).facts[:2])
    return Message(paragraphs(f"⏰ {bold(with_flag(context, lead))}", plain(said), lines), rows)


def waiting_mail(context: ViewContext, lead: Lead, first_mail: str) -> dict[str, str]:
    """The same for a contact without a chat; it stands below the lead's own mail (the key of its delivery)."""
    _ = context.say
    said = _("Nobody has claimed this yet. It was sent on {moment}.", moment=when(context, lead.created_at))
    return {
        "subject": heading(context, lead),
        "text": said,
        "language": context.language,
        "in_reply_to": first_mail,
    }


# Unanswered questions


def unanswered(context: ViewContext, groups: Sequence[Sequence[StoredQuestion]], page: int) -> Message:
    """Open questions, the alike together, the most frequent first."""
    _ = context.say
    last = max(0, (len(groups) - 1) // PER_PAGE)
    page = min(max(page, 0), last)
    shown = groups[page * PER_PAGE : (page + 1) * PER_PAGE]
    total = sum(map(len, groups))
    title = bold(_("Unanswered questions")) + f" · {total}"
    lines = [
        f"{number}. {f'<b>{len(group)}×</b> ' if len(group) > 1 else ''}{plain(shortened(group[0].text, 200))}"
        for number, group in enumerate(shown, page * PER_PAGE + 1)
    ]
    buttons = [
        Button(str(number), Gap("open", group[0].question_id))
        for number, group in enumerate(shown, page * PER_PAGE + 1)
    ]
    back = (Button(_("◀ Back"), Gap("list", page - 1)),) if page > 0 else ()
    on = (Button(_("More ▶"), Gap("list", page + 1)),) if page < last else ()
    rows = (*rows_of(buttons, 4), *(((*back, *on),) if back or on else ()))
    empty = _("No question is waiting for an answer.")
    hint = italic(_("Choose a number to answer.")) if groups else ""
    return Message(paragraphs(title, "\n".join(lines) or empty, hint), rows)


def question_message(
    context: ViewContext, questions: Sequence[StoredQuestion], reply_to: str = ""
) -> Message:
    """Alike questions in full; a reply to this message reaches everybody who asked one of them."""
    _ = context.say
    asked = questions[:TOGETHER]
    numbers = ", ".join(f"Q-{question.question_id}" for question in asked)
    texts = "\n".join(f"• {plain(shortened(question.text, 300))}" for question in asked)
    people = len({question.chat_id for question in asked if question.chat_id})
    language = language_name(asked[0].language, context.language)
    address = reply_to or next((question.reply_to for question in asked if question.reply_to), "") or ""
    reach = context.say.count(
        "Reply to this message: your answer reaches {n} person in their chat.",
        "Reply to this message: your answer reaches {n} people in their chats.",
        people,
    )
    facts = [
        _("Answer in: {language}", language=language),
        _("Asked on: {moment}", moment=when(context, asked[0].created_at)),
        _("E-mail: {email}", email=address) if address else "",
    ]
    rows = ((Button(_("Set aside"), Gap("aside", asked[0].question_id)),),)
    text = paragraphs(
        bold(f"[{numbers}]"), texts, "\n".join(plain(fact) for fact in facts if fact), italic(reach)
    )
    return Message(text, rows)


def nobody_waits(context: ViewContext, questions: Sequence[StoredQuestion]) -> str:
    """Say that an answer reaches nobody, and where it could be written."""
    _ = context.say
    addresses = ", ".join(sorted({question.reply_to for question in questions if question.reply_to}))
    if addresses:
        return _("Nobody can be reached in a chat. Please write to: {addresses}", addresses=addresses)
    return _("Nobody is waiting for this answer any more. Nothing was sent.")


def set_aside(context: ViewContext, numbers: Sequence[int]) -> Message:
    """Questions that nobody will answer."""
    listed = ", ".join(f"Q-{number}" for number in numbers)
    return Message(plain(context.say("Set aside: {questions}", questions=listed)))


# What could not be delivered


def undelivered(context: ViewContext, entry: Entry) -> str:
    """Say what did not reach the unit, why, and how an operator tries again."""
    _ = context.say
    kind, _sep, rest = entry.delivery.key.partition(":")
    about = rest.partition(":")[0]
    title = {"lead": f"[{about}]", "question": f"[Q-{about}]"}.get(kind, _("The weekly figures"))
    said = _("This could not be delivered to {recipient}.", recipient=entry.delivery.recipient)
    again = _("Once that is mended, an operator can try again: {command}", command=retry_command(entry))
    return "\n\n".join([f"{title} {said}", entry.error or "?", again])


def retry_command(entry: Entry) -> str:
    """What an operator types."""
    return f"python -m bot outbox retry {entry.id}"


# Content


def reloaded(context: ViewContext, answers: int, now: datetime) -> Message:
    """The content was read again."""
    _ = context.say
    moment = when(context, stamp(now))
    said = _("The content was read again: {count} answers, at {moment}.", count=answers, moment=moment)
    return Message(f"✅ {plain(said)}")


def broken(context: ViewContext, mistakes: Sequence[str]) -> Message:
    """The content is broken, and the old one stays in service."""
    _ = context.say
    more = len(mistakes) - 15
    rest = _("… and {count} more: python -m bot check lists them all.", count=more) if more > 0 else ""
    listed = "\n".join(f"• <code>{plain(shortened(mistake, 200))}</code>" for mistake in mistakes[:15])
    title = _("The content has mistakes, so what was in service stays:")
    return Message(paragraphs(f"⚠️ {bold(title)}", listed, rest))
