"""Chats (language, the screen they are on) and the pre-applications begun in them."""

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.clock import stamp
from storage.database import Connection, Database

Write = Callable[[Connection], object]
"""Something to be stored in the same transaction as the turn that causes it."""

Stored = Mapping[str, Any]


@dataclass(frozen=True)
class Chat:
    """A conversation as stored; `language` is the one chosen, None while Telegram's is followed."""

    chat_id: int
    language: str | None = None
    screen: Mapping[str, Any] = field(default_factory=dict)
    last_update_id: int = 0


@dataclass(frozen=True)
class StoredDraft:
    """A pre-application begun and not yet sent."""

    draft_id: int
    chat_id: int
    content_version: str
    answers: Mapping[str, Any]
    pending: Mapping[str, Any]
    at: str | None
    created_at: str
    updated_at: str
    corrects: str | None = None
    consented_at: str | None = None


class Conversations:
    """Where each chat stands."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, chat_id: int) -> tuple[Chat, StoredDraft | None]:
        """Give a chat and its open draft; a chat that nobody wrote from yet is a fresh one."""
        return self._database.look(lambda db: (load_chat(db, chat_id), open_draft(db, chat_id)))

    async def commit(
        self,
        chat_id: int,
        update_id: int,
        now: datetime.datetime,
        *writes: Write,
        screen: Stored | Callable[[Connection], Stored] | None = None,
        language: str | None = None,
        spoken: str | None = None,
    ) -> bool:
        """Store what a turn did, all or nothing; False, and nothing stored, if this update did so before.

        Only the last one is compared, for equality: the inbox keeps out those before it, and after a week of
        silence Telegram begins anew with any number. `screen` and `language` stay as they are where None; a
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
                db.execute("UPDATE chats SET screen = ? WHERE chat_id = ?", (dumped(shown), chat_id))
            return True

        return await self._database.at_once(job)


def load_chat(db: Connection, chat_id: int) -> Chat:
    """Read a chat; a fresh one if it is not stored."""
    row = db.execute(
        "SELECT chat_id, language, screen, last_update_id FROM chats WHERE chat_id = ?", (chat_id,)
    ).fetchone()
    return Chat(row[0], row[1], json.loads(row[2]), row[3]) if row else Chat(chat_id)


def open_draft(db: Connection, chat_id: int) -> StoredDraft | None:
    """Read the chat's open draft."""
    row = db.execute(
        """SELECT draft_id, chat_id, content_version, answers, pending, at, created_at, updated_at,
           corrects, consented_at FROM drafts WHERE chat_id = ? AND state = 'open'""",
        (chat_id,),
    ).fetchone()
    if row is None:
        return None
    draft_id, chat, version, answers, pending, *rest = row
    return StoredDraft(draft_id, chat, version, json.loads(answers), json.loads(pending), *rest)


def begin_draft(
    chat_id: int, content_version: str, now: datetime.datetime, answers: Mapping[str, Any]
) -> Write:
    """Open a draft, and say whether; the one that is open already stays as it is."""

    def write(db: Connection) -> bool:
        opened = db.execute(
            """INSERT OR IGNORE INTO drafts (chat_id, content_version, answers, created_at, updated_at)
               VALUES (?, ?, ?, ?, ?)""",
            (chat_id, content_version, dumped(answers), stamp(now), stamp(now)),
        )
        return opened.rowcount == 1

    return write


def save_draft(
    draft_id: int,
    content_version: str,
    answers: Mapping[str, Any],
    pending: Mapping[str, Any],
    at: str | None,
    now: datetime.datetime,
) -> Write:
    """Store a draft after a move; a consent that is new in its answers is stored with its moment."""

    def write(db: Connection) -> None:
        db.execute(
            """UPDATE drafts SET content_version = :version, pending = :pending, at = :at, updated_at = :now,
               consented_at = CASE
                   WHEN json_extract(answers, '$.consent') IS json_extract(:answers, '$.consent')
                   THEN consented_at ELSE :now END,
               answers = :answers WHERE draft_id = :draft AND state = 'open'""",
            {
                "version": content_version,
                "answers": dumped(answers),
                "pending": dumped(pending),
                "at": at,
                "now": stamp(now),
                "draft": draft_id,
            },
        )

    return write


def drop_draft(draft_id: int) -> Write:
    """Erase a draft that its owner threw away; does nothing if it was sent."""
    return lambda db: empty_drafts(db, "draft_id = ? AND state = 'open'", draft_id)


def empty_drafts(db: Connection, condition: str, value: object) -> int:
    """Erase what drafts hold and whose they are, by a condition of ours with one value; say of how many.

    The rows stay: buttons, leads and reminders name a draft by its id, which must not be given out again.
    """
    return db.execute(
        f"""UPDATE drafts SET state = 'dropped', chat_id = 0, answers = '{{}}', pending = '{{}}', at = NULL,
            corrects = NULL, consented_at = NULL WHERE state <> 'dropped' AND {condition}""",  # noqa: S608
        (value,),
    ).rowcount


def dumped(value: Mapping[str, Any]) -> str:
    """Write JSON with letters as they are."""
    return json.dumps(value, ensure_ascii=False)
