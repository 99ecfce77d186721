"""Questions that wait for a coordinator's answer, and their end. Keeping and forwarding them is in questions.py."""

import datetime
import json
from collections.abc import Iterable, Sequence

from storage.audit import Actor, enter
from storage.clock import stamp
from storage.conversations import Write
from storage.database import Connection, Database
from storage.questions import COLUMNS, StoredQuestion


class Unanswered:
    """What people wait to hear about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def listing(self, limit: int = 400) -> list[StoredQuestion]:
        """List the open questions, the latest `limit`, newest first."""
        sql = f"""SELECT {COLUMNS} FROM questions WHERE closed_at IS NULL
                  ORDER BY question_id DESC LIMIT ?"""  # noqa: S608 - constant
        return await self._database.run(
            lambda db: [StoredQuestion(*row) for row in db.execute(sql, (limit,)).fetchall()]
        )

    async def of(self, numbers: Sequence[int]) -> list[StoredQuestion]:
        """Give those of these questions that are still open."""
        return await self._database.run(lambda db: still_open(db, numbers))


def still_open(db: Connection, numbers: Sequence[int]) -> list[StoredQuestion]:
    """Read those of these questions that are still open."""
    sql = f"""SELECT {COLUMNS} FROM questions WHERE closed_at IS NULL
              AND question_id IN (SELECT value FROM json_each(?)) ORDER BY question_id"""  # noqa: S608 - constant
    return [StoredQuestion(*row) for row in db.execute(sql, (json.dumps(list(numbers)),)).fetchall()]


def settled(number: int, now: datetime.datetime) -> Write:
    """Mark a question as answered by one of the suggestions: the person chose it."""
    return lambda db: db.execute(
        "UPDATE questions SET closed_at = ?, closed_by = 'suggestion' WHERE question_id = ? AND closed_at IS NULL",
        (stamp(now), number),
    )


def close(numbers: Iterable[int], actor: Actor, action: str, now: datetime.datetime) -> Write:
    """Mark questions as answered or set aside (`action`), those that still are open."""

    def write(db: Connection) -> None:
        for number in numbers:
            closed = db.execute(
                "UPDATE questions SET closed_at = ?, closed_by = ? WHERE question_id = ? AND closed_at IS NULL",
                (stamp(now), actor.name, number),
            )
            if closed.rowcount == 1:
                enter(db, f"question:{number}", actor, action, now)

    return write
