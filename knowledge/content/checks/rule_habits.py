"""Warnings on the rules: verdicts without reasons or a next step, facts without effect."""

from collections.abc import Iterator

from knowledge.content.checks.files import Files
from knowledge.content.yaml_file import Mistake, YamlFile
from knowledge.eligibility.judge import Candidate, judge
from knowledge.eligibility.rules import KIND, Rulebook, build_rulebook


def rule_habit_mistakes(found: Files) -> Iterator[Mistake]:
    """List them, once the names in the rules are right."""
    if not (found.rules and found.programme) or found.rules.figure_names() - found.programme.figures.keys():
        return
    rulebook, file = build_rulebook(found.rules, found.programme), found.files["eligibility.yaml"]
    if not found.rules_are_certain:
        return
    yield from verdict_mistakes(rulebook, file)
    yield from idle_facts(rulebook, file)
    yield from facts_of_decided_kinds(rulebook, file)


def verdict_mistakes(rulebook: Rulebook, file: YamlFile) -> Iterator[Mistake]:
    """Verdicts with too few or too many texts."""
    for i, rule in enumerate(rulebook.rules.rules):
        outcome = rulebook.outcomes.get(rule.outcome)
        if not rule.reasons:
            yield file.mistake(("rules", i, "reasons"), "is empty; say why the verdict is this one")
        if outcome and outcome.may_apply == "as_it_is":
            if not rule.next_steps:
                message = f"{outcome.id} means that one may apply; say how under `next_steps`"
                yield file.mistake(("rules", i, "id"), message)
            if rule.changes:
                message = f"{outcome.id} means that one may apply as it is: nothing has to change; remove it"
                yield file.mistake(("rules", i, "changes"), message)


def idle_facts(rulebook: Rulebook, file: YamlFile) -> Iterator[Mistake]:
    """Facts that no rule asks for."""
    asked = {name for _, name, _ in rulebook.rules.conditions()}
    for i, fact in enumerate(rulebook.rules.facts):
        if fact.id not in asked:
            yield file.mistake(("facts", i, "id"), f"no rule asks for {fact.id}; add the rule, or remove it")


def facts_of_decided_kinds(rulebook: Rulebook, file: YamlFile) -> Iterator[Mistake]:
    """Facts of a kind whose verdict does not depend on any."""
    for i, kind in enumerate(rulebook.rules.kinds):
        if kind.facts:
            verdict = judge(rulebook, Candidate(kind=kind.id), rulebook.call.last_open_day)
            if not verdict.undecided and verdict.rule and {*rule_named(rulebook, verdict.rule)} == {KIND}:
                message = f"the rule {verdict.rule} decides {kind.id} whatever its facts are; remove `facts`"
                yield file.mistake(("kinds", i, "facts"), message)


def rule_named(rulebook: Rulebook, name: str) -> Iterator[str]:
    """The name of what a rule has conditions on."""
    yield from next(rule.when for rule in rulebook.rules.rules if rule.id == name)
