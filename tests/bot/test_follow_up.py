"""When two working days are over, and what a failing database does to those who look at the clock."""

import asyncio
import datetime
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.scheduled.clock import PeriodicTask, run_periodic_tasks
from bot.scheduled.digest import Digest
from bot.scheduled.follow_up import OutcomeReporter, queue_follow_ups
from bot.scheduled.unclaimed import working_days_before
from storage.database import Database
from tests.conftest import Start
from tests.waiting import PATIENCE

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("now", "days", "before"),
    [
        ("2026-11-26 15:00", 2, "2026-11-24 15:00"),  # Thursday -> Tuesday
        ("2026-11-24 15:00", 2, "2026-11-20 15:00"),  # Tuesday -> Friday
        ("2026-11-23 09:00", 2, "2026-11-19 09:00"),  # Monday -> Thursday
        ("2026-11-22 18:00", 2, "2026-11-19 00:00"),  # Sunday counts as the end of Friday
        ("2026-11-21 00:00", 2, "2026-11-19 00:00"),  # Saturday too
        ("2026-11-26 15:00", 10, "2026-11-12 15:00"),  # two weeks
        ("2026-10-27 09:00", 2, "2026-10-23 09:00"),  # over the change of the clocks
    ],
)
def test_weekends_do_not_count(now: str, days: int, before: str) -> None:
    moment = datetime.datetime.fromisoformat(now).replace(tzinfo=BRUSSELS)
    assert f"{working_days_before(moment, days, BRUSSELS):%Y-%m-%d %H:%M}" == before


async def test_a_database_that_fails_ends_nobody_who_looks_at_the_clock(start: Start, tmp_path: Path) -> None:
    closed = Database(tmp_path / "closed.sqlite3")
    async with start() as running:
        services = replace(running.services, database=closed)
        tried = asyncio.Event()

        async def last() -> None:
            tried.set()

        chores = [
            PeriodicTask(
                "follow-up",
                60,
                lambda: queue_follow_ups(services, OutcomeReporter(closed, services.library, services.now)),
            ),
            PeriodicTask("digest", 60, lambda: Digest(services).queue(services.now())),
            PeriodicTask("last", 60, last),
        ]
        loop = asyncio.create_task(run_periodic_tasks(chores))
        await asyncio.wait_for(tried.wait(), PATIENCE)
        assert not loop.done()
        loop.cancel()
