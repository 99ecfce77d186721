"""The candidate and the contact as the answers describe them; questions are found by what they `tell`, not by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from knowledge.content.schema import Question, Questionnaire
from knowledge.eligibility.judge import Candidate, FactValue
from knowledge.eligibility.rules import KIND, Rulebook
from knowledge.form.draft import Value, codes_in, place_in, places_in
from knowledge.form.types import type_of
from knowledge.geo.gazetteer import StoredPlace

PLACE, NAME, MEMBERS = "place", "name", "members"
"""What a question may tell besides the kind and the facts: the place, the candidate's name, a group's members."""
YES, NO = "yes", "no"
"""The options of a choice that tells a yes/no fact."""
TOPICS = "topics"


def consent_question(questionnaire: Questionnaire) -> Question:
    """The question that every questionnaire begins with: may what follows be stored?"""
    return next(question for question in questionnaire.questions if type_of(question).comes_first)


class ApplicantFacets(TypedDict):
    """What lists of pre-applications are filtered and counted by."""

    kind: str | None
    country: str | None
    topics: list[str]


@dataclass(frozen=True)
class Applicant:
    """The applicant as the answers of a pre-application describe it: candidate, contact, topics, consent."""

    questionnaire: Questionnaire
    rulebook: Rulebook
    answers: Mapping[str, Value]

    def answer_telling(self, what: str) -> Value:
        """The answer to the question that tells this; None without one."""
        question = self.questionnaire.telling(what, self.answers.keys())
        return self.answers.get(question.id) if question else None

    def fact(self, field: str) -> Value:
        """The answer that tells the country, or the number of inhabitants."""
        fact = next((fact for fact in self.rulebook.rules.facts if fact.field == field), None)
        return self.answer_telling(fact.id) if fact else None

    def contact(self, what: str) -> str:
        """The contact's `person`, `email` or `phone`; empty if unknown."""
        asked = (q for q in self.questionnaire.questions if type_of(q).contact_detail == what)
        return next((str(self.answers[q.id]) for q in asked if self.answers.get(q.id)), "")

    @property
    def kind(self) -> str | None:
        """The kind of candidate."""
        found = self.answer_telling(KIND)
        return found if isinstance(found, str) else None

    @property
    def behaviour(self) -> str | None:
        """How that kind behaves: one, group, body."""
        return self.rulebook.behaviour_of(self.kind)

    @property
    def country(self) -> str | None:
        """The country (ISO 3166)."""
        found = self.fact("country")
        return found if isinstance(found, str) else None

    @property
    def population(self) -> int | None:
        """The inhabitants of a single city."""
        found = self.fact("population")
        return found if isinstance(found, int) else None

    @property
    def place(self) -> StoredPlace | None:
        """The place that was named."""
        return place_in(self.answer_telling(PLACE))

    @property
    def members(self) -> list[StoredPlace]:
        """The municipalities of a group."""
        return places_in(self.answer_telling(MEMBERS))

    @property
    def places(self) -> list[StoredPlace]:
        """The place, or each municipality of a group."""
        return self.members if self.behaviour == "group" else [self.place] if self.place else []

    @property
    def name(self) -> str:
        """What the candidate is called: its place, or its name; "?" while neither is known."""
        return str((self.place and self.place["name"]) or self.answer_telling(NAME) or "?")

    @property
    def topics(self) -> list[str]:
        """The topics that were chosen."""
        asked = (
            q for q in self.questionnaire.questions if q.options_from == TOPICS and self.answers.get(q.id)
        )
        return next((codes_in(self.answers[question.id]) for question in asked), [])

    @property
    def consent(self) -> str | None:
        """The version of the text that was agreed to."""
        found = self.answers.get(consent_question(self.questionnaire).id)
        return str(found) if found else None

    @property
    def listed(self) -> ApplicantFacets:
        """The kind, the country, the topics."""
        return {"kind": self.kind, "country": self.country, "topics": self.topics}

    @property
    def candidate(self) -> Candidate:
        """The candidate as the rules of eligibility.yaml judge it."""
        population, place = self.population, self.place
        approximate = place is not None and population is not None and place.get("population") == population
        if self.behaviour == "group":
            population = sum(member["population"] for member in self.members) or None
            approximate = any(member.get("approximate", False) for member in self.members)
        name = self.name if self.name != "?" else None
        return Candidate(self.kind, self.country, population, approximate, name, facts=self.other_facts)

    @property
    def other_facts(self) -> dict[str, FactValue]:
        """The facts besides country and inhabitants: an option's code, a yes or no, a number."""
        found: dict[str, FactValue] = {}
        for fact in self.rulebook.rules.facts:
            value = self.answer_telling(fact.id)
            if fact.field is None and isinstance(value, str | int):
                found[fact.id] = value == YES if fact.type == "yes_no" else value
        return found
