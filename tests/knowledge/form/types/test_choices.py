"""Several of the options: ticked, typed, limited, and one that stands alone."""

import pytest

from knowledge.content.schema import ButtonText, Option
from knowledge.form.moves import Form
from knowledge.form.steps import DONE, TICK, UNTICK
from tests.knowledge.form.replying import question, stored, tapped, valid


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
