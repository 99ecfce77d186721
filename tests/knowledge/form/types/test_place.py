"""A city: looked up, confirmed, with what was typed beside its name."""

import pytest

from knowledge.form.moves import Form
from knowledge.form.steps import OTHER
from tests.knowledge.form.replying import question, tapped, typed, valid

PLACE = question("place")


@pytest.mark.parametrize("line", ["Zaragoza, España", "zaragosa, españa", "Ayuntamiento de Zaragoza, España"])
def test_a_city_is_found_by_its_name(form: Form, line: str) -> None:
    step = typed(form, PLACE, line)
    found = step.draft.answers.get("q") or step.draft.pending["q"]["found"][0]
    assert (found["name"], found["country"]) == ("Zaragoza", "ES")


def test_a_name_that_nobody_knows_is_kept_as_it_was_typed(form: Form) -> None:
    assert typed(form, PLACE, "Villaconejos de Abajo").draft.answers["q"] == {"name": "Villaconejos de Abajo"}


def test_none_of_the_places_found_keeps_the_name(form: Form) -> None:
    half: dict[str, object] = {"typed": "Toledo", "population": None, "country": None, "found": []}
    assert tapped(form, PLACE, OTHER, half).draft.answers["q"] == {"name": "Toledo"}


def test_what_holds_no_name_is_refused(form: Form) -> None:
    assert typed(form, PLACE, "12").problem
    assert not valid(form, PLACE, "Zaragoza")
