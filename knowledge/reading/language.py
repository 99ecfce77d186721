"""Which language a message is written in, learned from the phrasings."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from knowledge.language_code import Language
from knowledge.reading.text import grams, runs_of_letters, tokens

_CHAT_ODDS = 1.0  # the chat's language decides where the words do not
_CHAT_ODDS_OF_A_WORD = 2.4  # one word alone, if the chat's language has it too: "no"
_MOST = 3.0  # one word never outweighs three others
_MARK_ODDS = 2.5  # what a letter tells that the phrasings of one language alone have
_MARKED_LINES = 3  # so many lines with a letter make it a mark of their language


Odds = Mapping[str, Sequence[float]]
"""For each word and piece a number for each language, in the order of `Languages.languages`."""


class Languages:
    """Per word and three-letter piece, how much less likely it is in each language than in its likeliest.

    Content in one language alone teaches no odds: every message is taken to be in that language.
    """

    def __init__(self, odds: Odds, marks: Mapping[str, Language], languages: Iterable[Language]) -> None:
        self.odds = odds
        self.marks = marks
        self.languages = tuple(languages)

    @classmethod
    def learn(
        cls, lines: Iterable[tuple[str, Language]], words: Mapping[Language, Mapping[str, int]]
    ) -> "Languages":
        """Count words and pieces in each language; a piece seen once weighs little.

        `words` holds how often each word stands in the lines of each language.
        """
        letters: dict[str, Counter[Language]] = {}
        for text, language in lines:
            for letter in {letter for letter in text.lower() if not letter.isascii()}:
                letters.setdefault(letter, Counter())[language] += 1
        counts = {language: _with_pieces(counted) for language, counted in words.items()}
        if len(counts) < 2:
            return cls({}, {}, counts)
        return cls(_odds(counts), _marks(letters), counts)

    def detect(self, text: str, words: Sequence[str], chat: Language | None) -> Language:
        """Return the likeliest language; words that say nothing leave the chat's, else the first learned."""
        if len(self.languages) < 2:
            return self.languages[0] if self.languages else chat or ""
        score = dict.fromkeys(self.languages, 0.0)
        names = self._names(text)
        said = "".join(word for word in text.split() if names.isdisjoint(tokens(word)))
        for marked in {self.marks[letter] for letter in set(said.lower()) if letter in self.marks}:
            score[marked] += _MARK_ODDS
        for word in words:
            if word in names:
                continue
            for language, loss in zip(self.languages, self._odds(word), strict=False):
                score[language] += loss
        if chat in score:
            score[chat] += _CHAT_ODDS if len(words) > 1 else _CHAT_ODDS_OF_A_WORD
        return max(self.languages, key=lambda language: score[language])

    def _names(self, text: str) -> frozenset[str]:
        """Give the words with a capital that no phrasing has: names, which tell no language."""
        if text.isupper():
            return frozenset()
        capitals = (token for word in runs_of_letters(text) if word[0].isupper() for token in tokens(word))
        return frozenset(token for token in capitals if token not in self.odds)

    def _odds(self, word: str) -> Sequence[float]:
        known = self.odds.get(word)
        if known is None:
            pieces = [self.odds[piece] for piece in grams(word, (3,)) if piece in self.odds]
            if not pieces:
                return ()
            known = [sum(losses) / len(pieces) for losses in zip(*pieces, strict=True)]
        best = max(known)
        return [max(-_MOST, loss - best) for loss in known]


def _odds(counts: Mapping[Language, Counter[str]]) -> Odds:
    totals = {code: sum(counted.values()) for code, counted in counts.items()}
    pieces = set().union(*counts.values())
    found: dict[str, Sequence[float]] = {}
    for piece in pieces:
        logs = [math.log((counted[piece] + 0.5) / totals[code]) for code, counted in counts.items()]
        best = max(logs)
        found[piece] = [round(value - best, 4) for value in logs]
    return found


def _marks(letters: Mapping[str, Counter[Language]]) -> dict[str, Language]:
    """The letters outside ASCII that some lines of one language hold, and hardly any of another."""
    found: dict[str, Language] = {}
    for letter, seen in letters.items():
        (language, most), *others = seen.most_common()
        if most >= _MARKED_LINES and most >= 10 * sum(count for _, count in others):
            found[letter] = language
    return found


def _with_pieces(words: Mapping[str, int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, times in words.items():
        for piece in (word, *grams(word, (3,))):
            counts[piece] += times
    return counts
