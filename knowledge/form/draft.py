"""A pre-application as it is stored, before any question of where it stands (see position.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypedDict, cast

from knowledge.geo.gazetteer import StoredPlace

Value = str | int | list[str] | StoredPlace | list[StoredPlace] | None
"""An answer: the code of an option, a text, a number, codes, a place, a group's places; None where skipped."""


class Half(TypedDict, total=False):
    """Half an answer: what was typed and what it probably means, or places to confirm, or a list being made."""

    typed: str | int
    meant: str | int
    found: list[StoredPlace]
    population: int | None
    country: str | None
    queue: list[str]
    ask: str
    aside: str
    list: list[StoredPlace]


Pending = Half | list[str]
"""What waits for the rest of an answer: half of one, or the options ticked so far."""


@dataclass(frozen=True)
class Draft:
    """A pre-application as it is stored.

    `answers` by question id, kept even while their question does not apply; `pending` holds the half of an
    answer that takes more than one step (ticks, a place to confirm); `at` is the question that the applicant
    went to on purpose (Back, Edit), None when the first open question is due.
    """

    answers: Mapping[str, Value] = field(default_factory=dict)
    pending: Mapping[str, Pending] = field(default_factory=dict)
    at: str | None = None

    @classmethod
    def restored(
        cls,
        answers: Mapping[str, object],
        pending: Mapping[str, object] | None = None,
        at: str | None = None,
    ) -> "Draft":
        """Take what the storage kept; whether an answer still is one says the kind of its question (`is_valid`)."""
        return cls(stored_answers(answers), cast("Mapping[str, Pending]", pending or {}), at)

    def answered(self, question_id: str, value: Value, **more: Value) -> "Draft":
        """Store an answer (and `more` that follow from it) and go on to the first open question."""
        pending = {key: kept for key, kept in self.pending.items() if key != question_id}
        return Draft({**self.answers, question_id: value, **more}, pending, None)

    def forgetting(self, *question_ids: str) -> "Draft":
        """Drop answers that another answer has made invalid."""
        return replace(self, answers={k: v for k, v in self.answers.items() if k not in question_ids})

    def waiting(self, question_id: str, value: Pending) -> "Draft":
        """Store half an answer; the question stays on the screen."""
        return replace(self, pending={**self.pending, question_id: value})


def stored_answers(kept: Mapping[str, object]) -> Mapping[str, Value]:
    """Answers as the storage gives them back: it keeps them without knowing their shapes."""
    return cast("Mapping[str, Value]", kept)


def codes_in(value: object) -> list[str]:
    """The codes or texts of a stored list; empty for anything else."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def place_in(value: object) -> StoredPlace | None:
    """A stored place; None for anything else."""
    return cast("StoredPlace", value) if isinstance(value, Mapping) and value.get("name") else None


def places_in(value: object) -> list[StoredPlace]:
    """The places of a stored list; empty for anything else."""
    found = map(place_in, value) if isinstance(value, list) else ()
    return [place for place in found if place]
