"""What is stored about people on a real SQLite file: all of it found, all of it erased; jobs done once a day."""

import datetime
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.conversations import Conversations, begin_draft, drop_draft
from storage.database import Connection, Database
from storage.jobs import Jobs
from storage.people import EMPTIED, People, erase_person, tables_of_chats

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
TODAY = NOW.date()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / "bot.db")
    await database.open()
    yield database
    await database.close()


def new_table(db: Connection) -> None:
    db.execute("CREATE TABLE favourites (chat_id INTEGER, city TEXT)")
    db.execute("INSERT INTO favourites VALUES (7, 'Graz'), (8, 'Linz')")


async def test_a_table_that_comes_later_is_told_and_erased_too(database: Database) -> None:
    await database.run(new_table)
    assert (await People(database).about(7))["favourites"] == [{"chat_id": 7, "city": "Graz"}]
    await database.run(erase_person(7, NOW, lambda lead: []))
    assert (await People(database).about(7))["favourites"] == []
    assert (await People(database).about(8))["favourites"] == [{"chat_id": 8, "city": "Linz"}]


async def test_the_tables_that_are_emptied_by_hand_exist(database: Database) -> None:
    assert set(await database.run(tables_of_chats)) > EMPTIED


async def test_the_number_of_an_erased_draft_is_not_given_out_again(database: Database) -> None:
    conversations = Conversations(database)
    await database.run(begin_draft(7, "v", NOW, {"kind": "city"}))
    _, first = await conversations.load(7)
    assert first
    await database.run(drop_draft(first.draft_id))
    await database.run(begin_draft(7, "v", NOW, {}))
    _, second = await conversations.load(7)
    assert second
    assert (second.draft_id > first.draft_id, second.answers) == (True, {})


async def test_a_job_is_done_once_a_day_and_not_at_all_if_it_fails(database: Database) -> None:
    jobs = Jobs(database)
    done: list[str] = []

    def fails(db: Connection) -> None:
        raise ValueError("not today")

    with pytest.raises(ValueError, match="not today"):
        await jobs.once_a_day("retention", TODAY, fails)
    assert await jobs.once_a_day("retention", TODAY, lambda db: done.append("first"))
    assert not await jobs.once_a_day("retention", TODAY, lambda db: done.append("again"))
    assert await jobs.once_a_day(
        "retention", TODAY + datetime.timedelta(days=1), lambda db: done.append("next")
    )
    assert done == ["first", "next"]
