"""What is counted without persons: how often a campaign's link was followed, how often an answer was given."""

import datetime
from dataclasses import dataclass

from storage.clock import stamp
from storage.conversations import Write
from storage.database import Connection, Database

MOST_CAMPAIGNS = 500
"""More names than this are counted together: anybody can make up a link."""
OTHER = "other"


@dataclass(frozen=True)
class Campaign:
    """A campaign's link: how often it was followed, first and last on which day."""

    name: str
    starts: int
    first_day: str
    last_day: str


class Counts:
    """The counts as they stand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def campaigns(self) -> list[Campaign]:
        """List the campaigns, the most followed first."""
        sql = """SELECT name, sum(starts) AS total, min(day), max(day) FROM campaigns
                 GROUP BY name ORDER BY total DESC, name"""
        return await self._database.run(lambda db: [Campaign(*row) for row in db.execute(sql).fetchall()])

    async def most_asked(self, limit: int) -> list[str]:
        """Name the answers that were given most often, first the most frequent."""
        sql = "SELECT answer_id FROM answers_given ORDER BY times DESC, answer_id LIMIT ?"
        return await self._database.run(lambda db: [row[0] for row in db.execute(sql, (limit,)).fetchall()])

    async def answer_chosen(self, answer_id: str) -> None:
        """Count an answer that was posted from a look-up."""
        await self._database.run(count_answer(answer_id))


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


def count_answer(answer_id: str) -> Write:
    """Count an answer that was given."""
    return lambda db: db.execute(
        """INSERT INTO answers_given (answer_id, times) VALUES (?, 1)
           ON CONFLICT (answer_id) DO UPDATE SET times = times + 1""",
        (answer_id,),
    )
