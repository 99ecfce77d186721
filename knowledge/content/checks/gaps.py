"""Candidates whose facts are all known and for whom no rule decides: they would get no question and no verdict."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from knowledge.content.checks.rules import ELSEWHERE, values_told_apart
from knowledge.content.yaml_file import Mistake, YamlFile
from knowledge.eligibility.judge import Candidate, FactValue, is_asked, judge, with_fact
from knowledge.eligibility.rules import KIND, Kind, Rulebook

MOST_CASES = 4_000
"""The most combinations of facts of one kind that are tried."""


def gap_mistakes(rulebook: Rulebook, file: YamlFile) -> Iterator[Mistake]:
    """The first such candidate; one missing rule may leave many."""
    for place, kind in enumerate(rulebook.rules.kinds):
        case = next(
            (case for case in cases_of_kind(rulebook, kind) if not is_decided(rulebook, kind, case)), None
        )
        if case is not None:
            told = ", ".join(f"{name}: {in_words(value)}" for name, value in case.items())
            message = f"no rule decides {kind.id}{f' with {told}' if told else ''}; add a rule, or widen one"
            yield file.mistake(("kinds", place, "id"), message)
            return


def cases_of_kind(rulebook: Rulebook, kind: Kind) -> Iterator[Mapping[str, FactValue]]:
    """The combinations of facts of a kind that the rules distinguish; none where there are too many."""
    used = {name for _, name, _ in rulebook.rules.conditions()} - {KIND}
    asked = [
        fact for fact in rulebook.rules.facts if fact.id in used and is_asked(rulebook, fact.id, kind.id)
    ]
    values: Sequence[Sequence[FactValue]] = [
        [value for value in values_told_apart(rulebook, fact) if value is not None] for fact in asked
    ]
    if prod(map(len, values)) <= MOST_CASES:
        for chosen in product(*values):
            yield {fact.id: value for fact, value in zip(asked, chosen, strict=True)}


def is_decided(rulebook: Rulebook, kind: Kind, case: Mapping[str, FactValue]) -> bool:
    """Tell whether the rules give a verdict on a candidate, or at least ask for something."""
    candidate = Candidate(kind=kind.id)
    for name, value in case.items():
        candidate = with_fact(rulebook, candidate, name, value)
    verdict = judge(rulebook, candidate, rulebook.call.last_open_day)
    return not verdict.undecided or bool(verdict.missing)


def in_words(value: FactValue) -> str:
    """A value as the rules would write it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "any other country" if value == ELSEWHERE else str(value)
