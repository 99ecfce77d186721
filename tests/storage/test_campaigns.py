"""Counts without persons, questions carried by a link, and which message answers which question."""

import datetime
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.campaigns import MOST_CAMPAIGNS, OTHER, Counts, count_answer, count_campaign
from storage.carried import LONGEST, Carried
from storage.database import Database
from storage.exchanges import Exchanges, overwritten, remember

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / "bot.sqlite3")
    await database.open()
    yield database
    await database.close()


async def test_made_up_campaigns_beyond_the_limit_are_counted_together(database: Database) -> None:
    for number in range(MOST_CAMPAIGNS + 3):
        await database.run(count_campaign(f"c{number}", NOW))
    await database.run(count_campaign("C1", NOW + datetime.timedelta(days=1)))
    counted = {each.name: each for each in await Counts(database).campaigns()}
    assert len(counted) == MOST_CAMPAIGNS + 1
    assert counted[OTHER].starts == 3
    assert (counted["c1"].starts, counted["c1"].last_day) == (2, "2026-11-23")


async def test_the_most_asked_come_first(database: Database) -> None:
    for answer in ("b.b", "a.a", "b.b"):
        await database.run(count_answer(answer))
    assert await Counts(database).most_asked(10) == ["b.b", "a.a"]


async def test_a_carried_question_keeps_its_key_cannot_be_guessed_and_is_gone_after_a_week(
    database: Database,
) -> None:
    carried = Carried(database)
    key = await carried.keep("visa?", NOW)
    assert await carried.keep("visa?", NOW) == key
    assert len(key) == 16
    assert await carried.text(key) == "visa?"
    long = await carried.keep("x" * 1000, NOW + datetime.timedelta(days=8))
    assert await carried.text(key) is None
    assert await carried.text(long) == "x" * LONGEST


async def test_an_exchange_is_forgotten_once_its_message_shows_something_else_or_is_old(
    database: Database,
) -> None:
    exchanges = Exchanges(database)
    for write in (remember(1, 10, 11, NOW), remember(2, 10, 12, NOW), overwritten(1, 11)):
        await database.run(write)
    assert [await exchanges.shown(chat, 10) for chat in (1, 2)] == [None, 12]
    await database.run(remember(3, 10, 13, NOW + datetime.timedelta(days=4)))
    assert await exchanges.shown(2, 10) is None
