"""The coordination unit's work on leads: owner, state, notes, who opened one first. All of it is audited."""

import datetime
import json
from collections.abc import Mapping
from typing import Literal

from storage.audit import Actor, enter
from storage.clock import stamp
from storage.database import Connection, Write

State = Literal["new", "claimed", "contacted", "accepted", "declined", "withdrawn"]
STATES: tuple[State, ...] = ("new", "claimed", "contacted", "accepted", "declined", "withdrawn")

NEXT: Mapping[str, tuple[State, ...]] = {
    "claimed": ("contacted", "accepted", "declined", "withdrawn"),
    "contacted": ("accepted", "declined", "withdrawn"),
    "accepted": ("contacted",),
    "declined": ("contacted",),
}
"""What the owner of a lead may make of it; back to contacted undoes a decision."""


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
        sql = (
            f"UPDATE leads SET updated_at = :now, {assignments} WHERE reference = :reference AND {condition}"  # noqa: S608
        )
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


def mark_opened(reference: str, who: str, now: datetime.datetime) -> Write:
    """Note that the coordination unit has a lead before it; only the first time counts."""
    return lambda db: db.execute(
        "UPDATE leads SET opened_at = ?, opened_by = ? WHERE reference = ? AND opened_at IS NULL",
        (stamp(now), who, reference),
    )
