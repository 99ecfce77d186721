"""Several of the options: ticked, typed, limited, and one that stands alone."""

from dataclasses import replace

import pytest

from knowledge.content.schema import ButtonText, Option, Question
from knowledge.form.draft import Draft, codes_in
from knowledge.form.moves import Form
from knowledge.form.steps import DONE, TICK, UNTICK
from knowledge.form.types import type_of
from tests.knowledge.form.replying import question, stored, tapped, typed, valid


def option(code: str, es: str, en: str) -> Option:
    return Option(id=code, label=ButtonText({"es": es, "en": en}))


TOPICS = question(
    "choices",
    min=1,
    max=2,
    exclusive=("any",),
    options=(
        option("housing", "Vivienda", "Housing"),
        option("water", "Agua y residuos", "Water and waste"),
        option("culture", "Cultura y patrimonio", "Culture and heritage"),
        option("any", "Sin preferencia", "No preference"),
    ),
)


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("vivienda, agua y residuos", ["housing", "water"]),
        ("1 3", ["housing", "culture"]),
        ("cultura y patrimonio", ["culture"]),
        ("Housing and culture and heritage", ["housing", "culture"]),
        ("sin preferencia, vivienda", ["housing"]),
        ("Only housing, back in 2018", ["housing"]),
        ("vivienda, allá por 2015", ["housing"]),
    ],
)
def test_several_options_are_read_in_one_line(form: Form, line: str, codes: list[str]) -> None:
    assert stored(form, TOPICS, line) == codes


def test_more_than_the_limit_are_not_taken(form: Form) -> None:
    assert stored(form, TOPICS, "1, 2, 3") == "too_many_named"
    assert not valid(form, TOPICS, ["housing", "water", "culture"])
    assert not valid(form, TOPICS, ["gone"])


def test_a_double_tap_ticks_once(form: Form) -> None:
    once = tapped(form, TOPICS, f"{TICK}water").draft.pending["q"]
    assert tapped(form, TOPICS, f"{TICK}water", once).draft.pending["q"] == ["water"]
    assert tapped(form, TOPICS, f"{UNTICK}water", once).draft.pending["q"] == []


def test_done_stores_what_is_ticked_if_it_is_enough(form: Form) -> None:
    assert tapped(form, TOPICS, DONE, ["water"]).draft.answers["q"] == ["water"]
    assert tapped(form, TOPICS, DONE, []).problem


@pytest.mark.parametrize(
    ("line", "stored_or_why"),
    [
        ("ni vivienda ni agua y residuos", "option"),
        ("vivienda no; cultura sí", ["culture"]),
        ("todos", "too_many_named"),
        ("todo menos vivienda", ["water", "culture"]),
        ("ninguna preferencia", ["any"]),
    ],
)
def test_what_is_denied_is_not_chosen(form: Form, line: str, stored_or_why: object) -> None:
    assert stored(form, TOPICS, line) == stored_or_why


def test_a_list_that_is_understood_in_part_keeps_that_part_and_names_the_rest(form: Form) -> None:
    step = typed(form, shipped(form, "topics"), "vivienda y turismo")
    assert (step.draft.answers["topics"], step.not_understood) == (["housing"], ("turismo",))


@pytest.mark.parametrize(
    ("line", "stored_or_why"),
    [
        ("ni China ni India", "option"),
        ("cualquiera menos China", "too_many_named"),
        ("anywhere in Asia except India", ["JP", "CN"]),
        ("all of North America", ["US", "CA", "MX"]),
        ("no preference whatsoever", ["any"]),
    ],
)
def test_countries_are_chosen_alone_by_their_part_of_the_world_and_never_where_denied(
    form: Form, line: str, stored_or_why: object
) -> None:
    assert stored(form, shipped(form, "partners"), line) == stored_or_why


def shipped(form: Form, question_id: str) -> Question:
    """A question of the questionnaire as shipped."""
    found = form.questionnaire.question(question_id)
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["es", "en"])
def test_many_long_options_stand_in_the_text_and_their_buttons_are_numbers(form: Form, language: str) -> None:
    topics = form.questionnaire.question("topics")
    assert topics
    asked = replace(form, language=language).asked(topics, Draft(pending={"topics": ["housing"]}))
    rows = type_of(topics).buttons(asked)
    assert [choice.label for choice in rows[0]] == ["1", "✓2", "3", "4", "5", "6", "7", "8"]
    lines = codes_in(type_of(topics).notes(asked)[0].details["lines"])
    assert len(lines) == 15
    assert lines[1].startswith("☑ 2. ")


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("the first two", ["housing", "water"]),
        ("las dos primeras", ["housing", "water"]),
        ("the last two", ["culture", "any"]),
        ("2-3", ["water", "culture"]),
        ("de la 1 a la 2", ["housing", "water"]),
        ("topics 1 to 2", ["housing", "water"]),
        ("the first three", "too_many_named"),
        ("the first nine", "option"),
    ],
)
def test_a_run_of_the_list_is_chosen_by_its_ends(form: Form, line: str, codes: object) -> None:
    limited = TOPICS.model_copy(update={"exclusive": ()})
    assert stored(form, limited, line) == codes


def test_a_run_that_holds_an_option_which_stands_alone_is_asked_again(form: Form) -> None:
    assert stored(form, TOPICS, "the last two") == "option"
