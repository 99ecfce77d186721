"""When the search may speak: a confidence, and the two thresholds on it, from held-out phrasings.

In each of a few rounds a part of the phrasings and all phrasings of a part of the answers are left
out. The former show when the best answer is right, the latter what unanswerable questions look like.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.classifier import Training
from knowledge.model import Entry, Ranking, best, model_of
from knowledge.synonyms import Synonyms
from knowledge.text import Language

ROUNDS = 5
WRONG = 0.025  # of held-out questions that may be answered wrongly
STRAY = 0.05  # of questions whose answer was left out that may be answered nevertheless
LOST = 0.01  # of held-out questions that may be told "unknown"
_RIDGE = 1e-3

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """Weights of the confidence, and from which confidence to answer and to suggest."""

    weights: tuple[float, ...]
    answer: float
    suggest: float

    def confidence(self, ranking: Ranking, answers: Sequence[int]) -> float:
        """Return how likely it is that the best answer is right, from 0 to 1."""
        score = float(np.dot(self.weights, signals(ranking, answers)))
        return float(1 / (1 + np.exp(-score)))


@dataclass(frozen=True)
class Trial:
    """One held-out phrasing: what the search would say about it, and whether that is right."""

    signals: Doubles
    right: bool
    left_out: bool
    language: Language
    answered: bool = True  # the likeliest class is an answer


def signals(ranking: Ranking, answers: Sequence[int]) -> Doubles:
    """Describe how clear a ranking is: probability, lead, likeness and coverage, and a constant."""
    top = best(ranking.probabilities, answers, 1)[0]
    first = float(ranking.probabilities[top])
    others = np.delete(ranking.probabilities, top)
    rival = float(others.max()) if len(others) else 0.0
    odds = np.log((first + 1e-4) / (1 - first + 1e-4))
    lead = np.log((first + 1e-3) / (rival + 1e-3))
    likeness = float(ranking.likeness[top])
    return np.array([odds, lead, likeness, ranking.coverage, ranking.coverage * first, 1.0])


def calibrate(entries: Sequence[Entry], synonyms: Synonyms, training: Training | None = None) -> Calibration:
    """Hold phrasings out, and choose the weights and thresholds; takes about as long as five learnings."""
    return fit(trials(entries, synonyms, training))


def trials(entries: Sequence[Entry], synonyms: Synonyms, training: Training | None = None) -> list[Trial]:
    """Hold phrasings and whole answers out in turn, and record what becomes of them."""
    return [trial for part in range(ROUNDS) for trial in _round(entries, synonyms, part, training)]


def _round(entries: Sequence[Entry], synonyms: Synonyms, part: int, training: Training | None) -> list[Trial]:
    gone = {entry.id for number, entry in enumerate(_answers(entries)) if number % ROUNDS == part}
    kept = [_without(entry, part) for entry in entries if entry.id not in gone]
    kept = [entry for entry in kept if entry.lines()]
    reader, model = model_of(kept, synonyms, training)
    answers = [number for number, entry in enumerate(kept) if entry.kind == "answer"]
    found = []
    for entry in _answers(entries):
        for text, language in entry.lines() if entry.id in gone else _part(entry, part).lines():
            ranking = model.rank(reader.question(text).words)
            top = best(ranking.probabilities, answers, 1)[0]
            right = kept[top].id == entry.id
            answered = kept[int(ranking.probabilities.argmax())].kind == "answer"
            found.append(Trial(signals(ranking, answers), right, entry.id in gone, language, answered))
    return found


def _answers(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.kind == "answer"]


def _without(entry: Entry, part: int) -> Entry:
    kept = {
        language: [line for at, line in enumerate(lines) if len(lines) < ROUNDS or at % ROUNDS != part]
        for language, lines in entry.phrasings.items()
    }
    return Entry(entry.id, entry.kind, kept)


def _part(entry: Entry, part: int) -> Entry:
    held = {
        language: [line for at, line in enumerate(lines) if len(lines) >= ROUNDS and at % ROUNDS == part]
        for language, lines in entry.phrasings.items()
    }
    return Entry(entry.id, entry.kind, held)


def fit(found: Sequence[Trial]) -> Calibration:
    """Fit the confidence by logistic regression, then read the thresholds off the trials."""
    described = np.array([trial.signals for trial in found])
    right = np.array([trial.right for trial in found])
    left_out = np.array([trial.left_out for trial in found])
    speaks = np.array([trial.answered for trial in found])
    weights = _regression(described, right.astype(float))
    confidence = 1 / (1 + np.exp(-described @ weights))
    wrong = _above(confidence[~left_out], (speaks & ~right)[~left_out], WRONG)
    stray = _above(confidence[left_out], speaks[left_out], STRAY)
    known = confidence[right]
    suggest = float(np.quantile(known, LOST)) if len(known) else 0.5
    answer = max(wrong, stray)
    return Calibration(tuple(float(weight) for weight in weights), answer, min(suggest, answer))


def _above(confidence: Doubles, bad: npt.NDArray[np.bool_], share: float) -> float:
    """Return the lowest threshold that lets at most this share of all trials through as bad ones."""
    allowed = int(share * len(confidence))
    ranked = np.sort(confidence[bad])[::-1]
    return float(ranked[allowed]) + 1e-6 if len(ranked) > allowed else 0.0


def _regression(described: Doubles, right: Doubles) -> Doubles:
    """Fit a logistic regression by Newton's method."""
    weights = np.zeros(described.shape[1])
    ridge = _RIDGE * len(described) * np.eye(described.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-described @ weights))
        slope = described.T @ (chance - right) + ridge @ weights
        bend = (described * (chance * (1 - chance))[:, None]).T @ described + ridge
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights
