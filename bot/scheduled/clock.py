"""The one loop by the clock: everything that is done without an update being its cause, each at its own pace.

Paces are measured by a clock that nobody sets, so that a wrong time of day that is put right delays nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

log = structlog.get_logger("clock")


@dataclass(frozen=True)
class PeriodicTask:
    """Something that is done every so many seconds; `work` itself looks at what is due."""

    name: str
    every: float
    work: Callable[[], Awaitable[object]]


async def run_periodic_tasks(tasks: Sequence[PeriodicTask]) -> None:
    """Do all tasks, one after another, whenever they are due, until cancelled.

    One that fails is logged and comes again at its time; it holds up no other.
    """
    due = dict.fromkeys(tasks, 0.0)
    while True:
        for task in tasks:
            if due[task] <= time.monotonic():
                await attempt_task(task)
                due[task] = time.monotonic() + task.every
        await asyncio.sleep(max(0.0, min(due.values()) - time.monotonic()))


async def attempt_task(task: PeriodicTask) -> None:
    """Do a task; its failure is told by kind and place."""
    try:
        await task.work()
    except Exception as error:
        log.error(
            "periodic task failed, it is tried again",
            task=task.name,
            error=type(error).__name__,
            exc_info=True,
        )
