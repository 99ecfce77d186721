"""Reads a search for leads: states, owners, kinds, countries, topics, and any other words.

A search is read from words in any of our languages and kept by its number for the buttons under a list; matching.py
carries it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from bot.handlers.coordinators.finding.days import without_days
from bot.handlers.coordinators.finding.sizes import sizes_named
from bot.handlers.coordinators.finding.vocabulary import Meaning, search_vocabulary, stem_in, words_listed
from bot.views.context import ViewContext
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Span
from knowledge.reading.words import fold, words
from storage.lead_searches import LeadSearch
from storage.lead_work import Coordinator

IGNORED: Meaning = ("ignored", "")
OR = "|"
"""Separates alternative words."""
LISTS = ("countries", "topics", "kinds", "owners")
"""Parts of a search whose values can be excluded by "not"."""
SIZES = ("at_least", "more_than", "at_most", "less_than")
LONGEST_TEXT = 300
SHORTEST_NAME = 3
LONGEST_NAME = 4
"""Words in the name of a place."""
OPENER = 4
"""Most words that introduce a search."""
MOST_WORDS = 30
"""Most words of a search; the rest are ignored."""


def read_search(context: ViewContext, text: str, colleagues: Sequence[Coordinator]) -> LeadSearch:
    """Read a search; words that are no state, country and so on are looked up literally."""
    text, days = without_days(context, without_opener(context, text[:LONGEST_TEXT]))
    reading = context.knowledge_base.interpreter.messages.read(text, context.language)
    spans = dict(parts_of_spans(context, text, reading))
    said = [word for word in words(text) if not any(s.start <= word.start < s.end for s in spans)]
    items: list[tuple[int, str | Sequence[Meaning]]] = [(span.start, told) for span, told in spans.items()]
    items += [(word.start, word.folded) for word in said[:MOST_WORDS]]
    parts = [part for _start, part in sorted(items, key=lambda item: item[0])]
    meanings, narrowing, at = search_vocabulary(context), Narrowing(), 0
    while at < len(parts):
        at += take_next_part(context, meanings, colleagues, narrowing, parts[at : at + LONGEST_NAME])
    return replace(narrowing.search(), sent=days.written() if days else ())


def without_opener(context: ViewContext, text: str) -> str:
    """A search without the words that introduce it: "show me the new ones"."""
    said = words(text)
    for length in range(min(OPENER, len(said)), 0, -1):
        if " ".join(word.folded for word in said[:length]) in words_listed(context, "openers"):
            return text[said[length - 1].end :]
    return text


def parts_of_spans(
    context: ViewContext, text: str, reading: Reading
) -> Iterator[tuple[Span, Sequence[Meaning]]]:
    """What was read in a search: countries and groups of them, numbers of inhabitants, e-mail addresses."""
    for country in reading.countries:
        yield country, (("countries", country.code),)
    for group in reading.country_groups:
        yield group, tuple(("countries", code) for code in sorted(group.codes))
    yield from sizes_named(context, text, reading)
    for address in reading.addresses:
        yield address, (("words", address.text),)


def take_next_part(
    context: ViewContext,
    meanings: Mapping[str, Meaning],
    colleagues: Sequence[Coordinator],
    narrowing: "Narrowing",
    parts: Sequence[str | Sequence[Meaning]],
) -> int:
    """Read the next part; return how many words it has."""
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
    """A search while it is being read, and whether the next part is denied."""

    found: LeadSearch = field(default_factory=LeadSearch)
    words: list[str] = field(default_factory=list)
    denied: bool = False
    nobody: bool = False
    all: bool = False
    """Whether the search named all leads: only then "but" excludes what follows."""
    left_out: str = ""
    """The part that was excluded since the last "not"."""

    def search(self) -> LeadSearch:
        """The search as read; "nobody has them" means unclaimed leads."""
        found = self.found.with_value("states", "new") if self.nobody else self.found
        last = len(self.words) - (self.words[-1:] == [OR])
        return replace(found, words=tuple(self.words[:last]))

    def take(self, part: str, value: str) -> None:
        """Add one value, or several ("ES+PT"), to the search; after "not" exclude them."""
        if part == "all":
            self.all = True
        elif part == "but" and (self.all or self.found == LeadSearch()):
            self.denied, self.left_out = True, ""
        elif part in ("not", "nobody"):
            self.denied, self.nobody, self.left_out = True, part == "nobody", ""
        elif part == "words" or (part == "or" and self.words):
            self.words.append(value or OR)
        elif self.leaves_out(part, value):
            self.left_out = part
            for each in value.split("+"):
                self.found = self.found.without_value(part, each)
        elif part not in ("ignored", "but", "or"):
            unclaimed = self.denied and not self.left_out and (part, value) == ("states", "claimed")
            for each in ("new",) if unclaimed else value.split("+"):
                self.found = narrowed(self.found, part, each)
            if part not in LISTS:
                self.denied = self.nobody = False

    def leaves_out(self, part: str, value: str) -> bool:
        """Tell whether a value is one of those that "not" denies; not claimed are the new ones."""
        if not self.denied or self.nobody or part in SIZES:
            return False
        if part in LISTS:
            return True
        if (part, value) == ("states", "claimed") and not self.left_out:
            return False
        return part in ("states", "mine") and self.left_out in ("", part)


def meaning_of(
    context: ViewContext, meanings: Mapping[str, Meaning], colleagues: Sequence[Coordinator], word: str
) -> Meaning | None:
    """What a folded word narrows a list to: the part of the search and its value; None if it is just a word."""
    stems = (stem_in(language, word) for language in context.languages)
    known = [meanings[each] for each in stems if each in meanings]
    meaning = meanings.get(word) or (IGNORED if IGNORED in known else next(iter(known), None))
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


def narrowed(search: LeadSearch, part: str, value: str) -> LeadSearch:
    """A search with one more value of a part."""
    if part == "mine":
        return replace(search, mine=True)
    if part in SIZES:
        return search.with_size(part, int(value))
    return (
        replace(search, owners=(*search.owners, int(value)))
        if part == "owners"
        else search.with_value(part, value)
    )


def place_keys_named(context: ViewContext, phrase: tuple[str, ...]) -> frozenset[str]:
    """The keys under which leads about a place of this name are kept, in whatever spelling."""
    name = " ".join(phrase)
    found = context.knowledge_base.gazetteer.named([name]).get(name, ())
    return frozenset(f"geonames:{city.geonameid}" for city in found)
