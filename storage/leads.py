"""Pre-applications that were sent: one per draft, each with a reference; corrected, withdrawn, erased."""

import datetime
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.clock import stamp
from storage.conversations import Write, begin_draft, dumped, empty_drafts
from storage.database import Connection, Database
from storage.outbox import Delivery, enqueue, forget

COLUMNS = (
    "reference, chat_id, language, state, data, created_at, updated_at, opened_at, reason, owner_id, owner"
)
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Lead:
    """A pre-application as it was sent; `data` holds codes and free text, never labels.

    `opened_at` is when the coordination unit first opened it, `reason` why it was withdrawn (a code of ours or
    the applicant's words).
    """

    reference: str
    chat_id: int
    language: str
    state: str
    data: Mapping[str, Any]
    created_at: str
    updated_at: str = ""
    opened_at: str | None = None
    reason: str | None = None
    owner_id: int | None = None
    owner: str | None = None

    @property
    def withdrawn(self) -> bool:
        """Tell whether the applicant took it back."""
        return self.state == WITHDRAWN


Deliveries = Callable[[Lead], Iterable[Delivery]]


class Leads:
    """What was sent, and what became of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, reference: str) -> Lead | None:
        """Give the lead of a reference."""
        return await self._database.run(lambda db: read(db, "reference = ?", reference))

    async def of_draft(self, draft_id: int) -> Lead | None:
        """Give the lead that a draft became; for a correction, the lead that it corrected."""
        return await self._database.run(lambda db: read(db, "draft_id = ?", draft_id))

    async def of_chat(self, chat_id: int) -> list[Lead]:
        """List a person's own leads, newest first."""
        return await self._database.run(lambda db: leads_of_chat(db, chat_id))

    async def same_place(self, places: Collection[str], but: str | None) -> list[Lead]:
        """List the leads, other than the one named, that are about one of these places and were not withdrawn."""
        return await self._database.run(lambda db: about_places(db, places, but))


def submit(
    draft_id: int,
    chat_id: int,
    language: str,
    data: Mapping[str, Any],
    now: datetime.datetime,
    deliveries: Deliveries,
    *,
    places: Collection[str] = (),
) -> Write:
    """Turn a draft into a lead and queue its deliveries; a second time does nothing.

    `places` are the keys of the cities it is about; other leads about one of them are named in its data.
    """

    def write(db: Connection) -> None:
        if read(db, "draft_id = ?", draft_id):
            return
        reference = next_reference(db, now)
        content = with_same_place(db, data, places, reference)
        db.execute(
            """INSERT INTO leads (reference, draft_id, chat_id, language, data, created_at, updated_at)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (reference, draft_id, chat_id, language, dumped(content), stamp(now), stamp(now)),
        )
        finish(db, draft_id, reference, places, deliveries, now)

    return write


def resubmit(
    reference: str,
    draft_id: int,
    language: str,
    data: Mapping[str, Any],
    now: datetime.datetime,
    deliveries: Callable[[Lead, Lead], Iterable[Delivery]],
    *,
    places: Collection[str] = (),
) -> Write:
    """Put a corrected draft in the place of what was sent; `deliveries` gets the lead before and after.

    Does nothing a second time, nor if the lead was withdrawn meanwhile.
    """

    def write(db: Connection) -> None:
        before = read(db, "reference = ?", reference)
        if before is None or before.withdrawn or read(db, "draft_id = ?", draft_id):
            return
        content = with_same_place(db, data, places, reference)
        empty_drafts(db, "draft_id = (SELECT draft_id FROM leads WHERE reference = ?)", reference)
        db.execute(
            "UPDATE leads SET draft_id = ?, language = ?, data = ?, updated_at = ? WHERE reference = ?",
            (draft_id, language, dumped(content), stamp(now), reference),
        )
        finish(db, draft_id, reference, places, lambda lead: deliveries(before, lead), now)

    return write


def finish(
    db: Connection,
    draft_id: int,
    reference: str,
    places: Collection[str],
    deliveries: Deliveries,
    now: datetime.datetime,
) -> None:
    """Close the draft, drop its reminders, note the lead's places and queue what goes out."""
    db.execute("UPDATE drafts SET state = 'sent', pending = '{}' WHERE draft_id = ?", (draft_id,))
    forget(db, f"draft:{draft_id}")
    db.execute("DELETE FROM lead_places WHERE reference = ?", (reference,))
    for place in set(places):
        db.execute("INSERT INTO lead_places (reference, place) VALUES (?, ?)", (reference, place))
    for delivery in deliveries(lead_of_draft(db, draft_id)):
        enqueue(db, delivery, now)


def begin_correction(lead: Lead, content_version: str, now: datetime.datetime) -> Write:
    """Open a draft with what was sent; a draft that is open already stays as it is."""

    def write(db: Connection) -> None:
        answers = {**dict.fromkeys(lead.data.get("skipped", ())), **lead.data["answers"]}
        opened = begin_draft(lead.chat_id, content_version, now, answers)(db)
        if opened:
            db.execute(
                "UPDATE drafts SET corrects = ?, consented_at = ? WHERE chat_id = ? AND state = 'open'",
                (lead.reference, (lead.data.get("consent") or {}).get("at"), lead.chat_id),
            )

    return write


def withdraw(reference: str, reason: str, now: datetime.datetime, deliveries: Deliveries) -> Write:
    """Take a lead back with a reason and tell who has it, once; a correction that was begun is dropped."""

    def write(db: Connection) -> None:
        changed = db.execute(
            "UPDATE leads SET state = ?, reason = ?, updated_at = ? WHERE reference = ? AND state <> ?",
            (WITHDRAWN, reason, stamp(now), reference, WITHDRAWN),
        )
        lead = read(db, "reference = ?", reference)
        if changed.rowcount != 1 or lead is None:
            return
        empty_drafts(db, "state = 'open' AND corrects = ?", reference)
        for delivery in deliveries(lead):
            enqueue(db, delivery, now)

    return write


def mark_opened(reference: str, who: str, now: datetime.datetime) -> Write:
    """Note that the coordination unit has a lead before it; only the first time counts."""
    return lambda db: db.execute(
        "UPDATE leads SET opened_at = ?, opened_by = ? WHERE reference = ? AND opened_at IS NULL",
        (stamp(now), who, reference),
    )


def erase(db: Connection, lead: Lead, state: str, now: datetime.datetime) -> None:
    """Erase whose a lead is and all that it says, and what about it is still on its way; `state` is counted."""
    forget(db, lead.reference)
    empty_drafts(db, "draft_id = (SELECT draft_id FROM leads WHERE reference = ?)", lead.reference)
    db.execute("DELETE FROM lead_places WHERE reference = ?", (lead.reference,))
    db.execute(
        """UPDATE leads SET chat_id = 0, state = ?, reason = NULL, data = '{}', updated_at = ?
           WHERE reference = ?""",
        (state, stamp(now), lead.reference),
    )


def with_same_place(
    db: Connection, data: Mapping[str, Any], places: Collection[str], reference: str
) -> dict[str, Any]:
    """Name in a lead's data the other leads about the same place."""
    return {**data, "same_place": [lead.reference for lead in about_places(db, places, reference)]}


def about_places(db: Connection, places: Collection[str], but: str | None) -> list[Lead]:
    """List leads about one of these places, oldest first, without the one named and those withdrawn."""
    found = read_all(
        db,
        """state <> 'withdrawn' AND reference IN
           (SELECT reference FROM lead_places WHERE place IN (SELECT value FROM json_each(?)))""",
        json.dumps(sorted(places)),
    )
    return [lead for lead in found if lead.reference != but]


def leads_of_chat(db: Connection, chat_id: int) -> list[Lead]:
    """List a person's own leads, newest first."""
    return read_all(db, "chat_id = ?", chat_id)[::-1]


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
    return next(iter(read_all(db, condition, value)), None)


def read_all(db: Connection, condition: str, value: object) -> list[Lead]:
    """Read the leads that meet a condition of ours with one value, by reference."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM leads WHERE {condition} ORDER BY reference",  # noqa: S608 - ours
        (value,),
    ).fetchall()
    return [restored(row) for row in rows]


def restored(row: Sequence[Any]) -> Lead:
    """Read a row of COLUMNS as a lead."""
    reference, chat_id, language, state, data, *rest = row
    return Lead(reference, chat_id, language, state, json.loads(data), *rest)
