"""What coordinators wrote to people and have to confirm before it goes out."""

import datetime
from dataclasses import dataclass

from storage.clock import stamp
from storage.database import Connection, Database, Write

KEPT = datetime.timedelta(days=7)


@dataclass(frozen=True)
class UnsentMessage:
    """A message to be confirmed; `subject` names the lead or the questions, `releases` whether it tells a decision."""

    unsent_id: int
    update_id: int
    subject: str
    staff_chat_id: int
    message_id: int
    author_id: int | None
    text: str
    file: str
    releases: int


COLUMNS = "unsent_id, update_id, subject, staff_chat_id, message_id, author_id, text, file, releases"


def keep_unsent(
    update_id: int,
    subject: str,
    staff_chat_id: int,
    message_id: int,
    author_id: int | None,
    text: str,
    file: str,
    releases: bool,
    now: datetime.datetime,
) -> Write:
    """Keep a message until it is confirmed; once per update. What nobody confirmed in a week is dropped."""

    def write(db: Connection) -> None:
        db.execute("DELETE FROM unsent_messages WHERE written_at < ?", (stamp(now - KEPT),))
        db.execute(
            """INSERT OR IGNORE INTO unsent_messages
               (update_id, subject, staff_chat_id, message_id, author_id, text, file, releases, written_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (update_id, subject, staff_chat_id, message_id, author_id, text, file, int(releases), stamp(now)),
        )

    return write


async def find_unsent(database: Database, unsent_id: int) -> UnsentMessage | None:
    """Give a message that waits to be confirmed; None if it was sent or dropped."""
    return await database.run(lambda db: read_unsent(db, "unsent_id", unsent_id))


async def find_unsent_of_update(database: Database, update_id: int) -> UnsentMessage | None:
    """Give the message that an update wrote."""
    return await database.run(lambda db: read_unsent(db, "update_id", update_id))


def read_unsent(db: Connection, column: str, value: int) -> UnsentMessage | None:
    """Read one by a column of ours."""
    row = db.execute(f"SELECT {COLUMNS} FROM unsent_messages WHERE {column} = ?", (value,)).fetchone()  # noqa: S608
    if row is None:
        return None
    return UnsentMessage(*row)


def drop_unsent(unsent_id: int) -> Write:
    """Drop a message that was sent, noted or cancelled."""
    return lambda db: db.execute("DELETE FROM unsent_messages WHERE unsent_id = ?", (unsent_id,))


def change_unsent(staff_chat_id: int, message_id: int, text: str) -> Write:
    """Take a changed text over into a message that was not confirmed yet."""
    return lambda db: db.execute(
        "UPDATE unsent_messages SET text = ? WHERE staff_chat_id = ? AND message_id = ?",
        (text, staff_chat_id, message_id),
    )
