"""Reminders, with restraint: once, in decent hours, in the person's language, and one tap stops them."""

import datetime

import pytest

from bot.application import Running
from bot.scheduled import reminders as jobs
from storage.chats import set_reminders
from storage.outbox import list_deliveries
from tests.conversations.conftest import StartAt
from tests.conversations.filled_in import EN, ES, Clock, stores, stores_draft
from tests.person import Person, Sim
from tests.waiting import until_true

DEADLINE = datetime.date(2027, 3, 4)


@pytest.fixture
def es(sim: Sim) -> Person:
    return sim.person("officer_es")


@pytest.fixture
def en(sim: Sim) -> Person:
    return sim.person("officer_en")


def at(day: datetime.date, hour: int, minute: int = 0) -> Clock:
    """A clock at an hour of UTC, which is one hour behind Brussels in winter."""
    return Clock(datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=datetime.UTC))


async def kinds(running: Running) -> list[str]:
    """The reminders that were queued so far, whatever became of them."""
    entries = await list_deliveries(running.services.database)
    return sorted(e.delivery.key.split(":", 2)[2] for e in entries if e.delivery.key.startswith("reminder:"))


async def with_draft(running: Running, person: Person, **changes: object) -> None:
    await person.starts()
    await stores_draft(running, ES if person.key == "officer_es" else EN, **changes)


async def test_a_draft_left_for_three_days_is_brought_to_mind_once(
    start_at: StartAt, clock: Clock, es: Person
) -> None:
    async with start_at(clock) as running:
        await with_draft(running, es, email=None, phone=None)
        clock.moves(days=2, hours=23)
        await jobs.remind_if_due(running.services)
        assert await kinds(running) == []
        clock.moves(hours=1)
        await jobs.remind_if_due(running.services)
        reminder = await es.waits_for("Tiene sin terminar la preinscripción de Sevilla.")
        clock.moves(days=4)
        await jobs.remind_if_due(running.services)
        assert await kinds(running) == ["left"]
    assert reminder.rows == (("Continuar la preinscripción",), ("No quiero más recordatorios",))


async def test_the_reminder_leads_back_into_the_draft(start_at: StartAt, clock: Clock, en: Person) -> None:
    async with start_at(clock) as running:
        await with_draft(running, en)
        clock.moves(days=3)
        await jobs.remind_if_due(running.services)
        await en.waits_for("It only has to be reviewed and sent.")
        await en.presses("Continue the pre-application")
        assert "\n\nReview\n" in en.screen.text


async def test_a_restart_loses_no_reminder_and_repeats_none(
    start_at: StartAt, clock: Clock, es: Person
) -> None:
    async with start_at(clock) as running:
        await with_draft(running, es)
    clock.moves(days=10)
    async with start_at(clock):
        await es.waits_for("Solo falta revisarla y enviarla.")
    async with start_at(clock) as running:
        await jobs.remind_if_due(running.services)
        assert await kinds(running) == ["left"]
    calls = [call for call in await es.sim.calls("sendMessage") if "Solo falta" in str(call)]
    assert len(calls) == 1


@pytest.mark.parametrize(("hour", "told"), [(7, []), (8, ["left"]), (17, ["left"]), (18, [])])
async def test_nobody_is_reminded_before_9_or_after_19_in_brussels(
    start_at: StartAt, en: Person, hour: int, told: list[str]
) -> None:
    clock = at(datetime.date(2026, 11, 20), 10)
    async with start_at(clock) as running:
        await with_draft(running, en)
        clock.now = at(datetime.date(2026, 11, 25), hour, 30).now
        await jobs.remind_if_due(running.services)
        assert await kinds(running) == told


async def tried(running: Running) -> None:
    """Wait until the one delivery was tried and failed."""

    async def failed() -> bool:
        (entry,) = await list_deliveries(running.services.database)
        return bool(entry.error)

    await until_true(failed, "the delivery to be tried")


async def test_a_reminder_that_is_late_waits_for_decent_hours(
    start_at: StartAt, en: Person, sim: Sim
) -> None:
    clock = at(datetime.date(2026, 11, 20), 10)
    async with start_at(clock) as running:
        await with_draft(running, en)
        clock.now = at(datetime.date(2026, 11, 25), 17, 59).now
        await sim.fail("sendMessage", count=1, status=502)
        await jobs.remind_if_due(running.services)
        await tried(running)
    clock.now = at(datetime.date(2026, 11, 25), 21).now
    async with start_at(clock) as running:
        assert not [each for each in (await en.look(), en.screen) if "only has to be" in each.text]
    clock.now = at(datetime.date(2026, 11, 26), 9).now
    async with start_at(clock) as running:
        await en.waits_for("It only has to be reviewed and sent.")


@pytest.mark.parametrize(
    ("days_before", "kind", "said"),
    [(14, "deadline14", "14 days left"), (5, "deadline14", "5 days left"), (2, "deadline2", "2 days left")],
)
async def test_the_deadline_is_announced_to_those_with_a_draft(
    start_at: StartAt, en: Person, days_before: int, kind: str, said: str
) -> None:
    clock = at(DEADLINE - datetime.timedelta(days=20), 10)
    async with start_at(clock) as running:
        await with_draft(running, en)
        clock.now = at(DEADLINE - datetime.timedelta(days=days_before), 10).now
        await jobs.remind_if_due(running.services)
        await jobs.remind_if_due(running.services)
        reminder = await en.waits_for(said)
        assert await kinds(running) == [kind]
    assert "The call closes on 4 March 2027" in reminder.text


async def test_a_draft_begun_after_the_announcement_hears_only_the_next_one(
    start_at: StartAt, en: Person
) -> None:
    clock = at(DEADLINE - datetime.timedelta(days=10), 10)
    async with start_at(clock) as running:
        await with_draft(running, en)
        clock.moves(hours=5)
        await jobs.remind_if_due(running.services)
        assert await kinds(running) == []
        clock.moves(days=8)
        await jobs.remind_if_due(running.services)
        assert await kinds(running) == ["deadline2"]


async def test_after_the_deadline_nothing_is_announced(start_at: StartAt, en: Person) -> None:
    clock = at(DEADLINE - datetime.timedelta(days=30), 10)
    async with start_at(clock) as running:
        await with_draft(running, en)
        clock.now = at(DEADLINE + datetime.timedelta(days=1), 10).now
        await jobs.remind_if_due(running.services)
        assert await kinds(running) == ["left"]


async def test_one_tap_stops_all_reminders_and_another_lets_them_come_again(
    start_at: StartAt, en: Person
) -> None:
    clock = at(DEADLINE - datetime.timedelta(days=18), 10)
    async with start_at(clock) as running:
        await with_draft(running, en)
        clock.moves(days=3)
        await jobs.remind_if_due(running.services)
        await en.waits_for("waiting for you")
        await en.presses("No more reminders")
        assert "no more reminders" in en.screen.text
        clock.moves(days=1)
        await jobs.remind_if_due(running.services)
        assert await kinds(running) == ["left"]
        await en.presses("Remind me again")
        await jobs.remind_if_due(running.services)
        assert await kinds(running) == ["deadline14", "left"]


async def test_who_declined_who_sent_and_who_gave_no_consent_hear_nothing(
    start_at: StartAt, clock: Clock, sim: Sim, es: Person, en: Person
) -> None:
    async with start_at(clock) as running:
        await with_draft(running, es)
        await stores(running, set_reminders(ES, False))
        await with_draft(running, en)
        await en.says("/apply")
        await en.presses("Send the pre-application")
        third = await sim.add_person("third", language_code="en", first_name="Third")
        await third.says("/apply")
        clock.moves(days=5)
        await jobs.remind_if_due(running.services)
        assert await kinds(running) == []


async def test_the_task_that_looks_at_the_clock_runs_with_the_bot(
    start_at: StartAt, clock: Clock, en: Person
) -> None:
    async with start_at(clock) as running:
        await with_draft(running, en)
    clock.moves(days=4)
    async with start_at(clock):
        await en.waits_for("Your pre-application for Sevilla is waiting for you.")
