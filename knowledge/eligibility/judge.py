"""Judges a candidate by the rules: a verdict, its reasons, what would change it, what to ask next. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.content.schema import Text
from knowledge.content.wording import Wording, country, number
from knowledge.eligibility.rules import KIND, Condition, MayApply, Rule, Rulebook
from knowledge.reading.spans import Bound

NEED_MORE = "need_more"
"""The outcome where a fact that decides is not known yet."""
FactValue = str | int | bool


@dataclass(frozen=True)
class Candidate:
    """What is known of a candidate; `bound` says that the number is a limit ("more than 100,000").

    `facts` holds what the programme declares besides country and inhabitants, by the fact's id; `figures` the
    inhabitants that were said of each of several places, by its name; `sizes` those of each member of a group, said
    or looked up, in the order of `place`; empty where only their sum is known. `among` are countries of which it lies
    in one, where no more is told: "in the EU".
    """

    kind: str | None = None
    country: str | None = None
    population: int | None = None
    approximate: bool = False
    place: str | None = None
    bound: Bound | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    figures: Mapping[str, int] = field(default_factory=dict)
    sizes: tuple[int, ...] = ()
    among: frozenset[str] = frozenset()

    @property
    def counted(self) -> int | None:
        """The number that rules compare: one more or one less where it is only a limit."""
        shift = {"over": 1, "under": -1, None: 0}[self.bound]
        return None if self.population is None else self.population + shift


@dataclass(frozen=True)
class Verdict:
    """The outcome for a candidate; `candidate` is the one judged."""

    outcome: str
    rule: str | None
    candidate: Candidate
    missing: tuple[str, ...] = ()
    reasons: tuple[Text, ...] = ()
    changes: tuple[Text, ...] = ()
    next_steps: tuple[Text, ...] = ()
    answers: tuple[str, ...] = ()
    call_open: bool = True
    may_apply: MayApply = "no"

    @property
    def undecided(self) -> bool:
        """Whether a fact is missing that decides."""
        return self.outcome == NEED_MORE

    @property
    def passes(self) -> bool:
        """Whether the candidate may apply as it is."""
        return self.may_apply == "as_it_is"


def judge(rulebook: Rulebook, candidate: Candidate, today: date) -> Verdict:
    """Apply the first rule that fits; where a fact that decides is unknown, ask for it (`need_more`).

    `today` is the day in the call's time zone. A candidate with inhabitants or a name but no kind is a single place.
    """
    candidate = _with_kind(rulebook, candidate)
    possible = [rule for rule in rulebook.rules.rules if _may_fit(rulebook, rule, candidate)]
    certain = [rule for rule in possible if not _unknown_facts(rulebook, rule, candidate)]
    is_open = rulebook.call_open(today)
    if certain and _decides(certain[0], possible):
        return _verdict(rulebook, certain[0], candidate, is_open)
    first = possible[: possible.index(certain[0])] if certain else possible
    unknown = {fact for rule in first for fact in _unknown_facts(rulebook, rule, candidate)}
    missing = tuple(fact for fact in (KIND, *rulebook.facts) if fact in unknown)
    answers = tuple(dict.fromkeys(answer for rule in possible for answer in rule.answers[:1]))
    return Verdict(NEED_MORE, None, candidate, missing, answers=answers, call_open=is_open)


def country_may_apply(rulebook: Rulebook, candidate: Candidate) -> bool:
    """Tell whether only its country is known of a candidate, and any candidate of it may apply in some way."""
    if candidate.country is None or candidate.place or candidate.population is not None:
        return False
    one = rulebook.kind_behaving("one")
    if one is None or candidate.kind not in (None, one.id):
        return False
    there = replace(candidate, kind=one.id)
    possible = [rule for rule in rulebook.rules.rules if _may_fit(rulebook, rule, there)]
    return bool(possible) and all(rulebook.outcomes[rule.outcome].may_apply != "no" for rule in possible)


def candidate_placeholders(candidate: Candidate, wording: Wording) -> dict[str, str]:
    """Give the candidate's own values for the texts: population, place, country, in words of the language."""
    return {
        "population": _population(candidate, wording),
        "place": candidate.place or wording.words.your_place,
        "country": country(candidate.country or "", wording.language)
        if candidate.country
        else wording.words.your_country,
    }


def _with_kind(rulebook: Rulebook, candidate: Candidate) -> Candidate:
    """Give a candidate with inhabitants or a place, but no kind, the kind of a single place."""
    one = rulebook.kind_behaving("one")
    if candidate.kind is None and one and (candidate.population is not None or candidate.place):
        return replace(candidate, kind=one.id)
    return candidate


def _decides(certain: Rule, possible: list[Rule]) -> bool:
    """Tell whether a rule decides: no earlier rule can still apply, or all that can have the same outcome."""
    before = possible[: possible.index(certain)]
    return all(rule.outcome == certain.outcome for rule in before)


def _unknown_facts(rulebook: Rulebook, rule: Rule, candidate: Candidate) -> list[str]:
    kind = candidate.kind
    return [
        name
        for name in rule.when
        if is_asked(rulebook, name, kind) and value_of(rulebook, candidate, name) is None
        if not all(_hold_among(rulebook, name, rule.when[name], candidate) or [False])
    ]


def is_asked(rulebook: Rulebook, name: str, kind: str | None = None) -> bool:
    """Tell whether the person is asked for this fact; a fact without a question counts only if it is told."""
    fact, known = rulebook.facts.get(name), rulebook.kinds.get(kind or "")
    if fact is None:
        return True
    concerned = known is None or name in known.facts or not known.facts
    return concerned and (fact.type != "yes_no" or fact.ask is not None)


def _may_fit(rulebook: Rulebook, rule: Rule, candidate: Candidate) -> bool:
    return all(
        any(_hold_among(rulebook, name, condition, candidate))
        or (
            not _lies_among(rulebook, name, candidate)
            and holds(rulebook, name, condition, value_of(rulebook, candidate, name), candidate.kind)
        )
        for name, condition in rule.when.items()
    )


def _lies_among(rulebook: Rulebook, name: str, candidate: Candidate) -> bool:
    """Tell whether a fact is the country, and only that it is one of several is known."""
    fact = rulebook.facts.get(name)
    return bool(fact and fact.field == "country" and candidate.country is None and candidate.among)


def _hold_among(rulebook: Rulebook, name: str, condition: Condition, candidate: Candidate) -> list[bool]:
    """Tell of each country that it may lie in whether a condition holds; nothing of another fact."""
    codes = sorted(candidate.among) if _lies_among(rulebook, name, candidate) else []
    return [holds(rulebook, name, condition, code, candidate.kind) for code in codes]


def value_of(rulebook: Rulebook, candidate: Candidate, name: str) -> FactValue | None:
    """The value that a rule compares: kind, country, number (shifted by one if it is a limit), or another fact."""
    if name == KIND:
        return candidate.kind
    fact = rulebook.facts.get(name)
    if fact is None or fact.field is None:
        return candidate.facts.get(name)
    return candidate.country if fact.field == "country" else candidate.counted


def with_fact(rulebook: Rulebook, candidate: Candidate, name: str, value: FactValue) -> Candidate:
    """The candidate with a fact told by its id, or the kind; a number told is exact."""
    if name == KIND:
        return replace(candidate, kind=str(value))
    fact = rulebook.facts[name]
    if fact.field == "country":
        return replace(candidate, country=str(value))
    if fact.field == "population":
        return replace(candidate, population=int(value), approximate=False, bound=None)
    return replace(candidate, facts={**candidate.facts, name: value})


def holds(
    rulebook: Rulebook, name: str, condition: Condition, value: FactValue | None, kind: str | None = None
) -> bool:
    """Tell whether a condition holds or may still hold; on a fact that nobody is asked, only if it is known."""
    if value is None:
        return is_asked(rulebook, name, kind)
    if condition.is_ is not None:
        return value is condition.is_
    if condition.in_ is not None:
        return _is_among(rulebook, name, value, condition.in_)
    if condition.not_in is not None:
        return not _is_among(rulebook, name, value, condition.not_in)
    if condition.over is not None:
        return int(value) > rulebook.figure(condition.over)
    return condition.up_to is not None and int(value) <= rulebook.figure(condition.up_to)


def _is_among(rulebook: Rulebook, name: str, value: FactValue, names: tuple[str, ...]) -> bool:
    members = rulebook.members(names)
    if name == KIND and (kind := rulebook.kinds.get(str(value))):
        return kind.id in members or value in members
    return value in members


def _verdict(rulebook: Rulebook, rule: Rule, candidate: Candidate, is_open: bool) -> Verdict:
    notes, inhabitants = rulebook.rules.notes, rulebook.fact_of_field("population")
    counted = inhabitants is not None and inhabitants.id in rule.when
    approximate = (notes.approximate,) if counted and candidate.approximate else ()
    closing = () if is_open or rule.always_open or notes.closed is None else (notes.closed,)
    steps = rule.next_steps if is_open or rule.always_open else (notes.register_interest,)
    return Verdict(
        outcome=rule.outcome,
        rule=rule.id,
        candidate=candidate,
        reasons=(*rule.reasons, *approximate, *closing),
        changes=rule.changes,
        next_steps=steps,
        answers=rule.answers,
        call_open=is_open,
        may_apply=rulebook.outcomes[rule.outcome].may_apply,
    )


def _population(candidate: Candidate, wording: Wording) -> str:
    if candidate.population is None:
        return "?"
    words = {"over": wording.words.over, "under": wording.words.under, None: "{number}"}[candidate.bound]
    return words.format(number=number(candidate.population, wording.language))
