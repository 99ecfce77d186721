"""Texts under one language that are written in another of the programme's.

A word is of the other language where the rest of the programme and what the languages bring along use it there alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from knowledge.content.checks.files import Files
from knowledge.content.checks.texts import every_line
from knowledge.content.schema import Language
from knowledge.content.yaml_file import Mistake
from knowledge.reading.foreign import language_name_in
from knowledge.reading.text import tokens

FEWEST_WORDS = 2
"""So many words must be of the other language; one alone may be a name."""
OFTEN = 3
"""How often the other language uses a word that is taken for its own."""

NAMED = re.compile(r"\{\w*\}")

Counts = Mapping[Language, Counter[str]]


def other_language_mistakes(found: Files) -> Iterator[Mistake]:
    """List them, of texts and of phrasings."""
    everything = [(file, key, language, words_in(line)) for file, key, language, line in every_line(found)]
    counts = word_counts(found, [(language, words) for _, _, language, words in everything])
    for file, key, language, words in everything:
        other = detect_other_language(words, language, counts)
        if other:
            actual, expected = language_name_in(other, "en"), language_name_in(language, "en")
            message = f"is in {actual}, not in {expected}; put it in its place"
            yield file.mistake(key, message)


@cache  # each line is read for the count and again for the verdict
def words_in(line: str) -> tuple[str, ...]:
    """The words of a line, without what is filled in."""
    return tokens(NAMED.sub(" ", line))


def word_counts(found: Files, everything: Iterable[tuple[Language, Sequence[str]]]) -> Counts:
    """How often each language uses each word, here and in what it brings along."""
    counts: dict[Language, Counter[str]] = {code: Counter() for code in found.languages}
    for code, files in found.languages.items():
        talk = [entry.phrasings for entry in files.smalltalk.smalltalk]
        unrelated = [entry.phrasings for entry in files.unrelated.unrelated]
        counts[code].update(
            word for lines in (*talk, *unrelated) for line in lines for word in words_in(line)
        )
    for language, words in everything:
        counts[language].update(words)
    return counts


def detect_other_language(words: Sequence[str], expected: Language, counts: Counts) -> Language:
    """The language that words are in, though another is expected; empty where they may be in the expected one."""
    own = Counter(words)
    fitting = [word for word in own if counts.get(expected, own)[word] > own[word]]
    if len(own) - len(fitting) <= len(fitting):
        return ""
    for other, used in counts.items():
        theirs = [word for word in own if used[word] >= OFTEN and word not in fitting]
        if other != expected and len(theirs) >= FEWEST_WORDS and len(theirs) > len(fitting):
            return other
    return ""
