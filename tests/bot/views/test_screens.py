"""Stored screens: typed by the functions that draw them, and never a dead end, whatever was stored."""

import datetime
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.operations.knowledge_base import Library
from bot.views import SCREENS, render
from bot.views.answers import answer, suggest
from bot.views.context import Screen, ViewContext
from bot.views.menu import language_buttons
from bot.views.several import several
from bot.views.stored import ScreenArguments
from knowledge.eligibility.judge import Candidate

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def context(library: Library) -> ViewContext:
    return ViewContext("en", library.knowledge_base, TODAY)


def test_what_is_stored_are_the_functions_own_arguments(context: ViewContext) -> None:
    screen = suggest.screen(["apply.deadline"], question=7)
    assert screen.stored() == {"name": "suggest", "ids": ["apply.deadline"], "question": 7}
    assert render(context, Screen.restored(screen.stored())) == suggest(
        context, ["apply.deadline"], question=7
    )


@pytest.mark.parametrize(
    "stored",
    [
        {"name": "passed_on", "reply_to": ["no address"]},
        {"name": "answer", "id": 7},
        {"name": "answer"},
        {"name": "suggest", "ids": "no list"},
        {"name": "of another version", "id": "x"},
        {},
    ],
)
def test_what_cannot_be_drawn_any_more_is_the_menu_and_in_the_log(
    context: ViewContext, stored: dict[str, object]
) -> None:
    with capture_logs() as logged:
        assert render(context, Screen.restored(stored)) == render(context, Screen("menu"))
    known = stored.get("name") in SCREENS
    assert [entry["log_level"] for entry in logged] == (["error"] if known else [])


def test_what_a_later_version_stored_beside_is_left_aside(context: ViewContext) -> None:
    stored = answer.screen("apply.deadline").stored() | {"later": True}
    assert render(context, Screen.restored(stored)) == answer(context, "apply.deadline")


def test_every_argument_of_a_screen_is_typed_where_it_is_stored() -> None:
    given = {name for view in SCREENS.values() for name in view.parameters}
    beside = {"back", "until"}  # kept with a talk by storage/talks.py
    assert set(ScreenArguments.__annotations__) - beside == given


def test_every_screen_has_its_own_name() -> None:
    assert all(name == view.name for name, view in SCREENS.items())
    assert len(SCREENS) >= 20


@pytest.mark.parametrize(
    ("languages", "buttons"),
    [(("en",), []), (("en", "es"), ["Español"]), (("en", "es", "fr", "pt"), ["Language"])],
)
def test_other_languages_have_buttons_of_their_own_until_they_are_many(
    context: ViewContext, languages: tuple[str, ...], buttons: list[str]
) -> None:
    content = context.knowledge_base.content
    programme = content.programme.model_copy(update={"languages": languages})
    base = replace(context.knowledge_base, content=replace(content, programme=programme))
    assert [button.label for button in language_buttons(replace(context, knowledge_base=base))] == buttons


def test_several_verdicts_lead_on_to_the_form_the_rules_and_another_case(context: ViewContext) -> None:
    city, town = (
        Candidate(kind="city", place=place, country="ES", population=population)
        for place, population in (("Elche", 235_580), ("Ibi", 23_321))
    )
    drawn = several(context, [{"candidate": city}, {"candidate": town}])
    assert [button.label for row in drawn.rows for button in row] == [
        "Start the pre-application",
        "Who can apply",
        "Inhabitants needed",
        "Check another case",
        "Menu",
    ]
    abroad = [replace(city, place=place, country="US") for place in ("Boston", "Denver")]
    refused = several(context, [{"candidate": each} for each in abroad])
    assert "Start the pre-application" not in [button.label for row in refused.rows for button in row]
