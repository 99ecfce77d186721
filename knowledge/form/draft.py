"""A pre-application as it is stored; position.py derives from it which question is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypedDict, cast

from knowledge.geo.gazetteer import StoredPlace

Value = str | int | list[str] | StoredPlace | list[StoredPlace] | None
"""An answer: the code of an option, a text, a number, codes, a place, a group's places; None where skipped."""


class PartialAnswer(TypedDict, total=False):
    """An answer that needs another step: a doubtful reply, places to confirm, or an unfinished list."""

    typed: str | int
    meant: str | int
    found: list[StoredPlace]
    population: int | None
    country: str | None
    queue: list[str]
    ask: str
    aside: str
    list: list[StoredPlace]


Pending = PartialAnswer | list[str]
"""An unfinished answer: a partial one, or the options ticked so far."""


@dataclass(frozen=True)
class Draft:
    """A pre-application as it is stored.

    `answers` by question id, kept even while their question does not apply; `pending` holds unfinished answers
    (ticks, a place to confirm); `at` is the question that the applicant went to with Back or Edit, None when
    the first open question is due.
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
        """Rebuild a draft from storage; `is_valid` of a question's kind says whether a stored answer is still valid."""
        return cls(stored_answers(answers), cast("Mapping[str, Pending]", pending or {}), at)

    def with_answer(self, question_id: str, value: Value, **more: Value) -> "Draft":
        """Store an answer (and `more` that follow from it) and go on to the first open question."""
        pending = {key: kept for key, kept in self.pending.items() if key != question_id}
        return Draft({**self.answers, question_id: value, **more}, pending, None)

    def without_answers(self, *question_ids: str) -> "Draft":
        """Drop answers that another answer has made invalid."""
        return replace(self, answers={k: v for k, v in self.answers.items() if k not in question_ids})

    def with_partial(self, question_id: str, value: Pending) -> "Draft":
        """Store a partial answer; the question stays on the screen."""
        return replace(self, pending={**self.pending, question_id: value})


def stored_answers(raw: Mapping[str, object]) -> Mapping[str, Value]:
    """Give answers from storage their type: storage does not know their shapes."""
    return cast("Mapping[str, Value]", raw)


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
