"""What coordinators look leads up by: states, owners, kinds, countries and topics in any number, and any other words.

A search is read from words in any of our languages, kept by its number for the buttons under a list, and carried out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import Stemmer

from bot.views.context import ViewContext
from bot.views.leads.card import state_label
from knowledge.content.schema import Language
from knowledge.content.yaml_file import read_plain
from knowledge.reading.words import fold, words
from storage.database import Database
from storage.lead_work import STATES
from storage.leads import Filter, Found, Lead, LeadSearch, list_leads_that, references_about
from storage.sent_messages import Coordinator

LONGEST_NAME = 4
"""Words in the name of a place."""
MOST_WORDS = 30
"""Words that are read; the rest are left out."""
WAITING = {"new", "claimed", "contacted"}
"""States in which somebody waits for us: then the oldest come first."""


def read_search(context: ViewContext, text: str, colleagues: Sequence[Coordinator]) -> LeadSearch:
    """Read what a list is to be narrowed to; what is no state, country and so on is looked up as it is."""
    sentence = words(text)[:MOST_WORDS]
    mentions = context.knowledge_base.countries.find(sentence)
    named = {place for each in mentions for place in range(each.first, each.last + 1)}
    search = LeadSearch(countries=tuple(dict.fromkeys(each.code for each in mentions)))
    meanings, rest = vocabulary(context), []
    for word in (word for place, word in enumerate(sentence) if place not in named):
        stems = (stem(word.folded, language) for language in context.languages)
        meaning = next((meanings[each] for each in stems if each in meanings), None)
        owner = next((each.chat_id for each in colleagues if word.folded in fold(each.name).split()), None)
        if meaning:
            search = narrowed(search, *meaning)
        elif code := context.knowledge_base.countries.code(word.text) if len(word.folded) > 2 else None:
            search = replace(search, countries=(*search.countries, code))
        elif owner is not None and len(word.folded) > 2:
            search = replace(search, owners=(*search.owners, owner))
        else:
            rest.append(word.folded)
    return replace(search, words=tuple(rest))


def narrowed(search: LeadSearch, part: str, value: str) -> LeadSearch:
    """A search with one more value of a part."""
    if part == "ignored":
        return search
    if part == "mine":
        return replace(search, mine=True)
    return search.with_value(part, value)


def vocabulary(context: ViewContext) -> dict[str, tuple[str, str]]:
    """What stems mean: a part of a search and its value."""
    content = context.knowledge_base.content
    kinds = next((q.options for q in content.questionnaire.questions if q.id == "kind"), ())
    meanings: dict[str, tuple[str, str]] = {}
    for language in context.languages:
        topics = {
            topic.id: f"{topic.id} {topic.button.within(language)}" for topic in content.programme.topics
        }
        states: dict[str, str] = {state: state_label(context.within(language), state) for state in STATES}
        labels = {option.id: option.label.within(language) for option in kinds}
        for part, words_of_part in (("topics", topics), ("kinds", labels), ("states", states)):
            meanings |= telling_words(part, words_of_part, language)
    return meanings | dict(spoken_words(context))


def telling_words(part: str, labels: Mapping[str, str], language: Language) -> dict[str, tuple[str, str]]:
    """The stems that tell the values of a part apart; one that several labels have narrows nothing."""
    found: dict[str, set[str]] = {}
    for value, label in labels.items():
        for word in fold(label).split():
            found.setdefault(stem(word, language), set()).add(value)
    shared = ("ignored", "") if part == "kinds" else None
    told = {
        each: (part, next(iter(values))) if len(values) == 1 else shared for each, values in found.items()
    }
    return {each: meaning for each, meaning in told.items() if meaning}


def spoken_words(context: ViewContext) -> Iterator[tuple[str, tuple[str, str]]]:
    """The words of each language's leads.yaml by their stems; a language without that file adds none."""
    for language, folder in context.knowledge_base.content.language_folders.items():
        file = folder / "leads.yaml"
        if language in context.languages and file.exists():
            yield from words_of(file, language)


def words_of(file: Path, language: Language) -> Iterator[tuple[str, tuple[str, str]]]:
    """One language's words by their stems."""
    words_in = read_plain(file)
    for word in words_in["ignored"]:
        yield stem(fold(word), language), ("ignored", "")
    for word in words_in["mine"]:
        yield stem(fold(word), language), ("mine", "")
    for state, forms in words_in["states"].items():
        yield from ((stem(fold(word), language), ("states", state)) for word in forms)


def stem(word: str, language: Language) -> str:
    """The stem of a folded word, marked with its language."""
    return f"{language}:{stemmer(language).stemWord(word)}"


@cache
def stemmer(language: str) -> Any:
    """A language's stemmer; any other language is left as it is written, by the plainest one."""
    try:
        return Stemmer.Stemmer(language)
    except KeyError:
        return Stemmer.Stemmer("porter")


async def carried_out(context: ViewContext, database: Database, search: LeadSearch, user_id: int) -> Found:
    """Find the leads; a word that no lead has at all is named, and does not narrow."""
    leads = await list_leads_that(database, search.filter(user_id))
    everything = await list_leads_that(database, Filter()) if search.words else leads
    texts = {lead.reference: searchable(lead) for lead in everything} if search.words else {}
    unknown = []
    for phrase in phrases(context, search.words):
        keys = place_keys_named(context, phrase)
        about = await references_about(database, keys) if keys else frozenset()
        having = {ref for ref, text in texts.items() if ref in about or all(word in text for word in phrase)}
        if having:
            leads = [lead for lead in leads if lead.reference in having]
        else:
            unknown.append(" ".join(phrase))
    oldest_first = bool(search.states) and set(search.states) <= WAITING
    return Found(tuple(leads if oldest_first else leads[::-1]), tuple(unknown))


def phrases(context: ViewContext, given: Sequence[str]) -> list[tuple[str, ...]]:
    """Words put together where they name a place; the others alone."""
    found, at = [], 0
    while at < len(given):
        longest = next(
            (
                n
                for n in range(min(LONGEST_NAME, len(given) - at), 1, -1)
                if place_keys_named(context, tuple(given[at : at + n]))
            ),
            1,
        )
        found.append(tuple(given[at : at + longest]))
        at += longest
    return found


def place_keys_named(context: ViewContext, phrase: tuple[str, ...]) -> frozenset[str]:
    """The keys under which leads about a place of this name are kept, in whatever spelling."""
    name = " ".join(phrase)
    found = context.knowledge_base.gazetteer.named([name]).get(name, ())
    return frozenset(f"geonames:{city.geonameid}" for city in found)


def searchable(lead: Lead) -> str:
    """Everything of a lead that words may be looked up in, folded."""
    return fold(" ".join([lead.reference, lead.owner or "", *texts_in(lead.data.get("answers"))]))


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
