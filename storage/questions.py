"""Questions that the bot could not answer or answered badly, until a coordinator answers them; thumbs under answers.

Questions typed in inline mode are kept until the link to them is opened; nothing says who asked.
"""

import datetime
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.audit import Actor, add_entry
from storage.clock import stamp
from storage.database import Connection, Database, Write
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


@dataclass(frozen=True)
class PoorlyAnswered:
    """Something asked that was not answered, or not well; `answer_id`: the nearest answer, or the one voted down."""

    text: str
    language: str
    outcome: str
    answer_id: str | None
    asked_at: str


async def find_question(database: Database, question_id: int) -> StoredQuestion | None:
    """Give a question by its number."""
    return await database.run(lambda db: read_question(db, "question_id = ?", question_id))


async def list_open_questions(database: Database, limit: int = 400) -> list[StoredQuestion]:
    """List the questions that wait for a coordinator's answer, the latest `limit`, newest first."""
    sql = f"""SELECT {COLUMNS} FROM questions WHERE closed_at IS NULL
              ORDER BY question_id DESC LIMIT ?"""  # noqa: S608 - constant
    return await database.run(
        lambda db: [StoredQuestion(*row) for row in db.execute(sql, (limit,)).fetchall()]
    )


async def filter_open(database: Database, numbers: Sequence[int]) -> list[StoredQuestion]:
    """Give those of these questions that are still open."""
    return await database.run(lambda db: read_those_open(db, numbers))


async def list_answered(database: Database, numbers: Sequence[int]) -> list[StoredQuestion]:
    """Give those of these questions that a coordinator has answered."""
    sql = f"""SELECT {COLUMNS} FROM questions WHERE closed_at IS NOT NULL
              AND question_id IN (SELECT value FROM json_each(?)) AND EXISTS (SELECT 1 FROM talk_messages
                  WHERE subject = 'question:' || question_id AND direction = 'to_person')"""  # noqa: S608 - constant
    given = json.dumps(list(numbers))
    return await database.run(
        lambda db: [StoredQuestion(*row) for row in db.execute(sql, (given,)).fetchall()]
    )


async def list_poorly_answered(database: Database, begin: datetime.datetime) -> list[PoorlyAnswered]:
    """List what was not answered well from a moment on, oldest first.

    A vote against an answer that was asked for in words is stored as a question (`voted_down`); one against an
    answer that was opened from the menu has no words.
    """
    sql = """SELECT text, language, outcome, nearest, created_at AS at FROM questions
             WHERE created_at >= :begin AND text <> ''
             UNION ALL
             SELECT '', '', 'voted_down', answer_id, voted_at FROM votes
             WHERE helpful = 0 AND voted_at >= :begin AND NOT EXISTS (
                 SELECT 1 FROM questions WHERE questions.chat_id = votes.chat_id
                 AND outcome = 'voted_down' AND nearest = answer_id)
             ORDER BY at"""
    return await database.run(
        lambda db: [PoorlyAnswered(*row) for row in db.execute(sql, {"begin": stamp(begin)}).fetchall()]
    )


def read_question(db: Connection, condition: str, value: object) -> StoredQuestion | None:
    """Read one question by a constant condition with one value."""
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


def read_question_of_update(db: Connection, update_id: int) -> StoredQuestion:
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


async def count_forwarded(database: Database, chat_id: int, since: datetime.datetime) -> int:
    """Count the questions that somebody had passed on since a moment."""
    sql = "SELECT count(*) FROM questions WHERE chat_id = ? AND forwarded_at >= ?"
    return int(await database.run(lambda db: db.execute(sql, (chat_id, stamp(since))).fetchone()[0]))


def vote(chat_id: int, answer_id: str, helpful: bool, now: datetime.datetime) -> Write:
    """Count a thumb under an answer; a second one of the same chat replaces the first."""
    return lambda db: db.execute(
        """INSERT INTO votes (chat_id, answer_id, helpful, voted_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (chat_id, answer_id) DO UPDATE SET helpful = excluded.helpful, voted_at = excluded.voted_at""",
        (chat_id, answer_id, int(helpful), stamp(now)),
    )


def read_those_open(db: Connection, numbers: Sequence[int]) -> list[StoredQuestion]:
    """Read those of these questions that are still open."""
    sql = f"""SELECT {COLUMNS} FROM questions WHERE closed_at IS NULL
              AND question_id IN (SELECT value FROM json_each(?)) ORDER BY question_id"""  # noqa: S608 - constant
    return [StoredQuestion(*row) for row in db.execute(sql, (json.dumps(list(numbers)),)).fetchall()]


def close_as_answered(number: int, now: datetime.datetime) -> Write:
    """Mark a question as answered by one of the suggestions: the person chose it."""
    return lambda db: db.execute(
        "UPDATE questions SET closed_at = ?, closed_by = 'suggestion' WHERE question_id = ? AND closed_at IS NULL",
        (stamp(now), number),
    )


def close_questions(numbers: Iterable[int], actor: Actor, action: str, now: datetime.datetime) -> Write:
    """Mark those of these questions that are still open as answered or set aside (`action`)."""

    def write(db: Connection) -> None:
        for number in numbers:
            closed = db.execute(
                "UPDATE questions SET closed_at = ?, closed_by = ? WHERE question_id = ? AND closed_at IS NULL",
                (stamp(now), actor.name, number),
            )
            if closed.rowcount == 1:
                add_entry(db, f"question:{number}", actor, action, now)

    return write


INLINE_KEPT = datetime.timedelta(days=7)
INLINE_LONGEST = 500
"""Characters of a question that are kept."""


async def keep_inline_question(database: Database, text: str, now: datetime.datetime) -> str:
    """Keep a question for a week and give its key, the same for the same text.

    A key cannot be guessed, so that nobody reads other people's questions.
    """

    def job(db: Connection) -> str:
        db.execute("DELETE FROM inline_questions WHERE created_at < ?", (stamp(now - INLINE_KEPT),))
        db.execute(
            """INSERT INTO inline_questions (key, text, created_at) VALUES (?, ?, ?)
               ON CONFLICT (text) DO UPDATE SET created_at = excluded.created_at""",
            (secrets.token_hex(8), text[:INLINE_LONGEST], stamp(now)),
        )
        row = db.execute(
            "SELECT key FROM inline_questions WHERE text = ?", (text[:INLINE_LONGEST],)
        ).fetchone()
        return str(row[0])

    return await database.run(job)


async def find_inline_question(database: Database, key: str) -> str | None:
    """Give the question of a key; None once it is gone."""
    sql = "SELECT text FROM inline_questions WHERE key = ?"
    row = await database.run(lambda db: db.execute(sql, (key,)).fetchone())
    return str(row[0]) if row else None
