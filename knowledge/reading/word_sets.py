"""Sets of words and word groups by name, of all languages together: what denies, joins, opens. Knows no language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.reading.words import fold


@dataclass(frozen=True, kw_only=True)
class WordSets:
    """Folded words and word groups; a text is asked for those of a set."""

    sets: Mapping[str, frozenset[str]]

    def has(self, name: str, folded: str) -> bool:
        """Tell whether a folded word or word group is one of a set."""
        return folded in self.sets[name]

    def any_in(self, name: str, folded: str) -> bool:
        """Tell whether any phrase of a set stands in a folded text."""
        return any(f" {phrase} " in f" {folded} " for phrase in self.sets[name])

    def opens(self, name: str, text: str) -> bool:
        """Tell whether a text begins with one of a set."""
        return any(f"{fold(text)} ".startswith(f"{phrase} ") for phrase in self.sets[name])

    def after_first(self, name: str, text: str) -> str | None:
        """Give the words after the first word that is one of a set; None if there is none."""
        words = text.split()
        at = next((at for at, word in enumerate(words) if fold(word) in self.sets[name]), None)
        return None if at is None else " ".join(words[at + 1 :])

    def without_opening(self, name: str, text: str, most: int = 4) -> str:
        """Give a text without the word groups of a set that it opens with, up to `most` of them."""
        return without_openings(text, self.sets[name], most)

    def without_ending(self, name: str, text: str) -> str:
        """Give a text without the word groups of a set that it ends with; never nothing at all."""
        known = sorted(self.sets[name], key=len, reverse=True)
        shorter = next((rest for ending in known if (rest := before_ending(text, ending))), None)
        return text if shorter is None else self.without_ending(name, shorter)


LABEL_ENDS = (":", "=", "-", "–")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def without_openings(text: str, openings: Iterable[str], most: int = 4) -> str:
    """Give a text without the openings that it begins with, the longest first; never nothing at all.

    An opening that ends in a colon ("post:") is a label, and counts only where a colon, "=" or a dash follows it:
    "Post: clerk" is a clerk, "Post office clerk" is what it says.
    """
    known = sorted(openings, key=len, reverse=True)
    for _ in range(most):
        shorter = next((rest for opening in known if (rest := after_opening(text, opening))), None)
        if shorter is None:
            return text
        text = shorter
    return text


def after_opening(text: str, opening: str) -> str | None:
    """Give what follows an opening; None if the text does not begin with it."""
    words, known = text.split(), fold(opening)
    for taken in range(1, min(len(known.split()), len(words) - 1) + 1):
        if fold(" ".join(words[:taken])) != known:
            continue
        if opening.endswith(":") and not (
            words[taken - 1].endswith(LABEL_ENDS) or words[taken] in LABEL_ENDS
        ):
            continue
        return " ".join(words[taken:]).lstrip(",:;.=-– ")
    return None


def before_ending(text: str, ending: str) -> str | None:
    """Give what stands before an ending; None if the text does not end with it, or is nothing else.

    "YEAR" in the ending stands for any year: "since YEAR".
    """
    words, count = text.split(), len(ending.split())
    if len(words) <= count or fold(YEAR.sub("YEAR", " ".join(words[-count:]))) != ending:
        return None
    return " ".join(words[:-count]).rstrip(",:;.-– ") or None
