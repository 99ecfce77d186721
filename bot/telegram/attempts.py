"""One update on its way to its end: tried, waited for where the failure passes, marked as done or set aside.

Which failures pass, and what people are told of them, is in failures.py.
"""

import contextlib
import datetime
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, cast

import structlog
from telegram import Update
from telegram.constants import ChatType
from telegram.error import (
    RetryAfter,
    TelegramError,
)
from telegram.ext import ContextTypes

from bot.chat_language import language_of
from bot.context import Services, Turn
from bot.operations.background import wait_for_event
from bot.telegram.failures import (
    apology,
    delay_notice,
    flood_notice,
    is_transient,
    is_unknown_method,
    is_unreachable,
    may_have_had_effect,
    place_in_code,
    storage_notice,
)
from bot.telegram.limits import retry_after_seconds
from bot.telegram.typing_indicator import typing_if_slow
from bot.telegram.updates import Receiver
from bot.views.message import plain
from locales import Translator
from storage.chats import Chat, chat_and_draft
from storage.database import StorageError, Write
from storage.inbox import Attempt
from storage.outbox import Delivery, add_delivery

log = structlog.get_logger("updates")

ATTEMPTS = 3
PAUSE = 1.0
"""Seconds before the second attempt; twice that before the third."""

MOST_CRASHES = 10
"""After this many attempts in which the whole process ended, an update is not tried again."""

CHAT_WAITS_FOR = 6.0
"""Seconds after which no further try is begun while the chat waits: with its time-out, it is 15 at most."""

PAUSES_LATER = (30.0, 120.0, 600.0, 1800.0)
"""Seconds between the tries that follow while the chat goes on."""

MOST_REPEATS = 2
"""How often a call is repeated that had no answer and may have had its effect."""

LONGEST_PAUSE_OF_ATTEMPTS = 30.0


Handler = Callable[[Turn], Awaitable[None]]
Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


class NeverEndsError(Exception):
    """An update during which the process ended again and again."""


def with_retries(services: Services, handler: Handler) -> Callback:
    """Wrap a handler as python-telegram-bot calls it: try, then mark the update as done or set it aside."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await UpdateAttempts(services, cast(Receiver, context.bot), update, handler).run()

    return handle


class UpdateAttempts:
    """One update on its way to its end. When the bot stops it is left where it is: the next start takes it up."""

    def __init__(self, services: Services, bot: Receiver, update: Update, handler: Handler) -> None:
        self._services = services
        self._bot = bot
        self._update = update
        self._handler = handler
        self._chat = update.effective_chat
        self._chat_id = chat_of(update)
        self._begun: Attempt | None = None
        self._waited = 0
        self._unanswered = 0
        self._begun_at = time.monotonic()
        self._has_told = False
        self._notice = ""
        self._writes_when_done: list[Write] = []

    async def run(self) -> None:
        """Try until it is done, or set aside."""
        pause: float | None = 0.0
        while pause is not None and not await wait_for_event(self._services.stopping, pause):
            try:
                pause = await self._try()
            except StorageError as error:
                pause = await self._wait_for_storage(error)

    async def _try(self) -> float | None:
        """Deal with it once; gives the seconds to wait before the next try, None if there is to be none."""
        try:
            await self._handle()
        except StorageError:
            raise
        except Exception as error:
            if not is_unreachable(error):
                return await self._failed(error)
            log.info("chat cannot be reached", **self._about(error))
        await self._services.inbox.done(self._update.update_id, *self._writes_when_done)
        return None

    async def _handle(self) -> None:
        begun = await self._begin()
        stored, draft = chat_and_draft(self._services.database, self._chat_id or 0)
        if begun.attempt > MOST_CRASHES:
            raise NeverEndsError(f"the process ended {begun.attempt - 1} times while dealing with it")
        if self._chat_id is None:
            return
        turn = Turn(self._services, self._bot, self._update, stored, draft)
        if self._chat and self._services.flood.must_warn(self._chat.id):
            self._notice = flood_notice(turn.context.say)
        turn.notice, self._writes_when_done = self._notice, turn.writes_when_done
        if begun.repeated:
            await show_state_again(turn, self._chat is not None and self._chat.type == ChatType.PRIVATE)
            return
        async with typing_if_slow(self._bot, self._update):
            await self._handler(turn)
        if turn.notice:
            await self._tell(turn.notice)

    async def _begin(self) -> Attempt:
        """Count the attempt, unless this one only goes on after a pause."""
        self._begun = self._begun or await self._services.inbox.begin(self._update.update_id)
        return self._begun

    async def _failed(self, error: Exception) -> float | None:
        attempt = self._begun.attempt if self._begun else 1
        if is_transient(error) and not self._given_up(error, attempt):
            return await self._wait_for_telegram(error, attempt)
        log.warning("update failed", attempt=attempt, where=place_in_code(error), **self._about(error))
        if attempt < ATTEMPTS and not is_transient(error) and not is_unknown_method(error):
            self._begun = None
            return PAUSE * attempt
        reason = f"{type(error).__name__} at {place_in_code(error)}: {error}"[:500]
        await self._services.inbox.failed(self._update.update_id, reason)
        await self._tell(apology(await self._translator()))
        return None

    def _given_up(self, error: Exception, attempt: int) -> bool:
        """Tell whether a failure that passes has not passed for long enough, or may have had its effect thrice."""
        if may_have_had_effect(error):
            self._unanswered += 1
        return attempt > len(PAUSES_LATER) or self._unanswered + attempt - 1 > MOST_REPEATS

    async def _wait_for_telegram(self, error: Exception, attempt: int) -> float | None:
        """Try again at once for some seconds; then let the chat go on, say so, and try again later."""
        self._waited += 1
        pause = retry_after_seconds(error) if isinstance(error, RetryAfter) else backoff(self._waited)
        if may_have_had_effect(error):
            pause = max(pause, CHAT_WAITS_FOR)  # the first one may still be on its way
        log.info("Telegram fails, trying again", **self._about(error))
        if time.monotonic() - self._begun_at + pause < CHAT_WAITS_FOR:
            return pause
        later = max(pause, PAUSES_LATER[attempt - 1])
        until = self._services.now() + datetime.timedelta(seconds=later)
        await self._services.inbox.postpone(self._update.update_id, until)
        if attempt == 1 and not may_have_had_effect(error):
            await self._tell(delay_notice(await self._translator()))
        return None

    async def _wait_for_storage(self, error: StorageError) -> float | None:
        """The operator was told by the storage; the update stays as it is, here and on disk."""
        self._waited += 1
        if not error.is_transient and self._waited >= ATTEMPTS:
            log.error("update left for the next start", **self._about(error))
            return None
        if not self._has_told:
            self._has_told = True
            await self._tell(storage_notice(self._translator_of(Chat(0))))
        return backoff(self._waited)

    def _translator_of(self, chat: Chat) -> Translator:
        knowledge_base = self._services.library.knowledge_base
        languages = knowledge_base.content.programme.languages
        return knowledge_base.say(language_of(chat, self._update, languages))

    async def _translator(self) -> Translator:
        chat = self._chat.id if self._chat else 0
        try:
            stored, _ = chat_and_draft(self._services.database, chat)
        except StorageError:
            stored = Chat(chat)
        return self._translator_of(stored)

    async def _tell(self, text: str) -> None:
        if self._chat is None:
            return
        try:
            if self._update.callback_query:
                await self._update.callback_query.answer()
            await self._bot.send_message(self._chat.id, text)
        except TelegramError as error:
            log.info("notice not delivered, it follows", **self._about(error))
            await self._tell_later(text)

    async def _tell_later(self, text: str) -> None:
        """Have the outbox say it as soon as Telegram lets it."""
        if self._chat is None:
            return
        key = f"notice:{self._update.update_id}"
        with contextlib.suppress(StorageError):
            delivery = Delivery(key, "chat", str(self._chat.id), {"text": plain(text)})
            await add_delivery(self._services.database, delivery, self._services.now())
            self._services.wake_delivery()

    def _about(self, error: Exception) -> dict[str, object]:
        # The kind alone: messages of errors may quote what somebody wrote.
        chat_id = self._chat.id if self._chat else None
        return {"update_id": self._update.update_id, "chat_id": chat_id, "error": type(error).__name__}


def chat_of(update: Update) -> int | None:
    """The chat that an update belongs to; a look-up has none, and is served as its author's private chat."""
    place = update.effective_chat or update.effective_user
    return place.id if place else None


async def show_state_again(turn: Turn, private: bool) -> None:
    """An update that was done comes again: show where the person is; a group is not told twice."""
    if private:
        await turn.show()
    else:
        await turn.pop_up("")


def backoff(times: int) -> float:
    """Seconds to wait before the next try: 1, 2, 4 and so on."""
    return float(min(2 ** (times - 1), LONGEST_PAUSE_OF_ATTEMPTS))
