"""What a turn adds to the statistics, as writes for its transaction."""

import datetime

from bot.context import Turn
from knowledge.form.draft import Draft
from knowledge.form.position import Complete, Position
from storage.counters import REVIEW, SENT, count, note_step
from storage.database import Write


def count_outcome(turn: Turn, event: str, language: str) -> Write:
    """Count what became of a question: answer, suggest, unknown and the like; not the question itself."""
    return count(event, language, local_day(turn))


def count_step(turn: Turn, draft: Draft) -> Write:
    """Note which step of the questionnaire a draft is at now."""
    return note_step(turn.chat.chat_id, step(turn.context.form.position(draft)), local_day(turn))


def count_sending(turn: Turn) -> Write:
    """Note that the open draft is being sent; stands before the write that does so."""
    return note_step(turn.chat.chat_id, SENT, local_day(turn))


def step(position: Position) -> str:
    """Name a position: its question, or the review."""
    return REVIEW if isinstance(position, Complete) else position.question.id


def local_day(turn: Turn) -> datetime.date:
    """The day in the call's time zone."""
    return turn.now.astimezone(turn.knowledge_base.content.programme.call.zone).date()
