"""/deadline: date, time zone, days left and state, the calendar file, and the same figures everywhere."""

import datetime

import pytest
from icalendar import Calendar

from bot.operations.knowledge_base import Library
from bot.views import render
from bot.views.context import Screen, ViewContext
from knowledge.call import state_of_call
from knowledge.content.schema import Call
from tests.conftest import Start
from tests.person import Sim

CALL = Call(opens=datetime.date(2027, 1, 10), deadline=datetime.date(2027, 3, 4), timezone="Europe/Brussels")


@pytest.mark.parametrize(
    ("day", "state", "left"),
    [
        ("2027-01-09", "before", 54),
        ("2027-01-10", "open", 53),
        ("2027-03-03", "open", 1),
        ("2027-03-04", "last_day", 0),
        ("2027-03-05", "closed", -1),
    ],
)
def test_the_call_is_before_open_on_its_last_day_or_closed(day: str, state: str, left: int) -> None:
    now = state_of_call(CALL, datetime.date.fromisoformat(day))
    assert (now.state, now.days_left) == (state, left)


@pytest.mark.parametrize(
    ("who", "day", "said"),
    [
        ("officer_es", "2026-11-22", "abierto hasta el 4 de marzo de 2027 (quedan 102 días)"),
        ("officer_en", "2026-11-22", "open until 4 March 2027 (102 days left)"),
        ("officer_en", "2027-03-03", "(1 day left)"),
        ("officer_es", "2027-03-03", "(queda 1 día)"),
        ("officer_es", "2027-03-04", "hora de Bruselas"),
        ("officer_en", "2027-03-05", "closed on 4 March 2027"),
    ],
)
async def test_deadline_tells_date_zone_days_left_and_state(
    sim: Sim, start: Start, who: str, day: str, said: str
) -> None:
    async with start(today=day):
        screen = await sim.person(who).says("/deadline")
        shown = await sim.person(who).waits_for("Bruselas" if who.endswith("es") else "Brussels")
        assert said in shown.text
        assert len(screen.text.splitlines()) < 10


@pytest.mark.parametrize(
    ("who", "name", "title"),
    [
        ("officer_es", "plazo.ics", "Fin de plazo"),
        ("officer_en", "deadline.ics", "Deadline of the call"),
    ],
)
async def test_the_calendar_file_holds_the_last_minute_in_brussels_and_an_alarm_two_weeks_before(
    sim: Sim, start: Start, who: str, name: str, title: str
) -> None:
    async with start():
        officer = sim.person(who)
        await officer.says("/deadline")
        file = await officer.waits_for_document(name)
        calendar = Calendar.from_ical(await officer.downloads(file))
        event = calendar.walk("VEVENT")[0]
        assert event.decoded("dtstart").isoformat() == "2027-03-04T23:59:00+01:00"
        assert event["dtstart"].params["TZID"] == "Europe/Brussels"
        assert str(event["summary"]).startswith(title)
        alarm = event.walk("VALARM")[0]
        assert alarm.decoded("trigger") == datetime.timedelta(days=-14)
        assert calendar.walk("VTIMEZONE")


async def test_the_answer_about_the_deadline_offers_the_file(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.starts("faq_apply-deadline")
        await officer.presses("Add to my calendar")
        assert (await officer.waits_for_document())["file_name"] == "deadline.ics"


async def test_after_the_deadline_nothing_is_offered_as_open(sim: Sim, start: Start) -> None:
    async with start(today="2027-03-05"):
        officer = sim.person("officer_en")
        screen = await officer.says("/deadline")
        assert "Start the pre-application" not in screen.buttons
        await officer.says("/help")
        assert not officer.documents


def test_every_screen_names_the_same_date_and_the_same_days(library: Library) -> None:
    for language in ("es", "en"):
        context = ViewContext(language, library.knowledge_base, datetime.date(2026, 11, 22), username="bot")
        date = context.words.figures["deadline"]
        for screen in (Screen("menu"), Screen("deadline"), Screen("answer", {"id": "apply.deadline"})):
            assert date in render(context, screen).text
        assert "102" in render(context, Screen("menu")).text
        assert "102" in render(context, Screen("deadline")).text
