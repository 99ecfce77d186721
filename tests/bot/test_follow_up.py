"""When two working days are over."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.follow_up import working_days_before

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
