"""Counts for the coordination unit: written in the same transaction as the turn, without words or persons."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass

from storage.clock import moment, stamp
from storage.conversations import Write
from storage.database import Connection, Database

REVIEW, SENT = "review", "sent"
"""The steps that follow a draft's last question."""


@dataclass(frozen=True)
class Counted:
    """How often something happened on a day in a language."""

    day: datetime.date
    event: str
    language: str
    number: int


@dataclass(frozen=True)
class SentLead:
    """What of a lead is counted; None and nothing where it was erased."""

    sent_at: datetime.datetime
    country: str | None
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """All that was counted from `since` on; `drafts` holds the steps that each draft begun since came to."""

    since: datetime.date
    leads: tuple[SentLead, ...]
    counted: tuple[Counted, ...]
    votes: Mapping[bool, int]
    drafts: tuple[frozenset[str], ...]


class Statistics:
    """The figures of a period."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, day: datetime.date, zone: datetime.tzinfo) -> Figures:
        """Count what happened from the beginning of a day in `zone` on."""
        begin = stamp(datetime.datetime.combine(day, datetime.time.min, zone))
        return await self._database.run(
            lambda db: Figures(day, leads(db, begin), counted(db, day), votes(db, begin), drafts(db, day))
        )


def leads(db: Connection, begin: str) -> tuple[SentLead, ...]:
    """Give what is counted of the leads sent since a moment, oldest first."""
    rows = db.execute(
        """SELECT created_at, json_extract(data, '$.answers.country'), json_extract(data, '$.answers.topics')
           FROM leads WHERE created_at >= ? ORDER BY created_at""",
        (begin,),
    ).fetchall()
    return tuple(
        SentLead(moment(at), country, tuple(json.loads(topics or "[]"))) for at, country, topics in rows
    )


def counted(db: Connection, day: datetime.date) -> tuple[Counted, ...]:
    """Give the daily counts since a day."""
    rows = db.execute(
        "SELECT day, event, language, number FROM daily WHERE day >= ? ORDER BY day", (day.isoformat(),)
    ).fetchall()
    return tuple(Counted(datetime.date.fromisoformat(on), *rest) for on, *rest in rows)


def votes(db: Connection, begin: str) -> Mapping[bool, int]:
    """Count the thumbs given since a moment, up (True) and down."""
    rows = db.execute("SELECT helpful, count(*) FROM votes WHERE voted_at >= ? GROUP BY helpful", (begin,))
    return {True: 0, False: 0} | {bool(helpful): number for helpful, number in rows.fetchall()}


def drafts(db: Connection, day: datetime.date) -> tuple[frozenset[str], ...]:
    """Give the steps of each draft begun since a day."""
    rows = db.execute(
        "SELECT group_concat(step) FROM progress GROUP BY draft_id HAVING min(day) >= ?", (day.isoformat(),)
    ).fetchall()
    return tuple(frozenset(steps.split(",")) for (steps,) in rows)


def count(event: str, language: str, day: datetime.date) -> Write:
    """Count that something happened once more."""
    return lambda db: db.execute(
        """INSERT INTO daily (day, event, language, number) VALUES (?, ?, ?, 1)
           ON CONFLICT (day, event, language) DO UPDATE SET number = number + 1""",
        (day.isoformat(), event, language),
    )


def came_to(chat_id: int, step: str, day: datetime.date) -> Write:
    """Note that the chat's open draft came to a step; does nothing the second time, nor without a draft."""
    return lambda db: db.execute(
        """INSERT OR IGNORE INTO progress (draft_id, step, day)
           SELECT draft_id, ?, ? FROM drafts WHERE chat_id = ? AND state = 'open'""",
        (step, day.isoformat(), chat_id),
    )
