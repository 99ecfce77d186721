"""How the search takes a question in: its language, its words without greetings, chat spelling and slips undone."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.language_code import Language
from knowledge.reading.language import Languages
from knowledge.reading.spelling import SpellingRepair
from knowledge.reading.text import clauses, stem, tokens, with_words_replaced
from knowledge.search.features import Word
from knowledge.search.synonyms import Phrases, Synonyms, filler_phrases, spelling_phrases

ASIDE = 0.8  # weight of the sentences around the one that asks
REPAIRED = 0.8  # trust in a word that was guessed
_LARGE = re.compile(r"\d{4,8}|\d{2,4}k")
_YEAR = re.compile(r"(19|20)\d\d")

NOTHING = Phrases(())

Vocabulary = Mapping[Language, Mapping[str, int]]


@dataclass(frozen=True)
class QuestionWords:
    """What was understood of a message; no words are left of one that only greets or thanks."""

    words: tuple[Word, ...]
    language: Language


class QuestionReader:
    """Reads phrasings (as they are) and questions (with slips to repair)."""

    def __init__(
        self, synonyms: Synonyms, languages: Languages, vocabulary: Vocabulary, courtesies: Iterable[str]
    ) -> None:
        self.synonyms = synonyms
        self.courtesies = frozenset(" ".join(tokens(courtesy)) for courtesy in courtesies)
        self._spelling = {language: spelling_phrases(synonyms, language) for language in synonyms.spelling}
        self._openings = filler_phrases(synonyms)
        self._closings = filler_phrases(synonyms, backwards=True)
        self.languages = languages
        self.vocabulary = vocabulary
        known = Counter(word for word, _ in synonyms.words())
        for counts in vocabulary.values():
            known.update(counts)
        self._known = known

    @cached_property
    def _repair(self) -> SpellingRepair:
        """What repairs slips; made when the first is met, or before by `prepare`: learning meets none."""
        return SpellingRepair({word: self._known[word] for word in self._known if word.isalpha()})

    def prepare(self) -> "QuestionReader":
        """Make ready for slips, which takes a fifth of a second."""
        _ = self._repair
        return self

    def phrasing(self, text: str, language: Language) -> tuple[Word, ...]:
        """Read a line of the content, which is spelt as it should be; a mere courtesy keeps its words."""
        weighted = self._weighted(text, language) or [(word, 1.0) for word in tokens(text)]
        return tuple(Word(word, stem(word, language), weight) for word, weight in weighted)

    def question(self, text: str, chat: Language | None = None) -> QuestionWords:
        """Read what a person typed."""
        language = self.languages.detect(text, tokens(text), chat)
        words = [self._understood(word, weight, language) for word, weight in self._weighted(text, language)]
        return QuestionWords(tuple(words), language)

    def knows(self, word: str) -> bool:
        """Tell whether a word stands in a phrasing, or in the tables of synonyms."""
        return word in self._known

    def repaired(self, text: str) -> str:
        """Write a message as it was meant: unknown words are replaced by the known ones that they resemble."""
        return with_words_replaced(text, self._meant)

    def _meant(self, written: str) -> str:
        (word, *more) = tokens(written) or ("",)
        if more or not word or word in self._known or written[:1].isupper():
            return written
        return self._repair.nearest(word) or written

    def _weighted(self, text: str, language: Language) -> list[tuple[str, float]]:
        pieces = clauses(text)
        asks = any("?" in piece for piece in pieces)
        return [
            (word, ASIDE if asks and "?" not in piece else 1.0)
            for piece in pieces
            for word in self._told(piece, language)
        ]

    def _told(self, piece: str, language: Language) -> list[str]:
        words = tokens(piece)
        if " ".join(words) in self.courtesies:
            return []
        words = _without(words, self._openings, self._closings)
        return [
            with_large_numbers_as_one(word)
            for word in _spelling_repaired(words, self._spelling.get(language, NOTHING))
        ]

    def _understood(self, word: str, weight: float, language: Language) -> Word:
        if word in self._known:
            return Word(word, stem(word, self._spoken(word, language)), weight)
        meant = self._repair.nearest(word)
        if meant is None:
            return Word(word, stem(word, language), weight)
        return Word(meant, stem(meant, self._spoken(meant, language)), weight, REPAIRED)

    def _spoken(self, word: str, language: Language) -> Language:
        """Return another language for a word that only that one knows, such as "deadline" in Spanish."""
        if word in self.vocabulary.get(language, {}):
            return language
        return next((other for other, words in self.vocabulary.items() if word in words), language)


def count_words(lines: Iterable[tuple[str, Language]]) -> Vocabulary:
    """Count the words of each language's lines."""
    counts: dict[Language, Counter[str]] = {}
    for text, language in lines:
        counts.setdefault(language, Counter()).update(tokens(text))
    return counts


def _without(words: Sequence[str], openings: Phrases, closings: Phrases) -> tuple[str, ...]:
    """Cut fillers off both ends; within a sentence the same words may mean something."""
    start = _cut(words, openings)
    end = len(words) - _cut(words[start:][::-1], closings)
    return tuple(words[start:end])


def _cut(words: Sequence[str], fillers: Phrases) -> int:
    at, size = 0, 1
    while size and at < len(words):
        size, _ = fillers.longest(words, at)
        at += size
    return at


def _spelling_repaired(words: Sequence[str], spelling: Phrases) -> list[str]:
    if not spelling.beginnings(words):
        return list(words)
    spelt: list[str] = []
    at = 0
    while at < len(words):
        size, meant = spelling.longest(words, at)
        spelt.extend(tokens(meant[0]) if size else [words[at]])
        at += size or 1
    return spelt


def with_large_numbers_as_one(word: str) -> str:
    """Read any large number as one word: that a figure is named tells more than which."""
    large = word[0].isdigit() and _LARGE.fullmatch(word) and not _YEAR.fullmatch(word) and word != "100000"
    return "1234567" if large else word
