"""The database's files: opened, alone if need be, synced and watched; and jobs done in one transaction.

A file that was deleted while it is open goes on to be written, and is gone when the process ends.
"""

import asyncio
import fcntl
import json
import os
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

import sqlite_utils

from storage.migrations import migrations

T = TypeVar("T")
Connection = sqlite_utils.Database

CHECKED_UP_TO = 256 * 2**20
"""Bytes up to which a file is checked as a whole when it is opened: about half a second."""

# For safety after a power cut, FULL would sync at every commit: 6,100 µs on the disk this was measured on, and
# a turn commits three times, against 42 µs with NORMAL. A killed process loses nothing either way; after a
# power cut NORMAL can forget the last moments, never damage the file. So what Telegram is told that it was received,
# and what somebody is told that it was sent, is synced first (Database.sync).
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what somebody had erased is overwritten, not only unlinked
)


class StorageError(Exception):
    """The database cannot be used; the message names the file and the remedy.

    `is_transient`: waiting may help (a full disk), rather than only somebody's hand (a damaged file).
    """

    def __init__(self, message: str, is_transient: bool = True) -> None:
        super().__init__(message)
        self.is_transient = is_transient


def connected(path: Path) -> Connection:
    """Open the file, check it and bring its schema up to date."""
    connection = sqlite_utils.Database(
        sqlite3.connect(path, timeout=5, check_same_thread=False, isolation_level=None)
    )
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
        if path.stat().st_size <= CHECKED_UP_TO:
            find_damage(connection)
        migrations.apply(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_second(path: Path) -> Connection:
    """Open the file once more, for what is done in place: it waits for nobody, and leaves the log's copying."""
    connection = sqlite_utils.Database(
        sqlite3.connect(path, timeout=0, check_same_thread=False, isolation_level=None)
    )
    for pragma in PRAGMAS:
        connection.execute(pragma)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection


def atomically(connection: Connection, jobs: Sequence[Callable[[Connection], T]]) -> list[T]:
    """Do all jobs in one transaction, or none.

    It writes from the start: a reader that becomes a writer fails at once, without waiting, if another process
    (the command line) wrote in between.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        results = [job(connection) for job in jobs]
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return results


def find_damage(connection: Connection) -> None:
    """Look for damage; sqlite3.DatabaseError if there is any."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        error = sqlite3.DatabaseError(f"the check found: {found}")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def lock_of(path: Path) -> Path:
    """The file beside the database that one bot at a time may hold."""
    return path.with_name(path.name + ".lock")


def lock_file(path: Path) -> int:
    """Take the file beside the database that one bot at a time may hold; the system lets go when it ends."""
    descriptor = os.open(lock_of(path), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.read(descriptor, 20).decode(errors="replace").strip()
        os.close(descriptor)
        raise StorageError(
            f"Another bot (process {holder or 'unknown'}) uses the database {path}. Stop it, or give this one "
            "a folder of its own (setting: DATA_DIR).",
            is_transient=False,
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return descriptor


class SharedSync:
    """Syncs what was written; whoever asks while one is under way shares the next with all others who do."""

    def __init__(self, written: Callable[[], int], sync: Callable[[], Awaitable[None]]) -> None:
        self._written = written
        self._sync = sync
        self._synced = -1
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self) -> None:
        """Return once all that was written before this call is on the disk. Does nothing if it is there already."""
        wanted = self._written()
        async with self._one_at_a_time:
            if self._synced < wanted:
                covered = self._written()
                await self._sync()
                self._synced = covered


class OpenFiles:
    """The files of an open database, as they were when it was opened.

    The database itself is looked at by its name only: closing another descriptor of it would end SQLite's locks.
    """

    def __init__(self, database: Path, *others: Path) -> None:
        log = database.with_name(f"{database.name}-wal")
        self._log = os.open(log, os.O_CREAT | os.O_RDWR, 0o600)
        self._known = {path: inode(path) for path in (database, log, *others)}
        sync_folder(database.parent)  # so that the names of new files survive a power cut too

    def sync(self) -> None:
        """Bring the write-ahead log onto the disk; OSError if that fails, StorageError if a file was deleted."""
        os.fdatasync(self._log)
        if gone := self.deleted():
            raise StorageError(deletion_message(gone))

    def deleted(self) -> Path | None:
        """Name a file that is no longer the one that is open."""
        return next((path for path, known in self._known.items() if inode(path) != known), None)

    def close(self) -> None:
        """Close the write-ahead log's file."""
        os.close(self._log)


def deletion_message(path: Path) -> str:
    """Say that a file of the database is gone while it is in use."""
    return (
        f"{path} was deleted or replaced while the bot runs. The bot ends, which saves what can be saved, and has to "
        "be started again; leave the files of DATA_DIR alone, and restore a backup if anything is missing."
    )


def inode(path: Path) -> int | None:
    """The number by which the file system knows a file; None if there is none of this name."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def sync_folder(folder: Path) -> None:
    """Bring the names of a folder's files onto the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def to_json(value: object) -> str:
    """Write JSON; half a character (a lone surrogate, which a chat client may send) becomes a question mark."""
    return json.dumps(value, ensure_ascii=False).encode(errors="replace").decode()
