"""The shape of eligibility.yaml: kinds of candidate, facts, outcomes, rules with a small closed set of operators.

A rule that these operators cannot say becomes a named Python predicate, not a new operator.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from knowledge.content.schema import (
    AnswerId,
    Call,
    CandidateField,
    Id,
    Language,
    Option,
    Programme,
    Shape,
    Text,
    Words,
)
from knowledge.content.text import ButtonText

KIND = "kind"
"""The name under which rules refer to the kind of candidate."""

RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,47}$")]
FactType = Literal["number", "country", "choice", "yes_no"]
Behaviour = Literal["one", "group", "body"]
MayApply = Literal["as_it_is", "another_way", "no"]


class _Shape(Shape):
    model_config = ConfigDict(populate_by_name=True)


class Kind(_Shape):
    """A kind of candidate as somebody chooses it, with other words for it.

    `covers` names the classes of bodies that sentences are read as; `behaves` says whether it is one place, a
    group of several, or a body without a place of its own.
    """

    id: Id
    label: Text
    button: ButtonText
    behaves: Behaviour = "body"
    facts: tuple[Id, ...] = ()
    covers: tuple[str, ...] = ()
    also: tuple[Words, ...] = ()


class Examples(_Shape):
    """How people tell a value of a fact in a sentence, per language."""

    value: str | bool
    phrasings: Mapping[str, tuple[Words, ...]]


class Fact(_Shape):
    """Something that rules ask of a candidate.

    `reads` says what of a sentence tells it without examples; `counts` are the words beside a number that tells it
    ("12 boats"). A yes/no fact without `ask` counts only where somebody tells it.
    """

    id: Id
    type: FactType
    label: Text
    reads: Literal["inhabitants"] | None = None
    counts: Mapping[Language, tuple[Words, ...]] = {}
    ask: Text | None = None
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    examples: tuple[Examples, ...] = ()

    @model_validator(mode="after")
    def fitting(self) -> Self:
        """Refuse parts that this type of fact does not have, and a choice without options."""
        if self.type == "choice" and not self.options:
            raise ValueError("a fact of the type choice needs `options`")
        if self.type != "choice" and self.options:
            raise ValueError("only a fact of the type choice has `options`; remove them")
        if (self.reads or self.counts) and self.type != "number":
            raise ValueError("only a fact of the type number has `reads` or `counts`; remove it")
        if self.examples and self.type == "number":
            raise ValueError(
                "a number is told by what it counts: `counts: {es: [barcos], en: [boats]}`, no `examples`"
            )
        return self

    @property
    def telling_words(self) -> tuple[str, ...]:
        """The words that tell a value: the options' names, the examples, what a number counts."""
        options = [name for option in self.options for name in (*option.label.all(), *option.also)]
        examples = [line for each in self.examples for lines in each.phrasings.values() for line in lines]
        return (*options, *examples, *(word for listed in self.counts.values() for word in listed))

    @property
    def field(self) -> CandidateField | None:
        """The candidate's own field that holds it; None for those kept among its facts."""
        if self.type == "country":
            return "country"
        return "population" if self.reads == "inhabitants" else None


class VerdictOutcome(_Shape):
    """An outcome of the rules: its headline, and whether the candidate may apply.

    `may_apply`: as_it_is, another_way (not as it is, but a way is named), no.
    """

    id: Id
    headline: Text
    closed: Text | None = None
    short: Text
    may_apply: MayApply


def as_list(given: object) -> object:
    """One name stands for a list of it."""
    return (given,) if isinstance(given, str) else given


Names = Annotated[tuple[str, ...], BeforeValidator(as_list)]


class Condition(_Shape):
    """Exactly one operator; a name in a list stands for its set, or for itself."""

    in_: Names | None = Field(None, alias="in")
    not_in: Names | None = None
    over: str | int | None = None
    up_to: str | int | None = None
    is_: Annotated[bool, Field(strict=True)] | None = Field(None, alias="is", examples=[True])

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("a condition has exactly one of: in, not_in, over, up_to, is")
        if any(isinstance(limit, int) and limit < 0 for limit in (self.over, self.up_to)):
            raise ValueError("nobody has fewer than 0; give a number from 0 on")
        return self

    @property
    def operator(self) -> str:
        """The operator as it is written in YAML."""
        return {"in_": "in", "is_": "is"}.get(name := next(iter(self.model_fields_set)), name)

    @property
    def names(self) -> tuple[str, ...]:
        """The values or sets that it compares with; none for a number or a yes/no."""
        return (self.in_ if self.in_ is not None else self.not_in) or ()

    @property
    def figure(self) -> str | None:
        """The figure of programme.yaml that it compares with, if it names one."""
        operand = self.over if self.over is not None else self.up_to
        return operand if isinstance(operand, str) else None


class Rule(_Shape):
    """One line of the rules; `always_open` marks next steps that do not depend on the call."""

    id: RuleId
    when: Mapping[str, Condition]
    outcome: Id
    reasons: tuple[Text, ...]
    changes: tuple[Text, ...] = ()
    next_steps: tuple[Text, ...] = ()
    answers: tuple[AnswerId, ...] = ()
    always_open: bool = False


class Notes(_Shape):
    """Sentences that are added to a verdict's own."""

    approximate: Text
    closed: Text | None = None
    register_interest: Text = Field(alias="register")


class Rules(_Shape):
    """The whole file.

    `title` is the question that it answers, on a button and above its screens, in the interface's words if there is
    none; `example` is how somebody tells it all in one sentence.
    """

    title: ButtonText | None = None
    example: Text | None = None
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    facts: tuple[Fact, ...]
    outcomes: Annotated[tuple[VerdictOutcome, ...], Field(min_length=1)]
    notes: Notes
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    def conditions(self) -> Iterator[tuple[int, str, Condition]]:
        """Every condition with its rule's place and what it asks for."""
        for place, rule in enumerate(self.rules):
            for name, condition in rule.when.items():
                yield place, name, condition

    def figure_names(self) -> set[str]:
        """Name the figures of programme.yaml that the rules refer to."""
        return {condition.figure for _, _, condition in self.conditions() if condition.figure}

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], Text]]:
        """List every text that a verdict is filled into, with the key it stands under."""
        for name in Notes.model_fields:
            if text := getattr(self.notes, name):
                yield ("notes", Notes.model_fields[name].alias or name), text
        for i, outcome in enumerate(self.outcomes):
            yield ("outcomes", i, "headline"), outcome.headline
            if outcome.closed:
                yield ("outcomes", i, "closed"), outcome.closed
        for i, rule in enumerate(self.rules):
            for name in ("reasons", "changes", "next_steps"):
                yield from ((("rules", i, name, j), text) for j, text in enumerate(getattr(rule, name)))


@dataclass(frozen=True)
class Rulebook:
    """Rules with the programme's sets, figures and dates filled in: what `judge` works with."""

    rules: Rules
    sets: Mapping[str, frozenset[str]]
    figures: Mapping[str, int]
    call: Call

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts by id, in the order in which they are asked for."""
        return {fact.id: fact for fact in self.rules.facts}

    @cached_property
    def outcomes(self) -> Mapping[str, VerdictOutcome]:
        """The outcomes by id."""
        return {outcome.id: outcome for outcome in self.rules.outcomes}

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds by id, and by every class of bodies that they cover."""
        covered = {name: kind for kind in self.rules.kinds for name in kind.covers}
        return covered | {kind.id: kind for kind in self.rules.kinds}

    @property
    def home_countries(self) -> frozenset[str]:
        """The countries of the programme's first set: places are looked for there first."""
        return next(iter(self.sets.values()), frozenset())

    def kind_behaving(self, behaviour: Behaviour) -> Kind | None:
        """The first kind with a behaviour: of a single place, or of a group."""
        return next((kind for kind in self.rules.kinds if kind.behaves == behaviour), None)

    def behaviour_of(self, kind: str | None) -> Behaviour | None:
        """The behaviour of a kind, or of the kind that covers a class of bodies."""
        found = self.kinds.get(kind or "")
        return found.behaves if found else None

    def is_decided_by_kind(self, kind: str | None) -> bool:
        """Tell whether the kind alone decides, since the rules ask nothing else of it."""
        found = self.kinds.get(kind or "")
        return found is not None and not found.facts

    @cached_property
    def own_bodies(self) -> Mapping[str, tuple[str, ...]]:
        """The programme's own words for its kinds, by the first class of bodies that each covers, or by its id."""
        kinds = [kind for kind in self.rules.kinds if kind.also]
        return {next(iter(kind.covers), kind.id): kind.also for kind in kinds}

    @cached_property
    def telling_words(self) -> frozenset[str]:
        """The words that tell a fact's value: its options' names, its examples, what its numbers count."""
        return frozenset(line for fact in self.rules.facts for line in fact.telling_words)

    @cached_property
    def kinds_by_answer(self) -> Mapping[str, str]:
        """The kind that an answer rules out, where it states a rule of that kind alone, and no rule of others."""
        alone = [rule for rule in self.rules.rules if [*rule.when] == [KIND] and rule.answers]
        others = {rule.answers[0] for rule in self.rules.rules if rule.answers and rule not in alone}
        each = {rule.answers[0]: rule.when[KIND].names for rule in alone if rule.when[KIND].in_}
        each = {answer: kinds for answer, kinds in each.items() if answer not in others}
        return {answer: kinds[0] for answer, kinds in each.items() if len(kinds) == 1}

    @cached_property
    def rule_answers(self) -> tuple[str, ...]:
        """The answers that state a rule, in the order of the rules."""
        return tuple(dict.fromkeys(rule.answers[0] for rule in self.rules.rules if rule.answers))

    def fact_of_field(self, place: CandidateField) -> Fact | None:
        """The fact that is held by a field of the candidate: its country or its inhabitants."""
        return next((fact for fact in self.rules.facts if fact.field == place), None)

    def threshold(self, fact: Fact) -> int | None:
        """The one number that the rules compare a fact with; None if there are none or several."""
        operands = {
            self.figure(operand)
            for _, name, condition in self.rules.conditions()
            for operand in (condition.over, condition.up_to)
            if name == fact.id and operand is not None
        }
        return operands.pop() if len(operands) == 1 else None

    def minimum(self, fact: Fact) -> int | None:
        """The one number that candidates must have more than to apply as they are; None if there is none."""
        passing = [rule for rule in self.rules.rules if self.outcomes[rule.outcome].may_apply == "as_it_is"]
        operands = {rule.when[fact.id].over for rule in passing if fact.id in rule.when} - {None}
        found = {self.figure(operand) for operand in operands if operand is not None}
        return found.pop() if len(found) == 1 else None

    @property
    def deadline(self) -> date:
        """A day on which the call takes candidates, the last one if it has an end."""
        return self.call.last_open_day

    def call_open(self, today: date) -> bool:
        """Tell whether the call takes candidates on a day (in its time zone); the deadline's day still counts."""
        return self.call.is_open(today)

    def members(self, names: Names) -> frozenset[str]:
        """Expand a list of set names and values to values."""
        return frozenset().union(*(self.sets.get(name, frozenset({name})) for name in names))

    def figure(self, operand: str | int) -> int:
        """Give a figure by its name; a number is itself."""
        return self.figures[operand] if isinstance(operand, str) else operand


def build_rulebook(rules: Rules, programme: Programme) -> Rulebook:
    """Fill the programme's countries, figures and dates into the rules."""
    sets = {name: frozenset(codes) for name, codes in programme.sets.items()}
    return Rulebook(rules, sets, programme.figures, programme.call)
