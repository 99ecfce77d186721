"""Deals with updates in order per chat, measured and logged, and in a way that can be broken off."""

import asyncio
import time
from collections.abc import Awaitable

import structlog
from structlog.contextvars import bound_contextvars
from telegram import Update

from bot.operations.metrics import Metrics
from bot.telegram.limits import FloodGate
from bot.telegram.updates import InOrderPerChat

log = structlog.get_logger("updates")


class Processor(InOrderPerChat):
    """InOrderPerChat that takes the time and can drop what hangs."""

    def __init__(self, metrics: Metrics, flood: FloodGate, stopping: asyncio.Event) -> None:
        super().__init__(flood, stopping)
        self._metrics = metrics
        self._under_way: set[asyncio.Task[object]] = set()

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        """Deal with an update when it is its turn."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        begun = time.monotonic()
        with bound_contextvars(**log_ids(update)):
            await super().do_process_update(update, coroutine)
            seconds = time.monotonic() - begun
            log.info("update finished", seconds=round(seconds, 3))
        self._metrics.seconds.observe(seconds)

    def drop(self) -> None:
        """Break off what is under way; it is taken up at the next start."""
        for task in self._under_way:
            task.cancel()


def log_ids(update: object) -> dict[str, int | None]:
    """Give the numbers that every log line about an update carries."""
    if not isinstance(update, Update):
        return {}
    chat = update.effective_chat
    return {"update_id": update.update_id, "chat_id": chat.id if chat else None}
