"""The durable queue of raw updates: stored before Telegram is told, kept until they are dealt with."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.clock import moment, stamp
from storage.database import Connection, Database, Write
from storage.outbox import Delivery, enqueue

KEPT_DONE = datetime.timedelta(days=2)
"""How long a finished update's number is kept, so that a repetition is recognised; Telegram repeats for a day."""

LONGEST_WAIT = datetime.timedelta(hours=1)
DUE = "retried_at IS NOT NULL AND (retried_at <= ? OR retried_at > ?)"

SWEPT_EVERY = 1000
"""After this many new updates, finished ones are cleaned up."""

COLUMNS = "update_id, chat_id, body, state, attempts, error, received_at"


@dataclass(frozen=True)
class StoredUpdate:
    """An update as it came (JSON), and how often it was tried; `state`: waiting, done or failed."""

    update_id: int
    chat_id: int | None
    body: str
    state: str
    attempts: int
    error: str | None
    received_at: str


@dataclass(frozen=True)
class InboxDepth:
    """How many updates are in each state; `oldest_seconds`: the age of the oldest waiting update, 0 without one."""

    waiting: int
    oldest_seconds: float
    failed: int


@dataclass(frozen=True)
class Arrival:
    """An update that Telegram hands over; with an `error` it cannot be dealt with and is set aside at once.

    `notice` is what its author is told then; it is stored with it.
    """

    update_id: int
    chat_id: int | None
    body: str
    error: str | None = None
    notice: Delivery | None = None


@dataclass(frozen=True)
class Attempt:
    """An attempt at an update: its number from 1; `repeated`: the update was done before."""

    attempt: int
    repeated: bool = False


class Inbox:
    """What came in, and what became of it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unswept = 0
        self._first_attempts: dict[int, Attempt] = {}  # first attempts, which need not be counted again

    async def store(self, arrivals: Sequence[Arrival], now: datetime.datetime) -> frozenset[int]:
        """Keep updates in one transaction; gives the numbers of those that are to be dealt with.

        These are the new ones, and those done before: a repetition shows where the person is. Not those that
        wait already or were set aside. A new one is stored as begun, since as a rule it is, at once.
        """
        self._unswept += len(arrivals)
        sweeps = self._unswept >= SWEPT_EVERY
        if sweeps:
            self._unswept = 0

        def job(db: Connection) -> Mapping[int, Attempt]:
            if sweeps:
                forget_done_updates(db, now)
            found = {each.update_id: begin_attempt(db, each, now) for each in arrivals}
            return {update_id: begun for update_id, begun in found.items() if begun}

        begun = await (self._database.run(job) if sweeps else self._database.run_inline(job))
        self._first_attempts |= begun
        return frozenset(begun)

    async def sync(self) -> None:
        """Bring all that was received so far onto the disk; from then on Telegram need not keep it."""
        await self._database.sync()

    async def unfinished(self) -> list[StoredUpdate]:
        """List what a crash left behind, and what is to be tried again, oldest first."""

        def job(db: Connection) -> list[StoredUpdate]:
            db.execute("UPDATE inbox SET retried_at = NULL WHERE retried_at IS NOT NULL")
            return select_updates(db, "state = 'waiting' ORDER BY received_at, update_id")

        return await self._database.run(job)

    async def listing(self, state: str) -> list[StoredUpdate]:
        """List the updates of one state (waiting, done, failed), oldest first."""
        return await self._database.run(
            lambda db: select_updates(db, "state = ? ORDER BY received_at, update_id", state)
        )

    async def depth(self, now: datetime.datetime) -> InboxDepth:
        """Measure how full it is."""
        sql = (
            "SELECT count(*) FILTER (WHERE state = 'waiting'), min(received_at) FILTER (WHERE state = 'waiting'), "
            "count(*) FILTER (WHERE state = 'failed') FROM inbox WHERE state IN ('waiting', 'failed')"
        )
        waiting, oldest, failed = await self._database.run(lambda db: db.execute(sql).fetchone())
        age = (now - moment(oldest)).total_seconds() if oldest else 0.0
        return InboxDepth(waiting, max(0.0, age), failed)

    async def find(self, update_id: int) -> StoredUpdate | None:
        """Give one update; None if it is not kept (any more)."""
        found = await self._database.run(lambda db: select_updates(db, "update_id = ?", update_id))
        return found[0] if found else None

    async def begin(self, update_id: int) -> Attempt:
        """Count another attempt at an update; one that is not kept any more is at its first."""
        if begun := self._first_attempts.pop(update_id, None):
            return begun

        def job(db: Connection) -> Attempt:
            row = db.execute(
                "UPDATE inbox SET attempts = attempts + 1 WHERE update_id = ? RETURNING attempts, state",
                (update_id,),
            ).fetchone()
            return Attempt(row[0], row[1] == "done") if row else Attempt(1)

        return await self._database.run_inline(job)

    async def done(self, update_id: int, *writes: Write) -> None:
        """Mark an update as dealt with, and store what is left to say of it; its words are dropped."""
        sql = "UPDATE inbox SET state = 'done', body = '', error = NULL WHERE update_id = ?"
        await self._database.run_inline(
            lambda db: (db.execute(sql, (update_id,)), *(write(db) for write in writes))
        )

    async def failed(self, update_id: int, error: str) -> None:
        """Set an update aside that cannot be dealt with, with the reason."""
        self._first_attempts.pop(update_id, None)
        await self._database.run(
            lambda db: db.execute(
                "UPDATE inbox SET state = 'failed', error = ? WHERE update_id = ?", (error, update_id)
            )
        )

    async def postpone(self, update_id: int, until: datetime.datetime) -> None:
        """Let an update that waits be given out again at a later moment; the chat goes on meanwhile."""
        sql = "UPDATE inbox SET retried_at = ? WHERE update_id = ? AND state = 'waiting'"
        await self._database.run(lambda db: db.execute(sql, (stamp(until), update_id)))

    async def retry(self, now: datetime.datetime, update_id: int | None = None) -> int:
        """Let one update that was set aside, or all, be tried again as if new; gives how many.

        The running bot takes them up by itself (`take_due`), another one at its start.
        """
        return await self._database.run(
            lambda db: (
                db.execute(
                    """UPDATE inbox SET state = 'waiting', attempts = 0, retried_at = ?
                   WHERE state = 'failed' AND body <> '' AND update_id = coalesce(?, update_id)""",
                    (stamp(now), update_id),
                ).rowcount
            )
        )

    async def take_due(self, now: datetime.datetime) -> list[StoredUpdate]:
        """Take what `retry` has put back since the last time, and what was postponed until now.

        Further off than LONGEST_WAIT is what a clock that was wrong postponed.
        """
        due = (stamp(now), stamp(now + LONGEST_WAIT))

        def job(db: Connection) -> list[StoredUpdate]:
            found = select_updates(db, f"{DUE} ORDER BY received_at, update_id", *due)
            if found:
                db.execute(f"UPDATE inbox SET retried_at = NULL WHERE {DUE}", due)  # noqa: S608 - constant
            return found

        return await self._database.run(job)


def begin_attempt(db: Connection, arrival: Arrival, now: datetime.datetime) -> Attempt | None:
    """Store an update; gives the attempt at it that begins, None if it is not to be dealt with."""
    state, attempts = ("failed", 0) if arrival.error else ("waiting", 1)
    inserted = db.execute(
        """INSERT OR IGNORE INTO inbox (update_id, chat_id, body, state, attempts, error, received_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (arrival.update_id, arrival.chat_id, arrival.body, state, attempts, arrival.error, stamp(now)),
    )
    if inserted.rowcount == 1:
        if arrival.notice:
            enqueue(db, arrival.notice, now)
        return Attempt(1) if attempts else None
    row = db.execute("SELECT state FROM inbox WHERE update_id = ?", (arrival.update_id,)).fetchone()
    return Attempt(1, repeated=True) if row[0] == "done" else None


def forget_done_updates(db: Connection, now: datetime.datetime) -> None:
    """Forget the numbers of updates that were done long ago."""
    db.execute("DELETE FROM inbox WHERE state = 'done' AND received_at < ?", (stamp(now - KEPT_DONE),))


def select_updates(db: Connection, condition: str, *values: object) -> list[StoredUpdate]:
    """Read updates by a constant condition."""
    rows = db.execute(f"SELECT {COLUMNS} FROM inbox WHERE {condition}", values).fetchall()  # noqa: S608
    return [StoredUpdate(*row) for row in rows]
