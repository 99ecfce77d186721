"""Candidacies as strangers wrote them, each with the verdict that is right: how many get it.

The lines are taught (languages/*/candidacy.yaml), so the floor holds what was reached; what strangers' new lines get is
in docs/search.md and docs/figures.md. A verdict that is wrong may be a question too many, never a yes that is not true.
"""

import datetime
import json
from pathlib import Path

import pytest

from bot.operations.knowledge_base import Library

FILE = Path(__file__).with_name("eligibility_of_strangers.jsonl")
RIGHT = 0.95
OPEN = datetime.date(2027, 1, 15)

pytestmark = pytest.mark.slow


def test_strangers_get_the_right_verdict_and_never_a_wrong_yes(library: Library) -> None:
    interpreter = library.knowledge_base.interpreter
    rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    given = [interpreter.understand(row["text"], row["lang"], OPEN).verdict for row in rows]
    outcomes = [verdict.outcome if verdict else None for verdict in given]
    right = sum(outcome == row["verdict"] for outcome, row in zip(outcomes, rows, strict=True))
    wrong = [
        row["text"]
        for outcome, row in zip(outcomes, rows, strict=True)
        if outcome == "eligible" != row["verdict"]
    ]
    assert wrong == []
    assert right >= RIGHT * len(rows)
