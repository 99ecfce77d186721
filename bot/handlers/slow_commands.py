"""Commands that may take longer than a second: they say so and finish in the background."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog
from telegram.error import TelegramError

from bot.context import Turn
from bot.operations.background import cancel_and_wait
from bot.telegram.failures import place_in_code
from bot.telegram.show import thread_id
from storage.audit import Actor

Command = Callable[[Turn, Actor], Awaitable[None]]

AT_ONCE = 0.8
"""Seconds within which most commands are done."""

log = structlog.get_logger("background")


def in_background_if_slow(command: Command) -> Command:
    """Let a command that only reads go on in the background if it is not done at once, and say so."""

    async def handle(turn: Turn, who: Actor) -> None:
        work = asyncio.ensure_future(command(turn, who))
        try:
            done, _pending = await asyncio.wait({work}, timeout=AT_ONCE)
        except asyncio.CancelledError:
            await cancel_and_wait(work)
            raise
        if done:
            work.result()
        else:
            turn.services.background.begin(f"command {turn.update.update_id}", wait_with_notice(turn, work))

    return handle


async def wait_with_notice(turn: Turn, work: "asyncio.Future[None]") -> None:
    """Say that it takes a moment, wait for the end of the work, and delete that notice; say so if it failed."""
    notice = await send_notice(turn, turn.context.say("Working on it …"))
    try:
        await work
    except asyncio.CancelledError:
        await cancel_and_wait(work)
        raise
    except Exception as error:
        log.warning(
            "command failed",
            update_id=turn.update.update_id,
            chat_id=turn.chat.chat_id,
            error=type(error).__name__,
            where=place_in_code(error),
        )
        await send_notice(
            turn, turn.context.say("That did not work this time. Please try again in a few minutes.")
        )
    if notice is not None:
        with contextlib.suppress(TelegramError):
            await turn.bot.delete_message(turn.chat.chat_id, notice)


async def send_notice(turn: Turn, text: str) -> int | None:
    """Send a word to the chat; gives the message's number, None if that fails: the work matters more."""
    try:
        return await turn.bot.send_text(turn.chat.chat_id, text, message_thread_id=thread_id(turn.update))
    except TelegramError:
        return None
