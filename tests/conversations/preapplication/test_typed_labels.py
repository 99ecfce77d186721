"""A typed label of a button acts as that button; a line that only begins like one does not."""

import pytest

from bot.handlers.preapplication import is_label
from knowledge.reading.words import fold


@pytest.mark.parametrize(
    ("typed", "label", "same"),
    [
        ("una ciudad o municipio", "1. Una ciudad o municipio", True),
        ("Cocentaina, 11.467", "➕ Cocentaina, 11.467", True),
        ("Cocentaina 11.500", "➕ Cocentaina, 11.467", False),
        ("listo", "Listo (1 de 3)", True),
        ("done", "Done (2 of 3)", True),
        ("2", "12", False),
    ],
)
def test_a_figure_of_ones_own_is_no_label(typed: str, label: str, same: bool) -> None:
    assert is_label(fold(typed), label) is same
