"""Whose candidacy it is: the one of who is put forward, whoever writes. The table is `whose_question.yaml`."""

from pathlib import Path
from typing import Any

import pytest

from knowledge.content.yaml_file import read_plain
from tests.knowledge.eligibility.candidates import described, rulebook

CASES: list[dict[str, Any]] = read_plain(Path(__file__).with_name("whose_question.yaml"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_the_body_that_is_put_forward_is_judged(case: dict[str, Any]) -> None:
    candidate = described(case["text"], "es" if "¿" in case["text"] else "en").candidate
    assert candidate.kind == rulebook().kinds[case["kind"]].id
    assert case.get("place") in (None, candidate.place)
    assert case.get("population") in (None, candidate.population)


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("EU city of 250 000, that's all I can say", 27),
        ("estamos en la UE y somos ciento veinte mil", 27),
        ("we got EU funds and have 120,000 inhabitants", 0),
        ("a city of 400,000 outside the EU", 0),
    ],
)
def test_one_of_several_countries_is_enough_where_all_are_judged_alike(text: str, many: int) -> None:
    assert len(described(text, "es" if "somos" in text else "en").candidate.among) == many
