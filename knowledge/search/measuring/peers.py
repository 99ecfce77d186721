"""What the search is measured against: plain rapidfuzz over stored phrasings, and BM25 with stemming.

Each peer gets the lines of the answers that the search learns from, and names the best entry with a score.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from rank_bm25 import BM25Okapi
from rapidfuzz import fuzz, process, utils

from knowledge.language_code import Language
from knowledge.reading.text import stem, tokens
from knowledge.search.word_model import Entry

Ranked = list[tuple[str, float]]
Peer = Callable[[str, Language], Ranked]

_LINES = 50  # nearest lines that are looked through for three different entries


def peers(entries: Sequence[Entry]) -> dict[str, Peer]:
    """Index the answers' phrasings with every peer."""
    answers = [entry for entry in entries if entry.kind == "answer"]
    owners = [entry.id for entry in answers for _ in entry.lines()]
    lines = [line for entry in answers for line in entry.lines()]
    texts = [text for text, _ in lines]
    return {
        "rapidfuzz WRatio": _rapidfuzz(fuzz.WRatio, texts, owners),
        "rapidfuzz token_set_ratio": _rapidfuzz(fuzz.token_set_ratio, texts, owners),
        "BM25 with stemming": _bm25(lines, owners),
    }


def _rapidfuzz(scorer: Callable[..., float], texts: Sequence[str], owners: Sequence[str]) -> Peer:
    prepared = [utils.default_process(text) for text in texts]

    def ranked(text: str, _: Language) -> Ranked:
        found = process.extract(utils.default_process(text), prepared, scorer=scorer, limit=_LINES)
        return _best((owners[at], score) for _, score, at in found)

    return ranked


def _bm25(lines: Sequence[tuple[str, Language]], owners: Sequence[str]) -> Peer:
    index = BM25Okapi([_stems(text, language) for text, language in lines])

    def ranked(text: str, language: Language) -> Ranked:
        scores = index.get_scores(_stems(text, language))
        nearest = np.argsort(-scores, kind="stable")[:_LINES]
        return _best((owners[int(at)], float(scores[at])) for at in nearest)

    return ranked


def _stems(text: str, language: Language) -> list[str]:
    return [stem(word, language) for word in tokens(text)] or [""]


def _best(found: Iterable[tuple[str, float]]) -> Ranked:
    """Keep the first line of each entry, at most three."""
    first: dict[str, float] = {}
    for owner, score in found:
        first.setdefault(owner, score)
    return list(first.items())[:3]
