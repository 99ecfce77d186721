"""What is kept is kept for a while only; a wrong clock delays nothing; what was erased leaves the log."""

import datetime
import sqlite3
from functools import partial

from storage.audit import Actor, record
from storage.database import Connection, Database, checkpoint
from storage.delivering import (
    claim_deliveries,
    make_due_after_clock_error,
    mark_failed,
    mark_sent,
    postpone_delivery,
    retry_deliveries,
)
from storage.inbox import Arrival, Inbox
from storage.outbox import (
    Delivery,
    add_delivery,
    delete_finished,
    list_deliveries,
    list_unreported,
    queue_reports,
)
from storage.people import MOST_PICTURES, forget_old_records
from storage.questions import INLINE_KEPT, find_inline_question, keep_inline_question
from storage.scheduled import once_a_day
from storage.sent_messages import find_picture, keep_picture

NOW = datetime.datetime(2026, 11, 27, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def count(db: Connection, day: str) -> None:
    db.execute("INSERT INTO draft_steps (draft_id, step, day) VALUES (1, ?, ?)", (day, day))
    db.execute("INSERT INTO campaigns (name, day, starts) VALUES ('a', ?, 1)", (day,))


async def number(database: Database, table: str) -> int:
    return await database.run(lambda db: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]))  # noqa: S608


async def test_outbox_audit_steps_campaigns_pictures_and_failed_updates_are_pruned(
    database: Database,
) -> None:
    inbox, old = Inbox(database), NOW - 400 * DAY
    for key, moment in (("old", old), ("new", NOW)):
        await add_delivery(database, Delivery(key, "mail", "a@b.example", {}), moment)
        (entry,) = await claim_deliveries(database, "mail", moment, 1)
        await mark_sent(database, entry.id, "250 OK", moment)
        await database.run(record("x", Actor(1, "A"), "seen", moment))
        await database.run(partial(count, day=moment.date().isoformat()))
    await add_delivery(database, Delivery("waits", "mail", "a@b.example", {}), old)
    for each in range(MOST_PICTURES + 5):
        await keep_picture(database, 1, f"picture {each}", "id")
    await inbox.store([Arrival(1, 5, "{}", "broken")], NOW - 31 * DAY)
    await inbox.store([Arrival(2, 5, "{}", "broken")], NOW - 29 * DAY)
    await database.run(forget_old_records(NOW - 30 * DAY, NOW - 365 * DAY))
    await database.run(delete_finished(NOW - 365 * DAY))
    assert [entry.delivery.key for entry in await list_deliveries(database)] == ["waits", "new"]
    assert [await number(database, table) for table in ("audit", "draft_steps", "campaigns")] == [1, 1, 1]
    assert await number(database, "pictures") == MOST_PICTURES
    assert await find_picture(database, 1, f"picture {MOST_PICTURES + 4}") == "id"
    assert [each.update_id for each in await inbox.listing("failed")] == [2]


async def test_an_inline_question_is_kept_for_a_week_from_when_it_was_kept_last(database: Database) -> None:
    key = await keep_inline_question(database, "¿Y Cuenca?", NOW)
    again = await keep_inline_question(
        database, "¿Y Cuenca?", NOW + INLINE_KEPT - datetime.timedelta(minutes=1)
    )
    assert again == key
    await keep_inline_question(database, "another", NOW + INLINE_KEPT + datetime.timedelta(hours=1))
    assert await find_inline_question(database, key) == "¿Y Cuenca?"


async def test_a_clock_that_was_wrong_and_is_right_again_delays_nothing(database: Database) -> None:
    wrong = NOW + 1000 * DAY
    for key in ("tried", "new"):
        await add_delivery(database, Delivery(key, "mail", key, {}), wrong if key == "new" else NOW)
    (tried,) = await claim_deliveries(database, "mail", NOW, 1)
    await postpone_delivery(database, tried.id, wrong, "452")
    await once_a_day(database, "retention", wrong.date())
    assert await claim_deliveries(database, "mail", NOW, 5) == ()
    assert await make_due_after_clock_error(database, NOW) == 2
    assert len(await claim_deliveries(database, "mail", NOW, 5)) == 2
    assert await once_a_day(database, "retention", NOW.date())
    assert not await once_a_day(database, "retention", NOW.date())


async def test_a_wait_that_is_meant_is_left_alone(database: Database) -> None:
    await add_delivery(database, Delivery("later", "mail", "a", {}), NOW, not_before=NOW + 3 * DAY)
    assert await make_due_after_clock_error(database, NOW) == 0


async def test_the_log_is_cut_to_nothing_so_that_what_was_erased_is_gone(database: Database) -> None:
    await database.run(lambda db: db.execute("CREATE TABLE kept (words TEXT)"))
    await database.run(lambda db: db.execute("INSERT INTO kept VALUES ('Zaragoza de los Olmos')"))
    await database.run(lambda db: db.execute("DELETE FROM kept"))
    await database.truncate_log()
    files = [each.read_bytes() for each in database.path.parent.iterdir()]
    assert not [content for content in files if b"Olmos" in content]


async def test_after_a_checkpoint_that_fails_the_database_waits_for_others_as_before(
    database: Database,
) -> None:
    connection = database._connection
    assert connection
    connection.conn.set_authorizer(  # a checkpoint is refused as a failing disk refuses it
        lambda action, name, *_: (
            sqlite3.SQLITE_DENY
            if (action, name) == (sqlite3.SQLITE_PRAGMA, "wal_checkpoint")
            else sqlite3.SQLITE_OK
        )
    )
    checkpoint(connection, "TRUNCATE")
    connection.conn.set_authorizer(None)
    waits = await database.run(lambda db: db.execute("PRAGMA busy_timeout").fetchone()[0])
    assert waits == 5000


async def test_a_second_failure_after_another_try_is_told_too(database: Database) -> None:
    await add_delivery(database, Delivery("lead:1", "mail", "a", {}), NOW)
    for _time in range(2):
        (entry,) = await claim_deliveries(database, "mail", NOW, 1)
        await mark_failed(database, entry.id, "550 no")
        (told,) = await list_unreported(database, 9)
        await queue_reports(database, [told], [], NOW)
        assert await list_unreported(database, 9) == ()
        await retry_deliveries(database, NOW)
    assert told.failures == 2
