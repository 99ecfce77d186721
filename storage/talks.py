"""What coordinators and people write to each other through the bot: on its way, and whether it arrived.

The words are in the outbox alone, which empties itself; here stands who wrote to whom about what.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from storage.chats import read_chat
from storage.clock import stamp
from storage.database import Connection, Database, Write
from storage.json_text import to_json
from storage.outbox import Delivery, enqueue

Direction = Literal["to_person", "to_staff"]


@dataclass(frozen=True)
class TalkMessage:
    """One message handed on; `message_id` is the original's, in its author's chat, `language` the author's."""

    update_id: int
    person_chat_id: int
    subject: str
    direction: Direction
    staff_chat_id: int
    message_id: int
    language: str


@dataclass(frozen=True)
class Outcome:
    """What became of one message: to how many it went, and to how many it could not."""

    message: TalkMessage
    sent: int
    failed: int

    @property
    def key(self) -> str:
        """The occasion of telling its author."""
        return f"talk:{self.message.update_id}:told"


COLUMNS = "update_id, person_chat_id, subject, direction, staff_chat_id, message_id, language"
FINISHED = """
    SELECT t.*, count(*) FILTER (WHERE o.state = 'sent') AS sent,
        count(*) FILTER (WHERE o.state = 'failed') AS failed
    FROM talk_messages AS t JOIN outbox AS o ON o.key = 'talk:' || t.update_id || ':' || t.person_chat_id
    WHERE t.reported = 0 GROUP BY t.update_id
    HAVING count(*) FILTER (WHERE o.state = 'pending') = 0
"""


async def last_message_to(database: Database, person_chat_id: int, subject: str) -> TalkMessage | None:
    """Give the last message that a coordinator wrote to a person about something."""
    sql = f"""SELECT {COLUMNS} FROM talk_messages WHERE person_chat_id = ? AND subject = ?
              AND direction = 'to_person' ORDER BY update_id DESC LIMIT 1"""  # noqa: S608 - constant
    row = await database.run(lambda db: db.execute(sql, (person_chat_id, subject)).fetchone())
    return TalkMessage(*row) if row else None


async def report_outcomes(
    database: Database, report: Callable[[Outcome], Delivery], now: datetime.datetime
) -> int:
    """Queue for each author what became of their message, once; say for how many."""

    def job(db: Connection) -> int:
        outcomes = [outcome(row) for row in db.query(FINISHED)]
        for known in outcomes:
            enqueue(db, report(known), now)
            db.execute(
                "UPDATE talk_messages SET reported = 1 WHERE update_id = ?", (known.message.update_id,)
            )
        return len(outcomes)

    return await database.run(job)


def outcome(row: Mapping[str, Any]) -> Outcome:
    """Read a row of FINISHED."""
    message = TalkMessage(*(row[name] for name in COLUMNS.split(", ")))
    return Outcome(message, row["sent"], row["failed"])


def pass_on(message: TalkMessage, payload: Mapping[str, Any], now: datetime.datetime) -> Write:
    """Queue a message for the other side; once per update and person."""
    recipient = message.person_chat_id if message.direction == "to_person" else message.staff_chat_id
    key = f"talk:{message.update_id}:{message.person_chat_id}"

    def write(db: Connection) -> None:
        db.execute(
            f"INSERT OR IGNORE INTO talk_messages ({COLUMNS}, written_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (*vars(message).values(), stamp(now)),
        )
        enqueue(db, Delivery(key, "chat", str(recipient), payload, message.subject), now)

    return write


def open_talk(chat_id: int, talk: Mapping[str, Any]) -> Write:
    """Put a person's chat into a talk with a coordinator; where it was before is kept with it."""

    def write(db: Connection) -> None:
        before = read_chat(db, chat_id).screen
        back = before.get("back", {}) if before.get("name") == talk["name"] else before
        screen = to_json({**talk, "back": back})
        db.execute("UPDATE chats SET screen = ? WHERE chat_id = ?", (screen, chat_id))

    return write


def if_owned(reference: str, user_id: int | None, *writes: Write) -> Write:
    """Write only if a lead belongs to this coordinator by then."""

    def write(db: Connection) -> None:
        row = db.execute("SELECT owner_id FROM leads WHERE reference = ?", (reference,)).fetchone()
        if row and row[0] == user_id:
            for each in writes:
                each(db)

    return write
