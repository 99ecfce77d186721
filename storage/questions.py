"""Questions that the bot could not answer or answered badly: what the knowledge base lacks. No names."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from storage.clock import stamp
from storage.conversations import Write
from storage.database import Connection, Database
from storage.outbox import Delivery, enqueue


@dataclass(frozen=True)
class StoredQuestion:
    """A question as it was typed; `chat_id` is kept so that an answer can reach the person."""

    question_id: int
    chat_id: int | None
    language: str
    text: str
    outcome: str
    nearest: str | None
    reply_to: str | None
    forwarded_at: str | None
    created_at: str


COLUMNS = "question_id, chat_id, language, text, outcome, nearest, reply_to, forwarded_at, created_at"


class Questions:
    """Gaps in the knowledge base."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, question_id: int) -> StoredQuestion | None:
        """Give a question by its number."""
        return await self._database.run(lambda db: read_question(db, "question_id = ?", question_id))


def read_question(db: Connection, condition: str, value: object) -> StoredQuestion | None:
    """Read one question by a condition of ours with one value."""
    row = db.execute(f"SELECT {COLUMNS} FROM questions WHERE {condition}", (value,)).fetchone()  # noqa: S608
    return StoredQuestion(*row) if row else None


def keep_question(
    update_id: int,
    chat_id: int,
    language: str,
    text: str,
    outcome: str,
    nearest: str | None,
    now: datetime.datetime,
) -> Write:
    """Store a question once per update."""
    return lambda db: db.execute(
        """INSERT OR IGNORE INTO questions (update_id, chat_id, language, text, outcome, nearest, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (update_id, chat_id, language, text, outcome, nearest, stamp(now)),
    )


def question_of_update(db: Connection, update_id: int) -> StoredQuestion:
    """Give the question that an update asked; LookupError if none is stored."""
    question = read_question(db, "update_id = ?", update_id)
    if question is None:
        raise LookupError(f"update {update_id} asked nothing that was stored")
    return question


def forward_question(
    question_id: int, reply_to: str, deliveries: Iterable[Delivery], now: datetime.datetime
) -> Write:
    """Queue a question for the coordination unit, with the consent and address of the person; once."""

    def write(db: Connection) -> None:
        changed = db.execute(
            "UPDATE questions SET forwarded_at = ?, reply_to = ? WHERE question_id = ? AND forwarded_at IS NULL",
            (stamp(now), reply_to, question_id),
        )
        if changed.rowcount == 1:
            for delivery in deliveries:
                enqueue(db, delivery, now)

    return write


def vote(chat_id: int, answer_id: str, helpful: bool, now: datetime.datetime) -> Write:
    """Count a thumb under an answer; a second one of the same chat replaces the first."""
    return lambda db: db.execute(
        """INSERT INTO votes (chat_id, answer_id, helpful, voted_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (chat_id, answer_id) DO UPDATE SET helpful = excluded.helpful, voted_at = excluded.voted_at""",
        (chat_id, answer_id, int(helpful), stamp(now)),
    )
