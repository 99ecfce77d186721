"""The coordination unit's audit: who saw, claimed, changed, answered, exported what and when.

Entries name leads by reference and questions by number and hold codes, never an applicant's data, so that
they may stay when a lead is erased. Nothing changes them; they are deleted by age (people.forget_old_records).
"""

import datetime
from dataclasses import dataclass

from storage.clock import stamp
from storage.database import Connection, Database, Write


@dataclass(frozen=True)
class Actor:
    """Somebody of the coordination unit; an operator on the command line has no id."""

    id: int | None
    name: str


@dataclass(frozen=True)
class AuditEntry:
    """Something that was done: `detail` holds codes such as a state."""

    subject: str
    actor_id: int | None
    actor: str
    action: str
    detail: str
    done_at: str


COLUMNS = "subject, actor_id, actor, action, detail, done_at"


async def history_of(database: Database, subject: str, limit: int = 50) -> list[AuditEntry]:
    """List what was done with one lead or question, the latest `limit` entries, oldest first."""
    sql = f"SELECT {COLUMNS} FROM audit WHERE subject = ? ORDER BY entry_id DESC LIMIT ?"  # noqa: S608
    return await database.run(
        lambda db: [AuditEntry(*row) for row in db.execute(sql, (subject, limit)).fetchall()][::-1]
    )


async def histories_of_leads(database: Database) -> list[AuditEntry]:
    """List what was done with single leads, oldest first."""
    sql = f"""SELECT {COLUMNS} FROM audit WHERE subject IN (SELECT reference FROM leads)
              ORDER BY entry_id"""  # noqa: S608 - constants
    return await database.run(lambda db: [AuditEntry(*row) for row in db.execute(sql).fetchall()])


async def latest_entries(database: Database, limit: int = 100) -> list[AuditEntry]:
    """List what was done last, newest first."""
    sql = f"SELECT {COLUMNS} FROM audit ORDER BY entry_id DESC LIMIT ?"  # noqa: S608
    return await database.run(lambda db: [AuditEntry(*row) for row in db.execute(sql, (limit,)).fetchall()])


async def entries_between(
    database: Database, begin: datetime.datetime, end: datetime.datetime, limit: int
) -> list[AuditEntry]:
    """List what was done last between two moments, newest first."""
    sql = f"""SELECT {COLUMNS} FROM audit WHERE done_at >= ? AND done_at < ?
              ORDER BY entry_id DESC LIMIT ?"""  # noqa: S608 - constants
    values = (stamp(begin), stamp(end), limit)
    return await database.run(lambda db: [AuditEntry(*row) for row in db.execute(sql, values).fetchall()])


def record(subject: str, actor: Actor, action: str, now: datetime.datetime, detail: str = "") -> Write:
    """Note that `actor` did `action` (seen, claimed, exported …) with a lead, a question or a list of them."""
    return lambda db: add_entry(db, subject, actor, action, now, detail)


def add_entry(
    db: Connection, subject: str, actor: Actor, action: str, now: datetime.datetime, detail: str = ""
) -> None:
    """Do what `record` says, inside the caller's transaction."""
    db.execute(
        f"INSERT INTO audit ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - constant
        (subject, actor.id, actor.name, action, detail, stamp(now)),
    )
