"""What a chat last spoke of: kept with its screen, for the next message to go on from; forgotten after a day."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from knowledge.eligibility.judge import Candidate
from knowledge.geo.gazetteer import City

FORGOTTEN_AFTER = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Conversation:
    """What the last replies were about.

    `topic` is the answer last given, `others` the answers that were nearly given instead, `candidate` the one last
    judged, `alternatives` the cities that were asked about. `before` is the candidate as it was before others joined
    it ("with X", then "just us and Y"); `judged` those judged so far that are no groups, the last one at the end.
    `unanswered` is what was asked last and has no answer, and can be passed on.
    """

    topic: str | None = None
    others: tuple[str, ...] = ()
    candidate: Candidate | None = None
    before: Candidate | None = None
    judged: tuple[Candidate, ...] = ()
    alternatives: tuple[City, ...] = ()
    at: datetime.datetime | None = None
    unanswered: str = ""

    def about(self, answer: str, others: Sequence[str] = ()) -> "Conversation":
        """Go over to an answer; the candidate is remembered."""
        return replace(self, topic=answer, others=tuple(others))

    def judging(self, candidate: Candidate, alternatives: tuple[City, ...] = ()) -> "Conversation":
        """Go over to a candidate."""
        return replace(self, topic=None, others=(), candidate=candidate, alternatives=alternatives)

    def stored(self, now: datetime.datetime) -> dict[str, object]:
        """Give what is kept, as JSON can hold it."""
        kept: dict[str, object] = to_jsonable_python(replace(self, at=now))
        return kept

    @classmethod
    def restored(cls, stored: object, now: datetime.datetime) -> "Conversation":
        """Read what was kept; nothing is left of one that is a day old, or of another version."""
        try:
            kept = _conversation().validate_python(stored)
        except ValidationError:
            return NOTHING_SAID
        return kept if kept.at is not None and now - kept.at <= FORGOTTEN_AFTER else NOTHING_SAID


NOTHING_SAID = Conversation()


@cache
def _conversation() -> TypeAdapter[Conversation]:
    return TypeAdapter(Conversation)
