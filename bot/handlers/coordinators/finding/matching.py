"""Finds the leads of a search: filtered by its parts, then by its words, whatever their spelling."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from bot.handlers.coordinators.finding.search import OR, SHORTEST_NAME, place_keys_named, place_name_at
from bot.handlers.coordinators.visible import VisibleLeads
from bot.views.context import ViewContext
from knowledge.reading.words import fold
from storage.database import Database
from storage.lead_searches import LeadSearch, LeadsFound
from storage.leads import Lead, references_about

MISSPELLING_LIKENESS = 82
"""The least similarity (of 100) of a word to one of a lead's for it to count as a misspelling."""
WAITING = {"new", "claimed", "contacted"}
"""States in which the applicant waits for the unit; those leads are sorted oldest first."""


async def find_leads(
    context: ViewContext, database: Database, search: LeadSearch, visible: VisibleLeads
) -> LeadsFound:
    """Find the leads; a word that no visible lead has in any spelling is reported and does not filter."""
    leads = await narrowed_by_parts(database, search, visible)
    everything = await visible.matching(database) if search.words else leads
    texts = {lead.reference: searchable(lead) for lead in everything} if search.words else {}
    unknown, respelt = list[str](), list[tuple[str, str]]()
    for alternatives in alternatives_in(context, search.words):
        having = set[str]()
        for phrase in alternatives:
            found = await references_having(context, database, texts, phrase)
            if not found and (near := nearest(texts.values(), phrase)):
                respelt.append((" ".join(phrase), near))
                found = await references_having(context, database, texts, (near,))
            if not found:
                unknown.append(" ".join(phrase))
            having |= found
        if having:
            leads = [lead for lead in leads if lead.reference in having]
    oldest_first = bool(search.states) and set(search.states) <= WAITING
    return LeadsFound(tuple(leads if oldest_first else leads[::-1]), tuple(unknown), tuple(respelt))


async def narrowed_by_parts(database: Database, search: LeadSearch, visible: VisibleLeads) -> list[Lead]:
    """The leads that match all parts of a search except its words."""
    person, zone = visible.person_id or 0, visible.content.programme.call.zone
    leads = [
        each
        for each in await visible.matching(database, search.filter(person))
        if search.has_wanted_size(each) and search.was_sent_then(each, zone)
    ]
    for excluded in search.excluding(person):
        without = {lead.reference for lead in await visible.matching(database, excluded)}
        leads = [lead for lead in leads if lead.reference not in without]
    return leads


async def references_having(
    context: ViewContext, database: Database, texts: Mapping[str, str], phrase: tuple[str, ...]
) -> set[str]:
    """The leads about a place of this name, or with these words in this order.

    Words that stand nowhere as they are may begin those of a lead; in a script without spaces, stand within them.
    """
    keys = place_keys_named(context, phrase)
    about = await references_about(database, keys) if keys else frozenset()
    words = fold(" ".join(phrase))
    if words.isdecimal() and len(words) < 5 and (numbered := references_with_number(texts, int(words))):
        return numbered
    spellings = (f" {words} ", f" {words}", words if not words.isascii() else f" {words}")
    having = ({ref for ref, text in texts.items() if spelling in text} for spelling in spellings)
    return next((found for found in having if found), set()) | about


def references_with_number(references: Iterable[str], number: int) -> set[str]:
    """The references that have this number, in whatever year."""
    return {each for each in references if each.endswith(f"-{number:04d}")}


def nearest(texts: Iterable[str], phrase: tuple[str, ...]) -> str:
    """The word of a lead that a misspelt one most probably means; empty if none is near."""
    if len(phrase) > 1 or len(phrase[0]) <= SHORTEST_NAME:
        return ""
    known = {word for text in texts for word in text.split() if len(word) > SHORTEST_NAME}
    found = process.extractOne(phrase[0], known, scorer=fuzz.ratio, score_cutoff=MISSPELLING_LIKENESS)
    return found[0] if found else ""


def alternatives_in(context: ViewContext, given: Sequence[str]) -> list[list[tuple[str, ...]]]:
    """The phrases of a search; those joined by "or" are grouped, since any of them matches."""
    found: list[list[tuple[str, ...]]] = []
    joined = False
    for phrase in phrases(context, given):
        if phrase == (OR,):
            joined = bool(found)
        elif joined:
            found[-1].append(phrase)
            joined = False
        else:
            found.append([phrase])
    return found


def phrases(context: ViewContext, given: Sequence[str]) -> list[tuple[str, ...]]:
    """The words of a search, joined where they name a place."""
    found, at = list[tuple[str, ...]](), 0
    while at < len(given):
        longest = place_name_at(context, given, at)
        found.append(tuple(given[at : at + longest]))
        at += longest
    return found


def searchable(lead: Lead) -> str:
    """Everything of a lead that words may be looked up in, folded; a space before and after each word."""
    texts = [lead.reference, lead.owner or "", *texts_in(lead.data.get("answers"))]
    return f" {fold(' '.join(texts))} "


def texts_in(value: object) -> Iterator[str]:
    """All texts within a stored value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part)
