"""Which questions are alike: the same words in another order, with mistakes, or a few more of them."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from knowledge.reading.text import stem, tokens

ALIKE = 82.0
"""Likeness in percent from which two questions count as the same one."""

SHORT = 4
"""Letters up to which a word says little of what is asked: articles, prepositions, forms of "to be"."""


def groups_of_alike(questions: Sequence[tuple[str, str]]) -> list[list[int]]:
    """Gather (text, language) pairs that are alike, within a language: places, the largest groups first.

    Each question joins the group whose first member it is most like; groups of one size keep their order.
    """
    found: list[list[int]] = []
    keys: list[tuple[str, str]] = []
    for place, (text, language) in enumerate(questions):
        key = telling_stems(text, language)
        scores = [fuzz.token_sort_ratio(key, known) if language == its else 0.0 for known, its in keys]
        best = max(range(len(scores)), key=scores.__getitem__, default=None)
        if best is not None and scores[best] >= ALIKE:
            found[best].append(place)
        else:
            found.append([place])
            keys.append((key, language))
    return sorted(found, key=len, reverse=True)


def telling_stems(text: str, language: str) -> str:
    """The stems of a question's longer words; all of its words if it has no longer ones."""
    words = tokens(text)
    telling = [word for word in words if len(word) > SHORT] or list(words)
    return " ".join(sorted({stem(word, language) for word in telling}))
