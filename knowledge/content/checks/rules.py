"""Checks eligibility.yaml: names exist, operators fit, facts are asked for, rules are reached."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

from knowledge.content.checks.names import duplicates, unknown_name
from knowledge.content.schema import Programme
from knowledge.content.sentences import suggested_name
from knowledge.content.text import NO_LANGUAGE
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.eligibility.judge import FactValue, holds
from knowledge.eligibility.rules import KIND, Condition, Fact, Rule, Rulebook, Rules

OPERATORS = {
    "country": ("in", "not_in"),
    "choice": ("in", "not_in"),
    "number": ("over", "up_to"),
    "yes_no": ("is",),
}
ELSEWHERE = "ZZ"
"""ISO 3166's code for an unknown country: stands for every country that no rule names."""
MOST_CASES = 50_000
"""The most combinations of facts that are tried."""


def rule_mistakes(
    rules: Rules, programme: Programme, classes: Collection[str], file: YamlFile
) -> Iterator[Mistake]:
    """Names in the rules that do not exist or do not fit, and facts that nobody is asked for.

    `classes` are the classes of bodies that the programme's languages have words for.
    """
    for key in ("kinds", "facts", "outcomes", "rules"):
        yield from duplicates(file, (key,), [entry.id for entry in getattr(rules, key)], "id")
    yield from kind_mistakes(rules, classes, file)
    yield from fact_mistakes(rules, file)
    yield from fact_language_mistakes(rules, programme.languages, file)
    facts = {fact.id: fact for fact in rules.facts}
    outcomes = [outcome.id for outcome in rules.outcomes]
    for place, rule in enumerate(rules.rules):
        yield from unknown_name(
            file, ("rules", place, "outcome"), rule.outcome, outcomes, "there is no outcome"
        )
    for place, name, condition in rules.conditions():
        where: Key = ("rules", place, "when", name)
        yield from condition_name_mistakes(rules, programme, facts, condition, where, file)
    yield from way_mistakes(rules, file)
    yield from facts_of_same_numbers(rules, file)


def way_mistakes(rules: Rules, file: YamlFile) -> Iterator[Mistake]:
    """Rules whose outcome promises another way but that do not name it."""
    ways = {outcome.id for outcome in rules.outcomes if outcome.may_apply == "another_way"}
    for place, rule in enumerate(rules.rules):
        if rule.outcome in ways and not rule.changes:
            message = f"{rule.outcome} says that there is another way; say which under `changes`"
            yield file.mistake(("rules", place, "id"), message)


def facts_of_same_numbers(rules: Rules, file: YamlFile) -> Iterator[Mistake]:
    """Facts that would be read from the same numbers of a sentence."""
    reading = [place for place, fact in enumerate(rules.facts) if fact.reads]
    for place in reading[1:]:
        message = f"{rules.facts[reading[0]].id} reads inhabitants already; say what this one `counts`"
        yield file.mistake(("facts", place, "reads"), message)


def condition_name_mistakes(
    rules: Rules,
    programme: Programme,
    facts: Mapping[str, Fact],
    condition: Condition,
    key: Key,
    file: YamlFile,
) -> Iterator[Mistake]:
    """What is wrong with one condition."""
    name = str(key[-1])
    if name != KIND and name not in facts:
        yield file.mistake(
            key, f"there is no fact {name}; {suggested_name(name, (KIND, *facts))}", about=name
        )
    else:
        yield from condition_mistakes(rules, programme, facts.get(name), condition, key, file)


def kind_mistakes(rules: Rules, classes: Collection[str], file: YamlFile) -> Iterator[Mistake]:
    """Facts and classes of bodies that do not exist, and facts that rules ask of a kind that does not have them."""
    facts = [fact.id for fact in rules.facts]
    owner: dict[str, str] = {}
    for place, kind in enumerate(rules.kinds):
        yield from duplicates(file, ("kinds", place, "facts"), kind.facts)
        for i, name in enumerate(kind.facts):
            yield from unknown_name(file, ("kinds", place, "facts", i), name, facts, "there is no fact")
        for i, name in enumerate(kind.covers):
            where: Key = ("kinds", place, "covers", i)
            if classes and name not in classes:
                yield file.mistake(
                    where, f"there is no class of bodies {name}; {suggested_name(name, classes)}"
                )
            elif owner.setdefault(name, kind.id) != kind.id:
                yield file.mistake(where, f"{owner[name]} covers {name} already; a body is of one kind")
    yield from facts_kind_lacks(rules, file)


def facts_kind_lacks(rules: Rules, file: YamlFile) -> Iterator[Mistake]:
    """Facts that rules need of a kind that lacks them, once for each kind and fact."""
    declared = {fact.id for fact in rules.facts}
    asking: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place, rule in enumerate(rules.rules):
        wanted = rule.when.get(KIND)
        for i, kind in enumerate(rules.kinds):
            if wanted and wanted.in_ and kind.id in wanted.names:
                for name in (declared & set(rule.when)) - set(kind.facts):
                    asking[i, name].append(place)
    for (i, name), places in sorted(asking.items()):
        kind, ids = rules.kinds[i], ", ".join(rules.rules[place].id for place in places)
        where: Key = ("rules", places[0], "when", name) if len(places) == 1 else ("kinds", i, "facts")
        yield file.mistake(
            where,
            f"nobody asks {kind.id} for {name}, which the rules need ({ids}); add {name} to the `facts` of that kind",
        )


def fact_mistakes(rules: Rules, file: YamlFile) -> Iterator[Mistake]:
    """Options that stand twice, values that a fact cannot have, facts that are neither asked nor told."""
    for place, fact in enumerate(rules.facts):
        yield from facts_without_wording(fact, ("facts", place), file)
        yield from duplicates(file, ("facts", place, "options"), [option.id for option in fact.options], "id")
        values = {"yes_no": (True, False), "choice": tuple(option.id for option in fact.options)}.get(
            fact.type
        )
        for i, example in enumerate(fact.examples):
            if values is not None and example.value not in values:
                known = ", ".join(
                    str(value).lower() if value in (True, False) else str(value) for value in values
                )
                yield file.mistake(
                    ("facts", place, "examples", i, "value"),
                    f"{fact.id} is never {example.value}; it is one of {known}",
                )


def facts_without_wording(fact: Fact, key: Key, file: YamlFile) -> Iterator[Mistake]:
    """A fact without a question, a yes/no fact without example lines, empty words to count by."""
    if fact.ask is None and fact.type != "yes_no":
        yield file.mistake((*key, "id"), "`ask` is missing: the question by which somebody is asked for it")
    elif fact.ask is None and not fact.examples:
        message = "nobody is asked for it and nothing tells it; add `ask`, or `examples`"
        yield file.mistake((*key, "id"), message)
    for language, words in fact.counts.items():
        if not words:
            yield file.mistake((*key, "counts", language), "is empty; write what the number counts")


def fact_language_mistakes(rules: Rules, languages: Collection[str], file: YamlFile) -> Iterator[Mistake]:
    """Words for facts in a language that the programme does not speak."""
    for place, fact in enumerate(rules.facts):
        told: list[tuple[Key, Iterable[str]]] = [(("counts",), fact.counts)]
        told += [(("examples", i, "phrasings"), each.phrasings) for i, each in enumerate(fact.examples)]
        for where, words in told:
            for code in words:
                what = f"{NO_LANGUAGE}:"
                yield from unknown_name(file, ("facts", place, *where, code), code, languages, what)


def condition_mistakes(
    rules: Rules, programme: Programme, fact: Fact | None, condition: Condition, key: Key, file: YamlFile
) -> Iterator[Mistake]:
    """An operator that does not fit the fact, and values, sets and figures that do not exist."""
    operators = OPERATORS[fact.type] if fact else ("in", "not_in")
    if condition.operator not in operators:
        yield file.mistake(key, f"{condition.operator} does not fit here; use {' or '.join(operators)}")
        return
    where = (*key, condition.operator)
    if condition.figure and condition.figure not in programme.figures:
        remedy = suggested_name(condition.figure, programme.figures)
        yield file.mistake(where, f"there is no figure {condition.figure} in programme.yaml; {remedy}")
    known = values_of(rules, programme, fact)
    for name in condition.names:
        yield from unknown_name(file, where, name, known, "there is no")


def values_of(rules: Rules, programme: Programme, fact: Fact | None) -> list[str]:
    """The values that a condition on a fact (None: on the kind) may name."""
    if fact is None:
        return [name for kind in rules.kinds for name in (kind.id, *kind.covers)]
    if fact.type == "country":
        return [*programme.sets, *(code for codes in programme.sets.values() for code in codes)]
    return [option.id for option in fact.options]


def unreachable(rulebook: Rulebook, file: YamlFile) -> Iterator[Mistake]:
    """Rules that never apply, in groups, with the rules above that take their cases."""
    applying = rules_applying(rulebook)
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, rule in enumerate(rulebook.rules.rules):
        if applying is not None and rule.id not in applying[place]:
            groups[tuple(sorted(applying[place]))].append(place)
    for above, places in groups.items():
        others = [rulebook.rules.rules[place].id for place in places[1:]]
        more = f" (nor are {', '.join(others)})" if others else ""
        taken = f"{' and '.join(above)} above it takes all that it would; change their order"
        reason = taken if above else "its conditions cannot hold together"
        yield file.mistake(("rules", places[0], "id"), f"this rule is never reached{more}: {reason}")


def rules_applying(rulebook: Rulebook) -> list[set[str]] | None:
    """For each rule, the rules that decide the cases it fits; None where there are too many cases to try."""
    cases = cases_of(rulebook)
    if prod(len(values) for values in cases.values()) > MOST_CASES:
        return None
    found: list[set[str]] = [set() for _ in rulebook.rules.rules]
    accepted = [accepted_values(rulebook, rule, cases) for rule in rulebook.rules.rules]
    for values in product(*cases.values()):
        case = dict(zip(cases, values, strict=True))
        fitting = [
            place
            for place, by_fact in enumerate(accepted)
            if all(case[name] in among for name, among in by_fact.items())
        ]
        for place in fitting:
            found[place].add(rulebook.rules.rules[fitting[0]].id)
    return found


def accepted_values(
    rulebook: Rulebook, rule: Rule, cases: Mapping[str, Sequence[FactValue | None]]
) -> dict[str, set[FactValue | None]]:
    """For each fact that a rule has a condition on, the values that fulfil it."""
    return {
        name: {value for value in cases[name] if fits(rulebook, name, condition, value)}
        for name, condition in rule.when.items()
    }


def fits(rulebook: Rulebook, name: str, condition: Condition, value: FactValue | None) -> bool:
    """Tell whether a condition holds for a value that is known."""
    return value is not None and holds(rulebook, name, condition, value)


def cases_of(rulebook: Rulebook) -> dict[str, Sequence[FactValue | None]]:
    """The values that the rules distinguish of each fact that they ask for."""
    used = {name for _, name, _ in rulebook.rules.conditions()}
    found: dict[str, Sequence[FactValue | None]] = {}
    if KIND in used:
        found[KIND] = list(rulebook.kinds)
    for fact in rulebook.rules.facts:
        if fact.id in used:
            found[fact.id] = values_told_apart(rulebook, fact)
    return found


def values_told_apart(rulebook: Rulebook, fact: Fact) -> Sequence[FactValue | None]:
    """One value of a fact for each way in which the rules treat it."""
    conditions = [condition for _, name, condition in rulebook.rules.conditions() if name == fact.id]
    if fact.type == "yes_no":
        return (True, False) if fact.ask else (True, False, None)
    if fact.type == "choice":
        return [option.id for option in fact.options]
    if fact.type == "number":
        limits = {rulebook.figure(c.over if c.over is not None else c.up_to or 0) for c in conditions}
        return sorted({value for limit in limits for value in (limit, limit + 1)})
    listed = [rulebook.members(condition.names) for condition in conditions]
    codes = [*sorted(frozenset().union(*listed)), ELSEWHERE]
    return list({tuple(code in members for members in listed): code for code in codes}.values())
