"""One SQLite file behind one thread: every job handed over is one transaction.

What the tables are stands in migrations.py; what may be done with them in the modules named after them.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import sqlite_utils

from storage.migrations import migrations

T = TypeVar("T")
Connection = sqlite_utils.Database


class StorageError(Exception):
    """The database cannot be used; the message names the file and the remedy."""


class Database:
    """The bot's memory in the file at `path`, created with owner-only rights where it is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        self._connection: Connection | None = None

    async def open(self) -> None:
        """Open the file and bring its schema up to date; StorageError if that cannot be done."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._open)

    async def run(self, job: Callable[[Connection], T]) -> T:
        """Run `job` in the storage thread as one transaction and hand back what it returns.

        Rolled back as a whole if the job raises. Jobs run one after another, in the order handed in.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._atomically, job)

    async def close(self) -> None:
        """Finish what was handed in, then close. Does nothing if it was never opened."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()

    def _open(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            connection = sqlite_utils.Database(
                sqlite3.connect(self.path, timeout=5, check_same_thread=False, isolation_level=None)
            )
            connection.enable_wal()
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            migrations.apply(connection)
        except (OSError, sqlite3.Error) as error:
            raise StorageError(
                f"The database {self.path} cannot be opened: {error}. Check that the folder exists, that "
                "this user may write to it and that the disk is not full (setting: DATABASE)."
            ) from error
        self._connection = connection

    def _atomically(self, job: Callable[[Connection], T]) -> T:
        if self._connection is None:
            raise StorageError(f"The database {self.path} is not open.")
        with self._connection.atomic():
            return job(self._connection)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
