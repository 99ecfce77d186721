"""Pre-applications that were sent, as they are read. What applicants do: submissions.py; the unit: lead_work.py."""

import datetime
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.clock import stamp
from storage.database import Connection, Database
from storage.outbox import Delivery

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


@dataclass(frozen=True)
class Note:
    """Something that a coordinator wrote down about a lead."""

    author: str
    text: str
    written_at: str


@dataclass(frozen=True)
class LeadFile:
    """A lead with what the unit wrote about it."""

    lead: Lead
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Filter:
    """Which leads to list; an empty part lets all through."""

    state: str = ""
    country: str = ""
    topic: str = ""
    owner_id: int = 0


@dataclass(frozen=True)
class Page:
    """A part of a list of leads, and how many there are in all."""

    leads: tuple[Lead, ...]
    total: int


WHERE = """
    json_extract(data, '$.answers') IS NOT NULL
    AND (:state = '' OR state = :state)
    AND (:country = '' OR json_extract(data, '$.answers.country') = :country)
    AND (:topic = '' OR EXISTS (
        SELECT 1 FROM json_each(leads.data, '$.answers.topics') WHERE json_each.value = :topic))
    AND (:owner_id = 0 OR owner_id = :owner_id)
"""


async def find_lead(database: Database, reference: str) -> Lead | None:
    """Give the lead of a reference."""
    return await database.run(lambda db: read_lead(db, "reference = ?", reference))


async def find_lead_of_draft(database: Database, draft_id: int) -> Lead | None:
    """Give the lead that a draft became; for a correction, the lead that it corrected."""
    return await database.run(lambda db: read_lead(db, "draft_id = ?", draft_id))


async def list_leads_of_chat(database: Database, chat_id: int) -> list[Lead]:
    """List a person's own leads, newest first."""
    return await database.run(lambda db: read_leads_of_chat(db, chat_id))


async def list_leads_about(database: Database, places: Collection[str], but: str | None) -> list[Lead]:
    """List the leads, other than the one named, that are about one of these places and were not withdrawn."""
    return await database.run(lambda db: read_leads_about(db, places, but))


async def list_leads(
    database: Database, state: str | None = None, country: str | None = None
) -> tuple[Lead, ...]:
    """List the leads in the order in which they were sent, those of one state or country if told."""
    sql = f"""SELECT {COLUMNS} FROM leads WHERE (:state IS NULL OR state = :state)
              AND (:country IS NULL OR json_extract(data, '$.answers.country') = :country)
              ORDER BY created_at, reference"""  # noqa: S608 - constant
    values = {"state": state, "country": country}
    return await database.run(lambda db: tuple(restored(row) for row in db.execute(sql, values).fetchall()))


async def find_lead_file(database: Database, reference: str) -> LeadFile | None:
    """Give a lead with its notes; None if it does not exist or was erased."""
    return await database.run(lambda db: read_file(db, reference))


async def page_of_leads(database: Database, wanted: Filter, page: int, size: int) -> Page:
    """List leads, newest first; pages count from 0."""
    return await database.run(lambda db: read_page(db, wanted, page, size))


async def countries_of_leads(database: Database) -> list[str]:
    """The countries that leads came from, most frequent first."""
    sql = """SELECT json_extract(data, '$.answers.country') AS code FROM leads
             WHERE code IS NOT NULL GROUP BY code ORDER BY count(*) DESC, code"""
    return await database.run(lambda db: [row[0] for row in db.execute(sql).fetchall()])


async def topics_of_leads(database: Database) -> list[str]:
    """The topics that leads name, most frequent first."""
    sql = """SELECT topic.value FROM leads, json_each(leads.data, '$.answers.topics') AS topic
             GROUP BY topic.value ORDER BY count(*) DESC, topic.value"""
    return await database.run(lambda db: [row[0] for row in db.execute(sql).fetchall()])


async def unclaimed_leads(database: Database, before: datetime.datetime) -> list[Lead]:
    """List the leads that nobody claimed and that were sent before a moment, oldest first."""
    sql = f"SELECT {COLUMNS} FROM leads WHERE {WHERE} AND created_at < :before ORDER BY created_at"  # noqa: S608
    values = parameters(Filter(state="new")) | {"before": stamp(before)}
    return await database.run(lambda db: [restored(row) for row in db.execute(sql, values).fetchall()])


def read_file(db: Connection, reference: str) -> LeadFile | None:
    """Read a lead with its notes."""
    lead = read_lead(db, "reference = ?", reference)
    if lead is None or "answers" not in lead.data:
        return None
    rows = db.execute(
        "SELECT author, text, written_at FROM notes WHERE reference = ? ORDER BY note_id", (reference,)
    ).fetchall()
    return LeadFile(lead, tuple(Note(*row) for row in rows))


def read_page(db: Connection, wanted: Filter, page: int, size: int) -> Page:
    """Read one page of a list."""
    values = parameters(wanted)
    total = db.execute(f"SELECT count(*) FROM leads WHERE {WHERE}", values).fetchone()[0]  # noqa: S608
    rows = db.execute(
        f"SELECT {COLUMNS} FROM leads WHERE {WHERE} ORDER BY created_at DESC, reference DESC "  # noqa: S608 - constant
        "LIMIT :size OFFSET :start",
        values | {"size": size, "start": page * size},
    ).fetchall()
    return Page(tuple(restored(row) for row in rows), total)


def parameters(wanted: Filter) -> dict[str, Any]:
    """A filter as SQLite takes it."""
    return dict(vars(wanted))


def read_leads_about(db: Connection, places: Collection[str], but: str | None) -> list[Lead]:
    """List leads about one of these places, oldest first, without the one named and those withdrawn."""
    found = read_leads(
        db,
        """state <> 'withdrawn' AND reference IN
           (SELECT reference FROM lead_places WHERE place IN (SELECT value FROM json_each(?)))""",
        json.dumps(sorted(places)),
    )
    return [lead for lead in found if lead.reference != but]


def read_leads_of_chat(db: Connection, chat_id: int) -> list[Lead]:
    """List a person's own leads, newest first."""
    return read_leads(db, "chat_id = ?", chat_id)[::-1]


def read_lead_of_draft(db: Connection, draft_id: int) -> Lead:
    """Give the lead that a draft has become; LookupError if it has not."""
    lead = read_lead(db, "draft_id = ?", draft_id)
    if lead is None:
        raise LookupError(f"draft {draft_id} was not sent")
    return lead


def read_lead(db: Connection, condition: str, value: object) -> Lead | None:
    """Read one lead by a condition of ours with one value."""
    return next(iter(read_leads(db, condition, value)), None)


def read_leads(db: Connection, condition: str, value: object) -> list[Lead]:
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
