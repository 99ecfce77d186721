"""One SQLite file: short jobs are done in place, long ones in a thread; every job is atomic.

What the tables are stands in migrations.py; what may be done with them in the modules named after them.
"""

import asyncio
import contextlib
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import structlog

from storage.connection import (
    Connection,
    OpenFiles,
    SharedSync,
    StorageError,
    atomically,
    connected,
    lock_file,
    lock_of,
    open_second,
)

__all__ = ["Connection", "Database", "StorageError", "Write"]

T = TypeVar("T")
Job = Callable[[Connection], object]
Write = Callable[[Connection], object]
"""Something to be stored in the same transaction as the turn that causes it."""

BATCH = 64
"""How many waiting jobs share one transaction at most."""

COPIED_EVERY = 200
"""After this many jobs in place the thread copies the write-ahead log into the database: some megabytes."""

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


@dataclass(frozen=True)
class QueuedJob:
    """A job and who waits for it."""

    job: Job
    future: "asyncio.Future[Any]"


class Database:
    """The bot's database in the file at `path`, created with owner-only rights where it is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        self._waiting: deque[QueuedJob] = deque()
        self._unfinished = 0  # jobs handed to the thread
        self._jobs_since_checkpoint = 0  # jobs done in place since the last copy
        self._connection: Connection | None = None  # the thread's
        self._loop_connection: Connection | None = None  # the event loop's
        self._lock: int | None = None
        self._files: OpenFiles | None = None
        self._sync_shared = SharedSync(self._total_changes, self._sync_in_thread)
        self._is_failing = False
        self._changes = 0  # of rows, up to the last failure

    async def open(self, *, alone: bool = False) -> None:
        """Open the file and bring its schema up to date; StorageError if that cannot be done.

        `alone`: refuse if another process has it open so (two bots); the command line needs no such right.
        """
        await asyncio.get_running_loop().run_in_executor(self._thread, self._open, alone)

    async def run(self, job: Callable[[Connection], T]) -> T:
        """Run `job` in the storage thread, atomically, and hand back what it returns.

        Rolled back as a whole if the job raises. Jobs run one after another, in the order handed in; one may be
        run again after a roll-back, so it must do nothing but use the connection.
        """
        self._unfinished += 1
        try:
            return await self._run_in_thread(job)
        finally:
            self._unfinished -= 1

    async def run_inline(self, job: Callable[[Connection], T]) -> T:
        """Run a short `job` like `run`, but in place, unless somebody else is writing or waits to.

        It takes some 50 µs; the way to the thread and back took 800 under load, most of it waiting for the
        interpreter's lock. The rare long part of a write, the sync, is left to the thread.
        """
        # The thread does what fails here: it waits while another process writes, and tells the operator.
        if self._loop_connection is not None and not self._unfinished and not self._is_failing:
            with contextlib.suppress(sqlite3.Error):
                return self._run_inline(self._loop_connection, job)
        return await self.run(job)

    def read(self, query: Callable[[Connection], T]) -> T:
        """Read a few rows by their keys in place; sees all that was committed."""
        if self._loop_connection is None:
            raise StorageError(f"The database {self.path} is not open.")
        try:
            return query(self._loop_connection)
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def _run_inline(self, connection: Connection, job: Callable[[Connection], T]) -> T:
        result = atomically(connection, [job])[0]
        self._jobs_since_checkpoint += 1
        if self._jobs_since_checkpoint >= COPIED_EVERY:
            self._jobs_since_checkpoint = 0
            self._thread.submit(self._copy)
        return result

    async def _run_in_thread(self, job: Callable[[Connection], T]) -> T:
        waiting = QueuedJob(job, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        # Waking the thread takes longest of a job: one wake serves all that wait. `_work` goes on until
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
            self._lock = lock_file(self.path) if alone else None
            self._connection = connected(self.path)
            self._loop_connection = open_second(self.path)
            self._files = OpenFiles(self.path, *([lock_of(self.path)] if alone else []))
        except (OSError, sqlite3.Error) as error:
            self._close()
            raise self._explained(error) from error

    def _work(self) -> None:
        """Deal with all that waits."""
        while self._waiting:
            self._run_batch([self._waiting.popleft() for _ in range(min(len(self._waiting), BATCH))])

    def _run_batch(self, together: Sequence[QueuedJob]) -> None:
        """Deal with some in one transaction, or with each in its own if anything in there fails."""
        try:
            outcomes: Sequence[object] = self._atomically([waiting.job for waiting in together])
        except Exception as error:
            outcomes = [error] if len(together) == 1 else [self._outcome(each.job) for each in together]
        deliver_results(together, [self._with_remedy(outcome) for outcome in outcomes])

    def _outcome(self, job: Job) -> object:
        try:
            return self._atomically([job])[0]
        except Exception as error:
            return error

    def _atomically(self, jobs: Sequence[Job]) -> list[object]:
        if self._connection is None:
            raise StorageError(f"The database {self.path} is not open.")
        return atomically(self._connection, jobs)

    def _copy(self) -> None:
        """Copy the write-ahead log into the database, and begin a new one; waits for no reader, as a backup is."""
        if self._connection is not None:
            checkpoint(self._connection, "RESTART")

    async def truncate_log(self) -> None:
        """Bring the write-ahead log into the database and cut it to nothing, unless somebody reads just now.

        Until then what was erased still stands in the log.
        """
        await asyncio.get_running_loop().run_in_executor(self._thread, self._truncate)

    def _truncate(self) -> None:
        if self._connection is not None:
            checkpoint(self._connection, "TRUNCATE")

    async def sync(self) -> None:
        """Bring all that was stored so far onto the disk: a power cut does not lose it any more.

        Does nothing if nothing was stored since the last time; StorageError if it fails, or if the database's files
        were deleted: then nothing will be kept.
        """
        await self._sync_shared()

    def deleted_file(self) -> Path | None:
        """Name a file of the open database that somebody deleted or replaced."""
        return self._files.deleted() if self._files else None

    def _total_changes(self) -> int:
        return sum(
            each.conn.total_changes for each in (self._loop_connection, self._connection) if each is not None
        )

    async def _sync_in_thread(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._sync)

    def _sync(self) -> None:
        try:
            if self._files:
                self._files.sync()
        except (OSError, StorageError) as error:
            trouble = error if isinstance(error, StorageError) else self._explained(error)
            self._with_remedy(trouble)
            raise trouble from error

    def _with_remedy(self, outcome: object) -> object:
        """Name the remedy of a failure of the file; tell the operator when that begins and ends, not each time."""
        if isinstance(outcome, sqlite3.Error) and sqlite_code(outcome) in REMEDIES:
            outcome = self._explained(outcome)
        if self._connection is None:
            return outcome
        changes = self._connection.conn.total_changes
        if isinstance(outcome, StorageError):
            if not self._is_failing:
                log.error("the database fails", reason=str(outcome))
            self._is_failing, self._changes = True, changes
        elif self._is_failing and changes > self._changes:  # reading works on a full disk too
            log.warning("the database works again", file=str(self.path))
            self._is_failing = False
        return outcome

    def _explained(self, error: Exception) -> StorageError:
        remedy = REMEDIES.get(
            sqlite_code(error), "Check that DATA_DIR names a folder that this user may write to"
        )
        return StorageError(
            f"The database {self.path} cannot be used: {error}. {remedy} (setting: DATA_DIR).",
            is_transient=sqlite_code(error) not in DAMAGED,
        )

    def _close(self) -> None:
        for connection in (self._loop_connection, self._connection):
            if connection is not None:
                connection.close()
        self._connection = self._loop_connection = None
        if self._files is not None:
            self._files.close()
            self._files = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def checkpoint(connection: Connection, how: str) -> None:
    """Copy the write-ahead log into the database without waiting for anybody, whether that works or not."""
    with contextlib.suppress(sqlite3.Error):  # whatever fails here fails the next job, which tells
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            connection.execute(f"PRAGMA wal_checkpoint({how})").fetchall()
        finally:
            connection.execute("PRAGMA busy_timeout = 5000")


def sqlite_code(error: Exception) -> int:
    """SQLite's primary result code; 0 for other errors."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def deliver_results(waiting: Sequence[QueuedJob], outcomes: Sequence[object]) -> None:
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
