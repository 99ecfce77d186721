"""When the search may speak: the thresholds on its confidence, from questions about what it never saw.

In each of a few folds a part of the answers and unstated details is masked, as if it had never been learned,
and its phrasings are asked: they are questions from the midst of the subject that cannot be answered. Their
confidence shows what to mistrust.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from knowledge.search.meaning import Meaning
from knowledge.search.ranking import Entry, Lines, Model, Ranking

FOLDS = 5
STEP = 12  # each twelfth line is enough to place a quantile
ANSWER = 0.8  # share of the masked questions that must stay below the threshold for answering
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


def calibrate(
    entries: Sequence[Entry], model: Model, lines: Lines, meaning: Meaning | None = None
) -> Calibration:
    """Measure the thresholds by what is made of lines whose classes are masked: by words, or by words and meaning.

    Returns the defaults if there are fewer classes than folds.
    """
    unanswerable = [sure for fold in range(FOLDS) for sure in _masked(entries, model, lines, fold, meaning)]
    if not unanswerable:
        return Calibration()
    answer, suggest = np.quantile(unanswerable, (ANSWER, SUGGEST))
    return Calibration(round(float(answer), 4), round(float(suggest), 4))


def _masked(
    entries: Sequence[Entry], model: Model, lines: Lines, fold: int, meaning: Meaning | None
) -> Iterator[float]:
    """Yield how sure the search is of its best answer to lines of a fold's classes, which are masked.

    What only those classes say is unknown, as it would be if they had never been there.
    """
    classes = [number for number, entry in enumerate(entries) if entry.kind in ("answer", "unstated")]
    masked = classes[fold::FOLDS] if len(classes) > FOLDS else []
    answers = [n for n, entry in enumerate(entries) if entry.kind == "answer" and n not in masked]
    if not masked or not answers:
        return
    known = _known_elsewhere(model, lines, frozenset(masked))
    lexicon = model.lexicon.without(np.flatnonzero(~known))
    rows = np.flatnonzero(known).astype(np.int32)
    asked = [at for at, label in enumerate(lines.labels) if label in set(masked)][::STEP]
    vectors = [lexicon.vector(lines.features[at]) for at in asked]
    rankings = [model.ranked(replace(vector, rows=rows[vector.rows]), masked) for vector in vectors]
    if meaning:
        shares = meaning.probabilities(lines.meant(asked), masked)
        rankings = [ranking.averaged(share) for ranking, share in zip(rankings, shares, strict=True)]
    yield from (confidence(ranking, answers) for ranking in rankings)


def _known_elsewhere(model: Model, lines: Lines, masked: frozenset[int]) -> npt.NDArray[np.bool_]:
    """Tell which features occur in lines of other classes than the masked ones."""
    hashes = model.lexicon.hashes
    every = zip(lines.features, lines.labels, strict=True)
    others = np.concatenate([line.hashes for line, label in every if label not in masked])
    rows = np.minimum(np.searchsorted(hashes, others), len(hashes) - 1)
    known = np.zeros(len(hashes), np.bool_)
    known[rows[hashes[rows] == others]] = True
    return known
