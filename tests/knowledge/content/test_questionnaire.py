"""The questionnaire as content: every question reached, every path with an end, and what readiness says."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from knowledge.content.checks.questionnaire import LONGEST_POP_UP, flow_of, why_text
from knowledge.content.folders import CONTENT
from knowledge.content.load import BrokenContentError, Content, load
from knowledge.form.draft import Value
from knowledge.form.graph.flow import REVIEW, STOP, Arrow
from knowledge.form.readiness import advice_on_skipped, readiness
from knowledge.form.types import type_of
from tests.knowledge.copied import copy_of
from tests.knowledge.eligibility.candidates import content as shipped

STRONG: dict[str, Value] = {
    "kind": "city",
    "stakeholders": "committed",
    "stakeholder_names": "La universidad",
    "programmes": ["other", "urbact"],
    "strategy": "approved",
    "strategy_url": "https://www.example.eu",
    "staff": "more",
}
WEAK = {
    "stakeholders": "contacted",
    "stakeholder_names": None,
    "programmes": ["none"],
    "strategy": "unsure",
    "staff": "one",
}


@pytest.fixture(scope="session")
def content() -> Content:
    return shipped()


@pytest.fixture(scope="session")
def arrows(content: Content) -> list[Arrow]:
    flow = flow_of(content.questionnaire, content.programme, content.rulebook.rules)
    return flow.arrows()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_of(CONTENT, tmp_path)


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "questionnaire.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(BrokenContentError) as broken:
        load(folder)
    return [str(mistake) for mistake in broken.value.mistakes]


def test_every_question_is_reached_and_every_path_ends(content: Content, arrows: list[Arrow]) -> None:
    order = {question.id: i for i, question in enumerate(content.questionnaire.questions)}
    reached = {arrow.target for arrow in arrows} | {"consent"}
    assert reached == {*order, REVIEW, STOP}
    assert {arrow.source for arrow in arrows} == set(order)
    assert all(order.get(arrow.target, len(order)) > order[arrow.source] for arrow in arrows)


def test_kinds_that_cannot_be_candidates_end_at_the_verdict(arrows: list[Arrow]) -> None:
    kinds = {
        dict(arrow.facts).get("kind")
        for arrow in arrows
        if arrow.source == "eligibility" and arrow.target != STOP
    }
    assert kinds == {"city", "group"}


def test_every_question_says_why_it_is_asked_and_who_sees_it_in_the_room_of_a_pop_up(
    content: Content,
) -> None:
    for question in content.questionnaire.questions:
        if not type_of(question).must_say_why:
            continue
        for words in content.wordings.values():
            text = why_text(words, content.questionnaire, question)
            assert len(text) <= LONGEST_POP_UP, (question.id, text)
            assert words.fill(content.questionnaire.seen_by) in text


def test_a_question_that_only_a_stopped_kind_comes_to_is_found(folder: Path) -> None:
    edit(
        folder,
        "  - id: representative\n    type: member\n    when: {question: kind, in: [group]}",
        "  - id: representative\n    type: member\n    when: {question: kind, in: [region]}",
    )
    assert any("never reached: no path leads to it" in m for m in mistakes(folder))


def test_a_question_that_nobody_can_answer_is_found(folder: Path) -> None:
    edit(
        folder,
        "    min: 1\n    max: 3\n    exclusive: [any]",
        "    min: 4\n    max: 3\n    exclusive: [any]",
    )
    assert any("nobody can answer this: min is 4 and max is 3" in m for m in mistakes(folder))


def test_a_pop_up_that_is_too_long_is_found_in_its_language(folder: Path) -> None:
    edit(folder, "So that the unit knows whom to address.", "So that the unit knows whom to address. " * 4)
    assert [m for m in mistakes(folder) if "why.en" in m and "a pop-up has room for 200" in m]


def test_a_missing_why_and_missing_advice_are_found(folder: Path) -> None:
    edit(
        folder,
        '    why: {es: "Solo por si la unidad prefiere llamarle.", en: "Only in case the unit prefers to call you."}',
        "",
    )
    assert any("`why` is missing" in m for m in mistakes(folder))


def test_a_question_is_added_by_yaml_alone(folder: Path) -> None:
    question = """  - id: budget
    type: choice
    short: {es: Presupuesto, en: Budget}
    text: {es: "¿Tienen presupuesto?", en: "Do you have a budget?"}
    why: {es: "Por saberlo.", en: "To know."}
    options:
      - {id: "yes", label: {es: "Sí", en: "Yes"}}
      - {id: unsure, label: {es: "Aún no lo sé", en: "Not sure yet"}}

  - id: name
"""
    edit(folder, "  - id: name\n", question)
    assert load(folder).questionnaire.question("budget")


def test_a_strong_candidature_needs_no_advice(content: Content) -> None:
    standings = readiness(content.questionnaire, STRONG)
    assert [standing.question.id for standing in standings] == [
        "stakeholders",
        "programmes",
        "strategy",
        "staff",
    ]
    assert {standing.level for standing in standings} == {"strong"}
    assert not any(standing.advice for standing in standings)
    assert advice_on_skipped(content.questionnaire, STRONG) == []


def test_what_is_weak_or_left_out_gets_concrete_advice(content: Content) -> None:
    standings = readiness(content.questionnaire, WEAK)
    assert [standing.level for standing in standings] == ["fair", "weak", "weak", "fair"]
    assert all(standing.advice for standing in standings)
    assert [advice.within("en")[:8] for advice in advice_on_skipped(content.questionnaire, WEAK)] == [
        "Say who "
    ]


@pytest.mark.parametrize(
    ("language", "words"), [("es", "Una ciudad o municipio"), ("en", "A city or municipality")]
)
def test_the_graph_is_drawn_in_both_languages(language: str, words: str, content: Content) -> None:
    drawn = CliRunner().invoke(main, ["graph", "--lang", language])
    assert drawn.exit_code == 0
    lines = drawn.output.splitlines()
    assert lines[0] == "flowchart TD"
    assert f'    kind -->|"{words}"| place' in lines
    for question in content.questionnaire.questions:
        assert any(
            line.strip().startswith((f"{question.id}[", f"{question.id}{{", f"{question.id}("))
            for line in lines
        )


def test_an_expression_of_interest_without_an_address_is_found(folder: Path) -> None:
    edit(folder, "  - id: email\n    interest: true\n", "  - id: email\n")
    assert any("none of the type email: mark that one too" in m for m in mistakes(folder))
