"""An edited message that was the last reply to the form: it replaces what it stored before."""

from dataclasses import replace

from bot.context import Turn
from bot.handlers import preapplication
from knowledge.form.draft import Draft
from knowledge.form.last_reply import LastReply, last_reply, replace_reply, without_reply


async def take_edited_reply(turn: Turn) -> bool:
    """Take the edited message if it was the last reply; tell whether it was."""
    last = preapplication.last_reply_of(turn.screen) if turn.screen.name == "form" else None
    message, draft = turn.update.effective_message, turn.context.draft
    if last is None or draft is None or message is None or message.message_id != last.message:
        return False
    if turn.repeated:
        await turn.show()
    else:
        await store_changed_reply(turn, draft, last)
    return True


async def store_changed_reply(turn: Turn, draft: Draft, last: LastReply) -> None:
    """Store what the edited message says; a wish is granted, and a line that is no answer changes nothing."""
    form = turn.context.form
    step = replace_reply(form, draft, last, turn.text)
    if step.wish:
        await preapplication.carry_out_wish(turn, draft, step.wish)
        return
    before = replace(without_reply(draft, last), at=last.question or None)
    reply = last if step.problem else last_reply(form, before, step.draft, last.message)
    await preapplication.save_step(turn, draft if step.problem else before, step, reply)
