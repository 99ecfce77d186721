"""/deadline: the state of the call, and the date as a file for one's own calendar."""

import contextlib

from telegram import InputFile
from telegram.error import InvalidToken

from bot.context import Turn
from bot.telegram.show import thread_id
from bot.views import deadline as view
from bot.views.deadline import deadline_screen


async def deadline(turn: Turn) -> None:
    """Show the call's dates, then send the file; none once the call is closed."""
    await turn.save(deadline_screen.screen())
    await turn.show()
    words = view.calendar_caption(turn.context)
    if not words:
        return
    file = view.calendar_file(turn.context, turn.now)
    name = turn.context.say("deadline.ics")
    with contextlib.suppress(InvalidToken):  # so the library names a server that sends no documents
        await turn.bot.send_document(
            turn.chat.chat_id, InputFile(file, name), caption=words, message_thread_id=thread_id(turn.update)
        )
