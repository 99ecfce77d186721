"""What applicants do with what they send: one lead per draft, each with a reference; corrected, withdrawn, erased."""

import datetime
from collections.abc import Callable, Collection, Iterable

from storage.clock import stamp
from storage.connection import to_json
from storage.database import Connection, Write
from storage.drafts import begin_draft, empty_drafts
from storage.leads import (
    WITHDRAWN,
    Deliveries,
    Lead,
    LeadData,
    read_lead,
    read_lead_of_draft,
    read_leads_about,
)
from storage.outbox import Delivery, enqueue, forget_subject


def submit(
    draft_id: int,
    chat_id: int,
    language: str,
    data: LeadData,
    now: datetime.datetime,
    deliveries: Deliveries,
    *,
    prefix: str,
    places: Collection[str] = (),
) -> Write:
    """Turn a draft into a lead and queue its deliveries; a second time does nothing.

    `prefix` begins its reference; `places` are the keys of the cities it is about: other leads about one of them
    are named in its data.
    """

    def write(db: Connection) -> None:
        if read_lead(db, "draft_id = ?", draft_id):
            return
        reference = next_reference(db, prefix, now)
        content = with_same_place(db, data, places, reference)
        db.execute(
            """INSERT INTO leads (reference, draft_id, chat_id, language, data, created_at, updated_at)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (reference, draft_id, chat_id, language, to_json(content), stamp(now), stamp(now)),
        )
        close_sent_draft(db, draft_id, reference, places, deliveries, now)

    return write


def resubmit(
    reference: str,
    draft_id: int,
    language: str,
    data: LeadData,
    now: datetime.datetime,
    deliveries: Callable[[Lead, Lead], Iterable[Delivery]],
    *,
    places: Collection[str] = (),
) -> Write:
    """Put a corrected draft in the place of what was sent; `deliveries` gets the lead before and after.

    Does nothing a second time, nor if the lead was withdrawn or erased meanwhile.
    """

    def write(db: Connection) -> None:
        before = read_lead(db, "reference = ?", reference)
        if before is None or before.withdrawn or before.erased or read_lead(db, "draft_id = ?", draft_id):
            return
        content = with_same_place(db, data, places, reference)
        empty_drafts(db, "draft_id = (SELECT draft_id FROM leads WHERE reference = ?)", reference)
        db.execute(
            "UPDATE leads SET draft_id = ?, language = ?, data = ?, updated_at = ? WHERE reference = ?",
            (draft_id, language, to_json(content), stamp(now), reference),
        )
        close_sent_draft(db, draft_id, reference, places, lambda lead: deliveries(before, lead), now)

    return write


def close_sent_draft(
    db: Connection,
    draft_id: int,
    reference: str,
    places: Collection[str],
    deliveries: Deliveries,
    now: datetime.datetime,
) -> None:
    """Empty and close the draft, whose answers the lead has now; note the lead's places, queue what goes out."""
    db.execute(
        "UPDATE drafts SET state = 'sent', answers = '{}', pending = '{}', at = NULL WHERE draft_id = ?",
        (draft_id,),
    )
    forget_subject(db, f"draft:{draft_id}")
    db.execute("DELETE FROM lead_places WHERE reference = ?", (reference,))
    for place in set(places):
        db.execute("INSERT INTO lead_places (reference, place) VALUES (?, ?)", (reference, place))
    for delivery in deliveries(read_lead_of_draft(db, draft_id)):
        enqueue(db, delivery, now)


def begin_correction(lead: Lead, content_version: str, now: datetime.datetime) -> Write:
    """Open a draft with what was sent; a draft that is open already stays as it is."""

    def write(db: Connection) -> None:
        answers = {**dict.fromkeys(lead.data.get("skipped", ())), **lead.data["answers"]}
        opened = begin_draft(lead.chat_id, content_version, now, answers)(db)
        if opened:
            consent = lead.data.get("consent")
            db.execute(
                "UPDATE drafts SET corrects = ?, consented_at = ? WHERE chat_id = ? AND state = 'open'",
                (lead.reference, consent["at"] if consent else None, lead.chat_id),
            )

    return write


def withdraw(reference: str, reason: str, now: datetime.datetime, deliveries: Deliveries) -> Write:
    """Take a lead back with a reason and tell who has it, once; a correction that was begun is dropped."""

    def write(db: Connection) -> None:
        changed = db.execute(
            "UPDATE leads SET state = ?, reason = ?, updated_at = ? WHERE reference = ? AND state <> ?",
            (WITHDRAWN, reason, stamp(now), reference, WITHDRAWN),
        )
        lead = read_lead(db, "reference = ?", reference)
        if changed.rowcount != 1 or lead is None:
            return
        empty_drafts(db, "state = 'open' AND corrects = ?", reference)
        for delivery in deliveries(lead):
            enqueue(db, delivery, now)

    return write


def erase_lead(db: Connection, lead: Lead, state: str, now: datetime.datetime) -> None:
    """Erase whose a lead is and all that it says, and what about it is still on its way; `state` is counted.

    A correction that was begun becomes a pre-application of its own.
    """
    forget_subject(db, lead.reference)
    db.execute("UPDATE drafts SET corrects = NULL WHERE state = 'open' AND corrects = ?", (lead.reference,))
    empty_drafts(db, "draft_id = (SELECT draft_id FROM leads WHERE reference = ?)", lead.reference)
    db.execute("DELETE FROM lead_places WHERE reference = ?", (lead.reference,))
    db.execute(
        """UPDATE leads SET chat_id = 0, state = ?, reason = NULL, data = '{}', updated_at = ?
           WHERE reference = ?""",
        (state, stamp(now), lead.reference),
    )


def with_same_place(db: Connection, data: LeadData, places: Collection[str], reference: str) -> LeadData:
    """Name in a lead's data the other leads about the same place."""
    return {**data, "same_place": [lead.reference for lead in read_leads_about(db, places, reference)]}


def next_reference(db: Connection, prefix: str, now: datetime.datetime) -> str:
    """Number the leads of a year: ABC-2026-0001, and from the ten thousandth on with five digits."""
    prefix = f"{prefix}-{now.year}-"
    sql = "SELECT max(CAST(substr(reference, ?) AS INTEGER)) FROM leads WHERE reference LIKE ?"
    last = db.execute(sql, (len(prefix) + 1, prefix + "%")).fetchone()[0]
    return f"{prefix}{(last or 0) + 1:04d}"
