"""/unanswered: what the bot could not answer, the alike together; opened to be answered, or set aside."""

import asyncio

from bot.context import Turn
from bot.handlers.coordinators.access import desk
from bot.handlers.coordinators.subjects import HEAD, question_numbers
from bot.telegram.callback_data import Gap, unpack
from bot.views.leads import lists as coordinators
from bot.views.leads.lists import TOGETHER
from knowledge.search.likeness import groups
from storage.audit import Actor, record
from storage.questions import StoredQuestion, close_questions, list_open_questions


async def listing(turn: Turn, _who: Actor) -> None:
    """/unanswered."""
    await turn.save(None)
    await turn.send(coordinators.unanswered(desk(turn), await grouped(turn), 0))


async def grouped(turn: Turn) -> list[list[StoredQuestion]]:
    """The open questions, the alike together; found in a thread, since comparing all with all takes its time."""
    questions = await list_open_questions(turn.services.database)
    found = await asyncio.to_thread(groups, [(question.text, question.language) for question in questions])
    return [[questions[place] for place in group] for group in found]


async def pressed(turn: Turn, who: Actor) -> None:
    """Turn a page, open questions that are alike, or set them aside."""
    wanted = unpack(Gap, turn.pressed) or Gap("list")
    if wanted.step == "open":
        await opened(turn, who, wanted.number)
    elif wanted.step == "aside":
        await aside(turn, who, wanted.number)
    else:
        await turn.send(coordinators.unanswered(desk(turn), await grouped(turn), wanted.number))


async def opened(turn: Turn, who: Actor, number: int) -> None:
    """Show a question with those like it, to be answered together."""
    alike = next((group for group in await grouped(turn) if number in {q.question_id for q in group}), None)
    if alike is None:
        await turn.pop_up(desk(turn).say("That question is not waiting any more."), alert=True)
        return
    shown = [
        record(f"question:{question.question_id}", who, "seen", turn.now) for question in alike[:TOGETHER]
    ]
    await turn.save(None, *shown)
    await turn.send(coordinators.question_message(desk(turn), alike), edit=False)


async def aside(turn: Turn, who: Actor, number: int) -> None:
    """Close the questions of the message under which the button is."""
    query = turn.update.callback_query
    head = HEAD.match(getattr(query.message, "text", None) or "") if query else None
    numbers = question_numbers(head[1]) if head else [number]
    await turn.save(None, close_questions(numbers, who, "aside", turn.now))
    await turn.send(coordinators.set_aside(desk(turn), numbers))
