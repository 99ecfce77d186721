"""The words of the languages that the reader knows, checked as they are loaded from knowledge/languages/<code>.

A folder of a language may lack any of the files: what it would say is then not understood in that language.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from knowledge.content.yaml_file import read_plain
from knowledge.reading.spans import Reply

GEO = Path(__file__).parents[1] / "geo"
Terms = list[str]
Side = Mapping[str, Terms]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NumberWords(_File):
    """numbers.yaml: what surrounds numbers; `languages/es/numbers.yaml` explains the keys."""

    spelling: Mapping[str, str] = Field(default_factory=dict)
    never_alone: Terms = []
    scales: Mapping[str, int] = Field(default_factory=dict)
    fractions: Mapping[str, int] = Field(default_factory=dict)
    and_a_half: Terms = []
    vague: Terms = []
    articles: Terms = []
    range_opens: Terms = []
    range_joins: Terms = []
    range_either: Terms = []
    before: Side = Field(default_factory=dict)
    after: Side = Field(default_factory=dict)
    ordinals: Mapping[str, int] = Field(default_factory=dict)
    before_an_ordinal: Terms = []
    after_an_ordinal: Terms = []
    some: Terms = []
    short_of: Terms = []


class ReplyWords(_File):
    """replies.yaml: answers, negation, who speaks."""

    replies: Mapping[Reply, Terms] = Field(default_factory=dict)
    negations: Terms = []
    no_negations: Terms = []
    ends_of_negation: Terms = []
    first_person: Terms = []
    third_person: Terms = []
    own_before: Terms = []
    together: Terms = []
    both: Terms = []
    indirect_questions: Terms = []
    question_words: Terms = []
    connectors: Terms = []


class PlaceWords(_File):
    """places.yaml: where a place's name is to be expected."""

    spoken_in: Terms = []
    names_follow: Terms = []
    subject_after: Terms = []
    within: Terms = []
    told_apart_by: Terms = []
    names_may_follow: Terms = []
    articles: Terms = []
    beside: Terms = []
    beside_after: Terms = []
    inside: Terms = []
    territories: Terms = []
    near: Terms = []
    together: Terms = []
    regions_follow: Terms = []
    languages_follow: Terms = []
    persons_follow: Terms = []
    speakers_follow: Terms = []
    speakers_come: Terms = []
    taken_back: Terms = []
    wished_after: Terms = []
    wished_before: Terms = []
    ordinary: Terms = []


class CountryWords(_File):
    """countries.yaml: groups of countries and adjectives of regions."""

    outside: Terms = []
    groups: Mapping[str, Terms] = Field(default_factory=dict)
    region_adjectives: Mapping[str, tuple[str, str]] = Field(default_factory=dict)
    people_of_cities: Mapping[str, tuple[str, str]] = Field(default_factory=dict)


class Vocabulary(_File):
    """One language's words for the reader."""

    bodies: Mapping[str, Terms] = Field(default_factory=dict)
    trades: Mapping[str, Terms] = Field(default_factory=dict)
    diminutives: Mapping[str, Terms] = Field(default_factory=dict)
    numbers: NumberWords = NumberWords()
    replies: ReplyWords = ReplyWords()
    places: PlaceWords = PlaceWords()
    countries: CountryWords = CountryWords()


@cache
def read_vocabulary(folder: Path) -> Vocabulary:
    """Read a language's folder; pydantic's ValidationError names the key that is wrong."""
    files = {name: folder / f"{name}.yaml" for name in Vocabulary.model_fields}
    return Vocabulary.model_validate(
        {name: read_plain(file) for name, file in files.items() if file.exists()}
    )


@cache
def local_terms() -> Mapping[str, Terms]:
    """Read what bodies are called in the countries' own languages."""
    return dict(read_plain(GEO / "local_terms.yaml"))


@cache
def terms_of_one_country() -> Mapping[str, Terms]:
    """Read what bodies are called in one country only, by the country's code."""
    return dict(read_plain(GEO / "terms_of_one_country.yaml"))


K = TypeVar("K")


def merged_terms(parts: "list[Mapping[K, Terms]]") -> dict[K, Terms]:
    """Put the terms of several languages together, meaning by meaning."""
    together: dict[K, Terms] = {}
    for part in parts:
        for key, terms in part.items():
            together[key] = [*together.get(key, []), *terms]
    return together
