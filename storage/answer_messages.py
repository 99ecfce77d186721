"""Which of the bot's messages answers which question, by their numbers alone, so that an edit can replace it."""

import datetime

from storage.clock import stamp
from storage.database import Connection, Database, Write

KEPT = datetime.timedelta(days=3)
"""Telegram lets people edit for two days."""


def find_answer_message(database: Database, chat_id: int, message_id: int) -> int | None:
    """Give the message that answers a question; None where it shows something else by now."""
    sql = "SELECT answer_id FROM answer_messages WHERE chat_id = ? AND message_id = ?"
    row = database.read(lambda db: db.execute(sql, (chat_id, message_id)).fetchone())
    return int(row[0]) if row else None


def remember_answer_message(chat_id: int, message_id: int, answer_id: int, now: datetime.datetime) -> Write:
    """Note which message answers a question; old notes are dropped on the way."""

    def write(db: Connection) -> None:
        db.execute("DELETE FROM answer_messages WHERE asked_at < ?", (stamp(now - KEPT),))
        db.execute(
            "INSERT OR REPLACE INTO answer_messages (chat_id, message_id, answer_id, asked_at) VALUES (?, ?, ?, ?)",
            (chat_id, message_id, answer_id, stamp(now)),
        )

    return write


def forget_answer_message(chat_id: int, answer_id: int) -> Write:
    """Note that a message of the bot no longer answers anything."""
    sql = "DELETE FROM answer_messages WHERE chat_id = ? AND answer_id = ?"
    return lambda db: db.execute(sql, (chat_id, answer_id))
