"""The durable queue of raw updates: stored before Telegram is told, kept until they are dealt with."""

import datetime
from dataclasses import dataclass

from storage.clock import moment, stamp
from storage.database import Connection, Database

KEPT_DONE = 10_000
"""Finished updates are kept this far back, so that a repeated one is recognised."""


@dataclass(frozen=True)
class StoredUpdate:
    """An update as it came (JSON), and how often it was tried."""

    update_id: int
    chat_id: int | None
    body: str
    state: str
    attempts: int
    error: str | None
    received_at: str


@dataclass(frozen=True)
class InboxDepth:
    """How full the inbox is; `oldest_seconds`: the age of the oldest waiting update, 0 without one."""

    waiting: int
    oldest_seconds: float
    failed: int


class Inbox:
    """What came in, and what became of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def store(self, update_id: int, chat_id: int | None, body: str, now: datetime.datetime) -> bool:
        """Keep an update; False if one of this id was kept before."""

        def job(db: Connection) -> bool:
            cursor = db.execute(
                "INSERT OR IGNORE INTO inbox (update_id, chat_id, body, received_at) VALUES (?, ?, ?, ?)",
                (update_id, chat_id, body, stamp(now)),
            )
            return cursor.rowcount == 1

        return await self._database.run(job)

    async def unfinished(self) -> list[StoredUpdate]:
        """List what a crash left behind, oldest first."""
        return await self.listing("waiting")

    async def listing(self, state: str) -> list[StoredUpdate]:
        """List the updates of one state (waiting, done, failed), oldest first."""
        columns = "update_id, chat_id, body, state, attempts, error, received_at"
        return await self._database.run(
            lambda db: [
                StoredUpdate(*row)
                for row in db.execute(
                    f"SELECT {columns} FROM inbox WHERE state = ? ORDER BY update_id",  # noqa: S608 - constant
                    (state,),
                ).fetchall()
            ]
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

    async def begin(self, update_id: int) -> int:
        """Count another attempt at an update and give its number."""

        def job(db: Connection) -> int:
            db.execute("UPDATE inbox SET attempts = attempts + 1 WHERE update_id = ?", (update_id,))
            row = db.execute("SELECT attempts FROM inbox WHERE update_id = ?", (update_id,)).fetchone()
            return int(row[0]) if row else 1

        return await self._database.run(job)

    async def done(self, update_id: int) -> None:
        """Mark an update as dealt with; its words are no longer needed and are dropped."""

        def job(db: Connection) -> None:
            db.execute("UPDATE inbox SET state = 'done', body = '' WHERE update_id = ?", (update_id,))
            if update_id % 1000 == 0:
                db.execute(
                    "DELETE FROM inbox WHERE state = 'done' AND update_id < ?", (update_id - KEPT_DONE,)
                )

        await self._database.run(job)

    async def failed(self, update_id: int, error: str) -> None:
        """Set an update aside that cannot be dealt with, with the reason."""
        await self._database.run(
            lambda db: db.execute(
                "UPDATE inbox SET state = 'failed', error = ? WHERE update_id = ?", (error, update_id)
            )
        )
