"""What is on the disk for sure: shared syncs, and files that are deleted while they are in use."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.connection import SharedSync
from storage.database import Connection, Database, StorageError


class Disk:
    """Something that is written to, and whose syncs take until they are let go."""

    def __init__(self) -> None:
        self.written, self.synced, self.syncs = 0, 0, 0
        self.released = asyncio.Event()

    async def sync(self) -> None:
        self.syncs += 1
        holds = self.written
        await self.released.wait()
        self.synced = holds


async def test_all_who_wait_share_one_sync_and_nobody_gets_one_that_began_before_they_wrote() -> None:
    disk = Disk()
    sync = SharedSync(lambda: disk.written, disk.sync)

    async def writes() -> None:
        disk.written += 1
        own = disk.written
        await sync()
        assert disk.synced >= own

    first = asyncio.create_task(writes())
    await asyncio.sleep(0)
    later = [asyncio.create_task(writes()) for _ in range(100)]
    await asyncio.sleep(0)
    disk.released.set()
    await asyncio.gather(first, *later)
    assert disk.syncs == 2
    await sync()
    assert disk.syncs == 2, "nothing was written since"


async def test_a_sync_that_fails_is_tried_again_by_whoever_waits() -> None:
    disk = Disk()
    disk.written = 1

    async def fails() -> None:
        disk.syncs += 1
        raise OSError

    sync = SharedSync(lambda: disk.written, fails)
    for _ in range(2):
        with pytest.raises(OSError):  # noqa: PT011 - of our own
            await sync()
    assert disk.syncs == 2


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(tmp_path / "bot.sqlite3")
    await opened.open(alone=True)
    yield opened
    await opened.close()


async def store(database: Database, name: str) -> None:
    def job(db: Connection) -> None:
        db.execute("CREATE TABLE IF NOT EXISTS said (name TEXT)")
        db.execute("INSERT INTO said VALUES (?)", (name,))

    await database.run_inline(job)


@pytest.mark.parametrize("name", ["bot.sqlite3", "bot.sqlite3-wal", "bot.sqlite3.lock"])
async def test_a_deleted_file_is_noticed_at_the_next_sync_and_named(
    database: Database, tmp_path: Path, name: str
) -> None:
    await store(database, "before")
    await database.sync()
    assert database.deleted_file() is None
    (tmp_path / name).unlink()
    assert database.deleted_file() == tmp_path / name
    await store(database, "after")
    with pytest.raises(StorageError, match=f"{name} was deleted"):
        await database.sync()


async def test_after_a_deleted_log_closing_saves_what_was_in_it(tmp_path: Path) -> None:
    database = Database(tmp_path / "bot.sqlite3")
    await database.open(alone=True)
    await store(database, "in the log")
    (tmp_path / "bot.sqlite3-wal").unlink()
    await database.close()
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as found:
        assert found.execute("SELECT name FROM said").fetchall() == [("in the log",)]


async def test_a_database_without_its_lock_and_log_opens_at_the_next_start(tmp_path: Path) -> None:
    database = Database(tmp_path / "bot.sqlite3")
    await database.open(alone=True)
    await store(database, "kept")
    await database.close()
    for name in ("bot.sqlite3.lock", "bot.sqlite3-wal", "bot.sqlite3-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    again = Database(tmp_path / "bot.sqlite3")
    await again.open(alone=True)
    assert await again.run(lambda db: db.execute("SELECT name FROM said").fetchall()) == [("kept",)]
    await again.close()
