"""The coordination unit's work on leads: owner, state, notes, who opened one first; all audited. Who works on them."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from storage.audit import Actor, add_entry
from storage.clock import stamp
from storage.database import Connection, Database, Write

State = Literal["new", "claimed", "contacted", "accepted", "declined", "withdrawn"]
STATES: tuple[State, ...] = ("new", "claimed", "contacted", "accepted", "declined", "withdrawn")
NextState = Literal["contacted", "accepted", "declined", "withdrawn"]

NEXT: Mapping[str, tuple[NextState, ...]] = {
    "claimed": ("contacted", "accepted", "declined", "withdrawn"),
    "contacted": ("accepted", "declined", "withdrawn"),
    "accepted": ("contacted",),
    "declined": ("contacted",),
}
"""What the owner of a lead may make of it; back to contacted takes a decision back."""

UNDO = datetime.timedelta(seconds=60)
"""How long whoever changed a lead can undo it."""


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


def assign(reference: str, actor: Actor, colleague_id: int, colleague: str, now: datetime.datetime) -> Write:
    """Make a lead a colleague's; only its owner can, or anybody while it has none."""
    return change(
        reference,
        actor,
        "assigned",
        now,
        "state = CASE state WHEN 'new' THEN 'claimed' ELSE state END, owner_id = :colleague_id, owner = :detail",
        "(state = 'new' OR owner_id = :actor_id) AND state <> 'withdrawn'",
        detail=colleague,
        colleague_id=colleague_id,
    )


def move(reference: str, actor: Actor, state: str, now: datetime.datetime, reason: str = "") -> Write:
    """Bring a lead into another state, for a reason if one is given; only its owner can, and only along NEXT."""
    earlier = json.dumps([known for known, following in NEXT.items() if state in following])
    return change(
        reference,
        actor,
        "state",
        now,
        """state = :detail, decision_reason = nullif(:reason, ''), released_at = NULL,
           contacted_at = CASE :detail WHEN 'contacted' THEN coalesce(contacted_at, :now) ELSE contacted_at END""",
        "owner_id = :actor_id AND state IN (SELECT value FROM json_each(:earlier))",
        detail=state,
        earlier=earlier,
        reason=reason,
    )


def release_decision(reference: str, actor: Actor, now: datetime.datetime) -> Write:
    """Let the applicant see the decision; does nothing where none was made, or they see it already."""
    return change(
        reference,
        actor,
        "let_see",
        now,
        "released_at = :now, undo = undo",
        "state IN ('accepted', 'declined') AND owner_id = :actor_id AND released_at IS NULL",
    )


def undo(reference: str, actor: Actor, now: datetime.datetime) -> Write:
    """Put a lead back to how it stood before the actor's last change, if that was less than UNDO ago."""
    return change(
        reference,
        actor,
        "undone",
        now,
        """state = json_extract(undo, '$.state'), owner_id = json_extract(undo, '$.owner_id'),
           owner = json_extract(undo, '$.owner'), decision_reason = json_extract(undo, '$.decision_reason'),
           released_at = json_extract(undo, '$.released_at'),
           contacted_at = json_extract(undo, '$.contacted_at'), undo = NULL""",
        """json_extract(undo, '$.by') = :actor_id AND json_extract(undo, '$.at') > :since
           AND NOT (state = 'withdrawn' AND reason IS NOT NULL)""",
        since=stamp(now - UNDO),
    )


def change(
    reference: str,
    actor: Actor,
    action: str,
    now: datetime.datetime,
    assignments: str,
    condition: str,
    *,
    detail: str = "",
    **values: str | int,
) -> Write:
    """Change a lead if a condition holds, and enter it into the audit if it did; how it stood can be undone."""
    given = {
        "reference": reference,
        "actor_id": actor.id,
        "actor": actor.name,
        "detail": detail,
        "now": stamp(now),
        **values,
    }

    def write(db: Connection) -> bool:
        # How it stood can be undone; of a column that is set twice, SQLite takes the last.
        sql = f"""UPDATE leads SET updated_at = :now, undo = json_object(
                      'state', state, 'owner_id', owner_id, 'owner', owner, 'decision_reason', decision_reason,
                      'released_at', released_at, 'contacted_at', contacted_at, 'by', :actor_id, 'at', :now),
                  {assignments} WHERE reference = :reference AND {condition}"""  # noqa: S608 - constants
        changed = db.execute(sql, given).rowcount == 1
        if changed:
            add_entry(db, reference, actor, action, now, detail)
        return changed

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
            add_entry(db, reference, actor, "note", now)

    return write


def mark_opened(reference: str, who: str, now: datetime.datetime) -> Write:
    """Note that the coordination unit has a lead before it; only the first time counts."""
    return lambda db: db.execute(
        "UPDATE leads SET opened_at = ?, opened_by = ? WHERE reference = ? AND opened_at IS NULL",
        (stamp(now), who, reference),
    )


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
