"""What the kinds of question share in reading a typed line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content.wording import number
from knowledge.form.replies import asks, correction, name_and_number, skips


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
def test_a_correction_of_the_inhabitants_is_told_from_an_answer(typed: str, value: int | None) -> None:
    assert correction(typed) == value


@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ("Dos Hermanas 138.000", "Dos Hermanas", 138_000),
        ("Ibi (23.500 hab.)", "Ibi", 23_500),
        ("Tres Cantos", "Tres Cantos", None),
        ("cuarenta mil", "", 40_000),
    ],
)
def test_a_name_that_holds_a_number_keeps_it(typed: str, name: str, value: int | None) -> None:
    assert name_and_number(typed) == (name, value)


@given(st.integers(1_000, 40_000_000), st.sampled_from(["es", "en"]))
def test_a_number_that_the_bot_writes_beside_a_name_is_told_from_it(value: int, language: str) -> None:
    written = number(value, "es" if language == "es" else "en")
    assert name_and_number(f"Villanueva {written}") == ("Villanueva", value)


@pytest.mark.parametrize("typed", ["¿cuánto dura?", "cuanto dura", "how long does it take", "Who pays"])
def test_a_question_is_noticed_with_and_without_its_mark(typed: str) -> None:
    assert asks(typed)


def test_leaving_out_is_said_in_words_but_never_by_a_question_mark() -> None:
    assert skips("omitir")
    assert skips("-")
    assert not skips("¿?")
