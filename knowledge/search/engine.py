"""The best answers for free text, and whether to give one, to suggest some, or to say "unknown"."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.language_code import Language
from knowledge.reading.text import has_words
from knowledge.search.archive import Buffer, Thresholds, pack, read_archive
from knowledge.search.calibration import Calibration, calibrate, confidence
from knowledge.search.classifier import Vector
from knowledge.search.features import Floats, Word
from knowledge.search.line_features import LineFeatures
from knowledge.search.meaning import SentenceClassifier
from knowledge.search.question_words import QuestionReader
from knowledge.search.synonyms import Synonyms
from knowledge.search.vectors import Vectors
from knowledge.search.word_model import Entry, Ranking, WordModel, best, learn_words, logit_corrections

Encode = Callable[[str], Floats | None]
"""Gives a text's sentence vector, or None if it cannot be had in time."""

Outcome = Literal["answer", "suggest", "unknown", "smalltalk"]

MOST_CANDIDATES = 5  # candidates
TOPIC = 0.25  # weight of the words of what was spoken of before
SMALLTALK_FROM = 0.5  # probability and coverage from which a message is taken for small talk
ENOUGH_BY_WORDS = 0.9  # of the likeliest class, from which no sentence vector is asked for
CLEARLY_UNSTATED = 0.75  # probability from which an unstated detail is told apart, and nothing is suggested
UNRELATED_FROM = 0.7  # probability of all that is unrelated together from which nothing is suggested


@dataclass(frozen=True)
class RankedAnswer:
    """An answer, and how likely it is among everything the search knows."""

    id: str
    score: float


@dataclass(frozen=True)
class SearchResult:
    """What to do with a message; `id` is set for an answer and for recognised small talk."""

    outcome: Outcome
    id: str | None
    candidates: tuple[RankedAnswer, ...]
    language: Language
    unstated: str | None = None
    confidence: float = 0.0
    unstated_share: float = 0.0  # probability of all details that are not stated, together
    unrelated_share: float = 0.0
    details: tuple[RankedAnswer, ...] = ()  # the likeliest details that are not stated

    @property
    def sure(self) -> bool:
        """Whether an answer is given outright."""
        return self.outcome == "answer"


class Search:
    """Finds answers; learned once, then read-only, so that any number of threads may ask."""

    def __init__(
        self,
        entries: Sequence[Entry],
        reader: QuestionReader,
        model: WordModel,
        thresholds: Thresholds,
        meaning: SentenceClassifier | None = None,
    ) -> None:
        self._entries = entries
        self._reader = reader
        self._model = model
        self.calibration, self.calibration_with_meaning = thresholds
        self._meaning = meaning
        self._encode: Encode | None = None
        self._answers = _of_kind(entries, "answer")
        self._chat = _of_kind(entries, "smalltalk")
        self._unrelated = _of_kind(entries, "unrelated")
        self._unstated = _of_kind(entries, "unstated")

    @classmethod
    def learn(
        cls,
        entries: Sequence[Entry],
        synonyms: Synonyms,
        *,
        calibration: Calibration | None = None,
        vectors: Vectors | None = None,
        known: LineFeatures | None = None,
    ) -> "Search":
        """Learn from the entries, and from the sentence vectors of their lines; without a calibration one is made.

        `known` are the features of lines that were read before.
        """
        reader, model, lines = learn_words(entries, synonyms, vectors=vectors, known=known)
        meaning = lines.meaning(len(entries))
        meaning = meaning.favouring(logit_corrections(entries)) if meaning else None
        thresholds = (calibration, calibration) if calibration else calibrate(entries, model, lines, meaning)
        return cls(entries, reader, model, thresholds, meaning)

    def knows(self, word: str) -> bool:
        """Tell whether a word stands in any phrasing."""
        return self._reader.knows(word)

    def vector(self, text: str, language: Language) -> Vector:
        """What a message's words say, to be compared with another's."""
        return self._model.vector(self._reader.question(text, language).words)

    def dump(self) -> bytes:
        """Write the learned state, to be kept under the `fingerprint` of the lessons it was learned from."""
        thresholds = (self.calibration, self.calibration_with_meaning)
        return pack(self._entries, self._reader, self._model, thresholds, self._meaning)

    def encode_with(self, encode: Encode | None) -> None:
        """Ask for a message's sentence vector where its words alone leave a doubt; None to ask no more."""
        self._encode = encode

    @classmethod
    def restore(cls, dumped: Buffer) -> "Search":
        """Read what `dump` wrote; raise ValueError if it is damaged or of another version.

        The weights are not copied: `dumped` stays in use.
        """
        return cls(*read_archive(dumped))

    def find(self, text: str, *, language: Language | None = None, topic: str | None = None) -> SearchResult:
        """Find what answers a message; `language` is the chat's, and decides only in doubt.

        `topic` is the title of what was spoken of before: its words are added with little weight. May wait for the
        message's sentence vector, if it was told where to ask for it.
        """
        reading = self._reader.question(text, language)
        if not reading.words:
            return self._courtesy(text, reading.language)
        ranking = self._model.rank((*reading.words, *self._spoken_of(topic, reading.language)))
        calibration = self.calibration
        shares = None if topic else self._meant(text, ranking)
        if shares is not None:
            ranking, calibration = ranking.averaged(shares), self.calibration_with_meaning
        found = self._judged(ranking, reading.language, calibration)
        shares = ranking.probabilities
        return replace(
            found,
            unstated_share=float(shares[self._unstated].sum()),
            unrelated_share=float(shares[self._unrelated].sum()),
            details=self._likeliest(ranking, self._unstated),
        )

    def may_be(self, text: str, ids: Collection[str], least: float, language: Language) -> bool:
        """Tell by the words alone whether one of these answers may get that probability, whatever the meaning says.

        What is false here need not be looked for: that spares asking for a sentence vector.
        """
        words = self._reader.question(text, language).words
        if not words:
            return False
        shares = self._model.rank(words).probabilities
        named = [number for number in self._answers if self._entries[number].id in ids]
        return any(float(shares[number]) >= 2 * least - 1 for number in named)

    def _meant(self, text: str, ranking: Ranking) -> Floats | None:
        """How likely each class is by the message's meaning; None where its words are enough, or nobody can say."""
        if self._encode is None or self._meaning is None or not doubtful(ranking):
            return None
        vector = self._encode(self._reader.repaired(text))
        return None if vector is None else self._meaning.probabilities(vector[None])[0]

    def _spoken_of(self, topic: str | None, language: Language) -> tuple[Word, ...]:
        words = self._reader.phrasing(topic, language) if topic else ()
        return tuple(word._replace(weight=TOPIC * word.weight) for word in words)

    def _judged(self, ranking: Ranking, language: Language, calibration: Calibration) -> SearchResult:
        candidates = self._likeliest(ranking, self._answers)
        top = self._entries[int(ranking.probabilities.argmax())]
        likely = float(ranking.probabilities.max())
        if top.kind == "smalltalk" and min(likely, ranking.coverage) >= SMALLTALK_FROM:
            return SearchResult("smalltalk", top.id, candidates, language)
        sure = confidence(ranking, self._answers)
        if self._is_unrelated(ranking):
            stray = self._entries[best(ranking.probabilities, self._unrelated, 1)[0]]
            return SearchResult("unknown", None, candidates, language, stray.id, sure)
        unstated = top.id if top.kind == "unstated" else None
        outcome = self._outcome(sure, top, likely, calibration)
        chosen = top.id if outcome == "answer" else None
        return SearchResult(outcome, chosen, candidates, language, unstated, sure)

    def _is_unrelated(self, ranking: Ranking) -> bool:
        """Tell whether the message more likely has nothing to do with the content than anything else."""
        return float(ranking.probabilities[self._unrelated].sum()) >= UNRELATED_FROM

    @staticmethod
    def _outcome(sure: float, top: Entry, likely: float, calibration: Calibration) -> Outcome:
        if top.kind == "answer" and sure >= calibration.answer:
            return "answer"
        if top.kind == "unstated" and likely >= CLEARLY_UNSTATED:
            return "unknown"
        return "suggest" if sure >= calibration.suggest else "unknown"

    def _likeliest(self, ranking: Ranking, among: Sequence[int]) -> tuple[RankedAnswer, ...]:
        chosen = best(ranking.probabilities, among, MOST_CANDIDATES)
        return tuple(
            RankedAnswer(self._entries[number].id, float(ranking.probabilities[number])) for number in chosen
        )

    def _courtesy(self, text: str, language: Language) -> SearchResult:
        """Name the small talk of a message that is nothing else; emoji alone have no name."""
        if not has_words(text) or not self._chat:
            return SearchResult("smalltalk" if text.strip() else "unknown", None, (), language)
        ranking = self._model.rank(self._reader.phrasing(text, language))
        chosen = best(ranking.probabilities, self._chat, 1)[0]
        return SearchResult("smalltalk", self._entries[chosen].id, (), language)


def doubtful(ranking: Ranking) -> bool:
    """Tell whether a message's words leave a doubt about what it says."""
    return float(ranking.probabilities.max() * ranking.coverage**0.5) < ENOUGH_BY_WORDS


def _of_kind(entries: Sequence[Entry], kind: str) -> list[int]:
    return [number for number, entry in enumerate(entries) if entry.kind == kind]
