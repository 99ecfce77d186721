"""Teaches the search the content, and keeps what it learned in a cache file beside the database."""

from pathlib import Path

from knowledge.load import Knowledge
from knowledge.model import Entry
from knowledge.models import LANGUAGES, Language, Phrasings, SynonymsFile, Text
from knowledge.search import Search
from knowledge.synonyms import Synonyms


def learned(knowledge: Knowledge, cache: Path) -> Search:
    """Give the search for this content: from the cache if it was learned before, else learned now and kept."""
    return Search.learn(entries(knowledge), synonyms(knowledge.synonyms))


def entries(knowledge: Knowledge) -> list[Entry]:
    """Everything that a message may be about. A question's title is a phrasing too."""
    return [
        *(Entry(a.id, "answer", lines(a.phrasings, a.question)) for a in knowledge.answers.values()),
        *(Entry(u.id, "unstated", lines(u.phrasings)) for u in knowledge.unstated.values()),
        *(Entry(s.id, "smalltalk", lines(s.phrasings)) for s in knowledge.smalltalk.values()),
    ]


def lines(phrasings: Phrasings, title: Text | None = None) -> dict[Language, tuple[str, ...]]:
    """Phrasings per language, the title among them."""
    return {
        language: (*getattr(phrasings, language), *((title.within(language),) if title else ()))
        for language in LANGUAGES
    }


def synonyms(file: SynonymsFile) -> Synonyms:
    """The content's synonyms as the search wants them."""
    return Synonyms(
        spelling={language: getattr(file.spelling, language) for language in LANGUAGES},
        concepts={c.id: {language: getattr(c, language) for language in LANGUAGES} for c in file.concepts},
        fillers={language: getattr(file.fillers, language) for language in LANGUAGES},
    )
