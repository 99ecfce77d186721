"""Questions typed in inline mode, on their way into a private chat: a link names their key. Nothing says who asked."""

import datetime
import secrets

from storage.clock import stamp
from storage.database import Connection, Database

KEPT = datetime.timedelta(days=7)
LONGEST = 500
"""Characters of a question that are kept."""


async def keep_inline_question(database: Database, text: str, now: datetime.datetime) -> str:
    """Keep a question for a week and give its key, the same for the same text.

    A key cannot be guessed, so that nobody reads other people's questions.
    """

    def job(db: Connection) -> str:
        db.execute("DELETE FROM inline_questions WHERE created_at < ?", (stamp(now - KEPT),))
        db.execute(
            """INSERT INTO inline_questions (key, text, created_at) VALUES (?, ?, ?)
               ON CONFLICT (text) DO UPDATE SET created_at = excluded.created_at""",
            (secrets.token_hex(8), text[:LONGEST], stamp(now)),
        )
        row = db.execute("SELECT key FROM inline_questions WHERE text = ?", (text[:LONGEST],)).fetchone()
        return str(row[0])

    return await database.run(job)


async def find_inline_question(database: Database, key: str) -> str | None:
    """Give the question of a key; None once it is gone."""
    sql = "SELECT text FROM inline_questions WHERE key = ?"
    row = await database.run(lambda db: db.execute(sql, (key,)).fetchone())
    return str(row[0]) if row else None
