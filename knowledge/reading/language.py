"""Which of the two languages a message is written in, learned from the phrasings."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from knowledge.content.schema import Language
from knowledge.reading.text import grams, tokens

_MARKS = frozenset("¿¡ñáéíóúü")
_MARK_ODDS = 2.5
_CHAT_ODDS = 1.0  # the chat's language decides where the words do not
_MOST = 3.0  # one word never outweighs three others


class Languages:
    """Log-odds of Spanish over English for words and three-letter pieces.

    Content in one language alone teaches no odds: every message is taken to be in that language.
    """

    def __init__(self, odds: Mapping[str, float], only: Language | None = None) -> None:
        self.odds = odds
        self.only = only

    @classmethod
    def learn(cls, lines: Iterable[tuple[str, Language]]) -> "Languages":
        """Count words and pieces on both sides; a piece seen once on one side weighs little."""
        counts: dict[Language, Counter[str]] = {"es": Counter(), "en": Counter()}
        for text, language in lines:
            for word in tokens(text):
                counts[language].update([word, *grams(word, (3,))])
        spanish, english = (sum(counts[side].values()) for side in ("es", "en"))
        if not spanish or not english:
            return cls({}, "en" if english else "es")
        return cls(
            {
                piece: math.log((counts["es"][piece] + 0.5) / spanish)
                - math.log((counts["en"][piece] + 0.5) / english)
                for piece in counts["es"].keys() | counts["en"].keys()
            }
        )

    def detect(self, text: str, words: Iterable[str], chat: Language | None) -> Language:
        """Return the likelier language; words that say nothing leave the chat's, else Spanish."""
        if self.only is not None:
            return self.only
        score = _MARK_ODDS if _MARKS & set(text.lower()) else 0.0
        score += sum(self._odds(word) for word in words)
        if chat is not None:
            score += _CHAT_ODDS if chat == "es" else -_CHAT_ODDS
        return "es" if score >= 0 else "en"

    def _odds(self, word: str) -> float:
        known = self.odds.get(word)
        if known is None:
            pieces = [self.odds[piece] for piece in grams(word, (3,)) if piece in self.odds]
            known = sum(pieces) / len(pieces) if pieces else 0.0
        return max(-_MOST, min(_MOST, known))
