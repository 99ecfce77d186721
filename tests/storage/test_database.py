"""Every job that is handed in is done, in order, however they come: in the storage thread, or in place."""

import asyncio
import contextlib
import random
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.database import COPIED_EVERY, Connection, Database
from tests.waiting import PATIENCE


async def test_every_job_is_done_in_order_however_they_are_handed_in(tmp_path: Path) -> None:
    database, done, chance = Database(tmp_path / "bot.sqlite3"), list[int](), random.Random(7)
    await database.open()

    async def handed_in(number: int) -> None:
        def job(_: Connection) -> None:
            done.append(number)

        await database.run(job)

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        for number in range(3000):
            group.create_task(handed_in(number))
            if chance.random() < 0.2:
                await asyncio.sleep(chance.random() * 0.0005)
    await database.close()
    assert done == list(range(3000))


async def opened(path: Path) -> Database:
    database = Database(path)
    await database.open()
    await database.run(lambda db: db.execute("CREATE TABLE said (number INTEGER, text TEXT)"))
    return database


def say(number: int, text: str = "") -> Callable[[Connection], object]:
    return lambda db: db.execute("INSERT INTO said VALUES (?, ?)", (number, text))


def numbers(db: Connection) -> list[int]:
    return [row[0] for row in db.execute("SELECT number FROM said ORDER BY rowid").fetchall()]


async def test_a_job_at_once_is_done_in_the_callers_thread_and_seen_from_everywhere(tmp_path: Path) -> None:
    database, threads = await opened(tmp_path / "bot.sqlite3"), list[int]()

    def job(db: Connection) -> None:
        say(1)(db)
        threads.append(threading.get_ident())

    await database.run_inline(job)
    assert threads == [threading.get_ident()]
    assert database.read(numbers) == await database.run(numbers) == [1]
    await database.close()


async def test_a_job_at_once_that_raises_leaves_nothing_behind(tmp_path: Path) -> None:
    database = await opened(tmp_path / "bot.sqlite3")

    def fails(db: Connection) -> None:
        say(1)(db)
        raise RuntimeError("on the way")

    with pytest.raises(RuntimeError, match="on the way"):
        await database.run_inline(fails)
    assert await database.run(numbers) == []
    await database.close()


async def test_a_job_at_once_never_overtakes_what_was_handed_in_before_it(tmp_path: Path) -> None:
    database, chance = await opened(tmp_path / "bot.sqlite3"), random.Random(7)
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        for number in range(1000):
            group.create_task((database.run if chance.random() < 0.3 else database.run_inline)(say(number)))
            if chance.random() < 0.2:
                await asyncio.sleep(chance.random() * 0.0005)
    assert database.read(numbers) == list(range(1000))
    await database.close()


async def test_while_another_process_writes_a_job_at_once_waits_and_the_event_loop_does_not(
    tmp_path: Path,
) -> None:
    database = await opened(tmp_path / "bot.sqlite3")
    with contextlib.closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(database.run_inline(say(1)))
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert not waiting.done(), "the loop stood still for the five seconds that a writer is waited for"
        assert database.read(numbers) == []
        other.execute("COMMIT")
    await waiting
    assert database.read(numbers) == [1]
    await database.close()


async def test_the_write_ahead_log_does_not_grow_with_the_number_of_jobs_at_once(tmp_path: Path) -> None:
    database, sizes = await opened(tmp_path / "bot.sqlite3"), list[int]()
    for number in range(20 * COPIED_EVERY):
        await database.run_inline(say(number, "x" * 4000))
        await asyncio.sleep(0 if number % COPIED_EVERY else 0.05)  # time to copy, as there is between updates
        sizes.append((tmp_path / "bot.sqlite3-wal").stat().st_size)
    await database.close()
    assert max(sizes) < 20 * COPIED_EVERY * 4096  # at least twice as much was written in all
