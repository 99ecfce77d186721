"""How the delivery worker takes what is in the outbox: claimed, sent, postponed or given up, tried again.

When to try again and what a failure means is decided in bot/delivery/worker.py, not here. All times are aware.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.clock import moment, stamp
from storage.database import Database
from storage.outbox import IN_HAND, Channel, Entry, change_outbox, select_entries

LEASE = timedelta(minutes=15)
"""How long a claimed delivery belongs to whoever claimed it; longer than any attempt to send may take."""

LONGEST_PAUSE = timedelta(hours=6)
"""A delivery that was tried waits less than this for its next attempt."""

PATIENCE = 3
"""After so many attempts a delivery no longer holds back the later ones to the same recipient."""

CLAIM = """
    UPDATE outbox SET attempts = attempts + 1, error = NULL, due_at = :until
    WHERE delivery_id IN (
        SELECT delivery_id FROM outbox AS mine
        WHERE state = 'pending' AND channel = :channel AND due_at <= :now AND NOT EXISTS (
            SELECT 1 FROM outbox AS other
            WHERE other.state = 'pending' AND other.channel = mine.channel
            AND other.recipient = mine.recipient AND other.delivery_id <> mine.delivery_id
            AND (
                (other.attempts > 0 AND other.error IS NULL AND other.due_at > :now)
                OR ((substr(other.key, 1, 5) <> 'lead:', other.delivery_id)
                    < (substr(mine.key, 1, 5) <> 'lead:', mine.delivery_id) AND (
                    (other.attempts = 0 AND other.due_at <= :now)
                    OR other.attempts BETWEEN 1 AND :patience
                ))
            )
        )
        ORDER BY substr(key, 1, 5) <> 'lead:', due_at, delivery_id LIMIT :limit
    )
    RETURNING *
"""
# One statement, so that it starts as a write: a read that turns into a write can meet "database is locked"
# when another process (the command line) wrote in between. Two cases hold a delivery back: another one to the
# same recipient is in hand, or one to the same recipient comes first: leads before everything else, then the
# earlier ones.


async def claim_deliveries(
    database: Database, channel: Channel, now: datetime, limit: int
) -> tuple[Entry, ...]:
    """Take up to `limit` due deliveries into hand, oldest first and one per recipient at a time.

    A claim that is followed by no word within LEASE counts for nothing: the delivery is due again.
    """
    values = {
        "now": stamp(now),
        "until": stamp(now + LEASE),
        "channel": channel,
    }
    rows = await select_entries(database, CLAIM, values | {"limit": limit, "patience": PATIENCE})
    return tuple(sorted(rows, key=lambda entry: entry.id))


async def resume_deliveries(database: Database, now: datetime) -> int:
    """Make due what was in hand when the process ended, and say how many; only before the first claim."""
    return await change_outbox(
        database,
        f"UPDATE outbox SET due_at = :now WHERE {IN_HAND} AND due_at > :now",  # noqa: S608 - constant
        {"now": stamp(now)},
    )


async def make_due_after_clock_error(database: Database, now: datetime) -> int:
    """Make due what a clock that was wrong put into the future, and say how many."""
    return await change_outbox(
        database,
        "UPDATE outbox SET due_at = :now WHERE state = 'pending' "
        "AND (created_at > :soon OR (attempts > 0 AND error IS NOT NULL AND due_at > :late))",
        {"now": stamp(now), "soon": stamp(now + LEASE), "late": stamp(now + LONGEST_PAUSE)},
    )


async def next_due(database: Database, channel: Channel, now: datetime) -> datetime | None:
    """Give the moment after `now` when the next pending delivery is due; None if there is none."""
    sql = "SELECT min(due_at) FROM outbox WHERE state = 'pending' AND channel = ? AND due_at > ?"
    found = await database.run(lambda db: db.execute(sql, [channel, stamp(now)]).fetchone())
    return moment(found[0]) if found[0] else None


async def mark_sent(database: Database, delivery_id: int, receipt: str, now: datetime) -> None:
    """Mark a delivery as accepted by its service. Does nothing if it was forgotten meanwhile."""
    await change_outbox(
        database,
        "UPDATE outbox SET state = 'sent', error = NULL, receipt = :receipt, sent_at = :now "
        "WHERE delivery_id = :id",
        {"id": delivery_id, "receipt": receipt, "now": stamp(now)},
    )


async def postpone_delivery(database: Database, delivery_id: int, due_at: datetime, error: str) -> None:
    """Let it wait until `due_at`, saying why. Does nothing if it was forgotten meanwhile."""
    await change_outbox(
        database,
        "UPDATE outbox SET due_at = :due_at, error = :error WHERE delivery_id = :id AND state = 'pending'",
        {"id": delivery_id, "due_at": stamp(due_at), "error": error},
    )


async def mark_failed(database: Database, delivery_id: int, error: str) -> None:
    """Give it up, saying why; only `retry` brings it back."""
    await change_outbox(
        database,
        "UPDATE outbox SET state = 'failed', error = :error, failures = failures + 1, reported = 0 "
        "WHERE delivery_id = :id AND state = 'pending'",
        {"id": delivery_id, "error": error},
    )


async def retry_deliveries(database: Database, now: datetime, ids: Iterable[int] | None = None) -> int:
    """Make failed deliveries due now, as if new: those with these ids, or all; say how many.

    With ids, those that wait for their next attempt are brought forward too.
    """
    wanted = None if ids is None else json.dumps(list(ids))
    return await change_outbox(
        database,
        "UPDATE outbox SET state = 'pending', attempts = 0, error = NULL, due_at = :now "
        "WHERE (:ids IS NULL AND state = 'failed') "
        "OR (delivery_id IN (SELECT value FROM json_each(:ids)) "
        "AND (state = 'failed' OR (state = 'pending' AND error IS NOT NULL)))",
        {"ids": wanted, "now": stamp(now)},
    )
