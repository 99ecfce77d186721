"""Teaches the search the content, and keeps what it learned in a cache file beside the database."""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from uuid import uuid4

from knowledge.content.load import Content
from knowledge.content.schema import Answer, Language, Phrasings, Programme, Text
from knowledge.geo.countries import read_countries
from knowledge.learned_files import drop_unused, mark_used
from knowledge.search.engine import Search
from knowledge.search.lessons import Lessons, learn
from knowledge.search.synonyms import Synonyms
from knowledge.search.word_model import Entry

ROOT = Path(__file__).parents[2]
ENOUGH_PHRASINGS = 12  # phrasings of an answer in a language; with fewer, its own words are learned too
LONGEST_SENTENCE = 25  # words of a sentence that says what an answer is about
MOST_SENTENCES = 6  # such sentences of an answer
LEARNING = "Learning the content: some seconds, once for each change of it …\n"


def learned_search(
    content: Content, cache: Path, vectors: Sequence[Path] = (), *, complete: bool = False
) -> Search:
    """Give the search for this content: from the cache if it was learned before, else learned now and kept.

    `vectors` are the files of its lines' sentence vectors; `complete` makes those of a few lines that are in none.
    """
    reference = content.programme.identity.reference
    made = cache / f"vectors-{reference}.bin" if complete else None
    read = cache / f"features-{reference}.npz"
    return search_of_lessons(
        Lessons(entries_to_teach(content), synonyms(content), vectors, made, read), cache, reference
    )


def search_of_lessons(lessons: Lessons, cache: Path, programme: str = "") -> Search:
    """Give the search that lessons lead to, from the cache or learned now, which takes a while.

    A cache that cannot be read or written costs time, nothing else. Several processes may do this at once.
    """
    file = cache / f"search-{programme}-{lessons.fingerprint}.bin"
    with contextlib.suppress(OSError, ValueError):
        search = search_from_file(file)
        mark_used(file)
        return search
    with contextlib.suppress(OSError):  # nobody reads it
        sys.stderr.write(LEARNING)
    with contextlib.suppress(OSError, ValueError, subprocess.CalledProcessError):
        return learn_in_process(lessons, file, programme)
    with contextlib.suppress(OSError, ValueError, subprocess.CalledProcessError):
        return learn_in_process(lessons, None, programme)
    return learn(lessons)


def search_from_file(file: Path) -> Search:
    """Read a learned state in place: its arrays stay in the file, and only what is used takes memory."""
    with file.open("rb") as opened:
        return Search.restore(mmap(opened.fileno(), 0, access=ACCESS_READ))


def learn_in_process(lessons: Lessons, file: Path | None, programme: str = "") -> Search:
    """Learn in another process, and keep the state as `file`, as a whole or not at all; None keeps nothing.

    Processes that learn at the same time write files of their own, and each goes on with its own.
    """
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
    folder = file.parent if file else Path(tempfile.gettempdir())
    unfinished = folder.resolve() / f"search-{uuid4().hex}.unfinished"
    try:
        command = [sys.executable, "-m", "knowledge.search.lessons", str(unfinished), str(os.getpid())]
        # A session of its own: Ctrl-C reaches this process, which ends the other.
        subprocess.run(  # noqa: S603 - our own
            command,
            input=lessons.text.encode(),
            check=True,
            cwd=ROOT,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        )
        search = search_from_file(unfinished)
        if file:
            unfinished.replace(file)
            drop_unused(file, "search", programme)
    finally:
        unfinished.unlink(missing_ok=True)
    return search


def entries_to_teach(content: Content) -> list[Entry]:
    """Everything that a message may be about. A question's title is a phrasing too."""
    return [
        *(
            Entry(a.id, "answer", phrasing_lines(a.taught(), a.question), own_sentences(a, content))
            for a in content.answers.values()
        ),
        *(
            Entry(u.id, "unstated" if u.subject else "unrelated", phrasing_lines(u.phrasings))
            for u in content.unstated.values()
        ),
        *(Entry(s.id, "smalltalk", phrasing_lines(s.phrasings)) for s in content.smalltalk.values()),
    ]


def phrasing_lines(phrasings: Phrasings, title: Text | None = None) -> dict[Language, tuple[str, ...]]:
    """Phrasings per language, the title among them."""
    return {
        language: (*phrasings.within(language), *((title.within(language),) if title else ()))
        for language in phrasings.languages()
    }


def own_sentences(answer: Answer, content: Content) -> dict[Language, tuple[str, ...]]:
    """The sentences of an answer and its button, in languages where few phrasings say how it is asked for."""
    return {
        code: (answer.button.within(code), *telling_sentences(wording.fill(answer.answer)))
        for code, wording in content.wordings.items()
        if len(answer.phrasings.within(code)) < ENOUGH_PHRASINGS
    }


def telling_sentences(text: str) -> list[str]:
    """The first sentences and list items of a text, without single words and long lists."""
    sentences = [each.strip(" •") for each in re.split(r"(?<=[.!?:;])\s+|\n+", text)]
    return [each for each in sentences if 1 < len(each.split()) <= LONGEST_SENTENCE][:MOST_SENTENCES]


def synonyms(content: Content) -> Synonyms:
    """The content's synonyms as the search wants them, and the countries by the part that they may play."""
    file = content.synonyms
    return Synonyms(
        spelling={code: files.courtesies.spelling for code, files in content.languages.items()},
        concepts=country_concepts(content.programme)
        | {concept.id: concept.words for concept in file.concepts},
        fillers={code: files.courtesies.fillers for code, files in content.languages.items()},
    )


def country_concepts(programme: Programme) -> dict[str, Mapping[Language, Sequence[str]]]:
    """Concepts for the countries of each set, and for all others."""
    known = read_countries()
    parts: dict[str, frozenset[str]] = {}
    for part, codes in programme.outer_sets.items():
        parts[f"country_of_{part}"] = frozenset(codes)
    parts["other_country"] = known.codes().difference(*parts.values())
    return {
        part: {language: known.words_for(codes) for language in programme.languages}
        for part, codes in parts.items()
    }
