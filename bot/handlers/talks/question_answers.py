"""A coordinator's answer to questions that the bot could not answer: to everybody who asked, and corrections."""

from collections.abc import Sequence

from bot.context import Turn
from bot.handlers.coordinators.access import unit_context
from bot.handlers.talks.message_content import incoming_message
from bot.handlers.talks.messages import keep_until_confirmed, message_of, payload_for_person, talk_about
from bot.handlers.talks.subjects import question_numbers
from bot.views.leads import lists as lead_lists
from bot.views.leads import talk as talking
from bot.views.message import Message, plain
from storage.audit import Actor, record
from storage.database import Write
from storage.questions import (
    StoredQuestion,
    close_questions,
    filter_open,
    list_answered,
)
from storage.talks import (
    UnsentMessage,
    drop_unsent,
    find_unsent_of_update,
    open_talk,
    queue_talk_message,
)


async def confirm_question_answer(turn: Turn, who: Actor, numbers: Sequence[int]) -> None:
    """Ask whether an answer is to go to everybody who waits for it; to those who were answered, as a correction."""
    given = incoming_message(turn)
    waiting, correction = await askers(turn, numbers)
    reachable = {question.chat_id for question in waiting if question.chat_id}
    if given is None or not reachable:
        await turn.send(Message(plain(lead_lists.no_open_questions(unit_context(turn), waiting))))
        return
    subject = ", ".join(f"Q-{question.question_id}" for question in waiting)
    await turn.save(None, keep_until_confirmed(turn, who, subject, given))
    kept = await find_unsent_of_update(turn.services.database, turn.update.update_id)
    if kept is not None:
        await turn.send(talking.confirm_answer(unit_context(turn), kept, len(reachable), correction))


async def askers(turn: Turn, numbers: Sequence[int]) -> tuple[list[StoredQuestion], bool]:
    """The people to answer: those who wait; if nobody waits, those who were answered, for a correction."""
    waiting = await filter_open(turn.services.database, numbers)
    answered = [] if waiting else await list_answered(turn.services.database, numbers)
    return waiting or answered, not waiting


async def answer_questions(turn: Turn, who: Actor, kept: UnsentMessage) -> None:
    """Answer everybody who asked one of these questions and can be reached."""
    waiting, correction = await askers(turn, question_numbers(kept.subject))
    people = {question.chat_id: question for question in waiting if question.chat_id}
    writes: list[Write] = [drop_unsent(kept.unsent_id)]
    for person, question in people.items():
        subject = f"question:{question.question_id}"
        message = message_of(turn, who, kept, person, subject)
        shown = payload_for_person(turn, message, question.language, question, correction)
        writes += [queue_talk_message(message, shown, turn.now), open_talk(person, talk_about(turn, subject))]
    numbers = [question.question_id for question in waiting]
    done = "corrected" if correction else "answered"
    entered = [record(f"question:{number}", who, done, turn.now) for number in numbers if correction]
    await turn.save(None, *writes, close_questions(numbers, who, "answered", turn.now), *entered)
    await turn.send(Message(plain(unit_context(turn).say("On its way: {questions}", questions=kept.subject))))
