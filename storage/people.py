"""Everything that is stored about a person, wherever it is: told on request, erased on request or by age."""

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import cast

from typing_extensions import TypedDict

from storage.clock import stamp
from storage.counters import forget_rare_campaigns
from storage.database import Connection, Database, Write
from storage.drafts import empty_drafts
from storage.leads import WITHDRAWN, Deliveries, LeadData, read_leads, read_leads_of_chat
from storage.outbox import enqueue, forget_chat, forget_subject
from storage.submissions import erase_lead

Row = Mapping[str, object]
OWNER = ("chat_id", "person_chat_id")
"""Columns that hold the chat of the person whom a row is about."""
MOST_PICTURES = 100
"""How many pictures are remembered at most, the latest."""
EMPTIED = frozenset({"drafts", "leads", "inbox"})
"""Tables whose rows stay, emptied: their ids must not be given out again."""


class LeadRow(TypedDict):
    """A pre-application that was sent; `data` is empty once it is erased."""

    reference: str
    created_at: str
    data: LeadData


class DraftRow(TypedDict):
    """A pre-application that was begun."""

    state: str
    updated_at: str
    answers: Mapping[str, object]


class QuestionRow(TypedDict):
    """A question that was kept."""

    created_at: str
    text: str


class TalkRow(TypedDict):
    """A message between the person and the unit."""

    written_at: str
    direction: str
    text: str
    file: str


class VoteRow(TypedDict):
    """A thumb under an answer."""

    answer_id: str
    helpful: int


class DeliveryRow(TypedDict):
    """Something sent to the person, or about their leads."""

    created_at: str
    channel: str
    recipient: str


class ChatRow(TypedDict):
    """What is kept of the chat itself."""

    chat_id: int
    language: str | None
    spoken: str | None
    created_at: str
    seen_at: str
    reminders: int


class StoredAboutPerson(TypedDict, total=False):
    """Rows by table, with the columns that are shown and counted; each row has all columns of its table.

    There may be more tables: every one that has the chat's id.
    """

    leads: list[LeadRow]
    drafts: list[DraftRow]
    questions: list[QuestionRow]
    talk_messages: list[TalkRow]
    votes: list[VoteRow]
    outbox: list[DeliveryRow]
    chats: list[ChatRow]


async def stored_about_person(database: Database, chat_id: int) -> StoredAboutPerson:
    """Give everything stored about the person of a private chat, table by table; JSON is unpacked."""
    found = await database.run(lambda db: dict(read_all_about(db, chat_id)))
    return cast(StoredAboutPerson, found)


def read_all_about(db: Connection, chat_id: int) -> Iterator[tuple[str, list[Row]]]:
    """Read every table that has a chat's id, and what is on its way to the chat or about its leads."""
    for table, column in tables_of_chats(db).items():
        rows = db.query(f"SELECT * FROM [{table}] WHERE {column} = ?", [chat_id])  # noqa: S608 - constant names
        yield table, [{key: json_or_text(value) for key, value in row.items()} for row in rows]
    sent = db.query(
        """SELECT channel, recipient, subject_reference, state, created_at, sent_at FROM outbox
           WHERE (channel = 'chat' AND recipient = ?)
           OR subject_reference IN (SELECT reference FROM leads WHERE chat_id = ?)""",
        [str(chat_id), chat_id],
    )
    yield "outbox", list(sent)


def tables_of_chats(db: Connection) -> dict[str, str]:
    """Name the tables that say whose a row is, and the column that does.

    They are found by the column's name, so that a new table is told and erased without anybody thinking of it.
    """
    columns = {name: db[name].columns_dict for name in db.table_names()}
    return {name: column for name in columns for column in OWNER if column in columns[name]}


def json_or_text(value: object) -> object:
    """Read a text that is JSON; anything else stays as it is."""
    if not isinstance(value, str) or value[:1] not in "{[":
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def erase_person(chat_id: int, now: datetime.datetime, notices: Deliveries) -> Write:
    """Erase a person: drafts, questions, votes, the chat itself; their leads are withdrawn and emptied.

    Pending deliveries are dropped; `notices` gives those that tell who holds a copy of a lead.
    """

    def write(db: Connection) -> None:
        leads = read_leads_of_chat(db, chat_id)
        for lead in leads:
            erase_lead(db, lead, WITHDRAWN, now)
        forget_deliveries(db, chat_id)
        erase_rows(db, chat_id)
        forget_rare_campaigns(db)
        for lead in leads:
            for delivery in notices(lead):
                enqueue(db, delivery, now)

    return write


def forget_deliveries(db: Connection, chat_id: int) -> None:
    """Drop what is on its way to a person, or about their drafts and questions."""
    for table, column, subject in (("drafts", "draft_id", "draft"), ("questions", "question_id", "question")):
        rows = db.execute(f"SELECT {column} FROM {table} WHERE chat_id = ?", (chat_id,)).fetchall()  # noqa: S608
        for (number,) in rows:
            forget_subject(db, f"{subject}:{number}")
    forget_chat(db, chat_id)


def erase_rows(db: Connection, chat_id: int) -> None:
    """Erase a person's rows; an update that is being dealt with keeps its words until it is done."""
    empty_drafts(db, "chat_id = ?", chat_id)
    db.execute(
        """UPDATE inbox SET chat_id = NULL, error = NULL,
           body = CASE state WHEN 'waiting' THEN body ELSE '' END WHERE chat_id = ?""",
        (chat_id,),
    )
    for table, column in tables_of_chats(db).items():
        if table not in EMPTIED:
            db.execute(f"DELETE FROM [{table}] WHERE {column} = ?", (chat_id,))  # noqa: S608 - constant names


def forget_old_drafts(before: datetime.datetime) -> Write:
    """Erase drafts that were not touched since a moment."""

    def write(db: Connection) -> None:
        rows = db.execute(
            "SELECT draft_id FROM drafts WHERE state = 'open' AND updated_at < ?", (stamp(before),)
        ).fetchall()
        for (draft_id,) in rows:
            forget_subject(db, f"draft:{draft_id}")
            empty_drafts(db, "draft_id = ?", draft_id)

    return write


def forget_old_leads(before: datetime.datetime, now: datetime.datetime) -> Write:
    """Empty leads that were sent before a moment; what became of them stays, to be counted."""

    def write(db: Connection) -> None:
        for lead in read_leads(db, "chat_id <> 0 AND created_at < ?", stamp(before)):
            erase_lead(db, lead, lead.state, now)

    return write


def forget_old_records(failed: datetime.datetime, before: datetime.datetime) -> Write:
    """Delete updates set aside before `failed`, audit entries and counts before `before`, and the oldest pictures."""

    def write(db: Connection) -> None:
        db.execute("DELETE FROM inbox WHERE state = 'failed' AND received_at < ?", (stamp(failed),))
        db.execute("DELETE FROM audit WHERE done_at < ?", (stamp(before),))
        db.execute("DELETE FROM draft_steps WHERE day < ?", (before.date().isoformat(),))
        db.execute("DELETE FROM campaigns WHERE day < ?", (before.date().isoformat(),))
        db.execute(
            "DELETE FROM pictures WHERE rowid NOT IN (SELECT rowid FROM pictures ORDER BY rowid DESC LIMIT ?)",
            (MOST_PICTURES,),
        )

    return write


def forget_old_chats(before: datetime.datetime) -> Write:
    """Erase chats that were silent since a moment, with their questions and votes; not while a lead is kept."""

    def write(db: Connection) -> None:
        silent = db.execute(
            """SELECT chat_id FROM chats WHERE seen_at < ?
               AND chat_id NOT IN (SELECT chat_id FROM leads)
               AND chat_id NOT IN (SELECT chat_id FROM drafts WHERE state = 'open')""",
            (stamp(before),),
        ).fetchall()
        for (chat_id,) in silent:
            forget_deliveries(db, chat_id)
            erase_rows(db, chat_id)

    return write
