"""Deals with updates in order per chat, measured and logged, and in a way that can be broken off."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Coroutine, Hashable
from contextlib import asynccontextmanager

import structlog
from structlog.contextvars import bound_contextvars
from telegram import Update
from telegram.constants import ChatType
from telegram.ext import BaseUpdateProcessor

from bot.operations.background import wait_for_event
from bot.operations.metrics import Metrics
from bot.telegram.limits import LET_CHAT_GO_ON, FloodGate

log = structlog.get_logger("updates")

MOST_CHATS_AT_ONCE = 256
"""How many chats are served at the same time; as many connections are kept to Telegram."""

MOST_WAITING = 1_000_000
"""How many updates may wait for their chat's turn; they are on disk, here it is only their place in line."""

MOST_ASIDE = 20
"""How many updates of one chat may wait for Telegram beside the one that is dealt with."""


class Processor(BaseUpdateProcessor):
    """Deals with the updates of one chat one after another, with those of different chats at the same time.

    It takes the time of each, and can break off what hangs.
    """

    def __init__(self, metrics: Metrics, flood: FloodGate, stopping: asyncio.Event) -> None:
        super().__init__(MOST_WAITING)
        self._metrics = metrics
        self._under_way: set[asyncio.Task[object]] = set()
        self._flood = flood
        self._stopping = stopping
        self._places = asyncio.Semaphore(MOST_CHATS_AT_ONCE)
        self._lines: dict[Hashable, ChatQueue] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        """Deal with an update when it is its turn; measured and logged."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        begun = time.monotonic()
        with bound_contextvars(**log_ids(update)):
            await self._process_in_turn(update, coroutine)
            seconds = time.monotonic() - begun
            log.info("update finished", seconds=round(seconds, 3))
        self._metrics.seconds.observe(seconds)

    def drop(self) -> None:
        """Break off what is under way; it is taken up at the next start."""
        for task in self._under_way:
            task.cancel()

    async def _process_in_turn(self, update: object, coroutine: Awaitable[object]) -> None:
        """Wait for the chat's earlier updates, then deal with this one; when stopping, leave it to the next start."""
        writer = who_wrote(update)
        if writer:
            self._flood.arrived(writer)
        try:
            async with self._in_line(order_key(update)):
                if writer:
                    await wait_for_event(self._stopping, self._flood.pause(writer))
                async with self._places:
                    if not self._stopping.is_set():
                        await coroutine
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()

    @asynccontextmanager
    async def _in_line(self, key: Hashable) -> AsyncIterator[None]:
        line = self._lines.setdefault(key, ChatQueue())
        line.waiting += 1
        try:
            async with line.turn():
                yield
        finally:
            line.waiting -= 1
            if not line.waiting:
                del self._lines[key]

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to take down."""


class ChatQueue:
    """The updates of one chat that wait for each other; a few may wait for Telegram aside."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
        self._aside = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the earlier ones; within the block LET_CHAT_GO_ON lets the next one begin."""
        await self.lock.acquire()
        held, stepped_aside = True, False

        def go_on() -> None:
            nonlocal held, stepped_aside
            if held and self._aside < MOST_ASIDE:
                held, stepped_aside = False, True
                self._aside += 1
                self.lock.release()

        token = LET_CHAT_GO_ON.set(go_on)
        try:
            yield
        finally:
            LET_CHAT_GO_ON.reset(token)
            self._aside -= stepped_aside
            if held:
                self.lock.release()
            held = False


def order_key(update: object) -> Hashable:
    """Name what an update must stay in order with: its chat, else its author, else nothing but itself."""
    if not isinstance(update, Update):
        return id(update)
    if update.effective_chat:
        return ("chat", update.effective_chat.id)
    if update.effective_user:
        return ("user", update.effective_user.id)
    return ("update", update.update_id)


def who_wrote(update: object) -> int | None:
    """The person behind a message in a private chat; a group has Telegram's own limits, a tap is no message."""
    message = update.message if isinstance(update, Update) else None
    return message.chat.id if message and message.chat.type == ChatType.PRIVATE else None


def log_ids(update: object) -> dict[str, int | None]:
    """Give the numbers that every log line about an update carries."""
    if not isinstance(update, Update):
        return {}
    chat = update.effective_chat
    return {"update_id": update.update_id, "chat_id": chat.id if chat else None}
