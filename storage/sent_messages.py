"""What the bot sent and needs to know again, by Telegram's numbers.

Messages that show a lead in the unit's chats, and which of them no longer show how it stands (noted by triggers of
storage/migrations.py, whoever changes a lead); which message answers which question, so that an edit can replace it;
the pictures that Telegram has already.
"""

import datetime
from dataclasses import dataclass
from typing import Literal

from storage.clock import stamp
from storage.database import Connection, Database, Write

Kind = Literal["card", "text", "file"]
"""A card follows its lead; texts (answers, history, messages) and files are only emptied when the lead is erased."""


@dataclass(frozen=True)
class LeadMessage:
    """A message of the bot about a lead, in one of the unit's chats."""

    chat_id: int
    message_id: int
    subject: str
    kind: Kind


COLUMNS = "chat_id, message_id, subject, kind"


def remember_lead_message(chat_id: int, message_id: int, subject: str, kind: Kind) -> Write:
    """Note that a message shows a lead; what it was noted for before no longer counts."""
    return lambda db: db.execute(
        f"INSERT OR REPLACE INTO lead_messages ({COLUMNS}) VALUES (?, ?, ?, ?)",  # noqa: S608 - constant
        (chat_id, message_id, subject, kind),
    )


async def take_stale_messages(database: Database, busy: frozenset[int]) -> list[LeadMessage]:
    """Take one stale message of each chat that is not busy, and mark it as fresh: it is drawn after this."""

    def job(db: Connection) -> list[LeadMessage]:
        rows = db.execute(
            "SELECT chat_id, min(message_id), subject, kind FROM lead_messages WHERE stale = 1 GROUP BY chat_id"
        ).fetchall()
        found = [message for message in (LeadMessage(*row) for row in rows) if message.chat_id not in busy]
        for message in found:
            set_stale(db, message, 0)
        return found

    return await database.run(job)


def set_stale(db: Connection, message: LeadMessage, stale: int) -> None:
    """Mark a message as stale (1) or fresh (0)."""
    db.execute(
        "UPDATE lead_messages SET stale = ? WHERE chat_id = ? AND message_id = ?",
        (stale, message.chat_id, message.message_id),
    )


async def mark_stale(database: Database, message: LeadMessage) -> None:
    """Have a message drawn again."""
    await database.run(lambda db: set_stale(db, message, 1))


async def forget_lead_message(database: Database, message: LeadMessage) -> None:
    """Drop a message that can no longer be changed."""
    await database.run(
        lambda db: db.execute(
            "DELETE FROM lead_messages WHERE chat_id = ? AND message_id = ?",
            (message.chat_id, message.message_id),
        )
    )


def read_groups_with_card(db: Connection, reference: str) -> list[int]:
    """The groups in which a lead's card stands."""
    sql = "SELECT DISTINCT chat_id FROM lead_messages WHERE subject = ? AND kind = 'card' AND chat_id < 0"
    return [row[0] for row in db.execute(sql, (reference,)).fetchall()]


def mark_cards_stale(reference: str) -> Write:
    """Have all cards of a lead drawn again."""
    return lambda db: db.execute(
        "UPDATE lead_messages SET stale = 1 WHERE subject = ? AND kind = 'card'", (reference,)
    )


EDITABLE_FOR = datetime.timedelta(days=3)
"""Telegram lets people edit for two days."""


def find_answer_message(database: Database, chat_id: int, message_id: int) -> int | None:
    """Give the message that answers a question; None where it shows something else by now."""
    sql = "SELECT answer_id FROM answer_messages WHERE chat_id = ? AND message_id = ?"
    row = database.read(lambda db: db.execute(sql, (chat_id, message_id)).fetchone())
    return int(row[0]) if row else None


def remember_answer_message(chat_id: int, message_id: int, answer_id: int, now: datetime.datetime) -> Write:
    """Note which message answers a question; old notes are dropped on the way."""

    def write(db: Connection) -> None:
        db.execute("DELETE FROM answer_messages WHERE asked_at < ?", (stamp(now - EDITABLE_FOR),))
        db.execute(
            "INSERT OR REPLACE INTO answer_messages (chat_id, message_id, answer_id, asked_at) VALUES (?, ?, ?, ?)",
            (chat_id, message_id, answer_id, stamp(now)),
        )

    return write


def forget_answer_message(chat_id: int, answer_id: int) -> Write:
    """Note that a message of the bot no longer answers anything."""
    sql = "DELETE FROM answer_messages WHERE chat_id = ? AND answer_id = ?"
    return lambda db: db.execute(sql, (chat_id, answer_id))


async def find_picture(database: Database, bot_id: int, picture: str) -> str | None:
    """Give Telegram's name for a picture; None if it was not sent yet."""
    sql = "SELECT file_id FROM pictures WHERE bot_id = ? AND picture = ?"
    row = await database.run(lambda db: db.execute(sql, (bot_id, picture)).fetchone())
    return str(row[0]) if row else None


async def keep_picture(database: Database, bot_id: int, picture: str, file_id: str) -> None:
    """Note Telegram's name for a picture, in the place of an earlier one."""
    sql = "INSERT OR REPLACE INTO pictures (bot_id, picture, file_id) VALUES (?, ?, ?)"
    await database.run(lambda db: db.execute(sql, (bot_id, picture, file_id)))
