"""The content without some of its phrasings, so that the search can be measured on them as unseen questions."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from knowledge.content.load import Content
from knowledge.content.schema import Answer, Opening, Smalltalk, Unstated
from knowledge.content.text import Phrasings

Taught = TypeVar("Taught", Answer, Opening, Unstated, Smalltalk)


def without_held_out(content: Content, texts: Collection[str]) -> Content:
    """Drop the phrasings that are among the texts; an entry keeps one in each language, for it must have some."""
    categories = [
        category.model_copy(update={"answers": tuple(answer_without(one, texts) for one in category.answers)})
        for category in content.categories
    ]
    return replace(
        content,
        categories=tuple(categories),
        unstated=entries_without(content.unstated, texts),
        smalltalk=entries_without(content.smalltalk, texts),
    )


def answer_without(answer: Answer, texts: Collection[str]) -> Answer:
    """Drop the texts from an answer's phrasings and from those of its openings."""
    openings = tuple(entry_without(opening, texts) for opening in answer.openings)
    return entry_without(answer, texts).model_copy(update={"openings": openings})


def entries_without(entries: Mapping[str, Taught], texts: Collection[str]) -> dict[str, Taught]:
    """Drop the texts from every entry's phrasings."""
    return {name: entry_without(entry, texts) for name, entry in entries.items()}


def entry_without(entry: Taught, texts: Collection[str]) -> Taught:
    """Drop the texts from an entry's phrasings."""
    phrasings = {
        code: tuple(text for text in entry.phrasings.within(code) if text not in texts)
        or entry.phrasings.within(code)[:1]
        for code in entry.phrasings.languages()
    }
    return entry.model_copy(update={"phrasings": Phrasings(phrasings)})
