"""What coordinators and people write to each other through the bot: the words, their way, whether they arrived.

A conversation is kept with the lead or question that it is about, and erased with it. What a coordinator has to
confirm before it goes out waits here too.
"""

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from storage.chats import read_chat
from storage.clock import stamp
from storage.connection import to_json
from storage.database import Connection, Database, Write
from storage.outbox import Delivery, enqueue

Direction = Literal["to_person", "to_staff"]


@dataclass(frozen=True)
class SentFile:
    """A file in a message: its kind (document, photo …) and name, and Telegram's id for it."""

    kind: str
    name: str
    file_id: str

    def stored(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def restored(cls, stored: str) -> "SentFile | None":
        """Read back what was kept; None where there was no file."""
        return cls(**json.loads(stored)) if stored else None


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
    author_id: int | None = None
    author: str = ""
    text: str = ""
    file: str = ""

    @property
    def key(self) -> str:
        """The key of its delivery."""
        return f"talk:{self.update_id}:{self.person_chat_id}"

    @property
    def recipient(self) -> int:
        """The chat that it goes to."""
        return self.person_chat_id if self.direction == "to_person" else self.staff_chat_id


@dataclass(frozen=True)
class KeptMessage:
    """A message of a conversation with what became of it."""

    message: TalkMessage
    written_at: str
    edited_at: str | None
    taken_back_at: str | None


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


COLUMNS = (
    "update_id, person_chat_id, subject, direction, staff_chat_id, message_id, language, "
    "author_id, author, text, file"
)
KEPT = f"{COLUMNS}, written_at, edited_at, taken_back_at"
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


async def list_talk(database: Database, subject: str) -> list[KeptMessage]:
    """List what was written about a lead or a question, oldest first."""
    sql = f"SELECT {KEPT} FROM talk_messages WHERE subject = ? ORDER BY written_at, update_id"  # noqa: S608
    return await database.run(
        lambda db: [message_of_row(row) for row in db.execute(sql, (subject,)).fetchall()]
    )


async def messages_of_original(database: Database, chat_id: int, message_id: int) -> list[KeptMessage]:
    """Give what was handed on of a message that its author wrote in a chat: to each person that it went to."""
    sql = f"""SELECT {KEPT} FROM talk_messages WHERE message_id = :message AND taken_back_at IS NULL AND
              ((direction = 'to_person' AND staff_chat_id = :chat)
               OR (direction = 'to_staff' AND person_chat_id = :chat))"""  # noqa: S608 - constant
    values = {"message": message_id, "chat": chat_id}
    return await database.run(lambda db: [message_of_row(row) for row in db.execute(sql, values).fetchall()])


async def messages_of_update(database: Database, update_id: int) -> list[KeptMessage]:
    """Give what was handed on in one update."""
    sql = f"SELECT {KEPT} FROM talk_messages WHERE update_id = ?"  # noqa: S608 - constant
    return await database.run(
        lambda db: [message_of_row(row) for row in db.execute(sql, (update_id,)).fetchall()]
    )


async def talk_is_open(database: Database, person_chat_id: int, subject: str, now: datetime.datetime) -> bool:
    """Tell whether a person is in a conversation about this now."""
    screen = await database.run(lambda db: read_chat(db, person_chat_id).screen)
    return (
        screen.get("name") == "talk"
        and screen.get("subject") == subject
        and str(screen.get("until")) > stamp(now)
    )


def message_of_row(row: tuple[Any, ...]) -> KeptMessage:
    """Read a row of KEPT."""
    return KeptMessage(TalkMessage(*row[:-3]), *row[-3:])


async def report_outcomes(
    database: Database, report: Callable[[Outcome], Delivery], now: datetime.datetime
) -> int:
    """Queue for each author what became of their message, once; say for how many."""

    def job(db: Connection) -> int:
        outcomes = [outcome_of_row(row) for row in db.query(FINISHED)]
        for known in outcomes:
            enqueue(db, report(known), now)
            db.execute(
                "UPDATE talk_messages SET reported = 1 WHERE update_id = ?", (known.message.update_id,)
            )
        return len(outcomes)

    return await database.run(job)


def outcome_of_row(row: Mapping[str, Any]) -> Outcome:
    """Read a row of FINISHED."""
    message = TalkMessage(*(row[name] for name in COLUMNS.split(", ")))
    return Outcome(message, row["sent"], row["failed"])


def queue_talk_message(message: TalkMessage, payload: Mapping[str, object], now: datetime.datetime) -> Write:
    """Queue a message for the other side; once per update and person."""

    def write(db: Connection) -> None:
        db.execute(
            f"""INSERT OR IGNORE INTO talk_messages ({COLUMNS}, written_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",  # noqa: S608 - constant
            (*vars(message).values(), stamp(now)),
        )
        enqueue(db, Delivery(message.key, "chat", str(message.recipient), payload, message.subject), now)

    return write


def change_message(
    message: TalkMessage, text: str, payload: Mapping[str, object], occasion: int, now: datetime.datetime
) -> Write:
    """Carry a changed text over: into what still waits, or as a change of what the other side has already."""

    def write(db: Connection) -> None:
        db.execute(
            "UPDATE talk_messages SET text = ?, edited_at = ? WHERE update_id = ? AND person_chat_id = ?",
            (text, stamp(now), message.update_id, message.person_chat_id),
        )
        waiting = db.execute(
            "UPDATE outbox SET payload = ? WHERE key = ? AND state = 'pending' AND attempts = 0",
            (to_json(payload), message.key),
        )
        receipt = delivered_as(db, message)
        if waiting.rowcount == 0 and receipt:
            changed = {**payload, "edit_message_id": receipt, "kept_as": None}
            key = f"{message.key}:edit:{occasion}"
            enqueue(db, Delivery(key, "chat", str(message.recipient), changed, message.subject), now)

    return write


def delivered_as(db: Connection, message: TalkMessage) -> int | None:
    """The number of a message in the other side's chat; None while it has not arrived."""
    row = db.execute("SELECT receipt FROM outbox WHERE key = ? AND state = 'sent'", (message.key,)).fetchone()
    return int(row[0]) if row and str(row[0]).isdecimal() else None


async def take_back(database: Database, message: TalkMessage, now: datetime.datetime) -> int | None:
    """Mark a message as taken back and drop it if it still waits; give its number where it has arrived."""

    def job(db: Connection) -> int | None:
        db.execute(
            "UPDATE talk_messages SET taken_back_at = ?, reported = 1 WHERE update_id = ? AND person_chat_id = ?",
            (stamp(now), message.update_id, message.person_chat_id),
        )
        db.execute("DELETE FROM outbox WHERE key = ? AND state = 'pending'", (message.key,))
        return delivered_as(db, message)

    return await database.run(job)


def open_talk(chat_id: int, talk: Mapping[str, object]) -> Write:
    """Put a person's chat into a talk with a coordinator; where it was before is kept with it."""

    def write(db: Connection) -> None:
        before = read_chat(db, chat_id).screen
        back = before.get("back", {}) if before.get("name") == talk["name"] else before
        screen = to_json({**talk, "back": back})
        db.execute("UPDATE chats SET screen = ? WHERE chat_id = ?", (screen, chat_id))

    return write


def end_talk(chat_id: int, subject: str, notice: Delivery, now: datetime.datetime) -> Write:
    """Put a person's chat back to where it was before a talk about this, and tell them; nothing if it is over."""

    def write(db: Connection) -> None:
        screen = read_chat(db, chat_id).screen
        if screen.get("name") == "talk" and screen.get("subject") == subject:
            back = to_json(screen.get("back") or {})
            db.execute("UPDATE chats SET screen = ? WHERE chat_id = ?", (back, chat_id))
            enqueue(db, notice, now)

    return write


def only_if_owned(reference: str, user_id: int | None, *writes: Write) -> Write:
    """Write only if a lead belongs to this coordinator by then."""

    def write(db: Connection) -> None:
        row = db.execute("SELECT owner_id FROM leads WHERE reference = ?", (reference,)).fetchone()
        if row and row[0] == user_id:
            for each in writes:
                each(db)

    return write


UNSENT_KEPT = datetime.timedelta(days=7)


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


UNSENT_COLUMNS = "unsent_id, update_id, subject, staff_chat_id, message_id, author_id, text, file, releases"


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
        db.execute("DELETE FROM unsent_messages WHERE written_at < ?", (stamp(now - UNSENT_KEPT),))
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
    """Read one by one column."""
    row = db.execute(f"SELECT {UNSENT_COLUMNS} FROM unsent_messages WHERE {column} = ?", (value,)).fetchone()  # noqa: S608
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
