"""How tests wait: for an event, or until something is true; never for a time in which a busy machine may be late."""

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE = 120.0
"""Seconds for which anything is waited, on a machine however busy: only a test that fails waits so long."""


async def until_true(
    condition: Callable[[], Awaitable[object]], what: str, patience: float = PATIENCE
) -> None:
    """Wait for what nobody tells of, as a row in a database; `what` names it in the error."""
    loop = asyncio.get_running_loop()
    end = loop.time() + patience
    while not await condition():
        if loop.time() > end:
            raise AssertionError(f"waited {patience:g} s for {what}")
        await asyncio.sleep(0.02)
