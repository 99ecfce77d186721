"""When the search may speak: the thresholds on its confidence, from questions about what it never saw.

In each of a few folds a part of the answers and unstated details is masked, as if it had never been learned,
and its phrasings are asked: they are questions from the midst of the subject that cannot be answered. Their
confidence shows what to mistrust.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.search.classifier import Vector
from knowledge.search.meaning import SentenceClassifier
from knowledge.search.table import Table
from knowledge.search.word_model import Entry, Lines, Ranking, WordModel, logit_corrections

FOLDS = 5
MOST_SKIPPED = 6  # every sixth line or so of many is enough to place a quantile
ENOUGH_QUESTIONS = 1_200  # questions that should place it; of few lines more are asked
ANSWERED_BY_WORDS, ANSWERED_BY_BOTH = 0.16, 0.12
"""Shares of the masked questions, of kinds that nobody listed, that may be answered: by the words alone, and by words
and meaning. Decision 16 has the table that they were chosen by."""
ANSWERED_OF_FEW = (
    0.3  # the same for a programme with few phrasings, whose lines stand for less of what people ask
)
SUGGESTED = 0.8  # share of them to which something may be suggested
AROUND = 0.05  # shares on either side of one that count beside it


@dataclass(frozen=True)
class Calibration:
    """From which confidence to answer, and from which to suggest.

    The defaults serve where there are too few entries to measure anything.
    """

    answer: float = 0.48
    suggest: float = 0.07


def confidence(ranking: Ranking, answers: Sequence[int]) -> float:
    """Return the best answer's probability, reduced as far as the message's words are unknown."""
    if not answers:
        return 0.0
    return float(ranking.probabilities[list(answers)].max() * np.sqrt(ranking.coverage))


def calibrate(
    entries: Sequence[Entry], model: WordModel, lines: Lines, meaning: SentenceClassifier | None = None
) -> tuple[Calibration, Calibration]:
    """Measure the thresholds by what is made of lines whose classes are masked: by words, and by words and meaning.

    Gives the defaults if there are fewer classes than folds.
    """
    unanswerable = [sure for fold in range(FOLDS) for sure in _masked(entries, model, lines, fold, meaning)]
    if not unanswerable:
        return Calibration(), Calibration()
    sure_by_words, sure_by_both = np.array(unanswerable).T
    return (
        _thresholds(sure_by_words, may_be_answered(entries, ANSWERED_BY_WORDS)),
        _thresholds(sure_by_both, may_be_answered(entries, ANSWERED_BY_BOTH)),
    )


def _thresholds(unanswerable: npt.NDArray[np.float64], answered: float) -> Calibration:
    """Give the thresholds that let these shares of questions without an answer through."""
    return Calibration(
        smooth_quantile(unanswerable, 1 - answered), smooth_quantile(unanswerable, 1 - SUGGESTED)
    )


def smooth_quantile(numbers: npt.NDArray[np.float64], share: float) -> float:
    """Give the quantile as the mean of those around it: a single one jumps from line to line."""
    around = share + AROUND * np.linspace(-1, 1, 9)
    return round(float(np.quantile(numbers, around).mean()), 4)


def may_be_answered(entries: Sequence[Entry], share: float) -> float:
    """Give the share of the masked questions that may be answered: more than this, the fewer phrasings there are."""
    missing = float(logit_corrections(entries).max(initial=0.0))
    return share + (ANSWERED_OF_FEW - share) * min(1.0, missing)


def _masked(
    entries: Sequence[Entry], model: WordModel, lines: Lines, fold: int, meaning: SentenceClassifier | None
) -> Iterator[tuple[float, float]]:
    """Yield how sure the search is of its best answer to lines of a fold's classes, which are masked.

    By words, and by words and meaning. What only those classes say is unknown, as if they had never been there.
    """
    classes = [number for number, entry in enumerate(entries) if entry.is_own]
    masked = classes[fold::FOLDS] if len(classes) > FOLDS else []
    answers = [n for n, entry in enumerate(entries) if entry.kind == "answer" and n not in masked]
    if not masked or not answers:
        return
    own = np.isin(lines.labels, masked)
    known = _features_elsewhere(model, lines.table, own)
    asked = _asked(entries, lines, own)
    rankings = _ranked(model, Table([lines.features[at] for at in asked]), known, masked)
    averaged = rankings
    if meaning:
        shares = meaning.probabilities(lines.meant(asked), masked)
        averaged = [ranking.averaged(share) for ranking, share in zip(rankings, shares, strict=True)]
    yield from (
        (confidence(one, answers), confidence(two, answers))
        for one, two in zip(rankings, averaged, strict=True)
    )


def _asked(entries: Sequence[Entry], lines: Lines, own: npt.NDArray[np.bool_]) -> list[int]:
    """Choose the lines that are asked: phrasings of the masked classes, every one or some of many.

    Each is chosen or not by itself, so that a line that is added or taken away leaves the choice as it was.
    """
    phrasings = np.array([each for entry in entries for each in entry.are_phrasings()])
    all_of_them = np.isin(lines.labels, [n for n, entry in enumerate(entries) if entry.is_own]) & phrasings
    one_of = max(1, min(MOST_SKIPPED, int(all_of_them.sum()) // ENOUGH_QUESTIONS))
    return np.flatnonzero(own & phrasings & (lines.table.names % one_of == 0)).tolist()


def _ranked(
    model: WordModel, asked: Table, known: npt.NDArray[np.bool_], masked: Sequence[int]
) -> list[Ranking]:
    """Rank the entries for some lines, as if only those features were known and the masked classes did not exist."""
    lexicon = model.lexicon.without(np.flatnonzero(~known))
    rows = np.flatnonzero(known).astype(np.int32)
    vectors, coverages = lexicon.vectors(asked), lexicon.coverages(asked)
    parts = (vectors.of_line(number) for number in range(vectors.count))
    return [
        model.ranked(Vector(rows[own], values, float(coverage)), masked)
        for (own, values), coverage in zip(parts, coverages, strict=True)
    ]


def _features_elsewhere(
    model: WordModel, table: Table, masked: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Tell which features occur in other lines than the masked ones."""
    elsewhere = np.bincount(table.places[~masked[table.owners]], minlength=len(table.distinct)) > 0
    rows = model.lexicon.rows(table.distinct[elsewhere])
    known = np.zeros(len(model.lexicon.hashes), np.bool_)
    known[rows[rows >= 0]] = True
    return known
