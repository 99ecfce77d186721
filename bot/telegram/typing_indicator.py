"""Shows “typing…” while an answer takes longer than half a second, so that nobody wonders."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from telegram import Bot, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.show import thread_id

SHOWN_AFTER = 0.5
"""Seconds without a word from the bot."""
SHOWN_AGAIN_AFTER = 4.5
"""Seconds after which it is shown again; Telegram shows it for five."""


@contextlib.asynccontextmanager
async def typing_if_slow(bot: Bot, update: Update) -> AsyncIterator[None]:
    """Show it in the update's chat while the block lasts longer than SHOWN_AFTER; its failure does not matter."""
    tasks: list[asyncio.Task[None]] = []  # most answers are there before there is any
    later = asyncio.get_running_loop().call_later(
        SHOWN_AFTER, lambda: tasks.append(asyncio.create_task(keep_typing(bot, update)))
    )
    try:
        yield
    finally:
        later.cancel()
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def keep_typing(bot: Bot, update: Update) -> None:
    """Say it again and again until cancelled."""
    chat = update.effective_chat
    with contextlib.suppress(TelegramError):
        while chat is not None and update.message is not None:
            await bot.send_chat_action(chat.id, ChatAction.TYPING, message_thread_id=thread_id(update))
            await asyncio.sleep(SHOWN_AGAIN_AFTER)
