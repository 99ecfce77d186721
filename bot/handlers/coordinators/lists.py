"""/leads with its filters and pages, /unclaimed, /lead for a single one, and /audit: who did what with them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.context import Turn
from bot.handlers.coordinators.access import desk
from bot.telegram.callback_data import Listing, unpack
from bot.views.context import ViewContext
from bot.views.leads import lists as coordinators
from bot.views.leads.card import lead_message, state_label
from bot.views.message import Message, plain
from knowledge.reading.words import fold, words
from storage.audit import Actor, history_of, latest_entries, record
from storage.lead_work import STATES, mark_opened
from storage.leads import countries_of_leads, find_lead_file, page_of_leads, topics_of_leads

LATEST = 25
"""Entries of the audit in one message; `python -m bot leads audit` gives them all."""

REFERENCE = re.compile(r"(?:IUC-)?(?:(\d{4})-)?(\d{1,6})", re.IGNORECASE)


async def leads(turn: Turn, who: Actor) -> None:
    """/leads, narrowed by any states, countries and topics that follow it, and by "mine"."""
    wanted, unknown = narrowing(desk(turn), arguments(turn))
    if unknown:
        said = desk(turn).say("I do not know what to narrow the list by: {words}", words=", ".join(unknown))
        await turn.send(Message(plain(said)))
        return
    await show_list(turn, who, wanted)


async def unclaimed(turn: Turn, who: Actor) -> None:
    """/unclaimed: the leads that wait for somebody."""
    await show_list(turn, who, Listing(state="new"))


async def listed(turn: Turn, who: Actor) -> None:
    """Turn a page, open a filter's menu or choose from it."""
    wanted = unpack(Listing, turn.pressed) or Listing()
    if wanted.menu not in ("state", "country", "topic"):
        await show_list(turn, who, replace(wanted, page=max(0, wanted.page)))
        return
    codes: Sequence[str] = STATES
    if wanted.menu != "state":
        find = countries_of_leads if wanted.menu == "country" else topics_of_leads
        codes = await find(turn.services.database)
    await turn.send(coordinators.choices(desk(turn), wanted, codes))


async def show_list(turn: Turn, who: Actor, wanted: Listing) -> None:
    """Show one page of a list."""
    found = coordinators.filter_of(wanted, who.id or 0)
    page = await page_of_leads(turn.services.database, found, wanted.page, coordinators.PER_PAGE)
    await turn.save(None)
    await turn.send(coordinators.leads(desk(turn), wanted, page))


async def lead(turn: Turn, who: Actor) -> None:
    """/lead REF: one lead, by its reference or the last part of it."""
    reference = reference_in(turn, arguments(turn))
    if reference is None:
        await turn.send(Message(plain(desk(turn).say("Write /lead and the reference: /lead IUC-2026-0001"))))
        return
    await open_lead(turn, who, reference)


async def open_lead(turn: Turn, who: Actor, reference: str) -> None:
    """Show a lead below; who saw it is noted."""
    file = await find_lead_file(turn.services.database, reference)
    if file is None:
        await turn.send(Message(plain(gone(desk(turn), reference))), edit=False)
        return
    opened = mark_opened(reference, who.name, turn.now)
    await turn.save(None, record(reference, who, "seen", turn.now), opened)
    await turn.send(lead_message(desk(turn), file), edit=False)


async def audit(turn: Turn, _who: Actor) -> None:
    """/audit: what was done last by whom; /audit REF: with one lead, though it be erased."""
    reference = reference_in(turn, arguments(turn))
    database = turn.services.database
    if reference:
        entries = (await history_of(database, reference, LATEST))[::-1]
    else:
        entries = await latest_entries(database, LATEST)
    await turn.send(coordinators.audit(desk(turn), entries))


def gone(context: ViewContext, reference: str) -> str:
    """Say that there is no such lead."""
    return context.say("There is no lead {reference}, or it was erased.", reference=reference)


def arguments(turn: Turn) -> str:
    """What follows a command."""
    return re.sub(r"^/\S+\s*", "", turn.text).strip()


def reference_in(turn: Turn, text: str) -> str | None:
    """Read a reference that may lack its beginning: 17 is this year's seventeenth."""
    found = REFERENCE.fullmatch(text.strip().strip("[]"))
    return f"IUC-{found[1] or turn.now.year}-{int(found[2]):04d}" if found else None


def narrowing(context: ViewContext, text: str) -> tuple[Listing, list[str]]:
    """Read what a list is to be narrowed by; also gives the words that are nothing of the kind."""
    wanted, unknown = Listing(), []
    sentence = words(text)
    countries = context.knowledge_base.countries.find(sentence)
    named = {place for mention in countries for place in range(mention.first, mention.last + 1)}
    if countries:
        wanted = replace(wanted, country=countries[0].code)
    for word in (word.folded for place, word in enumerate(sentence) if place not in named):
        narrower = narrowed_by(context, wanted, word)
        wanted = narrower or wanted
        unknown += [] if narrower else [word]
    return wanted, unknown


def narrowed_by(context: ViewContext, wanted: Listing, word: str) -> Listing | None:
    """A list narrowed further by one folded word; None if that is not understood."""
    for state in STATES:
        if word in (state, fold(state_label(context, state))):
            return replace(wanted, state=state)
    if word in ("mine", fold(context.say("mine"))):
        return replace(wanted, mine=1)
    if code := context.knowledge_base.countries.code(word):
        return replace(wanted, country=code)
    for topic in context.knowledge_base.content.programme.topics:
        if word in fold(" ".join((topic.id, *topic.button.all()))).split():
            return replace(wanted, topic=topic.id)
    return None
