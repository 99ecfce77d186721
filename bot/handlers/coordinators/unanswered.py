"""/unanswered: the unanswered questions in groups of similar ones, to be answered or set aside."""

import asyncio

from bot.context import Turn
from bot.handlers.coordinators.access import unit_context
from bot.handlers.slow_commands import in_background_if_slow
from bot.handlers.talks.subjects import question_numbers, subject_pressed
from bot.telegram.callback_data import OpenQuestion, unpack
from bot.views.leads import lists as lead_lists
from bot.views.leads import talk as talking
from bot.views.leads.card import screen_payload
from bot.views.leads.lists import MOST_TOGETHER
from knowledge.search.likeness import groups_of_alike
from storage.audit import Actor, record
from storage.database import Write
from storage.outbox import Delivery, enqueue
from storage.questions import StoredQuestion, close_questions, filter_open, list_open_questions


async def list_unanswered(turn: Turn, _who: Actor) -> None:
    """/unanswered."""
    await turn.save(None)
    await turn.send(lead_lists.unanswered(unit_context(turn), await group_open_questions(turn), 0))


async def group_open_questions(turn: Turn) -> list[list[StoredQuestion]]:
    """The open questions, the alike together; found in a thread, since comparing all with all takes its time."""
    questions = await list_open_questions(turn.services.database)
    found = await asyncio.to_thread(
        groups_of_alike, [(question.text, question.language) for question in questions]
    )
    return [[questions[place] for place in group] for group in found]


async def press_question_button(turn: Turn, who: Actor) -> None:
    """Set questions aside, or show what was asked for."""
    wanted = unpack(OpenQuestion, turn.pressed)
    if wanted and wanted.step in ("aside", "aside_quiet", "aside_tell"):
        await set_questions_aside(turn, who, wanted.number, wanted.step)
    else:
        await in_background_if_slow(press_list_button)(turn, who)


async def press_list_button(turn: Turn, who: Actor) -> None:
    """Turn a page, or open questions that are alike."""
    wanted = unpack(OpenQuestion, turn.pressed) or OpenQuestion("list")
    if wanted.step == "open":
        await show_question(turn, who, wanted.number)
    else:
        await turn.send(
            lead_lists.unanswered(unit_context(turn), await group_open_questions(turn), wanted.number)
        )


async def show_question(turn: Turn, who: Actor, number: int) -> None:
    """Show a question with those like it, to be answered together."""
    groups = await group_open_questions(turn)
    alike = next((group for group in groups if number in {q.question_id for q in group}), None)
    if alike is None:
        await turn.pop_up(unit_context(turn).say("That question is not waiting any more."), alert=True)
        return
    seen = [
        record(f"question:{question.question_id}", who, "seen", turn.now)
        for question in alike[:MOST_TOGETHER]
    ]
    await turn.save(None, *seen)
    await turn.send(lead_lists.questions_message(unit_context(turn), alike), edit=False)


async def set_questions_aside(turn: Turn, who: Actor, number: int, step: str) -> None:
    """Ask first; then close the questions of the message under which the button is, and tell who asked if chosen."""
    numbers = question_numbers(subject_pressed(turn) or "") or [number]
    if step == "aside":
        await turn.send(lead_lists.confirm_aside(unit_context(turn), numbers))
        return
    waiting = await filter_open(turn.services.database, numbers) if step == "aside_tell" else []
    told = [notify_set_aside(turn, question) for question in waiting if question.chat_id]
    await turn.save(None, close_questions(numbers, who, "aside", turn.now), *told)
    await turn.send(lead_lists.questions_set_aside(unit_context(turn), numbers))


def notify_set_aside(turn: Turn, question: StoredQuestion) -> Write:
    """Tell a person that their question will not be answered here."""
    shown = screen_payload(talking.set_aside_notice(turn.context.within(question.language), question))
    subject = f"question:{question.question_id}"
    notice = Delivery(f"aside:{subject}", "chat", str(question.chat_id), shown, subject)
    return lambda db: enqueue(db, notice, turn.now)
