"""What the kinds of question share in reading the figures of a typed line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content.wording import number
from knowledge.form.moves import Form
from knowledge.form.replies.figures import corrected_inhabitants, inhabitant_figures, name_and_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("no, somos 57.000", 57_000),
        ("en realidad son 120 mil", 120_000),
        ("actually we are 98,500", 98_500),
        ("57.000", None),
        ("no, 3", None),
        ("Queremos 57.000 viviendas", None),
    ],
)
def test_a_correction_of_the_inhabitants_is_told_from_an_answer(
    form: Form, typed: str, value: int | None
) -> None:
    assert corrected_inhabitants(form.sources.read(typed), form.meanings.words) == value


@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ("Dos Hermanas 138.000", "Dos Hermanas", 138_000),
        ("Ibi (23.500 hab.)", "Ibi", 23_500),
        ("Tres Cantos", "Tres Cantos", None),
        ("cuarenta mil", "", 40_000),
    ],
)
def test_a_name_that_holds_a_number_keeps_it(form: Form, typed: str, name: str, value: int | None) -> None:
    assert name_and_number(form.sources.read(typed), form.meanings.words) == (name, value)


@given(value=st.integers(1_000, 40_000_000), language=st.sampled_from(["es", "en"]))
def test_a_number_that_the_bot_writes_beside_a_name_is_told_from_it(
    form: Form, value: int, language: str
) -> None:
    written = number(value, "es" if language == "es" else "en")
    reading = form.sources.read(f"Villanueva {written}")
    assert name_and_number(reading, form.meanings.words) == ("Villanueva", value)


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("En 2023, 120.000", [120_000]),
        ("Según el padrón de 2018, 143.663 habitantes", [143_663]),
        ("éramos 123.000 en 2012; ahora, 116.979", [116_979]),
        ("79,900 now, 75,500 in 2011", [79_900]),
        ("in 2011 it was 249,000, these days 243,000", [243_000]),
        ("It was 98,700 in 2011 but it is 105,320 now", [105_320]),
        ("75.000 turistas y 40.000 vecinos", [40_000]),
        ("153,000 not 163,000", [153_000]),
        ("112,000 or 113,000", [112_000, 113_000]),
        ("pop. 235239 (2018)", [235_239]),
        ("enough of us", []),
    ],
)
def test_the_inhabitants_of_today_are_told_from_years_and_other_figures(
    form: Form, typed: str, values: list[int]
) -> None:
    assert [number.value for number in inhabitant_figures(form.sources.read(typed))] == values
