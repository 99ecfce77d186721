"""The bot's messages that show a lead in the unit's chats: which, and which of them no longer show how it stands.

That one is stale is noted by triggers (storage/migrations.py), whoever changes a lead. Drawing is the bot's business.
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


async def chats_with_card(database: Database, reference: str) -> list[int]:
    """The chats in which a lead's card stands."""
    sql = "SELECT DISTINCT chat_id FROM lead_messages WHERE subject = ? AND kind = 'card' ORDER BY chat_id"
    return await database.run(lambda db: [row[0] for row in db.execute(sql, (reference,)).fetchall()])


def mark_cards_stale(reference: str) -> Write:
    """Have all cards of a lead drawn again."""
    return lambda db: db.execute(
        "UPDATE lead_messages SET stale = 1 WHERE subject = ? AND kind = 'card'", (reference,)
    )


# Who works on leads


@dataclass(frozen=True)
class Coordinator:
    """Somebody who has worked on leads: their private chat, their name, the unit's chat that they used last."""

    chat_id: int
    name: str
    unit_chat_id: int


def note_coordinator(chat_id: int, name: str, unit_chat_id: int, now: datetime.datetime) -> Write:
    """Note who works on leads, and where."""
    return lambda db: db.execute(
        """INSERT INTO coordinators (chat_id, name, unit_chat_id, seen_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (chat_id) DO UPDATE SET name = excluded.name, unit_chat_id = excluded.unit_chat_id,
           seen_at = excluded.seen_at""",
        (chat_id, name, unit_chat_id, stamp(now)),
    )


async def list_coordinators(database: Database) -> list[Coordinator]:
    """List those who have worked on leads, the latest first."""
    sql = "SELECT chat_id, name, unit_chat_id FROM coordinators ORDER BY seen_at DESC LIMIT 50"
    return await database.run(lambda db: [Coordinator(*row) for row in db.execute(sql).fetchall()])
