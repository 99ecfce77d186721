"""`python -m bot evaluate`: what counts as the reply expected, and the tables for each shape of row."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.evaluate import evaluate
from bot.evaluation.judging import (
    Expected,
    Judged,
    LabelledRow,
    Reply,
    asked_of,
    replied_as_meant,
    shape_of,
    stored_as_meant,
)
from bot.evaluation.summary import summary_figures, summary_table
from bot.evaluation.table import evaluation_table
from knowledge.search.measuring.evaluation import Report, Row

STRANGERS = Path(__file__).parents[2] / "strangers"
NOTHING = Reply(outcome="answer", id=None, ids=[], verdict=None)


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
def test_a_reply_is_right_in_all_that_is_expected(expected: Expected, reply: Reply, right: bool) -> None:
    assert replied_as_meant(expected, {**NOTHING, **reply}) is right


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
def test_a_reply_to_the_form_is_right_if_exactly_that_is_stored(
    want: object, stored: dict[str, object], right: bool
) -> None:
    assert stored_as_meant({"want": want, "question": "consent"}, {**NOTHING, "stored": stored}) is right


def test_a_row_is_known_by_its_keys() -> None:
    rows: list[LabelledRow] = [{"turns": []}, {"question": "q"}, {"verdict": "v"}, {"ids": []}]
    assert [shape_of(row) for row in rows] == ["dialogues", "form", "eligibility", "questions"]


def test_the_turns_of_a_dialogue_are_one_chat() -> None:
    row: LabelledRow = {
        "lang": "es",
        "turns": [{"text": "a", "expect": {}}, {"text": "b", "expect": {"ids": ["x"]}}],
    }
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
    assert evaluation_table([], 5) == ""


def test_the_summary_counts_each_measure_by_language_and_together() -> None:
    shares = {
        "right": 0.75,
        "among": 1,
        "first": 1,
        "wrong": 0.25,
        "answered": 1,
        "suggested": 0,
        "unknown": 0,
    }
    inside = Row("es", "in", 4, **shares, smalltalk=0)
    near = Row("en", "near", 2, **(shares | {"answered": 0.5}), smalltalk=0)
    turns = [Judged("dialogues", "es", "why", "x", right, "", "") for right in (True, True, False)]
    drawn = summary_table(summary_figures(Report((inside, near), ()), turns))
    cells = {line[:33].strip(): line[33:].split("  ") for line in drawn.splitlines()}
    told = {title: [cell.strip() for cell in row if cell.strip()] for title, row in cells.items()}
    assert told["questions: right outright"] == ["75.0 (4)", "75.0 (4)"]
    assert told["questions: wrong"] == ["25.0 (4)", "25.0 (4)"]
    assert told["look-alikes answered"] == ["50.0 (2)", "50.0 (2)"]
    assert told["turns of dialogues as expected"] == ["66.7 (3)", "66.7 (3)"]
    assert "verdicts right" not in drawn


@pytest.mark.slow
def test_several_files_are_summed_up_in_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEANING", "off")
    rows: dict[str, dict[str, object]] = {
        "questions": {"lang": "en", "text": "What is the deadline?", "ids": ["apply.deadline"], "kind": "in"},
        "form": {"lang": "en", "question": "consent", "given": {}, "text": "I agree", "want": True},
        "eligibility": {"lang": "en", "text": "Norway?", "verdict": "not_eligible", "kind_of_entity": "city"},
    }
    for name, row in rows.items():
        (tmp_path / name).write_text(json.dumps(row), "utf-8")
    files = [str(tmp_path / name) for name in rows]
    printed = CliRunner().invoke(evaluate, files).output
    for title in ("questions: right outright", "verdicts right", "form replies stored as meant"):
        assert f"{title} " in printed
    told = json.loads(CliRunner().invoke(evaluate, [*files, "--json"]).output)
    assert [figure["counted"] for figure in told["summary"]] == [1, 1, 0, 1, 1]
    assert told["questions"]["rows"][0]["right"] == 1


def test_a_malformed_question_is_named_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "x", "ids": []}\n{"text": "y"}\n', "utf-8")
    done = CliRunner().invoke(evaluate, [str(file)])
    assert done.exit_code == 1
    assert 'rows.jsonl, line 2: "ids", "intent" or "label" is needed' in done.output


@pytest.mark.slow
def test_dialogues_and_questions_of_one_file_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEANING", "off")
    rows: list[LabelledRow] = [
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
