"""When the search may speak: the thresholds on its confidence, from questions about what it never saw.

In each of a few rounds a part of the answers and unstated details is left out altogether, the rest is
learned, and the phrasings that were left out are asked: they are questions from the midst of the
subject that cannot be answered. Their confidence shows what to mistrust.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.ranking import Entry, Ranking, model_of
from knowledge.search.synonyms import Synonyms

ROUNDS = 5
ANSWER = 0.72  # share of the left-out questions that must stay below the threshold for answering
SUGGEST = 0.2  # and below the one for suggesting


@dataclass(frozen=True)
class Calibration:
    """From which confidence to answer, and from which to suggest.

    The defaults were measured on the content as shipped; `calibrate` measures them anew.
    """

    answer: float = 0.48
    suggest: float = 0.07


def confidence(ranking: Ranking, answers: Sequence[int]) -> float:
    """Return the best answer's probability, reduced as far as the message's words are unknown."""
    if not answers:
        return 0.0
    return float(ranking.probabilities[list(answers)].max() * np.sqrt(ranking.coverage))


def calibrate(entries: Sequence[Entry], synonyms: Synonyms) -> Calibration:
    """Measure the thresholds; takes about as long as five learnings.

    Returns the defaults if there are fewer classes than rounds.
    """
    strays = np.array([stray for part in range(ROUNDS) for stray in _strays(entries, synonyms, part)])
    if not len(strays):
        return Calibration()
    answer, suggest = np.quantile(strays, (ANSWER, SUGGEST))
    return Calibration(round(float(answer), 4), round(float(suggest), 4))


def _strays(entries: Sequence[Entry], synonyms: Synonyms, part: int) -> Iterator[float]:
    """Yield how sure the search is of its best answer to each question whose class was left out."""
    classes = [entry for entry in entries if entry.kind in ("answer", "unstated")]
    gone = classes[part::ROUNDS] if len(classes) > ROUNDS else []
    kept = [entry for entry in entries if entry not in gone]
    if not gone or not any(entry.kind == "answer" for entry in kept):
        return
    reader, model = model_of(kept, synonyms)
    answers = [number for number, entry in enumerate(kept) if entry.kind == "answer"]
    for entry in gone:
        for text, _ in entry.lines():
            yield confidence(model.rank(reader.question(text).words), answers)
