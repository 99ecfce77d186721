"""What a programme declares is read out of sentences: its words for its kinds, what it counts, what is denied."""

from pathlib import Path

import pytest

from bot.operations.knowledge_base import Library
from knowledge.content.folders import PROGRAMMES
from knowledge.content.load import Content, examine
from knowledge.conversation.context import NOTHING_SAID
from knowledge.eligibility.judge import Candidate, Verdict, judge
from tests.conftest import CACHE
from tests.knowledge.content.test_example_programme import TODAY
from tests.knowledge.copied import copy_of

pytestmark = pytest.mark.slow

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
    changes: [{es: "Más camas.", en: "More beds."}]
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
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
    return Library(folder, CACHE)


@pytest.fixture(scope="module")
def content(library: Library) -> Content:
    return library.knowledge_base.content


def candidate(library: Library, text: str, language: str) -> Candidate:
    interpreter = library.knowledge_base.interpreter
    return interpreter.candidates.describe(interpreter.messages.read(text, language)).candidate


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
    library: Library, text: str, language: str, kind: str, beds: int | None, people: int | None
) -> None:
    found = candidate(library, text, language)
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
def test_what_is_denied_is_no(library: Library, text: str, language: str, lodging: bool) -> None:
    assert candidate(library, text, language).facts.get("lodging") is lodging


TALKS = {
    "en": [
        (
            "We are a mountain hamlet of 900 inhabitants in Spain, there is a hostel with 12 beds. Can we join?",
            "welcome",
        ),
        ("and if there were no lodging?", "not_yet"),
        ("what if there is a hostel?", "welcome"),
        ("and with only 3 beds?", "not_yet"),
        ("and if we were urban?", "not_for_it"),
    ],
    "es": [
        (
            "Somos una pedanía de montaña de 900 habitantes en España, con 12 camas y hay albergue. ¿Podemos?",
            "welcome",
        ),
        ("¿y si no hubiera alojamiento? somos pobres: no tenemos alojamiento", "not_yet"),
        ("¿y si hay albergue?", "welcome"),
        ("¿y con tres camas?", "not_yet"),
        ("¿y en Francia?", "not_for_it"),
    ],
}


@pytest.mark.parametrize("language", TALKS)
def test_what_goes_on_with_another_fact_is_judged_anew(library: Library, language: str) -> None:
    conversation, outcomes = NOTHING_SAID, []
    for text, _ in TALKS[language]:
        understood = library.knowledge_base.interpreter.understand(text, language, TODAY, conversation)
        conversation = understood.conversation
        outcomes.append(understood.verdict.outcome if understood.verdict else understood.outcome)
    assert outcomes == [outcome for _, outcome in TALKS[language]]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Somos Morella, de montaña, con albergue", "es"),
        ("We are Morella, in the mountains, with a hostel", "en"),
    ],
)
def test_a_place_alone_tells_its_facts_and_the_words_of_facts_are_no_trade(
    library: Library, text: str, language: str
) -> None:
    told = candidate(library, text, language)
    assert (told.kind, told.place, told.facts) == (
        "town",
        "Morella",
        {"setting": "mountain", "lodging": True},
    )


def test_an_answer_that_states_rules_of_all_kinds_rules_no_kind_out(library: Library) -> None:
    content = library.knowledge_base.content
    assert content.rulebook.kinds_by_answer == {}
    text = "Morella tiene alojamiento y es rural"
    understood = library.knowledge_base.interpreter.understand(text, "es", TODAY)
    assert understood.verdict
    assert understood.verdict.candidate.kind == "town"


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
