"""Pre-applications that were begun and not yet sent; at most one is open in a chat."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass

from storage.clock import stamp
from storage.connection import to_json
from storage.database import Connection, Write


@dataclass(frozen=True)
class StoredDraft:
    """A pre-application begun and not yet sent."""

    draft_id: int
    chat_id: int
    answers: Mapping[str, object]
    pending: Mapping[str, object]
    at: str | None
    created_at: str
    updated_at: str
    corrects: str | None = None
    consented_at: str | None = None


def read_open_draft(db: Connection, chat_id: int) -> StoredDraft | None:
    """Read the chat's open draft."""
    row = db.execute(
        """SELECT draft_id, chat_id, answers, pending, at, created_at, updated_at,
           corrects, consented_at FROM drafts WHERE chat_id = ? AND state = 'open'""",
        (chat_id,),
    ).fetchone()
    if row is None:
        return None
    draft_id, chat, answers, pending, *rest = row
    return StoredDraft(draft_id, chat, json.loads(answers), json.loads(pending), *rest)


def begin_draft(
    chat_id: int,
    content_version: str,
    now: datetime.datetime,
    answers: Mapping[str, object],
    pending: Mapping[str, object] | None = None,
) -> Write:
    """Open a draft, and say whether; the one that is open already stays as it is."""

    def write(db: Connection) -> bool:
        opened = db.execute(
            """INSERT OR IGNORE INTO drafts (chat_id, content_version, answers, pending, created_at, updated_at)
               VALUES (?, ?, ?, ?, ?, ?)""",
            (chat_id, content_version, to_json(answers), to_json(pending or {}), stamp(now), stamp(now)),
        )
        return opened.rowcount == 1

    return write


def save_draft(
    draft_id: int,
    content_version: str,
    answers: Mapping[str, object],
    pending: Mapping[str, object],
    at: str | None,
    now: datetime.datetime,
    *,
    consent: str,
) -> Write:
    """Store a draft after a move; a new answer to the question `consent` is stored with its moment."""

    def write(db: Connection) -> None:
        db.execute(
            """UPDATE drafts SET content_version = :version, pending = :pending, at = :at, updated_at = :now,
               consented_at = CASE
                   WHEN json_extract(answers, :consent) IS json_extract(:answers, :consent)
                   THEN consented_at ELSE :now END,
               answers = :answers WHERE draft_id = :draft AND state = 'open'""",
            {
                "version": content_version,
                "answers": to_json(answers),
                "consent": f'$."{consent}"',
                "pending": to_json(pending),
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
    """Erase what drafts hold and whose they are, by a constant condition with one value; say of how many.

    The rows stay: buttons, leads and reminders name a draft by its id, which must not be given out again.
    """
    return db.execute(
        f"""UPDATE drafts SET state = 'dropped', chat_id = 0, answers = '{{}}', pending = '{{}}', at = NULL,
            corrects = NULL, consented_at = NULL WHERE state <> 'dropped' AND {condition}""",  # noqa: S608
        (value,),
    ).rowcount
