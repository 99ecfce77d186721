"""Pre-applications that were sent, as they are read.

What applicants do: submissions.py; the unit: lead_work.py; searches: lead_searches.py.
"""

import datetime
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from storage.clock import stamp
from storage.database import Connection, Database
from storage.outbox import Delivery

COLUMNS = (
    "reference, chat_id, language, state, data, created_at, updated_at, opened_at, reason, owner_id, owner, "
    "decision_reason, contacted_at, released_at, undo"
)
WITHDRAWN = "withdrawn"


class Consent(TypedDict):
    """Which version of the text the applicant agreed to, and when."""

    version: str | None
    at: str | None


class LeadFacets(TypedDict):
    """What lists of leads are narrowed and counted by."""

    kind: str | None
    country: str | None
    topics: list[str]


class LeadData(TypedDict, total=False):
    """What a pre-application says: codes and free text, never labels; nothing is left in it once it was erased.

    `answers` are by the ids of the programme's questions, `skipped` the questions left out on purpose, `told` what
    the answers tell. `verdict` and `rule` are those of the day when it was sent, `corrected`
    is when it was last sent again, `same_place` names the other leads about the same city.
    """

    answers: Mapping[str, object]
    skipped: Sequence[str]
    consent: Consent
    told: LeadFacets
    population: int | None
    verdict: str
    rule: str | None
    call_open: bool
    content_version: str
    corrected: str
    same_place: Sequence[str]


@dataclass(frozen=True)
class Lead:
    """A pre-application as it was sent.

    `opened_at` is when the coordination unit first opened it, `reason` why the applicant withdrew it (a code of
    ours or their words), `decision_reason` why the unit declined it, `contacted_at` when it first wrote to them,
    `released_at` when they could see the decision, `undo` how it stood before the last change (JSON).
    """

    reference: str
    chat_id: int
    language: str
    state: str
    data: LeadData
    created_at: str
    updated_at: str = ""
    opened_at: str | None = None
    reason: str | None = None
    owner_id: int | None = None
    owner: str | None = None
    decision_reason: str | None = None
    contacted_at: str | None = None
    released_at: str | None = None
    undo: str | None = None

    @property
    def erased(self) -> bool:
        """Tell whether what it said was erased."""
        return "answers" not in self.data

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
    """A lead with what the unit wrote about it, and the other leads about the same city."""

    lead: Lead
    notes: tuple[Note, ...] = ()
    same_place: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filter:
    """Which leads to list; an empty part lets all through, several values of a part let each of them through."""

    states: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    owner_ids: tuple[int, ...] = ()


WHERE = """
    json_extract(data, '$.answers') IS NOT NULL
    AND (:states = '[]' OR state IN (SELECT value FROM json_each(:states)))
    AND (:countries = '[]' OR json_extract(data, '$.told.country') IN (SELECT value FROM json_each(:countries)))
    AND (:topics = '[]' OR EXISTS (SELECT 1 FROM json_each(leads.data, '$.told.topics') AS topic
        WHERE topic.value IN (SELECT value FROM json_each(:topics))))
    AND (:kinds = '[]' OR json_extract(data, '$.told.kind') IN (SELECT value FROM json_each(:kinds)))
    AND (:owner_ids = '[]' OR owner_id IN (SELECT value FROM json_each(:owner_ids)))
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


async def list_leads_about(
    database: Database, places: Collection[str], except_reference: str | None
) -> list[Lead]:
    """List the leads, other than the one named, that are about one of these places and were not withdrawn."""
    return await database.run(lambda db: read_leads_about(db, places, except_reference))


async def list_leads(
    database: Database, state: str | None = None, country: str | None = None
) -> tuple[Lead, ...]:
    """List the leads in the order in which they were sent, of one state or country if named; erased ones too."""
    sql = f"""SELECT {COLUMNS} FROM leads WHERE (:state IS NULL OR state = :state)
              AND (:country IS NULL OR json_extract(data, '$.told.country') = :country)
              ORDER BY created_at, reference"""  # noqa: S608 - constant
    values = {"state": state, "country": country}
    return await database.run(
        lambda db: tuple(lead_of_row(row) for row in db.execute(sql, values).fetchall())
    )


async def find_lead_file(database: Database, reference: str) -> LeadFile | None:
    """Give a lead with its notes; None if it does not exist or was erased."""
    return await database.run(lambda db: read_lead_file(db, reference))


async def notes_of_leads(database: Database) -> dict[str, list[Note]]:
    """Give the notes of all leads, oldest first, by reference."""
    sql = "SELECT reference, author, text, written_at FROM notes ORDER BY note_id"

    def job(db: Connection) -> dict[str, list[Note]]:
        found: dict[str, list[Note]] = {}
        for reference, *rest in db.execute(sql).fetchall():
            found.setdefault(reference, []).append(Note(*rest))
        return found

    return await database.run(job)


async def list_leads_matching(database: Database, wanted: Filter) -> list[Lead]:
    """List the leads that a filter lets through, oldest first; erased ones are left out."""
    sql = f"SELECT {COLUMNS} FROM leads WHERE {WHERE} ORDER BY created_at, reference"  # noqa: S608 - constants
    return await database.run(
        lambda db: [lead_of_row(row) for row in db.execute(sql, parameters(wanted)).fetchall()]
    )


async def references_about(database: Database, places: Collection[str]) -> frozenset[str]:
    """The leads about one of these places, by the keys of the places."""
    sql = "SELECT reference FROM lead_places WHERE place IN (SELECT value FROM json_each(?))"
    given = json.dumps(sorted(places))
    return await database.run(lambda db: frozenset(row[0] for row in db.execute(sql, (given,)).fetchall()))


def most_frequent(leads: Iterable[Lead], part: str) -> list[str]:
    """The countries or the topics that leads tell, most frequent first."""
    told = [lead.data["told"] for lead in leads if "told" in lead.data]
    if part == "countries":
        counted = Counter(each["country"] for each in told if each["country"])
    else:
        counted = Counter(topic for each in told for topic in each["topics"])
    return sorted(counted, key=lambda code: (-counted[code], code))


async def unclaimed_leads(database: Database, before: datetime.datetime) -> list[Lead]:
    """List the leads that nobody claimed and that were sent before a moment, oldest first."""
    sql = f"SELECT {COLUMNS} FROM leads WHERE {WHERE} AND created_at < :before ORDER BY created_at"  # noqa: S608
    values = parameters(Filter(states=("new",))) | {"before": stamp(before)}
    return await database.run(lambda db: [lead_of_row(row) for row in db.execute(sql, values).fetchall()])


def read_lead_file(db: Connection, reference: str) -> LeadFile | None:
    """Read a lead with its notes."""
    lead = read_lead(db, "reference = ?", reference)
    if lead is None or "answers" not in lead.data:
        return None
    rows = db.execute(
        "SELECT author, text, written_at FROM notes WHERE reference = ? ORDER BY note_id", (reference,)
    ).fetchall()
    return LeadFile(lead, tuple(Note(*row) for row in rows), same_place_as(db, reference))


def same_place_as(db: Connection, reference: str) -> tuple[str, ...]:
    """The other leads about a place of this one that were not withdrawn, by reference."""
    rows = db.execute(
        """SELECT DISTINCT other.reference FROM lead_places AS mine JOIN lead_places AS other USING (place)
           JOIN leads ON leads.reference = other.reference
           WHERE mine.reference = :reference AND other.reference <> :reference AND leads.state <> 'withdrawn'
           ORDER BY other.reference""",
        {"reference": reference},
    )
    return tuple(row[0] for row in rows.fetchall())


def parameters(wanted: Filter) -> dict[str, object]:
    """A filter as SQLite takes it."""
    return {name: json.dumps(values) for name, values in vars(wanted).items()}


def read_leads_about(db: Connection, places: Collection[str], except_reference: str | None) -> list[Lead]:
    """List leads about one of these places, oldest first, without the one named and those withdrawn."""
    found = read_leads(
        db,
        """state <> 'withdrawn' AND reference IN
           (SELECT reference FROM lead_places WHERE place IN (SELECT value FROM json_each(?)))""",
        json.dumps(sorted(places)),
    )
    return [lead for lead in found if lead.reference != except_reference]


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
    """Read one lead by a constant condition with one value."""
    return next(iter(read_leads(db, condition, value)), None)


def read_leads(db: Connection, condition: str, value: object) -> list[Lead]:
    """Read the leads that meet a constant condition with one value, by reference."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM leads WHERE {condition} ORDER BY reference",  # noqa: S608 - ours
        (value,),
    ).fetchall()
    return [lead_of_row(row) for row in rows]


def lead_of_row(row: Sequence[Any]) -> Lead:
    """Read a row of COLUMNS as a lead."""
    reference, chat_id, language, state, data, *rest = row
    return Lead(reference, chat_id, language, state, json.loads(data), *rest)
