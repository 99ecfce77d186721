"""One SQLite file behind one thread: every job handed over is atomic; jobs that wait together share a commit.

What the tables are stands in migrations.py; what may be done with them in the modules named after them.
"""

import asyncio
import fcntl
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import sqlite_utils
import structlog

from storage.migrations import migrations

T = TypeVar("T")
Connection = sqlite_utils.Database
Job = Callable[[Connection], Any]

TOGETHER = 64
"""How many waiting jobs share one transaction at most."""

CHECKED_UP_TO = 256 * 2**20
"""Bytes up to which a file is checked as a whole when it is opened: about half a second."""

# For safety after a power cut, FULL would sync at every commit: 6,100 µs on the disk this was measured on, and
# a turn commits four times, against 42 µs with NORMAL. A killed process loses nothing either way; after a
# power cut NORMAL can forget the last moments, never damage the file.
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what somebody had erased is overwritten, not only unlinked
)

REMEDIES = {
    sqlite3.SQLITE_FULL: "The disk is full: free some space",
    sqlite3.SQLITE_READONLY: "It cannot be written: let this user write to the file and its folder",
    sqlite3.SQLITE_PERM: "It may not be used: let this user write to the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "It cannot be opened: let this user write to the file and its folder",
    sqlite3.SQLITE_IOERR: "The disk fails: look into the system's log",
    sqlite3.SQLITE_BUSY: "Another process has been writing to it for seconds: end that one",
    sqlite3.SQLITE_LOCKED: "Another process holds it: end that one",
    sqlite3.SQLITE_CORRUPT: "It is damaged: move it away and restore a backup",
    sqlite3.SQLITE_NOTADB: "It is not a database: move it away, or restore a backup over it",
}
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

log = structlog.get_logger("storage")


class StorageError(Exception):
    """The database cannot be used; the message names the file and the remedy.

    `passes`: waiting may help (a full disk), rather than only somebody's hand (a damaged file).
    """

    def __init__(self, message: str, passes: bool = True) -> None:
        super().__init__(message)
        self.passes = passes


@dataclass(frozen=True)
class Waiting:
    """A job and who waits for it."""

    job: Job
    future: "asyncio.Future[Any]"


class Database:
    """The bot's memory in the file at `path`, created with owner-only rights where it is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        self._waiting: deque[Waiting] = deque()
        self._connection: Connection | None = None
        self._lock: int | None = None
        self._troubled = False

    async def open(self, *, alone: bool = False) -> None:
        """Open the file and bring its schema up to date; StorageError if that cannot be done.

        `alone`: refuse if another process has it open so (two bots); the command line needs no such right.
        """
        await asyncio.get_running_loop().run_in_executor(self._thread, self._open, alone)

    async def run(self, job: Callable[[Connection], T]) -> T:
        """Run `job` in the storage thread, atomically, and hand back what it returns.

        Rolled back as a whole if the job raises. Jobs run one after another, in the order handed in; one may be
        run anew after a roll-back, so it must do nothing but use the connection.
        """
        waiting = Waiting(job, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        # Waking the thread is the dearest part of a job: one wake serves all that wait. `_work` goes on until
        # nothing waits, so whoever finds another one waiting can be sure to be seen.
        if len(self._waiting) == 1:
            try:
                self._thread.submit(self._work)
            except RuntimeError:
                self._waiting.clear()
                raise StorageError(f"The database {self.path} is not open.") from None
        result: T = await waiting.future
        return result

    async def close(self) -> None:
        """Finish what was handed in, then close. Does nothing if it was never opened."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()

    def _open(self, alone: bool) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            self._lock = locked(self.path) if alone else None
            self._connection = connected(self.path)
        except (OSError, sqlite3.Error) as error:
            self._close()
            raise self._explained(error) from error

    def _work(self) -> None:
        """Deal with all that waits."""
        while self._waiting:
            self._deal([self._waiting.popleft() for _ in range(min(len(self._waiting), TOGETHER))])

    def _deal(self, together: Sequence[Waiting]) -> None:
        """Deal with some in one transaction, or with each in its own if anything in there fails."""
        try:
            outcomes: Sequence[object] = self._atomically([waiting.job for waiting in together])
        except Exception as error:
            outcomes = [error] if len(together) == 1 else [self._outcome(each.job) for each in together]
        tell(together, [self._noted(outcome) for outcome in outcomes])

    def _outcome(self, job: Job) -> object:
        try:
            return self._atomically([job])[0]
        except Exception as error:
            return error

    def _atomically(self, jobs: Sequence[Job]) -> list[object]:
        if self._connection is None:
            raise StorageError(f"The database {self.path} is not open.")
        # As a writer from the start: a reader that becomes one fails at once, without waiting, if another
        # process (the command line) wrote in between.
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            results = [job(self._connection) for job in jobs]
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.rollback()
            raise
        return results

    def _noted(self, outcome: object) -> object:
        """Name the remedy of a failure of the file; tell the operator when that begins and ends, not each time."""
        if isinstance(outcome, sqlite3.Error) and code(outcome) in REMEDIES:
            outcome = self._explained(outcome)
        trouble = isinstance(outcome, StorageError) and self._connection is not None
        if trouble and not self._troubled:
            log.error("the database fails", reason=str(outcome))
        if self._troubled and not isinstance(outcome, Exception):
            log.warning("the database works again", file=str(self.path))
        self._troubled = trouble or (self._troubled and isinstance(outcome, Exception))
        return outcome

    def _explained(self, error: Exception) -> StorageError:
        remedy = REMEDIES.get(code(error), "Check that DATA_DIR names a folder that this user may write to")
        return StorageError(
            f"The database {self.path} cannot be used: {error}. {remedy} (setting: DATA_DIR).",
            passes=code(error) not in DAMAGED,
        )

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


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


def check(connection: Connection) -> None:
    """Look for damage; StorageError's cause if there is any."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        error = sqlite3.DatabaseError(f"the check found: {found}")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def locked(path: Path) -> int:
    """Take the file beside the database that one bot at a time may hold; the system lets go when it ends."""
    beside = path.with_name(path.name + ".lock")
    descriptor = os.open(beside, os.O_CREAT | os.O_RDWR, 0o600)
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


def code(error: Exception) -> int:
    """SQLite's primary result code; 0 for other errors."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def tell(waiting: Sequence[Waiting], outcomes: Sequence[object]) -> None:
    """Hand the outcomes to those who wait, with one call into the event loop."""

    def hand_over() -> None:
        for each, outcome in zip(waiting, outcomes, strict=True):
            if each.future.done():
                continue
            if isinstance(outcome, Exception):
                each.future.set_exception(outcome)
            else:
                each.future.set_result(outcome)

    try:
        waiting[0].future.get_loop().call_soon_threadsafe(hand_over)
    except RuntimeError:  # the loop is closed: nobody waits any more
        log.debug("nobody waits for the database any more")
