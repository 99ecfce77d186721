"""What every move within a pre-application gives back, and the codes that its buttons carry."""

from dataclasses import dataclass
from zlib import crc32

from knowledge.form.draft import Draft
from knowledge.form.replies.results import Rejected

DONE = "done"
SKIP = "skip"
OTHER = "other"
DROP = "drop"
REMOVE = "remove"
TICK = "+"
UNTICK = "-"


@dataclass(frozen=True)
class Step:
    """A draft after a move; `problem` says why nothing was stored.

    `wish` is what the line wants instead of answering (why, help, human, leave, question …), `not_understood` are the
    pieces of it that were not understood beside what was stored. `pasted`: the answers come from a longer message.
    `question_outcomes`: with which outcomes of understanding it the line is a question after all (asides.py).
    """

    draft: Draft
    problem: Rejected | None = None
    wish: str = ""
    not_understood: tuple[str, ...] = ()
    pasted: bool = False
    question_outcomes: tuple[str, ...] = ()


def refused(draft: Draft, reason: str, **details: str | int) -> Step:
    """Leave a draft as it is, and say why."""
    return Step(draft, Rejected(reason, details))


def tag(text: object) -> str:
    """Name a text of any length on a button, so that a button of an earlier screen cannot mean another one."""
    return f"{crc32(str(text).encode()):08x}"
