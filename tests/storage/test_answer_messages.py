"""Which message answers which question."""

import datetime

from storage.database import Database
from storage.sent_messages import find_answer_message, forget_answer_message, remember_answer_message

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


async def test_an_answer_is_forgotten_once_its_message_shows_something_else_or_is_old(
    database: Database,
) -> None:
    for write in (
        remember_answer_message(1, 10, 11, NOW),
        remember_answer_message(2, 10, 12, NOW),
        forget_answer_message(1, 11),
    ):
        await database.run(write)
    assert [find_answer_message(database, chat, 10) for chat in (1, 2)] == [None, 12]
    await database.run(remember_answer_message(3, 10, 13, NOW + datetime.timedelta(days=4)))
    assert find_answer_message(database, 2, 10) is None
