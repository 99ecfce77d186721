"""/deadline: the state of the call, and the date as a file for one's own calendar."""

import contextlib

from telegram import InputFile
from telegram.error import InvalidToken

from bot.context import Turn
from bot.scene import Screen
from bot.show import thread
from bot.views import deadline as view


async def deadline(turn: Turn) -> None:
    """Show the call's dates, then send the file; none once the call is closed."""
    await turn.save(Screen("deadline"))
    await turn.show()
    words = view.caption(turn.scene)
    if not words:
        return
    file = view.calendar_file(turn.scene, turn.now)
    name = turn.scene.say("deadline-iuc.ics")
    with contextlib.suppress(InvalidToken):  # so the library names a server that sends no documents
        await turn.bot.send_document(
            turn.chat.chat_id, InputFile(file, name), caption=words, message_thread_id=thread(turn.update)
        )
