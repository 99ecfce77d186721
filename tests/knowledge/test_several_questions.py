"""Several questions in one message: lists, and one that has no answer beside one that has."""

import pytest

from bot.operations.knowledge_base import Library
from knowledge.conversation.candidacy import with_kind_from_answer
from knowledge.conversation.several import list_items
from knowledge.search.engine import RankedAnswer, SearchResult
from tests.knowledge.form.conftest import TODAY


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1) who pays 2) what is covered", ["who pays", "what is covered"]),
        ("Two things: 1. the deadline 2. who travels", ["the deadline", "who travels"]),
        ("a) plazo, b) gastos", ["plazo", "gastos"]),
        ("Dudas:\n- el plazo\n- los gastos", ["el plazo", "los gastos"]),
        ("We are 2. Can we?", []),
        ("the 5 towns - all small - want in", []),
        ("What is option 1) about?", []),
    ],
)
def test_items_of_a_list_are_told(text: str, items: list[str]) -> None:
    assert list_items(text) == items


@pytest.mark.parametrize(
    ("text", "language", "ids"),
    [
        ("Tres cosas: 1) cuándo acaba el plazo 2) qué temas hay", "es", ("apply.deadline", "topics.list")),
        ("1. which topics are there? 2. who pays the flights?", "en", ("topics.list", "funding.covered")),
    ],
)
def test_a_numbered_list_is_answered_item_by_item(
    library: Library, text: str, language: str, ids: tuple[str, ...]
) -> None:
    assert library.knowledge_base.interpreter.understand(text, language, TODAY).ids == ids


def test_of_two_questions_the_one_without_an_answer_is_named(library: Library) -> None:
    text = "Which topics are there and who pays for the vaccinations?"
    understood = library.knowledge_base.interpreter.understand(text, "en", TODAY)
    assert understood.ids == ("topics.list",)
    assert [part.asked for part in understood.parts if part.asked] == ["who pays for the vaccinations?"]


@pytest.mark.parametrize(
    ("text", "language", "ids"),
    [
        (
            "Dos cositas: hasta qué día se puede pedir y cuánto dura la cooperación",
            "es",
            ("apply.deadline", "cooperation.duration"),
        ),
        (
            "Una duda doble: sobre qué temas se trabaja y cuánto dura la cooperación",
            "es",
            ("topics.list", "cooperation.duration"),
        ),
        (
            "quick ones: by what date must it be in and on which topics can we work",
            "en",
            ("apply.deadline", "topics.list"),
        ),
    ],
)
def test_a_question_may_begin_with_a_preposition(
    library: Library, text: str, language: str, ids: tuple[str, ...]
) -> None:
    assert library.knowledge_base.interpreter.understand(text, language, TODAY).ids == ids


def test_a_candidate_and_the_question_about_it_are_one_candidacy(library: Library) -> None:
    text = "Es una ciudad de Bulgaria, ¿podemos presentarnos?"
    understood = library.knowledge_base.interpreter.understand(text, "es", TODAY)
    assert not understood.parts
    assert understood.verdict
    assert understood.verdict.undecided


@pytest.mark.parametrize("text", ["town of 143,000", "una ciudad de 82.000"])
def test_a_body_and_its_size_alone_mean_a_candidate(library: Library, text: str) -> None:
    understood = library.knowledge_base.interpreter.understand(text, None, TODAY)
    assert understood.verdict
    assert understood.verdict.missing == ("country",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿por qué cien mil y no ochenta mil?", "es"),
        ("¿Por qué 100.000 y no 80.000 habitantes?", "es"),
        ("Why 100,000 and not 80,000?", "en"),
        ("why a hundred thousand and not fifty thousand?", "en"),
    ],
)
def test_who_asks_why_a_figure_is_the_limit_puts_nobody_forward(
    library: Library, text: str, language: str
) -> None:
    understood = library.knowledge_base.interpreter.understand(text, language, TODAY)
    assert (understood.verdict, understood.ids) == (None, ("eligibility.population",))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Which topics are there and who pays for the kick-off dinner?", "topics.list"),
        ("How long does it last and who pays for the kick-off dinner?", "cooperation.duration"),
    ],
)
def test_a_sure_answer_is_given_beside_a_detail_that_outweighs_it(
    library: Library, text: str, answer: str
) -> None:
    understood = library.knowledge_base.interpreter.understand(text, "en", TODAY)
    assert understood.ids == (answer,)
    assert "kick-off dinner" in understood.unanswered


@pytest.mark.parametrize(("probability", "kind"), [(0.72, "other"), (0.5, "city")])
def test_a_body_that_no_vocabulary_has_is_told_by_an_answer_that_is_probable_enough(
    library: Library, probability: float, kind: str
) -> None:
    interpreter = library.knowledge_base.interpreter
    reading = interpreter.messages.read("can a science park in Espoo apply", "en")
    found = SearchResult("suggest", None, (RankedAnswer("eligibility.private", probability),), "en")
    described = interpreter.candidates.describe(reading)
    told = with_kind_from_answer(described, reading, found, interpreter.rulebook.kinds_by_answer)
    assert told.candidate.kind == kind
