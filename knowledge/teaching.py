"""Teaches the search the content, and keeps what it learned in a cache file beside the database."""

import contextlib
import hashlib
import os
from pathlib import Path

from knowledge.load import Knowledge
from knowledge.model import Entry
from knowledge.models import LANGUAGES, Language, Phrasings, SynonymsFile, Text
from knowledge.search import Search
from knowledge.synonyms import Synonyms

CODE = Path(__file__).parent


def learned(knowledge: Knowledge, cache: Path) -> Search:
    """Give the search for this content: from the cache if it was learned before, else learned now and kept.

    A cache that cannot be read or written costs time, nothing else.
    """
    file = cache / f"search-{knowledge.version}-{code_version()}.bin"
    with contextlib.suppress(OSError, ValueError, KeyError):
        return Search.restore(file.read_bytes())
    search = Search.learn(entries(knowledge), synonyms(knowledge.synonyms))
    with contextlib.suppress(OSError):
        keep(file, search.dump())
    return search


def keep(file: Path, dumped: bytes) -> None:
    """Write a cache file as a whole or not at all, and drop those of earlier contents."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(dumped)
    unfinished.replace(file)
    for old in file.parent.glob("search-*.bin"):
        if old != file:
            old.unlink(missing_ok=True)


def code_version() -> str:
    """A short hash of the code that learns, so that a cache of other code is not taken up."""
    digest = hashlib.sha256()
    for path in sorted(CODE.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


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
