"""The pieces of an enumeration: between commas, lines and words that join or contrast."""

import re
from collections.abc import Collection, Iterator, Sequence

from knowledge.form.replies.language import FormWords
from knowledge.reading.words import fold

LONGEST_DENIAL = 3
"""Words that deny together."""


def enumerated_pieces(text: str, words: FormWords, whole: Collection[str] = ()) -> Iterator[str]:
    """Take an enumeration apart: commas, lines, slashes, «y», "and"; names in `whole` (folded) stay whole."""
    for part in re.split(r",(?!\d{3}(?!\d))|[;\n/+&]|\s[-–—·•]\s", text):
        if fold(part) in whole:
            yield part.strip()
            continue
        yield from (piece for piece in joined_by_words(part, words) if piece)


def joined_by_words(part: str, words: FormWords, joining: str = "between") -> Iterator[str]:
    """Take a piece apart at the words that join or contrast: «y», "and", "but"."""
    found: list[str] = []
    said = part.split()
    for at, word in enumerate(said):
        if fold(word) in words.sets[joining] | words.sets["contrasting"]:
            yield " ".join(found)
            found = [word] if words.has("denying", fold(word)) else []
        elif opens_denial(said[at : at + LONGEST_DENIAL], words):
            yield " ".join(found)
            found = [word]
        else:
            found.append(word)
    yield " ".join(found)


def opens_denial(said: Sequence[str], words: FormWords) -> bool:
    """Tell whether words begin with several that deny together, «en vez de», or with an exception, «menos»."""
    groups = [fold(" ".join(said[:count])) for count in range(1, len(said) + 1)]
    return any(words.has("denying", group) for group in groups[1:]) or any(
        words.has("excepting", group) for group in groups
    )
