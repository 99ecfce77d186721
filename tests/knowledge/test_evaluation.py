"""Labelled files, the figures drawn from them, and the peers."""

import json

import pytest

from knowledge.content.schema import Language
from knowledge.search.calibration import Calibration
from knowledge.search.engine import RankedAnswer, Search, SearchResult
from knowledge.search.measuring.evaluation import Report, compare, evaluate
from knowledge.search.measuring.labelled import (
    MalformedLineError,
    Question,
    read_labelled_questions,
    taught_entries,
)
from knowledge.search.measuring.peers import peers
from tests.knowledge.search.lines import ENTRIES, SYNONYMS

ANSWERED = SearchResult("answer", "a", (RankedAnswer("a", 0.9), RankedAnswer("b", 0.1)), "en", None, 0.9)
SUGGESTED = SearchResult("suggest", None, (RankedAnswer("b", 0.4), RankedAnswer("a", 0.3)), "en", None, 0.4)
UNKNOWN = SearchResult("unknown", None, (RankedAnswer("b", 0.1),), "en", "visas", 0.1)


def _find(text: str, _: Language) -> SearchResult:
    return {"sure": ANSWERED, "doubtful": SUGGESTED}.get(text, UNKNOWN)


def _asked(text: str, *ids: str, kind: str = "in") -> Question:
    return Question(text, ids, kind, "en")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "question"),
    [
        (
            '{"lang": "es", "text": "hola", "ids": [], "kind": "smalltalk"}',
            Question("hola", (), "smalltalk", "es"),
        ),
        ('{"text": "pay a bill", "intent": "bill"}', Question("pay a bill", ("bill",), "in", "en")),
        ('{"text": "top up", "label": 7}', Question("top up", ("7",), "in", "en")),
        ('{"text": "who is she", "intent": "oos"}', Question("who is she", (), "far", "en")),
        ('{"text": "visa?", "ids": [], "kind": "near"}', Question("visa?", (), "near", "en")),
        ('{"text": "when", "ids": ["a", "b"]}', Question("when", ("a", "b"), "in", "en")),
    ],
)
def test_a_line_is_read_whichever_way_it_is_labelled(line: str, question: Question) -> None:
    assert read_labelled_questions([line]) == [question]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 2: not JSON"),
        ("[]", 'line 2: an object with a "text" is needed'),
        ('{"text": "x"}', 'line 2: "ids", "intent" or "label" is needed'),
        ('{"text": "x", "ids": [], "kind": "odd"}', "line 2: kind is none of"),
        ('{"text": "x", "ids": [], "lang": ""}', "line 2: lang is no code of a language"),
    ],
)
def test_a_malformed_line_is_named(line: str, reason: str) -> None:
    with pytest.raises(MalformedLineError, match=reason):
        read_labelled_questions(["", line])


def test_labelled_lines_become_entries_and_those_outside_are_left_out() -> None:
    asked = [_asked("one", "a"), _asked("two", "a"), _asked("three", "b"), _asked("four", kind="far")]
    learned = taught_entries(asked)
    assert [(entry.id, len(entry.lines())) for entry in learned] == [("a", 2), ("b", 1)]


def test_the_figures_count_each_outcome() -> None:
    asked = [_asked("sure", "a"), _asked("sure", "b"), _asked("doubtful", "a"), _asked("else", "b")]
    row = evaluate(_find, asked).rows[0]
    assert (row.asked, row.right, row.among, row.first, row.wrong) == (4, 0.25, 0.5, 0.5, 0.25)
    assert (row.answered, row.suggested, row.unknown) == (0.5, 0.25, 0.25)


def test_any_of_several_right_answers_is_right() -> None:
    assert evaluate(_find, [_asked("sure", "b", "a")]).rows[0].right == 1


def test_an_unanswerable_question_answered_outright_shows_among_the_confusions() -> None:
    report = evaluate(_find, [_asked("sure", kind="near"), _asked("else", kind="far")])
    assert [(row.kind, row.answered) for row in report.rows] == [("near", 1.0), ("far", 0.0)]
    assert report.confusions == (("(near)", "a", 1),)


def test_the_worst_confusion_comes_first() -> None:
    report = evaluate(_find, [_asked("sure", "b"), _asked("else", "c"), _asked("sure", "b")])
    assert report.confusions == (("b", "a", 2), ("c", "(unknown) visas", 1))


def test_the_report_is_drawn_as_a_table_and_written_as_json() -> None:
    report = evaluate(_find, [_asked("sure", "a")])
    assert "100.0" in report.text()
    assert json.loads(report.json())["rows"][0]["right"] == 1


def test_nothing_asked_gives_an_empty_report() -> None:
    assert evaluate(_find, []) == Report((), ())


def test_peers_are_measured_on_the_same_questions_as_the_search() -> None:
    search = Search.learn(ENTRIES, SYNONYMS, calibration=Calibration())
    answers = [entry for entry in ENTRIES if entry.kind == "answer"]
    asked = [
        Question("¿cuánto se paga por día de demora?", ("fines",), "in", "es"),
        Question("¿me llevo cuántos libros?", ("loans",), "in", "es"),
        Question("zxcvb", (), "far", "es"),
    ]
    compared = compare(lambda text, chat: search.find(text, language=chat), peers(answers), asked)
    assert [row.engine for row in compared] == [
        "this search",
        "rapidfuzz WRatio",
        "rapidfuzz token_set_ratio",
        "BM25 with stemming",
    ]
    assert (compared[0].first, compared[0].cautious, compared[0].separation) == (1, 1, 1)
    assert "Side by side" in Report((), (), compared).text()
