"""The outbox: what is to reach somebody outside the present turn, kept until it was sent or given up.

Written in the same transaction as its cause: sent at least once, and for each key never stored twice. How the
worker takes it from here stands in delivering.py.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.clock import moment, stamp
from storage.connection import to_json
from storage.database import Connection, Database, Write

Channel = Literal["mail", "chat"]
State = Literal["pending", "sent", "failed"]

IN_HAND = "state = 'pending' AND attempts > 0 AND error IS NULL"
"""What the worker is sending just now, or was when the process ended."""


@dataclass(frozen=True)
class Delivery:
    """Something to send: `payload` is what the channel understands (bot/delivery/payloads.py), as JSON.

    `key` names the occasion ("lead:ABC-17:coordinators:mail"): the same key is sent once. `recipient` is one
    e-mail address or a chat id. `subject_reference` names what it is about, for `forget_subject`: a
    lead by its reference, "draft:7", "question:7".
    """

    key: str
    channel: Channel
    recipient: str
    payload: Mapping[str, object]
    subject_reference: str | None = None


@dataclass(frozen=True)
class Entry:
    """A delivery as it stands in the outbox; while it is in hand it is pending, without error."""

    id: int
    delivery: Delivery
    state: State
    attempts: int
    due_at: datetime
    error: str | None
    created_at: datetime
    sent_at: datetime | None
    receipt: str | None
    failures: int = 0


@dataclass(frozen=True)
class ErasedCopy:
    """What a delivery that was erased left behind: `receipt` names the file or the message."""

    delivery_id: int
    channel: Channel
    recipient: str
    receipt: str


@dataclass(frozen=True)
class Depth:
    """How full the outbox is; `oldest_seconds`: the age of the oldest pending delivery, 0 without one."""

    pending: int
    oldest_seconds: float
    failed: int


def empty_sent(before: datetime) -> Write:
    """Empty the content of what was sent before a moment; the rows stay, so that their keys are never sent again."""
    statement = "UPDATE outbox SET payload = '{}' WHERE state = 'sent' AND sent_at < ? AND payload <> '{}'"
    return lambda db: db.execute(statement, (stamp(before),))


def delete_finished(before: datetime) -> Write:
    """Delete what was sent or given up and is older than a moment; its key may be used again.

    Not what was erased while copies of it are still about: those are deleted first.
    """
    statement = (
        "DELETE FROM outbox WHERE state <> 'pending' AND (erased = 0 OR receipt IS NULL) AND created_at < ?"
    )
    return lambda db: db.execute(statement, (stamp(before),))


def enqueue(
    connection: Connection, delivery: Delivery, now: datetime, not_before: datetime | None = None
) -> bool:
    """Store a delivery inside the caller's transaction, due at once or at `not_before`.

    False, and nothing changes, if its key was stored before, whatever became of it.
    """
    row = {
        "key": delivery.key,
        "channel": delivery.channel,
        "recipient": delivery.recipient,
        "payload": to_json(delivery.payload),
        "reference": delivery.subject_reference,
        "due_at": stamp(not_before or now),
        "now": stamp(now),
    }
    cursor = connection.execute(
        "INSERT INTO outbox (key, channel, recipient, payload, subject_reference, due_at, created_at) "
        "VALUES (:key, :channel, :recipient, :payload, :reference, :due_at, :now) "
        "ON CONFLICT (key) DO NOTHING",
        row,
    )
    return cursor.rowcount == 1


def enqueue_as_one(
    connection: Connection,
    parts: Sequence[Delivery],
    most: int,
    joined: Callable[[Sequence[Delivery]], Delivery],
    now: datetime,
) -> int:
    """Store those that were not stored before, due at once; where they are more than `most`, one in their place.

    The keys of those that it stands for count as sent. Gives how many were stored to be sent.
    """
    new = [each for each in parts if enqueue(connection, each, now)]
    if len(new) <= most:
        return len(new)
    connection.execute(
        "UPDATE outbox SET state = 'sent', payload = '{}', sent_at = ? "
        "WHERE key IN (SELECT value FROM json_each(?))",
        (stamp(now), json.dumps([each.key for each in new])),
    )
    return int(enqueue(connection, joined(new), now))


def forget_subject(connection: Connection, subject_reference: str) -> None:
    """Drop everything about an erased lead, draft or question inside the caller's transaction.

    What was not sent is deleted; of what was sent, only the content is, since the row says who holds a copy. What is
    being sent just now cannot be called back: it counts as sent, so that its copy is erased as soon as it has arrived.
    A notice of the erasure itself must be enqueued after this.
    """
    connection.execute(
        f"UPDATE outbox SET state = 'sent', erased = 1 WHERE subject_reference = ? AND {IN_HAND}",  # noqa: S608 - constant
        [subject_reference],
    )
    connection.execute(
        "DELETE FROM outbox WHERE subject_reference = ? AND state <> 'sent'", [subject_reference]
    )
    connection.execute(
        "UPDATE outbox SET payload = '{}', erased = erased OR receipt IS NOT NULL WHERE subject_reference = ?",
        [subject_reference],
    )


def forget_chat(connection: Connection, chat_id: int) -> None:
    """Delete all deliveries to the chat of an erased person, inside the caller's transaction."""
    connection.execute("DELETE FROM outbox WHERE channel = 'chat' AND recipient = ?", [str(chat_id)])


def redirect(connection: Connection, channel: Channel, old: str, new: str) -> int:
    """Send what is pending for one recipient to another, and say how many (a group got a new id)."""
    return connection.execute(
        "UPDATE outbox SET recipient = ? WHERE channel = ? AND recipient = ? AND state = 'pending'",
        [new, channel, old],
    ).rowcount


async def add_delivery(
    database: Database, delivery: Delivery, now: datetime, not_before: datetime | None = None
) -> bool:
    """Do what `enqueue` does, in a transaction of its own."""
    return await database.run(lambda connection: enqueue(connection, delivery, now, not_before))


async def was_stored(database: Database, key: str) -> bool:
    """Tell whether a delivery of this key was ever stored."""
    sql = "SELECT count(*) FROM outbox WHERE key = ?"
    return await database.run(lambda db: bool(db.execute(sql, [key]).fetchone()[0]))


async def list_deliveries(
    database: Database, state: State | None = None, limit: int = 100
) -> tuple[Entry, ...]:
    """List deliveries, newest first; of every state where none is named."""
    return await select_entries(
        database,
        "SELECT * FROM outbox WHERE :state IS NULL OR state = :state ORDER BY delivery_id DESC LIMIT :limit",
        {"state": state, "limit": limit},
    )


async def measure_outbox(database: Database, now: datetime) -> Depth:
    """Measure how full it is."""
    sql = (
        "SELECT count(*) FILTER (WHERE state = 'pending'), "
        "min(created_at) FILTER (WHERE state = 'pending'), "
        "count(*) FILTER (WHERE state = 'failed') FROM outbox WHERE state IN ('pending', 'failed')"
    )
    pending, created, failed = await database.run(lambda db: db.execute(sql).fetchone())
    oldest = _moment(created)
    return Depth(pending, max(0.0, (now - oldest).total_seconds()) if oldest else 0.0, failed)


async def list_unreported(database: Database, limit: int) -> tuple[Entry, ...]:
    """List what was given up and nobody was told of, oldest first."""
    return await select_entries(
        database,
        "SELECT * FROM outbox WHERE state = 'failed' AND reported = 0 ORDER BY delivery_id LIMIT :limit",
        {"limit": limit},
    )


async def queue_reports(
    database: Database, entries: Iterable[Entry], words: Iterable[Delivery], now: datetime
) -> int:
    """Queue the words about failures and note that these are told, in one transaction; say how many words.

    Nothing is queued about a lead whose failed deliveries were erased since they were read.
    """

    def job(connection: Connection) -> int:
        erased = set()
        for entry in entries:
            told = connection.execute("UPDATE outbox SET reported = 1 WHERE delivery_id = ?", [entry.id])
            if not told.rowcount and entry.delivery.subject_reference:
                erased.add(entry.delivery.subject_reference)
        return sum(enqueue(connection, each, now) for each in words if each.subject_reference not in erased)

    return await database.run(job)


async def list_erased_copies(database: Database) -> tuple[ErasedCopy, ...]:
    """List what erased deliveries left behind."""
    sql = (
        "SELECT delivery_id, channel, recipient, receipt FROM outbox WHERE erased = 1 AND receipt IS NOT NULL"
    )
    rows = await database.run(lambda connection: connection.execute(sql).fetchall())
    return tuple(ErasedCopy(*row) for row in rows)


async def note_copy_gone(database: Database, delivery_id: int) -> None:
    """Note that what an erased delivery left behind is deleted."""
    await change_outbox(database, "UPDATE outbox SET erased = 0 WHERE delivery_id = :id", {"id": delivery_id})


async def change_outbox(database: Database, sql: str, values: Mapping[str, object]) -> int:
    """Change rows; say how many."""
    return await database.run(lambda connection: connection.execute(sql, dict(values)).rowcount)


async def select_entries(database: Database, sql: str, values: Mapping[str, object]) -> tuple[Entry, ...]:
    """Read rows of the outbox."""
    return await database.run(lambda connection: tuple(map(_entry, connection.query(sql, dict(values)))))


def _entry(row: Mapping[str, Any]) -> Entry:
    delivery = Delivery(
        row["key"], row["channel"], row["recipient"], json.loads(row["payload"]), row["subject_reference"]
    )
    return Entry(
        id=row["delivery_id"],
        delivery=delivery,
        state=row["state"],
        attempts=row["attempts"],
        due_at=moment(row["due_at"]),
        error=row["error"],
        created_at=moment(row["created_at"]),
        sent_at=_moment(row["sent_at"]),
        receipt=row["receipt"],
        failures=row["failures"],
    )


def _moment(text: str | None) -> datetime | None:
    return moment(text) if text else None
