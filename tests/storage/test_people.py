"""What is stored about people on a real SQLite file: all of it found, all of it erased; jobs done once a day."""

import datetime

import pytest

from storage.chats import chat_and_draft
from storage.database import Connection, Database
from storage.drafts import begin_draft, drop_draft
from storage.people import EMPTIED, erase_person, stored_about_person, tables_of_chats
from storage.scheduled import once_a_day

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
TODAY = NOW.date()


def new_table(db: Connection) -> None:
    db.execute("CREATE TABLE favourites (chat_id INTEGER, city TEXT)")
    db.execute("INSERT INTO favourites VALUES (7, 'Graz'), (8, 'Linz')")


async def favourites(database: Database, chat_id: int) -> object:
    return dict(await stored_about_person(database, chat_id))["favourites"]


async def test_a_table_that_comes_later_is_told_and_erased_too(database: Database) -> None:
    await database.run(new_table)
    assert await favourites(database, 7) == [{"chat_id": 7, "city": "Graz"}]
    await database.run(erase_person(7, NOW, lambda lead: []))
    assert await favourites(database, 7) == []
    assert await favourites(database, 8) == [{"chat_id": 8, "city": "Linz"}]


async def test_the_tables_that_are_emptied_by_hand_exist(database: Database) -> None:
    assert set(await database.run(tables_of_chats)) > EMPTIED


async def test_the_number_of_an_erased_draft_is_not_given_out_again(database: Database) -> None:
    await database.run(begin_draft(7, "v", NOW, {"kind": "city"}))
    _, first = chat_and_draft(database, 7)
    assert first
    await database.run(drop_draft(first.draft_id))
    await database.run(begin_draft(7, "v", NOW, {}))
    _, second = chat_and_draft(database, 7)
    assert second
    assert (second.draft_id > first.draft_id, second.answers) == (True, {})


async def test_a_job_is_done_once_a_day_and_not_at_all_if_it_fails(database: Database) -> None:
    done: list[str] = []

    def fails(db: Connection) -> None:
        raise ValueError("not today")

    with pytest.raises(ValueError, match="not today"):
        await once_a_day(database, "retention", TODAY, fails)
    assert await once_a_day(database, "retention", TODAY, lambda db: done.append("first"))
    assert not await once_a_day(database, "retention", TODAY, lambda db: done.append("again"))
    assert await once_a_day(
        database, "retention", TODAY + datetime.timedelta(days=1), lambda db: done.append("next")
    )
    assert done == ["first", "next"]
