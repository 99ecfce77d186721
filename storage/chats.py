"""Chats: the language, the screen that each is on, and whether its person wants reminders."""

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from storage.clock import stamp
from storage.connection import to_json
from storage.database import Connection, Database, Write
from storage.drafts import StoredDraft, read_open_draft
from storage.outbox import redirect

StoredScreen = Mapping[str, object]
"""A screen as JSON: the name of its view and what the view is to show."""


@dataclass(frozen=True)
class Chat:
    """A conversation as stored; `language` is the one chosen, None while Telegram's is followed; `spoken` the last."""

    chat_id: int
    language: str | None = None
    screen: StoredScreen = field(default_factory=dict)
    last_update_id: int = 0
    spoken: str | None = None


def chat_and_draft(database: Database, chat_id: int) -> tuple[Chat, StoredDraft | None]:
    """Give a chat and its open draft; a chat that nobody wrote from yet is a fresh one."""
    return database.read(lambda db: (read_chat(db, chat_id), read_open_draft(db, chat_id)))


async def save_turn(
    database: Database,
    chat_id: int,
    update_id: int,
    now: datetime.datetime,
    *writes: Write,
    screen: StoredScreen | Callable[[Connection], StoredScreen] | None = None,
    language: str | None = None,
    spoken: str | None = None,
) -> bool:
    """Store what a turn did, all or nothing; False, and nothing stored, if this update did so before.

    Only the last one is compared, for equality: the inbox keeps out those before it, and after a week of
    silence Telegram begins again with any number. `screen` and `language` stay as they are where None; a
    screen may also be made from what was written. `spoken` is the language of the turn, chosen or
    Telegram's, for what is said outside of turns.
    """

    def job(db: Connection) -> bool:
        moved = db.execute(
            """INSERT INTO chats (chat_id, last_update_id, created_at, seen_at, language, spoken)
               VALUES (:chat, :update, :now, :now, :language, :spoken) ON CONFLICT (chat_id)
               DO UPDATE SET last_update_id = :update, seen_at = :now,
               language = coalesce(:language, language), spoken = coalesce(:spoken, spoken)
               WHERE last_update_id <> :update""",
            {
                "chat": chat_id,
                "update": update_id,
                "now": stamp(now),
                "language": language,
                "spoken": spoken,
            },
        )
        if moved.rowcount != 1:
            return False
        for write in writes:
            write(db)
        shown = screen(db) if callable(screen) else screen
        if shown is not None:
            db.execute("UPDATE chats SET screen = ? WHERE chat_id = ?", (to_json(shown), chat_id))
        return True

    return await database.run_inline(job)


def read_chat(db: Connection, chat_id: int) -> Chat:
    """Read a chat; a fresh one if it is not stored."""
    row = db.execute(
        "SELECT chat_id, language, screen, last_update_id, spoken FROM chats WHERE chat_id = ?", (chat_id,)
    ).fetchone()
    return Chat(row[0], row[1], json.loads(row[2]), *row[3:]) if row else Chat(chat_id)


async def drop_waiting_deliveries(database: Database, chat_id: int) -> None:
    """Drop what waits to be sent to somebody who blocked the bot; what they stored stays theirs."""
    sql = "DELETE FROM outbox WHERE channel = 'chat' AND recipient = ? AND state = 'pending'"
    await database.run(lambda db: db.execute(sql, (str(chat_id),)))


async def move_chat(database: Database, old: int, new: int) -> None:
    """Follow a group to its new id with everything that is kept for it; a second time changes nothing."""

    def job(db: Connection) -> None:
        db.execute("UPDATE OR IGNORE chats SET chat_id = ? WHERE chat_id = ?", (new, old))
        db.execute("DELETE FROM answer_messages WHERE chat_id = ?", (old,))
        redirect(db, "chat", str(old), str(new))

    await database.run(job)


def set_reminders(chat_id: int, wanted: bool) -> Write:
    """Let a person have reminders or not; those still on their way to one who does not are dropped."""

    def write(db: Connection) -> None:
        db.execute("UPDATE chats SET reminders = ? WHERE chat_id = ?", (int(wanted), chat_id))
        if not wanted:
            db.execute(
                """DELETE FROM outbox WHERE state = 'pending' AND channel = 'chat' AND recipient = ?
                   AND key LIKE 'reminder:%'""",
                (str(chat_id),),
            )

    return write
