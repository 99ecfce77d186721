"""Edited messages: an edited question or last reply replaces the earlier one."""

from bot.context import Turn
from bot.handlers import questions
from bot.handlers.edited_reply import take_edited_reply
from bot.handlers.talks import sent
from bot.replies import reply_screen
from bot.views import render
from bot.views.menu import form_button
from bot.views.message import Message
from storage.sent_messages import find_answer_message

CONVERSATIONS = ("form", "pass_on", "leave_question", "eligibility", "talk", "withdraw")
"""Screens that take what is typed: an edit must not lead away from them."""


async def answer_edited(turn: Turn) -> None:
    """Answer a changed question in place; for anything else say how it can be changed."""
    message = turn.update.effective_message
    if message is None or turn.text.startswith("/"):
        return
    if await sent.hand_on_edit(turn) or (turn.text and await take_edited_reply(turn)):
        return
    turn.replaces = find_answer_message(turn.services.database, turn.chat.chat_id, message.message_id)
    if not turn.text:
        return
    if turn.replaces is None:
        await turn.send(hint(turn))
    elif turn.screen.name in CONVERSATIONS:
        await answer_beside(turn)
    else:
        await questions.asked(turn)


async def answer_beside(turn: Turn) -> None:
    """Answer without leaving the conversation that the chat is in."""
    understood = await questions.understand_text(turn)
    context = turn.context.within(understood.language)
    await turn.answer(render(context, reply_screen(context, understood)))


def hint(turn: Turn) -> Message:
    """How to change what was sent."""
    _ = turn.context.say
    if turn.context.draft is None:
        return Message(
            _("I do not follow changes to that message. If it was a question, please send it again.")
        )
    text = _(
        "Your answers stay as they were: I follow a change only to the last message. To change an earlier answer, "
        "press “Back”, or “Change an answer” at the end."
    )
    return Message(text, ((form_button(turn.context),),))
