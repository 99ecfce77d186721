"""The example programme: another call, other kinds, facts and outcomes than the one in service, by YAML alone."""

from datetime import date

from knowledge.call import standing
from knowledge.content.load import PROGRAMMES, load
from knowledge.eligibility.judge import Candidate, judge

TODAY = date(2026, 11, 27)
EXAMPLE = load(PROGRAMMES / "example")


def judged(**facts: object) -> tuple[str, tuple[str, ...]]:
    known = Candidate(kind="town", country="ES", population=900, facts=facts)  # type: ignore[arg-type]
    verdict = judge(EXAMPLE.rulebook, known, TODAY)
    return verdict.outcome, verdict.missing


def test_its_call_has_no_end() -> None:
    assert standing(EXAMPLE.programme.call, TODAY).state == "rolling"
    assert "deadline" not in EXAMPLE.wordings["en"].figures


def test_its_rules_decide_on_a_choice_and_a_yes_or_no() -> None:
    assert judged(setting="mountain", lodging=True) == ("welcome", ())
    assert judged(setting="mountain", lodging=False) == ("not_yet", ())
    assert judged(setting="urban", lodging=True) == ("not_for_it", ())
    assert judged() == ("need_more", ("setting", "lodging"))
    assert judge(EXAMPLE.rulebook, Candidate(kind="town", country="FR"), TODAY).outcome == "not_for_it"
