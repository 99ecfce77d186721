"""Questions on their way into a private chat: a link carries their key. Nothing says who asked them."""

import datetime
import secrets

from storage.clock import stamp
from storage.database import Connection, Database

KEPT = datetime.timedelta(days=7)
LONGEST = 500
"""Characters of a question that are kept."""


class Carried:
    """Texts by their keys; a key cannot be guessed, so that nobody reads other people's questions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, text: str, now: datetime.datetime) -> str:
        """Keep a question for a week and give its key, the same for the same text."""

        def job(db: Connection) -> str:
            db.execute("DELETE FROM carried WHERE created_at < ?", (stamp(now - KEPT),))
            db.execute(
                "INSERT OR IGNORE INTO carried (key, text, created_at) VALUES (?, ?, ?)",
                (secrets.token_hex(8), text[:LONGEST], stamp(now)),
            )
            row = db.execute("SELECT key FROM carried WHERE text = ?", (text[:LONGEST],)).fetchone()
            return str(row[0])

        return await self._database.run(job)

    async def text(self, key: str) -> str | None:
        """Give the question of a key; None once it is gone."""
        sql = "SELECT text FROM carried WHERE key = ?"
        row = await self._database.run(lambda db: db.execute(sql, (key,)).fetchone())
        return str(row[0]) if row else None
