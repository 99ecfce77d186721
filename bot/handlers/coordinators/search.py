"""What coordinators look leads up by: states, owners, kinds, countries and topics in any number, and any other words.

A search is read from words in any of our languages, kept by its number for the buttons under a list, and carried out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import Stemmer
from rapidfuzz import fuzz, process

from bot.handlers.coordinators.visible import VisibleLeads
from bot.views.context import ViewContext
from bot.views.leads.card import state_label
from knowledge.content.schema import Language
from knowledge.content.yaml_file import read_plain
from knowledge.reading.words import fold, words
from storage.database import Database
from storage.lead_work import STATES
from storage.leads import Found, Lead, LeadSearch, references_about
from storage.sent_messages import Coordinator

Meaning = tuple[str, str]
"""A part of a search, and its value."""
IGNORED: Meaning = ("ignored", "")
NOT: Meaning = ("not", "")
LONGEST_TEXT = 300
SHORTEST_NAME = 3
LIKE = 82
"""How alike, in hundredths, a word must be to one of a lead's to be taken for a misspelling of it."""
LONGEST_NAME = 4
"""Words in the name of a place."""
MOST_WORDS = 30
"""Words that are read; the rest are left out."""
WAITING = {"new", "claimed", "contacted"}
"""States in which somebody waits for us: then the oldest come first."""


def read_search(context: ViewContext, text: str, colleagues: Sequence[Coordinator]) -> LeadSearch:
    """Read what a list is to be narrowed to; what is no state, country and so on is looked up as it is."""
    text = text[:LONGEST_TEXT]
    reading = context.knowledge_base.interpreter.messages.read(text, context.language)
    spans = [*reading.countries, *reading.country_groups]
    codes = [each.code for each in reading.countries]
    codes += sorted(code for group in reading.country_groups for code in group.codes)
    search = LeadSearch(countries=tuple(dict.fromkeys(codes)))
    sentence = [word for word in words(text) if not any(s.start <= word.start < s.end for s in spans)]
    meanings, rest, at, negated = vocabulary(context), list[str](), 0, False
    folded = [word.folded for word in sentence[:MOST_WORDS]]
    while at < len(folded):
        meaning = meaning_of(context, meanings, colleagues, folded[at])
        name = place_name_at(context, folded, at) if meaning != IGNORED else 1
        if name > 1 or meaning is None:
            rest += folded[at : at + name]
        elif meaning == NOT:
            negated = True
        else:
            search = narrowed(search, *meaning, negated=negated)
            negated = negated and meaning == IGNORED
        at += name
    return replace(search, words=tuple(rest))


def meaning_of(
    context: ViewContext, meanings: Mapping[str, Meaning], colleagues: Sequence[Coordinator], word: str
) -> Meaning | None:
    """What a folded word narrows a list to: the part of the search and its value; None if it is just a word."""
    stems = (stem(word, language) for language in context.languages)
    known = [meanings[each] for each in stems if each in meanings]
    meaning = IGNORED if IGNORED in known else next(iter(known), None)
    if meaning or len(word) < SHORTEST_NAME:
        return meaning
    if code := context.knowledge_base.countries.code(word):
        return "countries", code
    owner = next((each.chat_id for each in colleagues if word in fold(each.name).split()), None)
    return ("owners", str(owner)) if owner is not None else None


def place_name_at(context: ViewContext, folded: Sequence[str], at: int) -> int:
    """How many words from here on are a place's name ("nueva york"); 1 where that are not several."""
    longest = min(LONGEST_NAME, len(folded) - at)
    several = range(longest, 1, -1)
    return next((n for n in several if place_keys_named(context, tuple(folded[at : at + n]))), 1)


def narrowed(search: LeadSearch, part: str, value: str, *, negated: bool = False) -> LeadSearch:
    """A search with one more value of a part; after "not" with every other state, not claimed being new."""
    if part == "ignored":
        return search
    if part == "mine":
        return replace(search, mine=True)
    if part == "owners":
        return replace(search, owners=(*search.owners, int(value)))
    if part == "states" and negated:
        others = ("new",) if value == "claimed" else (state for state in STATES if state != value)
        return search.changed(part, tuple(dict.fromkeys((*search.states, *others))))
    return search.with_value(part, value)


def vocabulary(context: ViewContext) -> dict[str, Meaning]:
    """What stems mean: a part of a search and its value."""
    content = context.knowledge_base.content
    kinds = content.rulebook.rules.kinds
    meanings: dict[str, Meaning] = {}
    for language in context.languages:
        topics = {
            topic.id: f"{topic.id} {topic.button.within(language)}" for topic in content.programme.topics
        }
        states: dict[str, str] = {state: state_label(context.within(language), state) for state in STATES}
        labels = {kind.id: " ".join([kind.id, *kind.also]) for kind in kinds}
        for part, words_of_part in (("topics", topics), ("kinds", labels), ("states", states)):
            meanings |= telling_words(part, words_of_part, language)
    return meanings | dict(spoken_words(context))


def telling_words(part: str, labels: Mapping[str, str], language: Language) -> dict[str, Meaning]:
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


def spoken_words(context: ViewContext) -> Iterator[tuple[str, Meaning]]:
    """The words of each language's leads.yaml by their stems; a language without that file adds none."""
    for language, folder in context.knowledge_base.content.language_folders.items():
        file = folder / "leads.yaml"
        if language in context.languages and file.exists():
            yield from words_of(file, language)


def look_up_words(context: ViewContext) -> frozenset[str]:
    """The folded words with which a look-up of leads begins in inline mode."""
    files = (folder / "leads.yaml" for folder in context.knowledge_base.content.language_folders.values())
    read = (read_plain(file).get("look_up", ()) for file in files if file.exists())
    return frozenset(fold(word) for words_in_one in read for word in words_in_one)


def words_of(file: Path, language: Language) -> Iterator[tuple[str, Meaning]]:
    """One language's words by their stems."""
    words_in = read_plain(file)
    for word in words_in["ignored"]:
        yield stem(fold(word), language), ("ignored", "")
    for word in words_in.get("not", ()):
        yield stem(fold(word), language), NOT
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


async def carried_out(
    context: ViewContext, database: Database, search: LeadSearch, visible: VisibleLeads
) -> Found:
    """Find the leads; a word that no visible lead has, however it is spelt, is named, and does not narrow."""
    leads = await visible.matching(database, search.filter(visible.person_id or 0))
    everything = await visible.matching(database) if search.words else leads
    texts = {lead.reference: searchable(lead) for lead in everything} if search.words else {}
    unknown, respelt = list[str](), list[tuple[str, str]]()
    for phrase in phrases(context, search.words):
        having = await references_having(context, database, texts, phrase)
        if not having and (near := nearest(texts.values(), phrase)):
            respelt.append((" ".join(phrase), near))
            having = await references_having(context, database, texts, (near,))
        if having:
            leads = [lead for lead in leads if lead.reference in having]
        else:
            unknown.append(" ".join(phrase))
    oldest_first = bool(search.states) and set(search.states) <= WAITING
    return Found(tuple(leads if oldest_first else leads[::-1]), tuple(unknown), tuple(respelt))


async def references_having(
    context: ViewContext, database: Database, texts: Mapping[str, str], phrase: tuple[str, ...]
) -> set[str]:
    """The leads that are about a place of this name, or hold all these words."""
    keys = place_keys_named(context, phrase)
    about = await references_about(database, keys) if keys else frozenset()
    return {ref for ref, text in texts.items() if ref in about or all(word in text for word in phrase)}


def nearest(texts: Iterable[str], phrase: tuple[str, ...]) -> str:
    """The word of a lead that a misspelt one most probably means; empty if none is near."""
    if len(phrase) > 1 or len(phrase[0]) <= SHORTEST_NAME:
        return ""
    known = {word for text in texts for word in text.split() if len(word) > SHORTEST_NAME}
    found = process.extractOne(phrase[0], known, scorer=fuzz.ratio, score_cutoff=LIKE)
    return found[0] if found else ""


def phrases(context: ViewContext, given: Sequence[str]) -> list[tuple[str, ...]]:
    """Words put together where they name a place; the others alone."""
    found, at = list[tuple[str, ...]](), 0
    while at < len(given):
        longest = place_name_at(context, given, at)
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
