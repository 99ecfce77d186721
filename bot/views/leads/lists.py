"""Lists of leads with their filters, unanswered questions, and reports on content and deliveries."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.telegram.callback_data import LeadButton, Listing, OpenQuestion
from bot.views.context import ViewContext
from bot.views.leads.card import STATE_MARKS, moment_in_words, state_label
from bot.views.leads.search_in_words import respelt_words, search_in_words, topic_label
from bot.views.leads.summary import with_flag
from bot.views.message import (
    Button,
    Message,
    Rows,
    bold,
    italic,
    paragraphs,
    plain,
    rows_of,
    shortened,
)
from knowledge.content.changes import Changes
from knowledge.content.languages import language_name
from knowledge.content.wording import country, flag
from knowledge.form.readiness import strongest
from storage.clock import moment, stamp
from storage.lead_searches import LeadSearch, LeadsFound
from storage.leads import Lead
from storage.outbox import Entry
from storage.questions import StoredQuestion

PER_PAGE = 8
MOST_CHOICES = 90
"""Telegram shows a hundred buttons at most."""
MOST_TOGETHER = 10
"""How many similar questions are shown and answered together."""


# Lists of leads


def leads(
    context: ViewContext,
    listing: Listing,
    search: LeadSearch,
    found: LeadsFound,
    now: datetime,
    colleagues: Mapping[int, str],
) -> Message:
    """One page of leads, each a button with age and readiness, and the filters of the list."""
    _ = context.say
    total = len(found.leads)
    page = min(listing.page, max(0, (total - 1) // PER_PAGE))
    shown = found.leads[page * PER_PAGE : (page + 1) * PER_PAGE]
    title = bold(_("Leads")) + f" · {plain(search_in_words(context, search, colleagues))} · {total}"
    rows = tuple(
        (Button(lead_label(context, lead, now), LeadButton(lead.reference, "open")),) for lead in shown
    )
    empty = "" if shown else _("No leads to show.")
    unknown = _("No lead has: {words}", words=", ".join(found.unknown)) if found.unknown else ""
    return Message(
        paragraphs(title, plain(empty), plain(unknown), plain(respelt_words(context, found))),
        (
            *rows,
            *page_buttons(context, replace(listing, page=page), total),
            *filters(context, listing, search),
        ),
    )


def lead_label(context: ViewContext, lead: Lead, now: datetime) -> str:
    """A lead on a button: state, age, readiness, name, owner."""
    owner = f" · {lead.owner}" if lead.owner else ""
    keys = f"{strong_keys(context, lead)} " if strong_keys(context, lead) else ""
    mark = STATE_MARKS.get(lead.state, "")
    return shortened(f"{mark} {age(context, lead, now)} {keys}{with_flag(context, lead)}{owner}", 60)


def age(context: ViewContext, lead: Lead, now: datetime) -> str:
    """How long ago a lead was sent, in the shortest words: 5 d, 3 h."""
    passed = max(now - moment(lead.created_at), timedelta())
    if passed.days:
        return context.say("{n} d", n=passed.days)
    return context.say("{n} h", n=passed.seconds // 3600)


def keys_matter(context: ViewContext) -> bool:
    """Tell whether the programme's questionnaire has keys."""
    return any(question.key for question in context.knowledge_base.content.questionnaire.questions)


def strong_keys(context: ViewContext, lead: Lead) -> str:
    """On how many of the programme's keys a candidature is strong: 3/5; empty where there are none."""
    asked = [question for question in context.knowledge_base.content.questionnaire.questions if question.key]
    levels = [strongest(question, lead.data["answers"].get(question.id)) for question in asked]
    strong = levels.count("strong")
    return f"{strong}/{len(levels)}" if levels else ""


def page_buttons(context: ViewContext, listing: Listing, total: int) -> Rows:
    """The buttons to the previous and to the next page."""
    _ = context.say
    last = max(0, (total - 1) // PER_PAGE)
    back = Button(_("◀ Back"), replace(listing, menu="", page=listing.page - 1))
    on = Button(_("More ▶"), replace(listing, menu="", page=listing.page + 1))
    row = (*((back,) if listing.page > 0 else ()), *((on,) if listing.page < last else ()))
    return (row,) if row else ()


def filters(context: ViewContext, listing: Listing, search: LeadSearch) -> Rows:
    """The buttons that open the menus of the filters."""
    _ = context.say
    first = Listing(listing.search)
    menus = [
        Button(f"{'● ' if chosen else ''}{label} ▾", replace(first, menu=menu))
        for menu, label, chosen in (
            ("states", _("State"), search.states),
            ("countries", _("Country"), search.countries),
            ("topics", _("Topic"), search.topics),
        )
    ]
    tick = "☑ " if search.mine else "☐ "
    mine = Button(tick + _("Mine"), replace(first, menu="mine"))
    every = (Button(_("All leads"), Listing()),) if search != type(search)() else ()
    return (tuple(menus), (mine, *every))


def filter_choices(
    context: ViewContext, listing: Listing, search: LeadSearch, codes: Sequence[str]
) -> Message:
    """The menu of one filter: a button per value that leads have; several can be chosen."""
    _ = context.say
    labels = {"states": state_choice, "countries": country_choice, "topics": topic_label}
    titles = {"states": _("State"), "countries": _("Country"), "topics": _("Topic")}
    taken: tuple[str, ...] = getattr(search, listing.menu)
    buttons = [
        Button(
            ("☑ " if code in taken else "") + labels[listing.menu](context, code),
            replace(listing, value=code),
        )
        for code in codes[:MOST_CHOICES]
    ]
    any_value = Button(_("Any"), replace(listing, value="-"))
    return Message(bold(_("Leads") + " · " + titles[listing.menu]), (*rows_of(buttons, 2), (any_value,)))


def state_choice(context: ViewContext, state: str) -> str:
    """A state on a button."""
    return f"{STATE_MARKS[state]} {state_label(context, state)}"


def country_choice(context: ViewContext, code: str) -> str:
    """A country on a button."""
    return f"{flag(code)} {country(code, context.language)}"


def not_yours(context: ViewContext, lead: Lead) -> str:
    """Say why somebody cannot go on with a lead."""
    _ = context.say
    if lead.owner:
        return _("It belongs to {owner}. Take it over first.", owner=lead.owner)
    if lead.state == "new":
        return _("Claim it first.")
    return _("It is {state}; nothing was sent.", state=state_label(context, lead.state))


# Unanswered questions


def unanswered(context: ViewContext, groups: Sequence[Sequence[StoredQuestion]], page: int) -> Message:
    """Open questions in groups of similar ones, the most frequent first."""
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
        Button(str(number), OpenQuestion("open", group[0].question_id))
        for number, group in enumerate(shown, page * PER_PAGE + 1)
    ]
    back = (Button(_("◀ Back"), OpenQuestion("list", page - 1)),) if page > 0 else ()
    on = (Button(_("More ▶"), OpenQuestion("list", page + 1)),) if page < last else ()
    rows = (*rows_of(buttons, 4), *(((*back, *on),) if back or on else ()))
    empty = _("No question is waiting for an answer.")
    hint = italic(_("Choose a number to answer.")) if groups else ""
    return Message(paragraphs(title, "\n".join(lines) or empty, hint), rows)


def questions_message(
    context: ViewContext, questions: Sequence[StoredQuestion], reply_to: str = ""
) -> Message:
    """Similar questions in full; a reply to this message reaches everybody who asked one of them."""
    _ = context.say
    asked = questions[:MOST_TOGETHER]
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
        _("Asked on: {moment}", moment=moment_in_words(context, asked[0].created_at)),
        _("E-mail: {email}", email=address) if address else "",
    ]
    rows = ((Button(_("Set aside …"), OpenQuestion("aside", asked[0].question_id)),),)
    text = paragraphs(
        bold(f"[{numbers}]"), texts, "\n".join(plain(fact) for fact in facts if fact), italic(reach)
    )
    return Message(text, rows)


def no_open_questions(context: ViewContext, questions: Sequence[StoredQuestion]) -> str:
    """Say that an answer reaches nobody, and where it could be written."""
    _ = context.say
    addresses = ", ".join(sorted({question.reply_to for question in questions if question.reply_to}))
    if addresses:
        return _("Nobody can be reached in a chat. Please write to: {addresses}", addresses=addresses)
    return _("Nobody is waiting for this answer any more. Nothing was sent.")


def confirm_aside(context: ViewContext, numbers: Sequence[int]) -> Message:
    """Ask whether questions are to be set aside, and whether those who asked are to be told."""
    _ = context.say
    listed = ", ".join(f"Q-{number}" for number in numbers)
    rows = (
        (Button(_("Set aside without telling them"), OpenQuestion("aside_quiet", numbers[0])),),
        (Button(_("Set aside and tell them"), OpenQuestion("aside_tell", numbers[0])),),
        (Button(_("Cancel"), OpenQuestion("open", numbers[0])),),
    )
    said = _("Nobody will answer these questions then. Shall those who asked be told?")
    return Message(paragraphs(bold(f"[{listed}]"), plain(said)), rows)


def questions_set_aside(context: ViewContext, numbers: Sequence[int]) -> Message:
    """The questions that were set aside."""
    listed = ", ".join(f"Q-{number}" for number in numbers)
    return Message(plain(context.say("Set aside: {questions}", questions=listed)))


# What could not be delivered


def undelivered_notice(context: ViewContext, entry: Entry) -> str:
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


def already_being_read(context: ViewContext) -> Message:
    """The content is being read; who asked first is told what changed."""
    said = context.say("The content is being read already. I will report when it is done.")
    return Message(f"⏳ {plain(said)}")


def reloaded(context: ViewContext, found: Changes, answers: int, now: datetime) -> Message:
    """The content was read again, and what changed."""
    _ = context.say
    moment = moment_in_words(context, stamp(now))
    said = _("The content was read again: {count} answers, at {moment}.", count=answers, moment=moment)
    return Message(paragraphs(f"✅ {plain(said)}", "\n".join(changed_lines(context, found))))


def changed_lines(context: ViewContext, found: Changes) -> list[str]:
    """What changed, a line for each kind of change."""
    _ = context.say
    kinds = ((_("New answers:"), found.new), (_("Changed answers:"), found.changed), (_("Gone:"), found.gone))
    lines = [f"{plain(label)} {plain(shortened(', '.join(ids), 600))}" for label, ids in kinds if ids]
    if found.others:
        lines.append(plain(_("Changed besides the answers: figures, rules, questions, contacts or words.")))
    return lines or [plain(_("Nothing has changed."))]


def content_refused(context: ViewContext, mistakes: Sequence[str]) -> Message:
    """The content is broken, and the old one stays in service."""
    _ = context.say
    more = len(mistakes) - 15
    rest = _("… and {count} more: python -m bot check lists them all.", count=more) if more > 0 else ""
    listed = "\n".join(f"• <code>{plain(shortened(mistake, 200))}</code>" for mistake in mistakes[:15])
    title = _("The content has mistakes, so what was in service stays:")
    return Message(paragraphs(f"⚠️ {bold(title)}", listed, rest))
