"""Questions typed in inline mode, kept under a key for a week."""

import datetime

from storage.database import Database
from storage.questions import INLINE_LONGEST, find_inline_question, keep_inline_question

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


async def test_a_question_keeps_its_key_cannot_be_guessed_and_is_gone_after_a_week(
    database: Database,
) -> None:
    key = await keep_inline_question(database, "visa?", NOW)
    assert await keep_inline_question(database, "visa?", NOW) == key
    assert len(key) == 16
    assert await find_inline_question(database, key) == "visa?"
    long = await keep_inline_question(database, "x" * 1000, NOW + datetime.timedelta(days=8))
    assert await find_inline_question(database, key) is None
    assert await find_inline_question(database, long) == "x" * INLINE_LONGEST
