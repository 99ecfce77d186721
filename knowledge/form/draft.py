"""A pre-application as it is stored, before any question of where it stands (see position.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Value = Any
"""What JSON can hold: the code of an option, a list of codes, a number, a text; None where skipped."""


@dataclass(frozen=True)
class Draft:
    """A pre-application as it is stored.

    `answers` by question id, kept even while their question does not apply; `pending` holds the half of an
    answer that takes more than one step (ticks, a place to confirm); `at` is the question that the applicant
    went to on purpose (Back, Edit), None when the first open question is due.
    """

    answers: Mapping[str, Value] = field(default_factory=dict)
    pending: Mapping[str, Value] = field(default_factory=dict)
    at: str | None = None

    def answered(self, question_id: str, value: Value, **more: Value) -> "Draft":
        """Store an answer (and `more` that follow from it) and go on to the first open question."""
        pending = {key: kept for key, kept in self.pending.items() if key != question_id}
        return Draft({**self.answers, question_id: value, **more}, pending, None)

    def forgetting(self, *question_ids: str) -> "Draft":
        """Drop answers that another answer has made invalid."""
        return replace(self, answers={k: v for k, v in self.answers.items() if k not in question_ids})

    def waiting(self, question_id: str, value: Value) -> "Draft":
        """Store half an answer; the question stays on the screen."""
        return replace(self, pending={**self.pending, question_id: value})
