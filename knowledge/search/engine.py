"""The best answers for free text, and whether to give one, to suggest some, or to say "unknown"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.content.schema import Language
from knowledge.reading.message import Reader
from knowledge.reading.text import has_words
from knowledge.search.archive import Buffer, pack, unpack
from knowledge.search.calibration import Calibration, calibrate, confidence
from knowledge.search.features import Word
from knowledge.search.ranking import Entry, Model, Ranking, best, model_of
from knowledge.search.synonyms import Synonyms

Outcome = Literal["answer", "suggest", "unknown", "smalltalk"]

_SHOWN = 5  # candidates
TOPIC = 0.25  # weight of the words of what was spoken of before
_CHATTING = 0.5  # probability and coverage from which a message is taken for small talk
_CLEAR = 0.75  # probability from which an unstated detail is told apart, and nothing is suggested
_UNRELATED = 0.7  # probability of all that is unrelated together from which nothing is suggested


@dataclass(frozen=True)
class Candidate:
    """An answer, and how likely it is among everything the search knows."""

    id: str
    score: float


@dataclass(frozen=True)
class Found:
    """What to do with a message; `id` is set for an answer and for recognised small talk."""

    outcome: Outcome
    id: str | None
    candidates: tuple[Candidate, ...]
    language: Language
    unstated: str | None = None
    confidence: float = 0.0
    unstated_share: float = 0.0  # probability of all details that are not stated, together
    unrelated_share: float = 0.0

    @property
    def sure(self) -> bool:
        """Whether an answer is given outright."""
        return self.outcome == "answer"


class Search:
    """Finds answers; learned once, then read-only, so that any number of threads may ask."""

    def __init__(
        self, entries: Sequence[Entry], reader: Reader, model: Model, calibration: Calibration
    ) -> None:
        self._entries = entries
        self._reader = reader
        self._model = model
        self.calibration = calibration
        self._answers = _of_kind(entries, "answer")
        self._chat = _of_kind(entries, "smalltalk")
        self._unrelated = _of_kind(entries, "unrelated")
        self._unstated = _of_kind(entries, "unstated")

    @classmethod
    def learn(
        cls, entries: Sequence[Entry], synonyms: Synonyms, *, calibration: Calibration | None = None
    ) -> "Search":
        """Learn from the entries; without a calibration one is made."""
        reader, model, lines = model_of(entries, synonyms)
        return cls(entries, reader, model, calibration or calibrate(entries, model, lines))

    def dump(self) -> bytes:
        """Write the learned state, to be kept under the `fingerprint` of the lessons it was learned from."""
        return pack(self._entries, self._reader, self._model, self.calibration)

    @classmethod
    def restore(cls, dumped: Buffer) -> "Search":
        """Read what `dump` wrote; raise ValueError if it is damaged or of another version.

        The weights are not copied: `dumped` stays in use.
        """
        return cls(*unpack(dumped))

    def find(self, text: str, *, language: Language | None = None, topic: str | None = None) -> Found:
        """Find what answers a message; `language` is the chat's, and decides only in doubt.

        `topic` is the title of what was spoken of before: its words are added with little weight.
        """
        reading = self._reader.question(text, language)
        if not reading.words:
            return self._courtesy(text, reading.language)
        ranking = self._model.rank((*reading.words, *self._spoken_of(topic, reading.language)))
        found = self._judged(ranking, reading.language)
        shares = ranking.probabilities
        return replace(
            found,
            unstated_share=float(shares[self._unstated].sum()),
            unrelated_share=float(shares[self._unrelated].sum()),
        )

    def _spoken_of(self, topic: str | None, language: Language) -> tuple[Word, ...]:
        words = self._reader.phrasing(topic, language) if topic else ()
        return tuple(replace(word, weight=TOPIC * word.weight) for word in words)

    def _judged(self, ranking: Ranking, language: Language) -> Found:
        candidates = self._candidates(ranking)
        top = self._entries[int(ranking.probabilities.argmax())]
        likely = float(ranking.probabilities.max())
        if top.kind == "smalltalk" and min(likely, ranking.coverage) >= _CHATTING:
            return Found("smalltalk", top.id, candidates, language)
        sure = confidence(ranking, self._answers)
        if self._is_unrelated(ranking):
            stray = self._entries[best(ranking.probabilities, self._unrelated, 1)[0]]
            return Found("unknown", None, candidates, language, stray.id, sure)
        unstated = top.id if top.kind == "unstated" else None
        outcome = self._outcome(sure, top, likely)
        chosen = top.id if outcome == "answer" else None
        return Found(outcome, chosen, candidates, language, unstated, sure)

    def _is_unrelated(self, ranking: Ranking) -> bool:
        """Tell whether the message more likely has nothing to do with the content than anything else."""
        return float(ranking.probabilities[self._unrelated].sum()) >= _UNRELATED

    def _outcome(self, sure: float, top: Entry, likely: float) -> Outcome:
        if top.kind == "answer" and sure >= self.calibration.answer:
            return "answer"
        if top.kind == "unstated" and likely >= _CLEAR:
            return "unknown"
        return "suggest" if sure >= self.calibration.suggest else "unknown"

    def _candidates(self, ranking: Ranking) -> tuple[Candidate, ...]:
        chosen = best(ranking.probabilities, self._answers, _SHOWN)
        return tuple(
            Candidate(self._entries[number].id, float(ranking.probabilities[number])) for number in chosen
        )

    def _courtesy(self, text: str, language: Language) -> Found:
        """Name the small talk of a message that is nothing else; emoji alone have no name."""
        if not has_words(text) or not self._chat:
            return Found("smalltalk" if text.strip() else "unknown", None, (), language)
        ranking = self._model.rank(self._reader.phrasing(text, language))
        chosen = best(ranking.probabilities, self._chat, 1)[0]
        return Found("smalltalk", self._entries[chosen].id, (), language)


def _of_kind(entries: Sequence[Entry], kind: str) -> list[int]:
    return [number for number, entry in enumerate(entries) if entry.kind == kind]
