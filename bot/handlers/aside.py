"""A question asked in the middle of the pre-application: answered above the form, which stays where it is."""

from dataclasses import replace

from bot.context import Turn
from bot.handlers import questions
from bot.replies import reply_screen
from bot.telegram.callback_data import Open, PassOn
from bot.views import render
from bot.views.context import Screen
from bot.views.message import Message
from knowledge.conversation.understood import Understanding
from knowledge.form.steps import Step
from storage.database import Connection, Write
from storage.questions import keep_question, read_question_of_update


async def question_in_line(turn: Turn, step: Step) -> Understanding | None:
    """Understand a typed line as a question, if it is one; None if it is the reply that `step` read."""
    if not step.question_outcomes:
        return None
    understood = await questions.understand_text(turn)
    return understood if understood.outcome in step.question_outcomes else None


async def answer_aside(turn: Turn, understood: Understanding, screen: Screen, *writes: Write) -> None:
    """Answer in the question's own language, store what is not known, then show the form again."""
    context = turn.context.within(understood.language)
    update_id, kept = turn.update.update_id, list[int]()

    def keep(db: Connection) -> None:
        chat_id, text, outcome = turn.chat.chat_id, turn.text, understood.outcome
        nearest = understood.nearest
        keep_question(update_id, chat_id, understood.language, text, outcome, nearest, turn.now)(db)
        kept.append(read_question_of_update(db, update_id).question_id)

    stored_question = (keep,) if understood.outcome in ("unknown", "suggest") else ()
    await turn.save(screen, *writes, *stored_question)
    reply = render(context, reply_screen(context, understood, kept[0] if kept else 0))
    await turn.answer(with_buttons_of_question(reply))
    await turn.show()


def with_buttons_of_question(message: Message) -> Message:
    """The reply with only the buttons that belong to its question; the form's own buttons follow below."""

    def belongs(data: object) -> bool:
        return isinstance(data, PassOn) or (isinstance(data, Open) and data.screen == "answer")

    rows = (tuple(button for button in row if belongs(button.data)) for row in message.rows)
    return replace(message, rows=tuple(row for row in rows if row))
