"""What a programme declares is read out of sentences: its words for its kinds, what it counts, what is denied."""

from pathlib import Path

import pytest

from knowledge.content.load import PROGRAMMES, Content, examine, load
from knowledge.eligibility.candidate import CandidateReader
from knowledge.eligibility.judge import Candidate, Verdict, judge
from knowledge.geo.countries import read_countries
from knowledge.reading.reader import Reader
from tests.knowledge.candidates import gazetteer
from tests.knowledge.copied import copy_of
from tests.knowledge.test_example_programme import TODAY

COUNTED = """
  - id: beds
    type: number
    counts: {es: [camas, plazas], en: [beds, "places to sleep"]}
    label: {es: Camas, en: Beds}
    ask: {es: "¿Cuántas camas hay?", en: "How many beds are there?"}
"""
TOO_FEW = """
  - id: too_few_beds
    when: {kind: {in: [town]}, beds: {up_to: 3}}
    outcome: not_yet
    reasons: [{es: "Hacen falta más de tres camas.", en: "More than three beds are needed."}]
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The example with a kind that has a name of its own, and a number that is no inhabitants."""
    folder = copy_of(PROGRAMMES / "example", tmp_path_factory.mktemp("counting"))
    path = folder / "eligibility.yaml"
    text = path.read_text(encoding="utf-8").replace("  - id: setting ", COUNTED + "  - id: setting ")
    text = text.replace(
        "facts: [land, people, setting, lodging]", "facts: [land, people, setting, lodging, beds]", 1
    )
    text = text.replace("covers: [municipality]", "covers: [municipality]\n    also: [hamlet, pedanía]")
    path.write_text(
        text.replace("\n  - id: without_lodging", TOO_FEW + "  - id: without_lodging"), encoding="utf-8"
    )
    return load(folder)


def candidate(content: Content, text: str, language: str) -> Candidate:
    reader = Reader(gazetteer(), read_countries(), ["ES", "PT"], [], bodies=content.rulebook.own_bodies)
    return CandidateReader(content.rulebook).describe(reader.read(text, language)).candidate


def judged(content: Content, **facts: object) -> Verdict:
    return judge(content.rulebook, Candidate(country="ES", **facts), TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "language", "kind", "beds", "people"),
    [
        ("We are a hamlet in Spain with 12 beds", "en", "town", 12, None),
        ("Somos una pedanía de 300 habitantes con doce camas", "es", "town", 12, 300),
        ("Somos un pueblo con más de 3 plazas", "es", "town", 4, None),
        ("We are a town, beds: 1,500", "en", "town", 1500, None),
        ("We are a town with 8 good places to sleep", "en", "town", 8, None),
        ("We are a town with 900 inhabitants", "en", "town", None, 900),
    ],
)
def test_what_a_fact_counts_is_read_and_is_no_inhabitants(
    content: Content, text: str, language: str, kind: str, beds: int | None, people: int | None
) -> None:
    found = candidate(content, text, language)
    assert (found.kind, found.facts.get("beds"), found.population) == (kind, beds, people)


@pytest.mark.parametrize(
    ("text", "language", "lodging"),
    [
        ("Somos un pueblo y hay albergue", "es", True),
        ("Somos un pueblo y no hay albergue", "es", False),
        ("We are a town and there is no lodging", "en", False),
        ("We are a town, we do not think that there is a hostel", "en", False),
    ],
)
def test_what_is_denied_is_no(content: Content, text: str, language: str, lodging: bool) -> None:
    assert candidate(content, text, language).facts.get("lodging") is lodging


def test_a_kind_is_not_asked_for_a_fact_that_it_does_not_have(content: Content) -> None:
    assert "beds" in judged(content, kind="town").missing
    assert "beds" not in judged(content, kind="valley").missing


def test_rules_after_the_one_that_surely_fits_ask_nothing(content: Content) -> None:
    assert judged(content, kind="town", population=900, facts={"beds": 2}).missing == ("setting",)


def test_a_number_with_examples_is_told_how_to_say_what_it_counts(tmp_path: Path) -> None:
    folder = copy_of(PROGRAMMES / "example", tmp_path)
    path = folder / "eligibility.yaml"
    lines = '    reads: inhabitants\n    examples: [{value: "5", phrasings: {es: ["cinco"], en: ["five"]}}]\n'
    text = path.read_text(encoding="utf-8").replace("    reads: inhabitants\n", lines)
    path.write_text(text, encoding="utf-8")
    (mistake,) = examine(folder, TODAY)[1]
    assert (mistake.key, "`counts: {es: [barcos], en: [boats]}`" in mistake.message) == ("facts.1", True)
