"""Which of the bot's messages answers which question, by their numbers alone, so that an edit can replace it."""

import datetime

from storage.clock import stamp
from storage.conversations import Write
from storage.database import Connection, Database

KEPT = datetime.timedelta(days=3)
"""Telegram lets people edit for two days."""


class Exchanges:
    """Questions and the messages that answer them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def shown(self, chat_id: int, message_id: int) -> int | None:
        """Give the message that answers a question; None where it shows something else by now."""
        sql = "SELECT shown_id FROM exchanges WHERE chat_id = ? AND message_id = ?"
        row = self._database.look(lambda db: db.execute(sql, (chat_id, message_id)).fetchone())
        return int(row[0]) if row else None


def remember(chat_id: int, message_id: int, shown_id: int, now: datetime.datetime) -> Write:
    """Note which message answers a question; old notes are dropped on the way."""

    def write(db: Connection) -> None:
        db.execute("DELETE FROM exchanges WHERE asked_at < ?", (stamp(now - KEPT),))
        db.execute(
            "INSERT OR REPLACE INTO exchanges (chat_id, message_id, shown_id, asked_at) VALUES (?, ?, ?, ?)",
            (chat_id, message_id, shown_id, stamp(now)),
        )

    return write


def overwritten(chat_id: int, shown_id: int) -> Write:
    """Note that a message of the bot no longer answers anything."""
    sql = "DELETE FROM exchanges WHERE chat_id = ? AND shown_id = ?"
    return lambda db: db.execute(sql, (chat_id, shown_id))
