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
    """Something that is done now and again `every` so many seconds; `work` looks itself at what is due."""

    name: str
    every: float
    work: Callable[[], Awaitable[object]]


async def run(chores: Sequence[PeriodicTask]) -> None:
    """Do all chores, one after another, whenever they are due, until cancelled.

    One that fails is logged and comes again at its time; it holds up no other.
    """
    due = dict.fromkeys(chores, 0.0)
    while True:
        for chore in chores:
            if due[chore] <= time.monotonic():
                await attempt(chore)
                due[chore] = time.monotonic() + chore.every
        await asyncio.sleep(max(0.0, min(due.values()) - time.monotonic()))


async def attempt(chore: PeriodicTask) -> None:
    """Do a chore; its failure is told by kind and place."""
    try:
        await chore.work()
    except Exception as error:
        log.error(
            "chore failed, it is tried again", chore=chore.name, error=type(error).__name__, exc_info=True
        )
