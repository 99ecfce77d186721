"""`python -m bot evaluate`: what counts as the reply expected, and the tables for each shape of row."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands.evaluate import evaluate
from bot.evaluation.judging import asked_of, replied_as_meant, shape_of, stored_as_meant
from bot.evaluation.table import table

STRANGERS = Path(__file__).parents[1] / "strangers"


@pytest.mark.parametrize(
    ("expected", "reply", "right"),
    [
        ({"ids": ["a", "b"]}, {"ids": ["b"]}, True),
        ({"ids": ["a"]}, {"ids": []}, False),
        ({"ids_all": ["a", "b"]}, {"ids": ["b", "c", "a"]}, True),
        ({"ids_all": ["a", "b"]}, {"ids": ["b"]}, False),
        ({"not_ids": ["a"]}, {"ids": ["a"]}, False),
        ({"outcome": "smalltalk"}, {"ids": [], "outcome": "unknown"}, False),
        (
            {"verdict": "eligible", "outcome": "eligibility"},
            {"ids": ["a"], "verdict": "eligible", "outcome": "eligibility"},
            True,
        ),
        ({}, {"ids": []}, True),
    ],
)
def test_a_reply_is_right_in_all_that_is_expected(
    expected: dict[str, Any], reply: dict[str, Any], right: bool
) -> None:
    assert replied_as_meant(expected, {"outcome": "answer", "verdict": None} | reply) is right


@pytest.mark.parametrize(
    ("want", "stored", "right"),
    [
        (True, {"consent": "2"}, True),
        (None, {}, True),
        (None, {"consent": "2"}, False),
        ("skip", {"consent": None}, True),
        ({"name": "Gijón"}, {"consent": {"name": "Gijón", "country": "ES"}}, True),
        (["a", "b"], {"consent": ["b", "a"]}, True),
        ("x", {}, False),
    ],
)
def test_a_reply_to_the_form_is_right_if_exactly_that_is_stored(want: Any, stored: Any, right: bool) -> None:
    assert stored_as_meant({"want": want, "question": "consent"}, {"stored": stored}) is right


def test_a_row_is_known_by_its_keys() -> None:
    rows: list[dict[str, Any]] = [{"turns": []}, {"question": "q"}, {"verdict": "v"}, {"ids": []}]
    assert [shape_of(row) for row in rows] == ["dialogues", "form", "eligibility", "questions"]


def test_the_turns_of_a_dialogue_are_one_chat() -> None:
    row = {"lang": "es", "turns": [{"text": "a", "expect": {}}, {"text": "b", "expect": {"ids": ["x"]}}]}
    asked = list(asked_of(row, 7))
    assert [one["chat"] for one, _ in asked] == ["7", "7"]
    assert asked[1][1] == {"ids": ["x"]}


def test_every_labelled_file_has_rows_of_a_known_shape() -> None:
    files = sorted(STRANGERS.glob("*.jsonl"))
    assert files
    for file in files:
        shapes = {shape_of(json.loads(line)) for line in file.read_text("utf-8").splitlines()}
        assert shapes == {file.stem.split("_")[0]}


def test_nothing_judged_draws_an_empty_table() -> None:
    assert table([], 5) == ""


@pytest.mark.slow
def test_dialogues_and_questions_of_one_file_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEANING", "off")
    rows: list[dict[str, Any]] = [
        {"lang": "en", "text": "What is the deadline?", "ids": ["apply.deadline"], "kind": "in"},
        {"lang": "en", "kind": "bare", "turns": [{"text": "Norway?", "expect": {"verdict": "not_eligible"}}]},
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    printed = CliRunner().invoke(evaluate, [str(file)]).output
    assert "en    in" in printed
    assert "dialogues    bare" in printed


def test_a_line_that_is_no_object_is_named(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "x", "ids": []}\n[1\n', "utf-8")
    done = CliRunner().invoke(evaluate, [str(file)])
    assert done.exit_code == 1
    assert "line 2: not a JSON object" in done.output
