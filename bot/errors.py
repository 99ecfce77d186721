"""Where a handler's failures end: tried three times, then set aside with the reason, and the person is told kindly."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from telegram import Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.context import Services, Turn
from bot.typing import typing_if_slow
from locales import translator

log = structlog.get_logger("updates")

ATTEMPTS = 3
PAUSE = 1.0
"""Seconds before the second attempt; twice that before the third."""


def attempt(
    services: Services, handler: Callable[[Turn], Awaitable[None]]
) -> Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
    """Wrap a handler as python-telegram-bot calls it: load, try, mark the update as done or set it aside."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        home = home_of(update)
        if home is None:
            await services.inbox.done(update.update_id)
            return
        while True:
            number = await services.inbox.begin(update.update_id)
            try:
                stored, draft = await services.conversations.load(home)
                async with typing_if_slow(context.bot, update):
                    await handler(Turn(services, context.bot, update, stored, draft))
            except Forbidden:
                log.info("person cannot be reached", update_id=update.update_id, chat_id=home)
            except Exception as error:
                log.warning(
                    "update failed",
                    update_id=update.update_id,
                    chat_id=home,
                    attempt=number,
                    error=type(error).__name__,
                    exc_info=not isinstance(error, TelegramError),
                )
                if number < ATTEMPTS:
                    await asyncio.sleep(PAUSE * number)
                    continue
                await set_aside(services, update, context, error)
                return
            await services.inbox.done(update.update_id)
            return

    return handle


def home_of(update: Update) -> int | None:
    """The chat that an update belongs to; a look-up has none, and is served as its author's private chat."""
    place = update.effective_chat or update.effective_user
    return place.id if place else None


async def set_aside(
    services: Services, update: Update, context: ContextTypes.DEFAULT_TYPE, error: Exception
) -> None:
    """Give an update up: keep it with its error for the operator, and tell the person."""
    await services.inbox.failed(update.update_id, f"{type(error).__name__}: {error}"[:500])
    user, chat = update.effective_user, update.effective_chat
    spanish = user is not None and (user.language_code or "").startswith("es")
    _ = translator("es" if spanish else "en")
    text = _(
        "I am sorry, something went wrong on my side. What you had entered is kept; please try again with /start."
    )
    try:
        if chat is not None:
            await context.bot.send_message(chat.id, text)
    except TelegramError as failure:
        log.warning("apology not delivered", update_id=update.update_id, error=type(failure).__name__)
