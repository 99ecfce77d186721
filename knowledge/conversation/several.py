"""Several questions in one message: where it can be cut so that each part asks something by itself."""

import re
from collections.abc import Collection

from knowledge.reading.text import clauses, normalise

_WORD = re.compile(r"[^\W_]+|,")
MOST = 3  # questions that are answered together
SHORTEST = 2  # words of a part


def parts(text: str, joints: Collection[str], interrogatives: Collection[str]) -> list[str]:
    """Cut a message into its questions: at the end of sentences, and at "and" before a question word.

    Sentences that ask nothing stay with the question after them, or before it at the end.
    """
    asking = {normalise(word) for word in interrogatives}
    joining = {normalise(word) for word in joints}
    found = [part for clause in clauses(text) for part in _cut(clause, joining, asking)]
    return [part for part in found if len(_WORD.findall(part)) >= SHORTEST and _asks(part, asking)]


def _asks(part: str, asking: Collection[str]) -> bool:
    words = normalise(part).replace(",", " ").replace("¿", " ").split()
    return "?" in part or any(" ".join(words[:size]) in asking for size in (1, 2))


def _cut(clause: str, joining: Collection[str], asking: Collection[str]) -> list[str]:
    """Cut a sentence at each joint that a question word follows."""
    words = list(_WORD.finditer(clause))
    folded = [normalise(word.group()) for word in words]
    starts = [0]
    for at in range(1, len(words) - 1):
        follows = any(" ".join(folded[at + 1 : at + 1 + size]) in asking for size in (1, 2))
        if folded[at] in joining and follows and words[at].start() > starts[-1]:
            starts.append(words[at].end())
    ends = [*starts[1:], len(clause)]
    return [_trimmed(clause[start:end], joining) for start, end in zip(starts, ends, strict=True)]


def _trimmed(part: str, joining: Collection[str]) -> str:
    """Drop the joint that a part ends with."""
    words = part.rstrip().rsplit(maxsplit=1)
    return words[0] if len(words) == 2 and normalise(words[1]) in joining else part.strip(" ,")
