"""The rules as a table of cases, and what a verdict says around its outcome."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.content.schema import Call, Language
from knowledge.content.yaml_file import read_plain
from knowledge.eligibility.judge import Candidate, Verdict, candidate_placeholders, judge
from knowledge.eligibility.rules import Rules
from tests.knowledge.eligibility.candidates import (
    AFTER,
    BEFORE,
    CONTENT,
    EU_MEMBERS,
    content,
    rulebook,
    rules,
)

CASES: list[dict[str, Any]] = read_plain(Path(__file__).with_name("eligibility_cases.yaml"))
PLACEHOLDERS = {
    "min_population", "travellers_max", "deadline", "email", "minutes", "population", "place", "country",
}  # fmt: skip


def _judged(today: date = BEFORE, **facts: Any) -> Verdict:
    own = {name: value for name, value in facts.items() if name in Candidate.__dataclass_fields__}
    more = {name: value for name, value in facts.items() if name not in own}
    return judge(rulebook(), Candidate(**own, facts=more), today)


@pytest.mark.parametrize("case", CASES, ids=[str(case["candidate"]) for case in CASES])
def test_a_candidate_gets_the_verdict_of_the_table(case: dict[str, Any]) -> None:
    verdict = _judged(**case["candidate"])
    said = {"rule": verdict.rule, "missing": list(verdict.missing)}
    expected = {key: case[key] for key in said if key in case}
    assert verdict.outcome == case["outcome"]
    assert {key: said[key] for key in expected} == expected
    assert bool(verdict.missing) == (verdict.outcome == "need_more")


def test_every_rule_is_reached_by_the_table() -> None:
    reached = {_judged(**case["candidate"]).rule for case in CASES}
    assert {rule.id for rule in rules().rules} <= reached


@pytest.mark.parametrize("country", EU_MEMBERS)
def test_a_large_city_of_every_member_state_is_eligible(country: str) -> None:
    assert _judged(kind="city", country=country, population=100_001).outcome == "eligible"


def test_a_country_that_nobody_has_told_is_asked_for() -> None:
    assert _judged(population=180_000).missing == ("country",)


def test_an_approximate_number_is_said_to_be_so_where_the_number_decides() -> None:
    assert rules().notes.approximate in _judged(country="ES", population=54_898, approximate=True).reasons
    assert rules().notes.approximate not in _judged(country="CO", population=54_898, approximate=True).reasons


def test_on_the_last_day_the_call_is_open_and_the_day_after_nothing_is_offered_as_open() -> None:
    large = {"kind": "city", "country": "ES", "population": 200_000}
    assert _judged(BEFORE, **large).call_open
    after = _judged(AFTER, **large)
    assert (after.outcome, after.call_open) == ("eligible", False)
    assert after.next_steps == (rules().notes.register_interest,)
    assert after.reasons[-1] == rules().notes.closed


def test_what_does_not_depend_on_the_call_stays_after_the_deadline() -> None:
    assert (
        _judged(AFTER, kind="city", country="PE").next_steps
        == _judged(BEFORE, kind="city", country="PE").next_steps
    )


def test_the_call_is_not_open_before_it_opens() -> None:
    call = Call(opens=date(2026, 12, 1), deadline=AFTER, timezone="Europe/Brussels")
    book = replace(rulebook(), call=call)
    assert not book.call_open(date(2026, 11, 30))
    assert book.call_open(date(2026, 12, 1))


def test_a_rolling_call_is_open_without_an_end() -> None:
    book = replace(rulebook(), call=Call(rolling=True, timezone="Europe/Brussels"))
    assert book.call_open(date(2060, 1, 1))


def test_a_condition_with_two_operators_is_refused() -> None:
    content = read_plain(CONTENT / "eligibility.yaml")
    content["rules"][0]["when"]["kind"] = {"in": ["city"], "not_in": ["group"]}
    with pytest.raises(ValidationError, match="exactly one of"):
        Rules.model_validate(content)


def test_texts_use_only_placeholders_that_have_a_value() -> None:
    used = {
        name for _, text in rules().texts() for words in text.all() for name in re.findall(r"{(\w+)}", words)
    }
    assert used <= PLACEHOLDERS


def test_button_labels_fit_on_a_button() -> None:
    labels = [label for kind in rules().kinds for label in kind.button.all()]
    assert [label for label in labels if len(label) > 28] == []


@pytest.mark.parametrize(
    ("language", "population", "bound", "said"),
    [
        ("es", 54_898, None, "54.898"),
        ("en", 54_898, None, "54,898"),
        ("es", 9_800, None, "9.800"),
        ("en", 100_000, "over", "more than 100,000"),
        ("es", 100_000, "under", "menos de 100.000"),
    ],
)
def test_inhabitants_are_written_as_the_language_does(
    language: Language, population: int, bound: Any, said: str
) -> None:
    candidate = Candidate(population=population, bound=bound, country="CO")
    assert candidate_placeholders(candidate, content().wordings[language])["population"] == said


def test_the_country_is_named_in_the_language() -> None:
    assert (
        candidate_placeholders(Candidate(country="GB"), content().wordings["es"])["country"] == "Reino Unido"
    )
    assert (
        candidate_placeholders(Candidate(country="GB"), content().wordings["en"])["country"]
        == "United Kingdom"
    )
