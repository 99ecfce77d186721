"""A city: looked up, confirmed, with what was typed beside its name."""

import pytest

from knowledge.form.moves import Form
from knowledge.form.steps import OTHER
from tests.knowledge.form.replying import answer, question, tapped, typed, valid, waiting, within

PLACE = question("place")


@pytest.mark.parametrize("line", ["Zaragoza, España", "zaragosa, españa", "Ayuntamiento de Zaragoza, España"])
def test_a_city_is_found_by_its_name(form: Form, line: str) -> None:
    step = typed(form, PLACE, line)
    found = answer(step.draft) if "q" in step.draft.answers else waiting(step.draft)["found"][0]
    assert (found["name"], found["country"]) == ("Zaragoza", "ES")


def test_a_name_that_nobody_knows_is_kept_as_it_was_typed(form: Form) -> None:
    assert typed(form, PLACE, "Villaconejos de Abajo").draft.answers["q"] == {"name": "Villaconejos de Abajo"}


def test_none_of_the_places_found_keeps_the_name(form: Form) -> None:
    half: dict[str, object] = {"typed": "Toledo", "population": None, "country": None, "found": []}
    assert tapped(form, PLACE, OTHER, half).draft.answers["q"] == {"name": "Toledo"}


def test_what_holds_no_name_is_refused(form: Form) -> None:
    assert typed(form, PLACE, "12").problem
    assert not valid(form, PLACE, "Zaragoza")


@pytest.mark.parametrize(
    ("line", "name", "country"),
    [
        ("Pues mire, escribimos desde Albacete", "Albacete", "ES"),
        ("the one in Spain, not the Venezuelan: Valencia", "Valencia", "ES"),
        ("Cordoba pero la argentina", "Córdoba", "AR"),
        ("Gijón (Asturias)", "Gijón", "ES"),
        ("Rosario, Argentina. Les saluda el área de cooperación", "Rosario", "AR"),
    ],
)
def test_a_city_is_read_from_a_sentence(form: Form, line: str, name: str, country: str) -> None:
    found = answer(typed(form, PLACE, line).draft)
    assert (found["name"], found["country"]) == (name, country)


@pytest.mark.parametrize(
    "line", ["todavía no se lo puedo decir a nadie", "el ayuntamiento", "we don't have one"]
)
def test_a_sentence_is_no_name(form: Form, line: str) -> None:
    assert "q" not in typed(form, PLACE, line).draft.answers


def test_a_city_that_another_place_is_near_to_is_offered_not_stored(form: Form) -> None:
    step = typed(form, PLACE, "somos un pueblo cerca de Lugo")
    assert "q" not in step.draft.answers
    assert waiting(step.draft)["found"][0]["name"] == "Lugo"


@pytest.mark.parametrize(
    ("language", "line", "name", "country"),
    [
        ("en", "It's Limerick", "Limerick", "IE"),
        ("en", "the city of limerick", "Limerick", "IE"),
        ("en", "it's cork", "Cork", "IE"),
        ("en", "newcastle west", "Newcastle West", "IE"),
        ("es", "elche de la sierra", "Elche de la Sierra", "ES"),
        ("es", "elche de la sierra, 3.700", "Elche de la Sierra", "ES"),
    ],
)
def test_the_one_place_of_a_name_is_stored_however_it_is_written(
    form: Form, language: str, line: str, name: str, country: str
) -> None:
    found = answer(typed(within(form, language), PLACE, line).draft)
    assert (found["name"], found["country"]) == (name, country)


@pytest.mark.parametrize("line", ["Brasil y Perú", "Japón o Canadá"])
def test_two_countries_are_no_name_of_a_place(form: Form, line: str) -> None:
    step = typed(form, PLACE, line)
    assert "q" not in step.draft.answers
    assert step.problem
