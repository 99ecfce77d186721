"""Whom a message asks about: the subject of an indirect question, or one place of several."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from knowledge.reading.phrases import Terms
from knowledge.reading.sentence import Sentence
from knowledge.reading.spans import Place
from knowledge.reading.words import fold


def subjects(sentence: Sentence, openings: Terms[bool]) -> Iterator[int]:
    """Give where each indirect question begins: behind "whether", "saber si"."""
    for at in range(1, len(sentence.words)):
        if at - 1 not in sentence.ends and openings.before(sentence.folded, at):
            yield sentence.words[at].start


def are_alternatives(sentence: Sentence, places: Sequence[Place], either: Collection[str]) -> bool:
    """Tell whether nothing but "or" stands between places, or between the last two of them."""
    gaps = [fold(sentence.text[one.end : other.start]) for one, other in pairwise(places)]
    return bool(gaps) and gaps[-1] in either and all(gap in {"", *either} for gap in gaps)
