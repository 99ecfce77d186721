"""Coordinators' sessions in a browser, kept by the hash of their cookie."""

import datetime
from dataclasses import dataclass

from storage.clock import stamp
from storage.database import Connection, Database
from storage.web.links import hashed, use_link

LASTS = datetime.timedelta(hours=8)


@dataclass(frozen=True)
class WebSession:
    """Who looks at the table in a browser, and in which of the unit's chats they asked for it."""

    person_id: int
    unit_chat_id: int
    name: str


async def begin_session(
    database: Database, token: str, cookie: str, session: WebSession, now: datetime.datetime
) -> bool:
    """Use an address and begin a session; False, and nothing begins, if the address was used before."""

    def job(db: Connection) -> bool:
        if not use_link(db, token, now):
            return False
        db.execute("DELETE FROM web_sessions WHERE ends_at < ?", (stamp(now),))
        db.execute(
            "INSERT INTO web_sessions (secret_hash, chat_id, unit_chat_id, name, ends_at) VALUES (?, ?, ?, ?, ?)",
            (hashed(cookie), session.person_id, session.unit_chat_id, session.name, stamp(now + LASTS)),
        )
        return True

    return await database.run(job)


async def find_session(database: Database, cookie: str, now: datetime.datetime) -> WebSession | None:
    """Give the session of a cookie, as long as it lasts."""
    sql = "SELECT chat_id, unit_chat_id, name FROM web_sessions WHERE secret_hash = ? AND ends_at > ?"
    row = await database.run(lambda db: db.execute(sql, (hashed(cookie), stamp(now))).fetchone())
    return WebSession(*row) if row else None


async def end_session(database: Database, cookie: str) -> None:
    """End a session."""
    sql = "DELETE FROM web_sessions WHERE secret_hash = ?"
    await database.run(lambda db: db.execute(sql, (hashed(cookie),)))
