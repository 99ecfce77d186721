"""What goes on beside the turn that began it: the chat is not held up, and the bot's stop ends it."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import TypeVar

import structlog

CLEAN_UP_WITHIN = 5.0
"""Seconds that cancelled work may take to end."""

T = TypeVar("T")
log = structlog.get_logger("background")


class BackgroundTasks:
    """Work under way."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, name: str, work: Coroutine[object, object, None]) -> None:
        """Begin it; its failure is logged by its name and kind alone."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._ended(name, done))

    async def stop(self) -> None:
        """Break off all of it, and wait until it has cleaned up after itself."""
        await cancel_and_wait(*self._tasks)

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("background work failed", work=name, error=type(error).__name__)


async def cancel_and_wait(*tasks: "asyncio.Future[None]") -> None:
    """Cancel tasks and wait until they have ended: a worker process that one of them started is gone by then."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=CLEAN_UP_WITHIN)


async def wait_for_event(event: asyncio.Event, seconds: float) -> bool:
    """Wait until something happens, so many seconds at most; tells whether it has."""
    if seconds > 0:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
    return event.is_set()


async def run_in_thread(work: Callable[[], T], name: str) -> T:
    """Do it in a thread that ends with the process: a stop does not wait for it."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def done(result: T | None, error: BaseException | None) -> None:
        if not future.cancelled():
            future.set_exception(error) if error else future.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except Exception as failure:
            error = failure
        try:
            loop.call_soon_threadsafe(done, result, error)
        except RuntimeError:  # the loop is closed: nobody waits any more
            log.debug("nobody waits for the work any more", work=name)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await future
