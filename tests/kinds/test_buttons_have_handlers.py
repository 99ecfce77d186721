"""Whatever a button carries reaches a handler that knows it: its shape a route, its step the code that takes it.

A view cannot make a button with a step that is not of its shape: the type checker refuses it.
"""

import dataclasses
from typing import get_args

import pytest

from bot.telegram.callback_data import Data, LeadButton, Move, Privacy, unpack
from tests.source import ROOT

SHAPES = Data.__subclasses__()
FALLS_BACK = {"Open menu", "Move show", "OpenQuestion list", "PassOn ask", "LeadButton withdrawn", "Talk end"}
"""Steps that a handler takes where it is none of the others; tests/conversations/wanderer.py presses them."""


def steps() -> list[str]:
    """Every step that a button can carry, after the name of its shape."""
    kinds = [(shape.__name__, field.type) for shape in SHAPES for field in dataclasses.fields(shape)]
    return [f"{name} {step}" for name, kind in kinds for step in get_args(kind)]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_button_has_a_route(shape: type[Data]) -> None:
    routes = (ROOT / "bot" / "routes.py").read_text(encoding="utf-8")
    assert f"button({shape.__name__}," in routes


def test_every_step_of_a_button_is_taken_by_a_handler() -> None:
    handlers = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot" / "handlers").rglob("*.py"))
    views = "\n".join(path.read_text("utf-8") for path in (ROOT / "bot" / "views").rglob("*.py"))
    named = handlers + "".join(line for line in views.splitlines() if line.startswith("@view("))
    untaken = {step for step in steps() if f'"{step.split()[1]}"' not in named}
    assert untaken <= FALLS_BACK
    assert len(steps()) > 40


def test_a_step_that_there_is_not_is_read_as_nothing() -> None:
    assert unpack(Privacy, "pr|bogus") is None
    assert unpack(Privacy, "pr|forget") == Privacy("forget")
    assert unpack(Move, "m|7|bogus|") is None
    assert unpack(LeadButton, "w|ABC-2027-0001|bogus|") is None
    assert unpack(LeadButton, "w|ABC-2027-0001|claim|") == LeadButton("ABC-2027-0001", "claim")
