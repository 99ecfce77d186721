"""The coordination unit's work on leads: owner, state, notes, lists. Sending a lead is in leads.py."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from storage.audit import Actor, enter
from storage.clock import stamp
from storage.conversations import Write
from storage.database import Connection, Database
from storage.leads import COLUMNS as LEAD
from storage.leads import Lead, read, restored

State = Literal["new", "claimed", "contacted", "accepted", "declined", "withdrawn"]
STATES: tuple[State, ...] = ("new", "claimed", "contacted", "accepted", "declined", "withdrawn")

NEXT: Mapping[str, tuple[State, ...]] = {
    "claimed": ("contacted", "accepted", "declined", "withdrawn"),
    "contacted": ("accepted", "declined", "withdrawn"),
    "accepted": ("contacted",),
    "declined": ("contacted",),
}
"""What the owner of a lead may make of it; back to contacted undoes a decision."""


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


class LeadWork:
    """What the unit reads about leads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def file(self, reference: str) -> LeadFile | None:
        """Give a lead with its notes; None if it does not exist or was erased."""
        return await self._database.run(lambda db: read_file(db, reference))

    async def page(self, wanted: Filter, page: int, size: int) -> Page:
        """List leads, newest first; pages count from 0."""
        return await self._database.run(lambda db: read_page(db, wanted, page, size))

    async def countries(self) -> list[str]:
        """The countries that leads came from, most frequent first."""
        sql = """SELECT json_extract(data, '$.answers.country') AS code FROM leads
                 WHERE code IS NOT NULL GROUP BY code ORDER BY count(*) DESC, code"""
        return await self._database.run(lambda db: [row[0] for row in db.execute(sql).fetchall()])

    async def topics(self) -> list[str]:
        """The topics that leads name, most frequent first."""
        sql = """SELECT topic.value FROM leads, json_each(leads.data, '$.answers.topics') AS topic
                 GROUP BY topic.value ORDER BY count(*) DESC, topic.value"""
        return await self._database.run(lambda db: [row[0] for row in db.execute(sql).fetchall()])

    async def waiting(self, before: datetime.datetime) -> list[Lead]:
        """List the leads that nobody claimed and that were sent before a moment, oldest first."""
        sql = f"SELECT {LEAD} FROM leads WHERE {WHERE} AND created_at < :before ORDER BY created_at"  # noqa: S608
        values = parameters(Filter(state="new")) | {"before": stamp(before)}
        return await self._database.run(
            lambda db: [restored(row) for row in db.execute(sql, values).fetchall()]
        )


def read_file(db: Connection, reference: str) -> LeadFile | None:
    """Read a lead with its notes."""
    lead = read(db, "reference = ?", reference)
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
        f"SELECT {LEAD} FROM leads WHERE {WHERE} ORDER BY created_at DESC, reference DESC "  # noqa: S608 - constant
        "LIMIT :size OFFSET :start",
        values | {"size": size, "start": page * size},
    ).fetchall()
    return Page(tuple(restored(row) for row in rows), total)


def parameters(wanted: Filter) -> dict[str, Any]:
    """A filter as SQLite takes it."""
    return dict(vars(wanted))


def claim(reference: str, actor: Actor, now: datetime.datetime) -> Write:
    """Make a lead the actor's; does nothing if somebody was faster."""
    return change(
        reference,
        actor,
        "claimed",
        now,
        "state = 'claimed', owner_id = :actor_id, owner = :actor",
        "state = 'new'",
    )


def take_over(reference: str, actor: Actor, now: datetime.datetime) -> Write:
    """Make a colleague's lead the actor's; its state stays."""
    return change(
        reference,
        actor,
        "taken_over",
        now,
        "owner_id = :actor_id, owner = :actor",
        "owner_id IS NOT NULL AND owner_id <> :actor_id",
    )


def release(reference: str, actor: Actor, now: datetime.datetime) -> Write:
    """Give a lead back, for anybody to claim; only its owner can, and only before the applicant was contacted."""
    return change(
        reference,
        actor,
        "released",
        now,
        "state = 'new', owner_id = NULL, owner = NULL",
        "state = 'claimed' AND owner_id = :actor_id",
    )


def move(reference: str, actor: Actor, state: str, now: datetime.datetime) -> Write:
    """Bring a lead into another state; only its owner can, and only along NEXT."""
    before = json.dumps([known for known, following in NEXT.items() if state in following])
    return change(
        reference,
        actor,
        "state",
        now,
        "state = :detail",
        "owner_id = :actor_id AND state IN (SELECT value FROM json_each(:before))",
        detail=state,
        before=before,
    )


def change(
    reference: str,
    actor: Actor,
    action: str,
    now: datetime.datetime,
    assignments: str,
    condition: str,
    detail: str = "",
    before: str = "[]",
) -> Write:
    """Change a lead if a condition holds, and enter it into the audit if it did."""
    given = {
        "reference": reference,
        "actor_id": actor.id,
        "actor": actor.name,
        "detail": detail,
        "before": before,
        "now": stamp(now),
    }

    def write(db: Connection) -> None:
        sql = f"UPDATE leads SET updated_at = :now, {assignments} WHERE reference = :reference AND {condition}"  # noqa: S608
        if db.execute(sql, given).rowcount == 1:
            enter(db, reference, actor, action, now, detail)

    return write


def add_note(update_id: int, reference: str, actor: Actor, text: str, now: datetime.datetime) -> Write:
    """Write something down about a lead, once per update; does nothing for a lead that does not exist."""

    def write(db: Connection) -> None:
        added = db.execute(
            """INSERT OR IGNORE INTO notes (update_id, reference, author, text, written_at)
               SELECT ?, reference, ?, ?, ? FROM leads WHERE reference = ?""",
            (update_id, actor.name, text, stamp(now), reference),
        )
        if added.rowcount == 1:
            enter(db, reference, actor, "note", now)

    return write
