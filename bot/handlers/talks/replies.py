"""A coordinator's reply to a message of the bot, and the buttons that confirm it."""

from bot.context import Turn
from bot.handlers.coordinators.access import unit_context
from bot.handlers.talks.messages import cannot_be_sent
from bot.handlers.talks.question_answers import answer_questions, confirm_question_answer
from bot.handlers.talks.sent import end_talks_opened_by, take_message_back
from bot.handlers.talks.subjects import is_lead, question_numbers
from bot.handlers.talks.unsent import send_or_note, write_about_lead
from bot.telegram.callback_data import Unsent, unpack
from bot.views.message import Message, plain
from storage.audit import Actor
from storage.talks import (
    drop_unsent,
    find_unsent,
)


async def take_coordinator_reply(turn: Turn, who: Actor, subject: str) -> None:
    """A coordinator's reply to a message about a lead or about questions."""
    if problem := cannot_be_sent(turn):
        await turn.send(Message(plain(problem)))
    elif is_lead(subject):
        await write_about_lead(turn, who, subject)
    else:
        await confirm_question_answer(turn, who, question_numbers(subject))


async def press_unsent_button(turn: Turn, who: Actor) -> None:
    """Send, note or cancel an unsent message; take back a sent one, or end its talk."""
    wanted = unpack(Unsent, turn.pressed)
    if wanted and wanted.step == "back":
        await take_message_back(turn, who, wanted.number)
        return
    if wanted and wanted.step == "end":
        await end_talks_opened_by(turn, wanted.number)
        return
    kept = await find_unsent(turn.services.database, wanted.number) if wanted else None
    if wanted is None or kept is None:
        await turn.pop_up(unit_context(turn).say("That was dealt with already."), alert=True)
    elif kept.author_id != who.id and wanted.step != "cancel":
        await turn.pop_up(unit_context(turn).say("Only its author can send it."), alert=True)
    elif wanted.step == "cancel":
        await turn.save(None, drop_unsent(kept.unsent_id))
        await turn.send(Message(plain(unit_context(turn).say("Cancelled. Nothing was sent."))))
    elif is_lead(kept.subject):
        await send_or_note(turn, who, kept, wanted.step)
    else:
        await answer_questions(turn, who, kept)
