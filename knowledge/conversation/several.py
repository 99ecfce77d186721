"""Several questions in one message: where it can be cut so that each part asks something by itself."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from knowledge.reading.text import clauses, normalise

_WORD = re.compile(r"[^\W_]+|[,:;]")
MOST = 3  # questions that are answered together
SHORTEST = 2  # words of a part
CUTS = 6  # places of a message that are tried
_ITEM = re.compile(r"(?:^|(?<=\s))(?:\d{1,2}|[a-e])[.)]-?\s+|(?:^|\n)\s*[-•*–]\s+")


def split_questions(text: str, joints: Collection[str], interrogatives: Collection[str]) -> list[str]:
    """Cut a message into its questions: at the end of sentences, and at "and" before a question word.

    Sentences that ask nothing are left out; what is numbered is taken as it stands: "1) who pays 2) the deadline".
    """
    if items := list_items(text):
        return items
    asking, joining = _folded(interrogatives), _folded(joints)
    found = [part for clause in clauses(text) for part in _cut(clause, joining, asking)]
    return [part for part in found if _size(part) >= SHORTEST and _asks(part, joining, asking)]


def list_items(text: str) -> list[str]:
    """Give the items of a list within a message, numbered or behind dashes; none of fewer than two."""
    items = [item.strip(" \n,;") for item in _ITEM.split(text)[1:]]
    told = [item for item in items if _size(item)]
    return told if len(told) >= 2 else []


def split_at_joints(text: str, joints: Collection[str]) -> Iterator[tuple[str, str]]:
    """Cut a message in two at each joint, whatever follows it: "the origin, as well as the parts"."""
    joining = _folded(joints)
    words = list(_WORD.finditer(text))
    folded = [normalise(word.group()) for word in words]
    tried = 0
    at = 1
    while at < len(words) - 1 and tried < CUTS:
        size = _joint_at(folded, at, joining)
        if size and at + size < len(words):
            tried += 1
            one, other = text[: words[at].start()], text[words[at + size - 1].end() :]
            if min(_size(one), _size(other)) >= SHORTEST:
                yield one.strip(), other.strip()
        at += size or 1


def _folded(phrases: Collection[str]) -> frozenset[str]:
    return _folded_once(tuple(phrases))


@lru_cache(maxsize=20)
def _folded_once(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(normalise(phrase) for phrase in phrases)


def _size(part: str) -> int:
    return sum(1 for word in _WORD.findall(part) if word[0].isalnum())


def _asks(part: str, joining: Collection[str], asking: Collection[str]) -> bool:
    words = [word for word in _WORD.findall(normalise(part)) if word not in joining]
    return "?" in part or any(" ".join(words[:size]) in asking for size in (1, 2))


def _joint_at(folded: Sequence[str], at: int, joining: Collection[str]) -> int:
    """Count the words of the joints that stand at a place, one after the other: ", and"."""
    size = 0
    while longest := next(
        (
            n
            for n in (3, 2, 1)
            if " ".join(folded[at + size : at + size + n]) in joining and at + size + n <= len(folded)
        ),
        0,
    ):
        size += longest
    return size


def _cut(clause: str, joining: Collection[str], asking: Collection[str]) -> list[str]:
    """Cut a sentence at each joint that a question word follows."""
    words = list(_WORD.finditer(clause))
    folded = [normalise(word.group()) for word in words]
    starts, ends = [0], []
    at = 1
    while at < len(words) - 1:
        size = _joint_at(folded, at, joining)
        if size and any(" ".join(folded[at + size : at + size + n]) in asking for n in (1, 2)):
            ends.append(words[at].start())
            starts.append(words[at + size - 1].end())
        at += size or 1
    return [clause[start:end].strip(" ,") for start, end in zip(starts, [*ends, len(clause)], strict=True)]
