"""Opening the file, alone if need be, and doing jobs in one transaction."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Sequence
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

    `passes`: waiting may help (a full disk), rather than only somebody's hand (a damaged file).
    """

    def __init__(self, message: str, passes: bool = True) -> None:
        super().__init__(message)
        self.passes = passes


def connected(path: Path) -> Connection:
    """Open the file, check it and bring its schema up to date."""
    connection = sqlite_utils.Database(
        sqlite3.connect(path, timeout=5, check_same_thread=False, isolation_level=None)
    )
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
        if path.stat().st_size <= CHECKED_UP_TO:
            check(connection)
        migrations.apply(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def second(path: Path) -> Connection:
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


def check(connection: Connection) -> None:
    """Look for damage; StorageError's cause if there is any."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        error = sqlite3.DatabaseError(f"the check found: {found}")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def lock_of(path: Path) -> Path:
    """The file beside the database that one bot at a time may hold."""
    return path.with_name(path.name + ".lock")


def locked(path: Path) -> int:
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
            passes=False,
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return descriptor
