"""Judges a candidate by the rules: a verdict, its reasons, what would change it, what to ask next. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from knowledge.content.schema import Text
from knowledge.content.wording import Wording, country, number
from knowledge.eligibility.rules import Condition, Notes, Rule, Rulebook

Outcome = Literal["eligible", "eligible_in_group", "not_eligible", "partner_city", "need_more"]
Bound = Literal["over", "under"]
ASKED_IN_ORDER = ("kind", "place", "country", "population")
PRESUMED_EU = "EU"  # ISO 3166 reserves the code: a Member State, not said which


@dataclass(frozen=True)
class Candidate:
    """What is known of a candidate; `bound` says that the number is a limit ("more than 100,000")."""

    kind: str | None = None
    country: str | None = None
    population: int | None = None
    approximate: bool = False
    place: str | None = None
    common_problem: bool | None = None
    representative: bool | None = None
    bound: Bound | None = None

    @property
    def counted(self) -> int | None:
        """The number that rules compare: one more or one less where it is only a limit."""
        shift = {"over": 1, "under": -1, None: 0}[self.bound]
        return None if self.population is None else self.population + shift


@dataclass(frozen=True)
class Verdict:
    """The outcome for a candidate; `candidate` is the one judged, presumptions included."""

    outcome: Outcome
    rule: str | None
    candidate: Candidate
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    reasons: tuple[Text, ...] = ()
    changes: tuple[Text, ...] = ()
    next_steps: tuple[Text, ...] = ()
    answers: tuple[str, ...] = ()
    call_open: bool = True


def judge(rulebook: Rulebook, candidate: Candidate, today: date) -> Verdict:
    """Apply the first rule that fits; where a fact decides that nobody has told, ask for it (`need_more`).

    `today` is the day in Brussels. Inhabitants without a country are judged as a Member State's city.
    """
    candidate, assumed = _presume(candidate)
    possible = [rule for rule in rulebook.rules.rules if _may_fit(rulebook, rule, candidate)]
    certain = [rule for rule in possible if not _unknown_facts(rule, candidate)]
    is_open = rulebook.call_open(today)
    if certain and _decides(certain[0], possible):
        return _verdict(rulebook.rules.notes, certain[0], candidate, assumed, is_open)
    unknown = {fact for rule in possible for fact in _unknown_facts(rule, candidate)}
    missing = tuple(fact for fact in ASKED_IN_ORDER if fact in unknown)
    answers = tuple(dict.fromkeys(answer for rule in possible for answer in rule.answers[:1]))
    return Verdict("need_more", None, candidate, missing, assumed, answers=answers, call_open=is_open)


def placeholders(candidate: Candidate, wording: Wording) -> dict[str, str]:
    """Give the candidate's own values for the texts: population, place, country, in words of the language."""
    known = candidate.country and candidate.country != PRESUMED_EU
    return {
        "population": _population(candidate, wording),
        "place": candidate.place or wording.words.your_place,
        "country": country(candidate.country or "", wording.language)
        if known
        else wording.words.your_country,
    }


def _presume(candidate: Candidate) -> tuple[Candidate, tuple[str, ...]]:
    """Take whoever has inhabitants or a name for a city, and a city of unknown country for a European one."""
    if candidate.kind is None and (candidate.population is not None or candidate.place):
        candidate = replace(candidate, kind="city")
    countable = candidate.kind in ("city", "group") and candidate.population is not None
    if countable and candidate.country is None:
        return replace(candidate, country=PRESUMED_EU), ("country",)
    return candidate, ()


def _decides(certain: Rule, possible: list[Rule]) -> bool:
    """Tell whether no rule before it can still come first, or all that can lead to the same outcome."""
    before = possible[: possible.index(certain)]
    return all(rule.outcome == certain.outcome for rule in before)


def _unknown_facts(rule: Rule, candidate: Candidate) -> list[str]:
    return [
        name
        for name, condition in rule.when.items()
        if condition.is_ is None and _value(candidate, name) is None
    ]


def _may_fit(rulebook: Rulebook, rule: Rule, candidate: Candidate) -> bool:
    return all(_holds(rulebook, condition, _value(candidate, name)) for name, condition in rule.when.items())


def _value(candidate: Candidate, name: str) -> str | int | bool | None:
    value: str | int | bool | None = candidate.counted if name == "population" else getattr(candidate, name)
    return value


def _holds(rulebook: Rulebook, condition: Condition, value: str | int | bool | None) -> bool:
    """Tell whether a condition holds or still may; yes/no conditions hold only if known."""
    if condition.is_ is not None:
        return value is condition.is_
    if value is None:
        return True
    if condition.in_ is not None:
        return value in _members(rulebook, condition.in_)
    if condition.not_in is not None:
        return value not in _members(rulebook, condition.not_in)
    if condition.over is not None:
        return int(value) > rulebook.figure(condition.over)
    return condition.up_to is not None and int(value) <= rulebook.figure(condition.up_to)


def _members(rulebook: Rulebook, names: str | tuple[str, ...]) -> frozenset[str]:
    members = rulebook.members(names)
    return members | {PRESUMED_EU} if rulebook.sets["eu_members"] <= members else members


def _verdict(
    notes: Notes, rule: Rule, candidate: Candidate, assumed: tuple[str, ...], is_open: bool
) -> Verdict:
    presumed = (notes.presumed_eu,) if "country" in assumed else ()
    counted = "population" in rule.when
    approximate = (notes.approximate,) if counted and candidate.approximate else ()
    closing = () if is_open or rule.always_open else (notes.closed,)
    steps = rule.next_steps if is_open or rule.always_open else (notes.register_interest,)
    return Verdict(
        outcome=rule.outcome,
        rule=rule.id,
        candidate=candidate,
        assumed=assumed,
        reasons=(*presumed, *rule.reasons, *approximate, *closing),
        changes=rule.changes,
        next_steps=steps,
        answers=rule.answers,
        call_open=is_open,
    )


def _population(candidate: Candidate, wording: Wording) -> str:
    if candidate.population is None:
        return "?"
    words = {"over": wording.words.over, "under": wording.words.under, None: "{number}"}[candidate.bound]
    return words.format(number=number(candidate.population, wording.language))
