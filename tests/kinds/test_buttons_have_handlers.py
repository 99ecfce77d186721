"""Whatever a button carries reaches a handler that knows it: its shape a route, its step the code that takes it.

A view cannot make a button with a step that is not of its shape: the type checker refuses it.
"""

import dataclasses
import inspect
import re
import sys
from types import ModuleType
from typing import get_args

from bot import routes
from bot.telegram.callback_data import Data, LeadButton, Move, Privacy, unpack
from tests.source import ROOT

SHAPES = Data.__subclasses__()
ROUTES = (ROOT / "bot" / "routes.py").read_text(encoding="utf-8")
FALLS_BACK = {
    "LeadButton contacted",
    "LeadButton withdrawn",
    "Move show",
    "Open menu",
    "OpenQuestion list",
    "PassOn ask",
    "Talk end",
    "Unsent send",
}
"""Steps that a handler takes where it is none of the others; tests/conversations/wanderer.py presses them."""


def steps() -> list[str]:
    """Every step that a button can carry, after the name of its shape."""
    kinds = [(shape.__name__, field.type) for shape in SHAPES for field in dataclasses.fields(shape)]
    return [f"{name} {step}" for name, kind in kinds for step in get_args(kind)]


def handlers_of(shape: str) -> str:
    """The code that takes a shape of button: the module of its route, and the handlers that this one uses."""
    found = re.search(rf"button\({shape}, (\w+)\.\w+\)", ROUTES)
    assert found, f"no route takes {shape}"
    module: ModuleType = getattr(routes, found[1])
    names = {getattr(each, "__module__", getattr(each, "__name__", "")) for each in vars(module).values()}
    used = [sys.modules[name] for name in sorted(map(str, names)) if name.startswith("bot.handlers")]
    return "\n".join(inspect.getsource(each) for each in {module, *used})


def screens_by_name() -> str:
    """The names of all stored screens, which some buttons open as they are."""
    views = (path.read_text("utf-8") for path in (ROOT / "bot" / "views").rglob("*.py"))
    return "".join(line for text in views for line in text.splitlines() if line.startswith("@view("))


def test_every_step_of_a_button_is_taken_by_the_handler_of_its_shape() -> None:
    taken = {shape.__name__: handlers_of(shape.__name__) for shape in SHAPES}
    taken["Open"] += screens_by_name()
    pairs = [each.split() for each in steps()]
    untaken = {f"{shape} {step}" for shape, step in pairs if f'"{step}"' not in taken[shape]}
    assert untaken <= FALLS_BACK
    assert len(steps()) > 40


def test_a_step_that_there_is_not_is_read_as_nothing() -> None:
    assert unpack(Privacy, "pr|bogus") is None
    assert unpack(Privacy, "pr|forget") == Privacy("forget")
    assert unpack(Move, "m|7|bogus|") is None
    assert unpack(LeadButton, "w|ABC-2027-0001|bogus|") is None
    assert unpack(LeadButton, "w|ABC-2027-0001|claim|") == LeadButton("ABC-2027-0001", "claim")
