"""What is done by the clock, stored so that a restart loses nothing and repeats nothing."""

import datetime
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from storage.clock import stamp
from storage.database import Connection, Database, Write
from storage.outbox import Delivery, enqueue

AT_ONCE = 200
"""How many reminders are queued at once; the rest follow the next time."""


@dataclass(frozen=True)
class LeftDraft:
    """A draft that waits for its owner, and the language that they speak."""

    draft_id: int
    chat_id: int
    language: str | None
    answers: Mapping[str, object]
    corrects: str | None


async def once_a_day(database: Database, name: str, day: datetime.date, *writes: Write) -> bool:
    """Do this unless it was done on that day; say whether. Done whole or not at all.

    A later day was a wrong clock's: it is done again.
    """

    def job(db: Connection) -> bool:
        due = db.execute(
            """INSERT INTO scheduled_jobs (name, last_day) VALUES (?, ?) ON CONFLICT (name)
               DO UPDATE SET last_day = excluded.last_day WHERE last_day <> excluded.last_day""",
            (name, day.isoformat()),
        )
        for write in writes if due.rowcount == 1 else ():
            write(db)
        return due.rowcount == 1

    return await database.run(job)


async def queue_reminders(
    database: Database,
    column: Literal["created_at", "updated_at"],
    before: datetime.datetime,
    unless: Collection[str],
    reminder: Callable[[LeftDraft], Delivery],
    now: datetime.datetime,
) -> int:
    """Queue a reminder for each draft that was begun (or last touched) before a moment; say how many.

    Only with consent, and not to those who declined reminders or were sent one of the kinds in `unless`.
    """

    def job(db: Connection) -> int:
        rows = db.execute(
            f"""SELECT draft_id, chat_id, coalesce(language, spoken), answers, corrects
            FROM drafts JOIN chats USING (chat_id)
            WHERE state = 'open' AND drafts.{column} <= ? AND consented_at IS NOT NULL AND reminders = 1
            AND NOT EXISTS (SELECT 1 FROM outbox JOIN json_each(?) AS kind
                            WHERE outbox.key = 'reminder:' || draft_id || ':' || kind.value)
            LIMIT {AT_ONCE}""",  # noqa: S608 - constants
            (stamp(before), json.dumps(sorted(unless))),
        ).fetchall()
        drafts = [
            LeftDraft(draft_id, chat_id, language, json.loads(answers), corrects)
            for draft_id, chat_id, language, answers, corrects in rows
        ]
        return sum(enqueue(db, reminder(draft), now) for draft in drafts)

    return await database.run(job)
