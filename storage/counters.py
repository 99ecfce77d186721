"""What is counted without words or persons: days' events, steps of drafts, answers given, campaigns' links."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass

from storage.clock import moment, stamp
from storage.database import Connection, Database, Write

REVIEW, SENT = "review", "sent"
"""The steps that follow a draft's last question."""

MOST_CAMPAIGNS = 500
"""More names than this are counted together: anybody can make up a link."""
OTHER = "other"
OFTEN = 3
"""Starts from which a name is a campaign's, and not one that somebody put into a link for fun."""


@dataclass(frozen=True)
class Counted:
    """How often something happened on a day in a language."""

    day: datetime.date
    event: str
    language: str
    number: int


DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days, from the first to the last, both counted."""

    first: datetime.date
    last: datetime.date

    def moments(self, zone: datetime.tzinfo) -> tuple[datetime.datetime, datetime.datetime]:
        """When the first day begins and when the last one is over."""
        begins, over = (
            datetime.datetime.combine(day, datetime.time(), zone) for day in (self.first, self.last + DAY)
        )
        return begins, over

    def written(self) -> tuple[str, str]:
        """Both days as they are stored."""
        return self.first.isoformat(), self.last.isoformat()


@dataclass(frozen=True)
class SentLead:
    """What of a lead is counted; None and nothing where it was erased."""

    sent_at: datetime.datetime
    country: str | None
    topics: tuple[str, ...]
    state: str
    owner: str | None
    contacted_at: datetime.datetime | None


@dataclass(frozen=True)
class WaitingLead:
    """The lead that has waited longest for somebody to claim it."""

    reference: str
    sent_at: datetime.datetime


@dataclass(frozen=True)
class Figures:
    """All that was counted in a period; `drafts` holds the steps that each draft begun in it came to.

    As they are now, whatever the period: `undelivered`, what was given up on its way to anybody and waits for an
    operator; `oldest_unclaimed`.
    """

    period: Period
    leads: tuple[SentLead, ...]
    counted: tuple[Counted, ...]
    votes: Mapping[bool, int]
    drafts: tuple[frozenset[str], ...]
    undelivered: int = 0
    oldest_unclaimed: WaitingLead | None = None


@dataclass(frozen=True)
class Campaign:
    """A campaign's link: how often it was followed, first and last on which day."""

    name: str
    starts: int
    first_day: str
    last_day: str


async def figures_of(database: Database, period: Period, zone: datetime.tzinfo) -> Figures:
    """Count what happened on the days of a period in `zone`."""
    begin, end = period.moments(zone)
    between = (stamp(begin), stamp(end))
    return await database.run(
        lambda db: Figures(
            period,
            counted_leads(db, between),
            daily_counts(db, period),
            votes(db, between),
            steps_of_drafts(db, period),
            count_undelivered(db),
            oldest_unclaimed(db),
        )
    )


async def list_campaigns(database: Database) -> list[Campaign]:
    """List the campaigns, the most followed first."""
    sql = """SELECT name, sum(starts) AS total, min(day), max(day) FROM campaigns
             GROUP BY name ORDER BY total DESC, name"""
    return await database.run(lambda db: [Campaign(*row) for row in db.execute(sql).fetchall()])


async def most_given_answers(database: Database, limit: int) -> list[str]:
    """Name the answers that were given most often, first the most frequent."""
    sql = "SELECT answer_id FROM answers_given ORDER BY times DESC, answer_id LIMIT ?"
    return await database.run(lambda db: [row[0] for row in db.execute(sql, (limit,)).fetchall()])


def count_undelivered(db: Connection) -> int:
    """Count the deliveries that were given up."""
    return int(db.execute("SELECT count(*) FROM outbox WHERE state = 'failed'").fetchone()[0])


def oldest_unclaimed(db: Connection) -> WaitingLead | None:
    """Give the lead that has waited longest for somebody to claim it."""
    sql = """SELECT reference, created_at FROM leads WHERE state = 'new' AND data <> '{}'
             ORDER BY created_at, reference LIMIT 1"""
    row = db.execute(sql).fetchone()
    return WaitingLead(row[0], moment(row[1])) if row else None


def counted_leads(db: Connection, between: tuple[str, str]) -> tuple[SentLead, ...]:
    """Give what is counted of the leads sent between two moments, oldest first."""
    rows = db.execute(
        """SELECT created_at, json_extract(data, '$.told.country'), json_extract(data, '$.told.topics'),
           state, owner, contacted_at FROM leads WHERE created_at >= ? AND created_at < ? ORDER BY created_at""",
        between,
    ).fetchall()
    return tuple(
        SentLead(
            moment(at),
            country,
            tuple(json.loads(topics or "[]")),
            state,
            owner,
            moment(contacted) if contacted else None,
        )
        for at, country, topics, state, owner, contacted in rows
    )


def daily_counts(db: Connection, period: Period) -> tuple[Counted, ...]:
    """Give the daily counts of a period."""
    rows = db.execute(
        "SELECT day, event, language, number FROM daily_counts WHERE day >= ? AND day <= ? ORDER BY day",
        period.written(),
    ).fetchall()
    return tuple(Counted(datetime.date.fromisoformat(on), *rest) for on, *rest in rows)


def votes(db: Connection, between: tuple[str, str]) -> Mapping[bool, int]:
    """Count the thumbs given between two moments, up (True) and down."""
    sql = "SELECT helpful, count(*) FROM votes WHERE voted_at >= ? AND voted_at < ? GROUP BY helpful"
    rows = db.execute(sql, between).fetchall()
    return {True: 0, False: 0} | {bool(helpful): number for helpful, number in rows}


def steps_of_drafts(db: Connection, period: Period) -> tuple[frozenset[str], ...]:
    """Give the steps of each draft begun in a period."""
    rows = db.execute(
        "SELECT group_concat(step) FROM draft_steps GROUP BY draft_id HAVING min(day) >= ? AND min(day) <= ?",
        period.written(),
    ).fetchall()
    return tuple(frozenset(steps.split(",")) for (steps,) in rows)


def count(event: str, language: str, day: datetime.date) -> Write:
    """Count that something happened once more."""
    return lambda db: db.execute(
        """INSERT INTO daily_counts (day, event, language, number) VALUES (?, ?, ?, 1)
           ON CONFLICT (day, event, language) DO UPDATE SET number = number + 1""",
        (day.isoformat(), event, language),
    )


def note_step(chat_id: int, step: str, day: datetime.date) -> Write:
    """Note that the chat's open draft came to a step; does nothing the second time, nor without a draft."""
    return lambda db: db.execute(
        """INSERT OR IGNORE INTO draft_steps (draft_id, step, day)
           SELECT draft_id, ?, ? FROM drafts WHERE chat_id = ? AND state = 'open'""",
        (step, day.isoformat(), chat_id),
    )


def count_campaign(name: str, now: datetime.datetime) -> Write:
    """Count one start by a campaign's link."""

    def write(db: Connection) -> None:
        db.execute(
            """INSERT INTO campaigns (name, day, starts) VALUES (?, ?, 1)
               ON CONFLICT (name, day) DO UPDATE SET starts = starts + 1""",
            (counted_as(db, name.lower()), stamp(now)[:10]),
        )

    return write


def counted_as(db: Connection, name: str) -> str:
    """The name itself, or OTHER for a new one where there are too many."""
    known = db.execute("SELECT 1 FROM campaigns WHERE name = ? LIMIT 1", (name,)).fetchone()
    if known:
        return name
    names = db.execute("SELECT count(DISTINCT name) FROM campaigns").fetchone()[0]
    return name if names < MOST_CAMPAIGNS else OTHER


def forget_rare_campaigns(db: Connection) -> None:
    """Count the names that were hardly followed as OTHER: who is erased may have put their own name into one."""
    rare = db.execute(
        "SELECT name FROM campaigns WHERE name <> ? GROUP BY name HAVING sum(starts) < ?", (OTHER, OFTEN)
    ).fetchall()
    for (name,) in rare:
        db.execute(
            """INSERT INTO campaigns (name, day, starts) SELECT ?, day, starts FROM campaigns WHERE name = ?
               ON CONFLICT (name, day) DO UPDATE SET starts = starts + excluded.starts""",
            (OTHER, name),
        )
        db.execute("DELETE FROM campaigns WHERE name = ?", (name,))


def count_answer(answer_id: str) -> Write:
    """Count an answer that was given."""
    return lambda db: db.execute(
        """INSERT INTO answers_given (answer_id, times) VALUES (?, 1)
           ON CONFLICT (answer_id) DO UPDATE SET times = times + 1""",
        (answer_id,),
    )
