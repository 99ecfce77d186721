"""What a chat last spoke of: kept with its screen, for the next message to go on from; forgotten after a day."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from knowledge.eligibility.judge import Candidate
from knowledge.geo.gazetteer import City

FORGOTTEN_AFTER = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Conversation:
    """What the last replies were about.

    `topic` is the answer last given, `others` the answers that were nearly given instead, `candidate` the one last
    judged, `alternatives` the cities that were asked about. `before` is the candidate as it was before others joined
    it ("with X", then "just us and Y").
    """

    topic: str | None = None
    others: tuple[str, ...] = ()
    candidate: Candidate | None = None
    before: Candidate | None = None
    alternatives: tuple[City, ...] = ()
    at: datetime.datetime | None = None

    def about(self, answer: str, others: Sequence[str] = ()) -> "Conversation":
        """Go over to an answer; the candidate is remembered."""
        return replace(self, topic=answer, others=tuple(others))

    def judging(self, candidate: Candidate, alternatives: tuple[City, ...] = ()) -> "Conversation":
        """Go over to a candidate."""
        return replace(self, topic=None, others=(), candidate=candidate, alternatives=alternatives)

    def stored(self, now: datetime.datetime) -> dict[str, object]:
        """Give what is kept, as JSON can hold it."""
        return {
            "topic": self.topic,
            "others": list(self.others),
            "candidate": _plain(self.candidate),
            "before": _plain(self.before),
            "alternatives": [asdict(city) for city in self.alternatives],
            "at": now.isoformat(),
        }

    @classmethod
    def restored(cls, stored: Mapping[str, Any], now: datetime.datetime) -> "Conversation":
        """Read what was kept; nothing is left of one that is a day old, or of another version."""
        try:
            at = datetime.datetime.fromisoformat(stored["at"])
            if now - at > FORGOTTEN_AFTER:
                return NOTHING_SAID
            cities = tuple(_city(city) for city in stored["alternatives"])
            candidate, before = _candidate(stored["candidate"]), _candidate(stored["before"])
        except (KeyError, TypeError, ValueError):
            return NOTHING_SAID
        return cls(stored["topic"], tuple(stored["others"]), candidate, before, cities, at)


NOTHING_SAID = Conversation()


def _plain(candidate: Candidate | None) -> dict[str, object] | None:
    return None if candidate is None else {k: v for k, v in asdict(candidate).items() if v is not None}


def _city(stored: Mapping[str, Any]) -> City:
    return City(**{**stored, "names": tuple((code, name) for code, name in stored["names"])})


def _candidate(stored: Mapping[str, Any] | None) -> Candidate | None:
    return None if stored is None else Candidate(**{**stored, "sizes": tuple(stored.get("sizes", ()))})
