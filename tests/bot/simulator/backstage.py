"""What the simulator's tests share: a tiny bot behind the curtain, and a picture."""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from telegram import Bot, Update

from tests.person import Sim

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def client(sim: Sim) -> Bot:
    """python-telegram-bot's client for this simulator."""
    return Bot(sim.token, base_url=f"{sim.address}/bot", base_file_url=f"{sim.address}/file/bot")


async def next_updates(bot: Bot, offset: int = 0) -> tuple[Update, ...]:
    """All updates that wait, at least one."""
    updates = await bot.get_updates(offset=offset, timeout=50)
    assert updates, "no update came"
    return updates


@asynccontextmanager
async def answering(bot: Bot, answer: Callable[[Update], Awaitable[None]]) -> AsyncIterator[None]:
    """Poll and answer every update while the block runs."""

    async def run() -> None:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=5):
                offset = update.update_id + 1
                await answer(update)

    task = asyncio.create_task(run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
