"""What coordinators look leads up by: states, owners, kinds, countries and topics in any number, and any other words.

A search is read from words in any of our languages and kept by its number for the buttons under a list; matching.py
carries it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import Stemmer

from bot.views.context import ViewContext
from bot.views.leads.card import state_label
from knowledge.content.schema import Language
from knowledge.content.yaml_file import read_plain
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Span
from knowledge.reading.words import fold, words
from storage.lead_work import STATES
from storage.leads import LeadSearch
from storage.sent_messages import Coordinator

Meaning = tuple[str, str]
"""A part of a search, and its value."""
IGNORED: Meaning = ("ignored", "")
NOT: Meaning = ("not", "")
LISTS = ("countries", "topics", "kinds", "owners")
"""Parts of a search whose values can be left out by "not"."""
LONGEST_TEXT = 300
SHORTEST_NAME = 3
LONGEST_NAME = 4
"""Words in the name of a place."""
MOST_WORDS = 30
"""Words that are read; the rest are left out."""


def read_search(context: ViewContext, text: str, colleagues: Sequence[Coordinator]) -> LeadSearch:
    """Read what a list is to be narrowed to; what is no state, country and so on is looked up as it is."""
    text = text[:LONGEST_TEXT]
    reading = context.knowledge_base.interpreter.messages.read(text, context.language)
    spans = dict(told_by_spans(reading))
    said = [word for word in words(text) if not any(s.start <= word.start < s.end for s in spans)]
    items: list[tuple[int, str | tuple[Meaning, ...]]] = [(span.start, told) for span, told in spans.items()]
    items += [(word.start, word.folded) for word in said[:MOST_WORDS]]
    parts = [part for _start, part in sorted(items, key=lambda item: item[0])]
    meanings, narrowing, at = vocabulary(context), Narrowing(), 0
    while at < len(parts):
        at += take(context, meanings, colleagues, narrowing, parts[at : at + LONGEST_NAME])
    return narrowing.search()


def told_by_spans(reading: Reading) -> Iterator[tuple[Span, tuple[Meaning, ...]]]:
    """What was read in a search: countries and groups of them, numbers of inhabitants, e-mail addresses."""
    for country in reading.countries:
        yield country, (("countries", country.code),)
    for group in reading.country_groups:
        yield group, tuple(("countries", code) for code in sorted(group.codes))
    for number in reading.numbers:
        if number.counts_inhabitants and number.upper:
            yield number, (("at_least", str(number.value)), ("at_most", str(number.upper)))
        elif number.counts_inhabitants and number.bound:
            yield number, (("at_least" if number.bound == "over" else "at_most", str(number.value)),)
    for address in reading.addresses:
        yield address, (("words", address.text),)


def take(
    context: ViewContext,
    meanings: Mapping[str, Meaning],
    colleagues: Sequence[Coordinator],
    narrowing: "Narrowing",
    parts: Sequence[str | tuple[Meaning, ...]],
) -> int:
    """Take the next of these parts; give how many words it has."""
    if not isinstance(parts[0], str):
        for each in parts[0]:
            narrowing.take(*each)
        return 1
    folded = [part for part in takewhile(lambda part: isinstance(part, str), parts) if isinstance(part, str)]
    meaning = meaning_of(context, meanings, colleagues, folded[0])
    name = place_name_at(context, folded, 0) if meaning != IGNORED else 1
    if name > 1 or meaning is None:
        for word in folded[:name]:
            narrowing.take("words", word)
    else:
        narrowing.take(*meaning)
    return name


@dataclass
class Narrowing:
    """A search as far as it was read, and whether what comes next is denied."""

    found: LeadSearch = field(default_factory=LeadSearch)
    words: list[str] = field(default_factory=list)
    denied: bool = False
    nobody: bool = False
    excluded: bool = False

    def search(self) -> LeadSearch:
        """All that was read; after "nobody has them" those that nobody claimed."""
        found = self.found.with_value("states", "new") if self.nobody else self.found
        return replace(found, words=tuple(self.words))

    def take(self, part: str, value: str) -> None:
        """Narrow by one more value; after "not" leave it out, or take every other state."""
        if part in ("not", "nobody"):
            self.denied, self.nobody, self.excluded = True, part == "nobody", False
        elif part == "words":
            self.words.append(value)
        elif part in LISTS:
            self.excluded = self.denied and not self.nobody
            self.found = (
                self.found.without_value(part, value) if self.excluded else with_one(self.found, part, value)
            )
        elif part != "ignored":
            negated = self.denied and not self.excluded
            self.found = narrowed(self.found, part, value, negated=negated)
            self.denied = self.nobody = False


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
    if part == "mine":
        return replace(search, mine=True)
    if part in ("at_least", "at_most"):
        number = int(value)
        return replace(search, at_least=number) if part == "at_least" else replace(search, at_most=number)
    if negated:
        others = ("new",) if value == "claimed" else (state for state in STATES if state != value)
        return search.changed(part, tuple(dict.fromkeys((*search.states, *others))))
    return search.with_value(part, value)


def with_one(search: LeadSearch, part: str, value: str) -> LeadSearch:
    """A search with one more value of a part that is a list."""
    return (
        replace(search, owners=(*search.owners, int(value)))
        if part == "owners"
        else search.with_value(part, value)
    )


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
        labels = {
            kind.id: " ".join([kind.id, *kind.also, kind.label.within(language) if kind.facts else ""])
            for kind in kinds
        }
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
    for word in words_in.get("nobody", ()):
        yield stem(fold(word), language), ("nobody", "")
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


def place_keys_named(context: ViewContext, phrase: tuple[str, ...]) -> frozenset[str]:
    """The keys under which leads about a place of this name are kept, in whatever spelling."""
    name = " ".join(phrase)
    found = context.knowledge_base.gazetteer.named([name]).get(name, ())
    return frozenset(f"geonames:{city.geonameid}" for city in found)
