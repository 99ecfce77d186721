"""Pre-applications that were sent: one per draft, each with a reference."""

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storage.clock import stamp
from storage.conversations import Write
from storage.database import Connection, Database
from storage.outbox import Delivery, enqueue


@dataclass(frozen=True)
class Lead:
    """A pre-application as it was sent; `data` holds codes and free text, never labels."""

    reference: str
    chat_id: int
    language: str
    state: str
    data: Mapping[str, Any]
    created_at: str
    updated_at: str = ""
    owner_id: int | None = None
    owner: str | None = None


class Leads:
    """What was sent, and what became of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, reference: str) -> Lead | None:
        """Give the lead of a reference."""
        return await self._database.run(lambda db: read(db, "reference = ?", reference))

    async def of_draft(self, draft_id: int) -> Lead | None:
        """Give the lead that a draft became."""
        return await self._database.run(lambda db: read(db, "draft_id = ?", draft_id))


def submit(
    draft_id: int,
    chat_id: int,
    language: str,
    data: Mapping[str, Any],
    now: datetime.datetime,
    deliveries: Callable[[Lead], Iterable[Delivery]],
) -> Write:
    """Turn a draft into a lead and queue its deliveries; a second time does nothing."""

    def write(db: Connection) -> None:
        if read(db, "draft_id = ?", draft_id):
            return
        lead = Lead(next_reference(db, now), chat_id, language, "new", data, stamp(now))
        db.execute(
            """INSERT INTO leads (reference, draft_id, chat_id, language, data, created_at, updated_at)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (
                lead.reference,
                draft_id,
                chat_id,
                language,
                json.dumps(data, ensure_ascii=False),
                stamp(now),
                stamp(now),
            ),
        )
        db.execute("UPDATE drafts SET state = 'sent', pending = '{}' WHERE draft_id = ?", (draft_id,))
        for delivery in deliveries(lead):
            enqueue(db, delivery, now)

    return write


def lead_of_draft(db: Connection, draft_id: int) -> Lead:
    """Give the lead that a draft has become; LookupError if it has not."""
    lead = read(db, "draft_id = ?", draft_id)
    if lead is None:
        raise LookupError(f"draft {draft_id} was not sent")
    return lead


def next_reference(db: Connection, now: datetime.datetime) -> str:
    """Number the leads of a year: IUC-2026-0001, so that they sort by reference."""
    prefix = f"IUC-{now.year}-"
    row = db.execute("SELECT max(reference) FROM leads WHERE reference LIKE ?", (prefix + "%",)).fetchone()
    return f"{prefix}{int(row[0].removeprefix(prefix)) + 1 if row[0] else 1:04d}"


def read(db: Connection, condition: str, value: object) -> Lead | None:
    """Read one lead by a condition of ours with one value."""
    row = next(db.query(f"SELECT * FROM leads WHERE {condition}", [value]), None)  # noqa: S608 - ours
    return restored(row) if row else None


def restored(row: Mapping[str, Any]) -> Lead:
    """Read a row of the table as a lead."""
    return Lead(
        row["reference"],
        row["chat_id"],
        row["language"],
        row["state"],
        json.loads(row["data"]),
        row["created_at"],
        row["updated_at"],
        row["owner_id"],
        row["owner"],
    )
