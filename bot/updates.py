"""The durable queue: updates are stored before Telegram is told, dealt with in order per chat, retried, set aside."""

import asyncio
import datetime
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager

import structlog
from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from storage.inbox import Inbox

log = structlog.get_logger("updates")

AT_ONCE = 256
"""How many chats are served at the same time."""


class StoredQueue(asyncio.Queue[object]):
    """The queue handed to python-telegram-bot: `put` returns once the update is on disk.

    Telegram is told that an update was received only after `put`, in polling and in webhook mode alike.
    An update that came before is not queued again.
    """

    def __init__(self, inbox: Inbox, now: Callable[[], datetime.datetime]) -> None:
        super().__init__()
        self._inbox = inbox
        self._now = now

    async def put(self, item: object) -> None:
        """Store an update, then queue it; anything else (the stop signal) is queued as it is."""
        if isinstance(item, Update):
            chat = item.effective_chat
            body = json.dumps(item.to_dict(), ensure_ascii=False)
            if not await self._inbox.store(item.update_id, chat.id if chat else None, body, self._now()):
                log.info("update repeated", update_id=item.update_id)
                return
        await super().put(item)

    async def take_up(self, bot: Bot) -> int:
        """Queue what a crash left unfinished; gives how many there were."""
        waiting = await self._inbox.unfinished()
        for stored in waiting:
            update = Update.de_json(json.loads(stored.body), bot)
            await super().put(update)
        return len(waiting)


class InOrderPerChat(BaseUpdateProcessor):
    """Deals with the updates of one chat one after another, with those of different chats at the same time."""

    def __init__(self) -> None:
        super().__init__(AT_ONCE)
        self._lines: dict[Hashable, Line] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        """Wait for the chat's earlier updates, then deal with this one."""
        async with self._in_line(whose(update)):
            await coroutine

    @asynccontextmanager
    async def _in_line(self, key: Hashable) -> AsyncIterator[None]:
        line = self._lines.setdefault(key, Line())
        line.waiting += 1
        try:
            async with line.lock:
                yield
        finally:
            line.waiting -= 1
            if not line.waiting:
                del self._lines[key]

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to take down."""


class Line:
    """The updates of one chat that wait for each other."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0


def whose(update: object) -> Hashable:
    """Name what an update must stay in order with: its chat, else its author, else nothing but itself."""
    if not isinstance(update, Update):
        return id(update)
    if update.effective_chat:
        return ("chat", update.effective_chat.id)
    if update.effective_user:
        return ("user", update.effective_user.id)
    return ("update", update.update_id)
