"""The vocabulary of searches for leads: labels of the programme, and each language's leads.yaml, by stems."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.views.context import ViewContext
from bot.views.leads.card import state_label
from knowledge.content.schema import Language
from knowledge.content.yaml_file import read_plain
from knowledge.reading.text import stem
from knowledge.reading.words import fold
from storage.lead_work import STATES

Meaning = tuple[str, str]
"""A part of a search, and its value; several values are joined by "+"."""
PLAIN_PARTS = ("not", "but", "or", "all", "nobody", "mine")
"""Parts of leads.yaml that are lists of words with one meaning."""


def search_vocabulary(context: ViewContext) -> dict[str, Meaning]:
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
        sets = {
            "+".join(each.countries): with_initials(each.label.within(language))
            for each in content.programme.country_sets
            if each.countries and each.label
        }
        named = (("countries", sets), ("topics", topics), ("kinds", labels), ("states", states))
        for part, words_of_part in named:
            meanings |= telling_words(part, words_of_part, language)
    return meanings | dict(spoken_words(context))


def with_initials(label: str) -> str:
    """A label with its abbreviations: "Estados miembros de la Unión Europea" is the "UE" too."""
    names = re.findall(r"\b[A-ZÀ-Þ]\w+(?: [A-ZÀ-Þ]\w+)+", label)
    return " ".join([label, *("".join(word[0] for word in name.split()) for name in names)])


def telling_words(part: str, labels: Mapping[str, str], language: Language) -> dict[str, Meaning]:
    """The stems that tell the values of a part apart; one that several labels have narrows nothing."""
    found: dict[str, set[str]] = {}
    for value, label in labels.items():
        for word in fold(label).split():
            found.setdefault(stem_in(language, word), set()).add(value)
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
            yield from narrowing_words(file, language)


def words_listed(context: ViewContext, part: str) -> frozenset[str]:
    """The folded words of a list in the leads.yaml of all languages: `look_up` begins a look-up in inline mode."""
    files = (folder / "leads.yaml" for folder in context.knowledge_base.content.language_folders.values())
    read = (read_plain(file).get(part, ()) for file in files if file.exists())
    return frozenset(fold(word) for words_in_one in read for word in words_in_one)


def narrowing_words(file: Path, language: Language) -> Iterator[tuple[str, Meaning]]:
    """One language's words by their stems."""
    words_in = read_plain(file)
    for word in words_in["ignored"]:
        yield stem_in(language, fold(word)), ("ignored", "")
    for part in PLAIN_PARTS:
        yield from ((stem_in(language, fold(word)), (part, "")) for word in words_in.get(part, ()))
    for group in words_in.get("several_states", ()):
        meaning = ("states", "+".join(group["states"]))
        yield from ((stem_in(language, fold(word)), meaning) for word in group["words"])
        yield from ((fold(word), meaning) for word in group["words"])  # "decide" is not "decided"
    for state, forms in words_in["states"].items():
        yield from ((stem_in(language, fold(word)), ("states", state)) for word in forms)


def stem_in(language: Language, word: str) -> str:
    """The stem of a folded word, marked with its language."""
    return f"{language}:{stem(word, language)}"
