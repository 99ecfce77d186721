"""A whole number in any form; limits and ranges are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content.wording import number
from knowledge.form.moves import Form
from knowledge.form.steps import tag
from tests.knowledge.form.replying import question, stored, tapped, typed, valid

INHABITANTS = question("number", min=1, max=40_000_000)


@pytest.mark.parametrize(
    ("line", "value"),
    [("120 mil", 120_000), ("120.000", 120_000), ("1,2 millones", 1_200_000), ("más o menos 57.000", 57_000)],
)
def test_a_number_is_read_in_any_form(form: Form, line: str, value: int) -> None:
    assert stored(form, INHABITANTS, line) == value


@pytest.mark.parametrize("line", ["más de 100.000", "over 100,000", "entre 90 y 110 mil"])
def test_a_limit_or_a_range_is_not_taken_for_the_number(form: Form, line: str) -> None:
    assert stored(form, INHABITANTS, line) == "number_exact"


def test_what_is_out_of_range_is_refused(form: Form) -> None:
    assert stored(form, INHABITANTS, "60 millones") == "number_range"
    assert not valid(form, INHABITANTS, 60_000_000)
    assert not valid(form, INHABITANTS, True)


def test_a_city_of_98_inhabitants_is_asked_about(form: Form) -> None:
    half = typed(form, INHABITANTS, "98").draft.pending["q"]
    assert half == {"typed": 98, "meant": 98_000}
    assert tapped(form, INHABITANTS, f"meant{tag(98_000)}", half).draft.answers["q"] == 98_000
    assert typed(form, INHABITANTS, "98", half).draft.answers["q"] == 98


@given(value=st.integers(1_000, 40_000_000), language=st.sampled_from(["es", "en"]))
def test_a_number_that_the_bot_writes_it_can_read(form: Form, value: int, language: str) -> None:
    assert stored(form, INHABITANTS, number(value, "es" if language == "es" else "en")) == value
