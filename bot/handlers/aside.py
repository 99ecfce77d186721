"""A question asked in the middle of the pre-application: answered above the form, which stays where it is."""

from collections.abc import Sequence
from dataclasses import replace

from bot.context import Turn
from bot.handlers import questions
from bot.replies import reply_screen
from bot.telegram.callback_data import Open, PassOn
from bot.views import render
from bot.views.context import Screen
from bot.views.message import Message
from knowledge.conversation.understood import Outcome, Understanding
from knowledge.form.draft import Draft
from knowledge.form.moves import Form
from knowledge.form.position import Asking
from knowledge.form.replies.wishes import questions as asks
from knowledge.form.steps import Step
from knowledge.form.types import type_of
from storage.database import Connection, Write
from storage.questions import keep_question, read_question_of_update

LONGEST = 200
"""A longer text is an answer of its own, even where it holds a question mark."""

ANY: Sequence[Outcome] = ("answer", "suggest", "unknown", "eligibility", "smalltalk")
UNDERSTOOD: Sequence[Outcome] = ("answer", "eligibility")
SURE: Sequence[Outcome] = ("answer",)


async def asked_aside(turn: Turn, form: Form, draft: Draft, step: Step) -> Understanding | None:
    """What was asked, if the typed line is a question and not the reply that `step` takes it for."""
    outcomes = outcomes_that_ask(turn.text, form, draft, step)
    if not outcomes or len(turn.text) > LONGEST or not any(character.isalnum() for character in turn.text):
        return None
    understood = await questions.understand_text(turn)
    return understood if understood.outcome in outcomes else None


def outcomes_that_ask(text: str, form: Form, draft: Draft, step: Step) -> Sequence[Outcome]:
    """Which outcomes of reading a line make it a question: more of them, the less it looks like a reply."""
    if step.wish in ("question", "smalltalk"):
        return ANY
    if step.wish:
        return ()
    position = form.position(draft)
    if isinstance(position, Asking) and type_of(position.question).free_text:
        return SURE if asks(text, form.meanings.words) and not step.problem else ()
    if step.problem and step.problem.reason in (
        "option",
        "place",
        "member",
        "number",
        "country",
        "use_buttons",
    ):
        return UNDERSTOOD if asks(text, form.meanings.words) else SURE
    return ()


async def answer_aside(turn: Turn, understood: Understanding, screen: Screen, *writes: Write) -> None:
    """Answer in the question's own language, store what is not known, then show the form again."""
    context = turn.context.within(understood.language)
    update_id, kept = turn.update.update_id, list[int]()

    def keep(db: Connection) -> None:
        chat_id, text, outcome = turn.chat.chat_id, turn.text, understood.outcome
        nearest = understood.nearest
        keep_question(update_id, chat_id, understood.language, text, outcome, nearest, turn.now)(db)
        kept.append(read_question_of_update(db, update_id).question_id)

    gap = (keep,) if understood.outcome in ("unknown", "suggest") else ()
    await turn.save(screen, *writes, *gap)
    reply = render(context, reply_screen(context, understood, kept[0] if kept else 0))
    await turn.answer(staying(reply))
    await turn.show()


def staying(message: Message) -> Message:
    """A reply with only those of its buttons that belong to the question; the form's own follow below."""

    def belongs(data: object) -> bool:
        return isinstance(data, PassOn) or (isinstance(data, Open) and data.screen == "answer")

    rows = (tuple(button for button in row if belongs(button.data)) for row in message.rows)
    return replace(message, rows=tuple(row for row in rows if row))
