"""/leads with its filters and pages, /unclaimed, /lead for a single one, and /audit: who did what with them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.context import Turn
from bot.handlers.coordinators.access import unit_context
from bot.handlers.coordinators.finding.matching import find_leads
from bot.handlers.coordinators.finding.search import read_search
from bot.handlers.coordinators.lead_messages import show_card
from bot.handlers.coordinators.periods import read_period
from bot.handlers.coordinators.visible import visible_leads
from bot.telegram.callback_data import Listing, unpack
from bot.views.context import ViewContext
from bot.views.leads import history as histories
from bot.views.leads import lists as lead_lists
from bot.views.message import Message, plain
from storage.audit import Actor, entries_between, history_of, latest_entries, record
from storage.lead_searches import LeadSearch, find_search, keep_search
from storage.lead_work import STATES, list_coordinators, mark_opened
from storage.leads import most_frequent

LATEST = 25
"""Entries of the audit in one message; `python -m bot leads audit` gives them all."""

REFERENCE = re.compile(r"(?:[A-Z][A-Z0-9]+-)?(?:(\d{4})-)?(\d{1,6})", re.IGNORECASE)


async def leads(turn: Turn, who: Actor) -> None:
    """/leads and /find, narrowed by any words that follow."""
    colleagues = await list_coordinators(turn.services.database)
    await show_list(turn, who, read_search(unit_context(turn), arguments(turn), colleagues))


async def unclaimed(turn: Turn, who: Actor) -> None:
    """/unclaimed: the leads that wait for somebody, the oldest first."""
    await show_list(turn, who, LeadSearch(states=("new",)))


async def turn_list_page(turn: Turn, who: Actor) -> None:
    """Turn a page, open a filter's menu or choose from it."""
    wanted = unpack(Listing, turn.pressed) or Listing()
    stored = await find_search(turn.services.database, wanted.search) if wanted.search else ""
    if stored is None:
        await turn.pop_up(
            unit_context(turn).say("That list is too old. Please write /leads again."), alert=True
        )
        return
    search = LeadSearch.restored(stored) if stored else LeadSearch()
    if wanted.menu in ("states", "countries", "topics") and not wanted.value:
        await turn.send(
            lead_lists.filter_choices(
                unit_context(turn), wanted, search, await codes_of_filter(turn, who, wanted.menu)
            )
        )
    elif wanted.menu in ("states", "countries", "topics"):
        value = "" if wanted.value == "-" else wanted.value
        await show_list(turn, who, search.toggled(wanted.menu, value))
    elif wanted.menu == "mine":
        await show_list(turn, who, replace(search, mine=not search.mine))
    else:
        await show_list(turn, who, search, max(0, wanted.page))


async def codes_of_filter(turn: Turn, who: Actor, menu: str) -> Sequence[str]:
    """The values that leads have of a filter."""
    if menu == "states":
        return STATES
    visible = await visible_leads(turn, who)
    return most_frequent(await visible.matching(turn.services.database), menu)


async def show_list(turn: Turn, who: Actor, search: LeadSearch, page: int = 0) -> None:
    """Show one page of a list."""
    visible = await visible_leads(turn, who)
    found = await find_leads(unit_context(turn), turn.services.database, search, visible)
    number = await keep_search(turn.services.database, search.stored(), turn.now)
    await turn.save(None)
    colleagues = {each.chat_id: each.name for each in await list_coordinators(turn.services.database)}
    await turn.send(
        lead_lists.leads(unit_context(turn), Listing(number, page), search, found, turn.now, colleagues)
    )


async def lead(turn: Turn, who: Actor) -> None:
    """/lead REF: one lead, by its reference or the last part of it; by any other words, if one lead alone has them."""
    words = arguments(turn)
    if reference := reference_in(turn, words):
        await open_lead(turn, who, reference)
    elif words:
        await open_only_match(turn, who, words)
    else:
        said = unit_context(turn).say(
            "Write /lead and the reference: /lead {example}", example=example_reference(turn)
        )
        await turn.send(Message(plain(said)))


async def open_only_match(turn: Turn, who: Actor, words: str) -> None:
    """Show the lead that words find; the list where that are several, none, or not all words were understood."""
    context, database = unit_context(turn), turn.services.database
    search = read_search(context, words, await list_coordinators(database))
    found = await find_leads(context, database, search, await visible_leads(turn, who))
    if len(found.leads) == 1 and not found.unknown:
        await open_lead(turn, who, found.leads[0].reference)
    else:
        await show_list(turn, who, search)


async def open_lead(turn: Turn, who: Actor, reference: str) -> None:
    """Show a lead below; who saw it is noted."""
    file = await (await visible_leads(turn, who)).file(turn.services.database, reference)
    if file is None:
        await turn.send(Message(plain(no_such_lead(unit_context(turn), reference))), edit=False)
        return
    opened = mark_opened(reference, who.name, turn.now)
    await turn.save(None, record(reference, who, "seen", turn.now), opened)
    await show_card(turn, file)


async def audit(turn: Turn, _who: Actor) -> None:
    """/audit: what was done last by whom; on some days; /audit REF: with one lead, though it be erased."""
    words, database, context = arguments(turn), turn.services.database, unit_context(turn)
    zone = context.knowledge_base.content.programme.call.zone
    if reference := reference_in(turn, words):
        entries = (await history_of(database, reference, LATEST))[::-1]
    elif words:
        understood = read_period(context, words, turn.now.astimezone(zone).date())
        if understood.period is None:
            await turn.send(histories.which_entries(context, understood.unknown, example_reference(turn)))
            return
        entries = await entries_between(database, *understood.period.moments(zone), LATEST)
    else:
        entries = await latest_entries(database, LATEST)
    await turn.send(histories.audit(context, entries))


def no_such_lead(context: ViewContext, reference: str) -> str:
    """Say that there is no such lead."""
    return context.say("There is no lead {reference} here, or it was erased.", reference=reference)


def arguments(turn: Turn) -> str:
    """What follows a command."""
    return re.sub(r"^/\S+\s*", "", turn.text).strip()


def reference_in(turn: Turn, text: str) -> str | None:
    """Read a reference that may lack its beginning: 17 is this year's seventeenth."""
    found = REFERENCE.fullmatch(text.strip().strip("[]"))
    prefix = turn.knowledge_base.content.programme.identity.reference
    return f"{prefix}-{found[1] or turn.now.year}-{int(found[2]):04d}" if found else None


def example_reference(turn: Turn) -> str:
    """What a reference looks like."""
    return f"{turn.knowledge_base.content.programme.identity.reference}-{turn.now.year}-0001"
