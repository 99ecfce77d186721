"""The shape of content/eligibility.yaml: kinds of body, rules with a small closed set of operators, texts.

A rule that these operators cannot say becomes a named Python predicate, not a new operator.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from knowledge.content.schema import ButtonText, Programme, Shape, Text

Outcome = Literal["eligible", "eligible_in_group", "not_eligible", "partner_city"]
FieldName = Literal["kind", "country", "population", "common_problem", "representative"]


class _Shape(Shape):
    model_config = ConfigDict(populate_by_name=True)


class Kind(_Shape):
    """A kind of body as the user chooses it, with other words for it.

    `covers` names the finer kinds that are read from sentences.
    """

    id: str
    label: Text
    button: ButtonText
    covers: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Condition(_Shape):
    """Exactly one operator; a name in a list stands for its set, or for itself."""

    in_: str | tuple[str, ...] | None = Field(None, alias="in")
    not_in: str | tuple[str, ...] | None = None
    over: str | int | None = None
    up_to: str | int | None = None
    is_: bool | None = Field(None, alias="is")

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("a condition has exactly one of: in, not_in, over, up_to, is")
        return self


class Rule(_Shape):
    """One line of the rules; `always_open` marks next steps that do not depend on the call."""

    id: str
    when: dict[FieldName, Condition]
    outcome: Outcome
    reasons: tuple[Text, ...]
    changes: tuple[Text, ...]
    next_steps: tuple[Text, ...]
    answers: tuple[str, ...]
    always_open: bool = False


class Notes(_Shape):
    """Sentences that are added to a verdict's own."""

    presumed_eu: Text
    approximate: Text
    closed: Text
    register_interest: Text = Field(alias="register")


class Rules(_Shape):
    """The whole file."""

    kinds: tuple[Kind, ...]
    notes: Notes
    rules: tuple[Rule, ...]

    def resolve(
        self,
        *,
        eu_members: Collection[str],
        partner_countries: Collection[str],
        figures: Mapping[str, int],
        deadline: date,
        opens: date | None = None,
    ) -> "Rulebook":
        """Fill set names and figures in; raises ValueError listing every figure that is not known."""
        unknown = sorted({name for name in self.figure_names() if name not in figures})
        if unknown:
            raise ValueError(f"figures without a value: {', '.join(unknown)}")
        sets = {"eu_members": frozenset(eu_members), "partner_countries": frozenset(partner_countries)}
        return Rulebook(self, sets, dict(figures), deadline, opens)

    def figure_names(self) -> set[str]:
        """Name the figures of programme.yaml that the rules refer to."""
        operands = (
            operand
            for rule in self.rules
            for condition in rule.when.values()
            for operand in (condition.over, condition.up_to)
        )
        return {operand for operand in operands if isinstance(operand, str)}

    def texts(self) -> tuple[tuple[str, Text], ...]:
        """List every text with the key it stands under, for checking placeholders and lengths."""
        notes = ((f"notes.{name}", getattr(self.notes, name)) for name in Notes.model_fields)
        kinds = ((f"kinds.{kind.id}.label", kind.label) for kind in self.kinds)
        rules = (
            (f"rules.{rule.id}.{part}", text)
            for rule in self.rules
            for part in ("reasons", "changes", "next_steps")
            for text in getattr(rule, part)
        )
        return (*notes, *kinds, *rules)


@dataclass(frozen=True)
class Rulebook:
    """Rules with the programme's sets, figures and dates filled in: what `judge` works with."""

    rules: Rules
    sets: Mapping[str, frozenset[str]]
    figures: Mapping[str, int]
    deadline: date
    opens: date | None = None

    def call_open(self, today: date) -> bool:
        """Tell whether the call takes candidates on a day (in Brussels); the deadline's day still counts."""
        return (self.opens is None or self.opens <= today) and today <= self.deadline

    def members(self, names: str | tuple[str, ...]) -> frozenset[str]:
        """Spell a list of set names and plain values out."""
        listed = (names,) if isinstance(names, str) else names
        return frozenset().union(*(self.sets.get(name, frozenset({name})) for name in listed))

    def figure(self, operand: str | int) -> int:
        """Give a figure by its name; a number is itself."""
        return self.figures[operand] if isinstance(operand, str) else operand


def resolved(rules: Rules, programme: Programme) -> Rulebook:
    """Fill the programme's countries, figures and dates into the rules."""
    return rules.resolve(
        eu_members=programme.eu_members,
        partner_countries=programme.partner_countries,
        figures=programme.figures,
        deadline=programme.call.deadline,
        opens=programme.call.opens,
    )
