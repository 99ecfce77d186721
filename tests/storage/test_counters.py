"""Counts without persons."""

import datetime

from storage.counters import (
    MOST_CAMPAIGNS,
    OTHER,
    count_answer,
    count_campaign,
    list_campaigns,
    most_given_answers,
)
from storage.database import Database

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


async def test_made_up_campaigns_beyond_the_limit_are_counted_together(database: Database) -> None:
    for number in range(MOST_CAMPAIGNS + 3):
        await database.run(count_campaign(f"c{number}", NOW))
    await database.run(count_campaign("C1", NOW + datetime.timedelta(days=1)))
    counted = {each.name: each for each in await list_campaigns(database)}
    assert len(counted) == MOST_CAMPAIGNS + 1
    assert counted[OTHER].starts == 3
    assert (counted["c1"].starts, counted["c1"].last_day) == (2, "2026-11-23")


async def test_the_most_asked_come_first(database: Database) -> None:
    for answer in ("b.b", "a.a", "b.b"):
        await database.run(count_answer(answer))
    assert await most_given_answers(database, 10) == ["b.b", "a.a"]
