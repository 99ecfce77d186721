"""What the simulator's tests share: a tiny bot behind the curtain, and a picture."""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from telegram import Bot, Update

from simulator.server import Simulator
from tests.person import Sim

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@asynccontextmanager
async def simulated(mail: Path) -> AsyncIterator[Sim]:
    """A simulator in this process, quicker than one of its own (which test_server.py starts)."""
    async with Simulator(mail=mail) as server, httpx.AsyncClient(base_url=server.address, timeout=90) as http:
        yield Sim(server.address, http)


def client(sim: Sim) -> Bot:
    """python-telegram-bot's client for this simulator."""
    return Bot(sim.token, base_url=f"{sim.address}/bot", base_file_url=f"{sim.address}/file/bot")


async def next_updates(bot: Bot, offset: int = 0) -> tuple[Update, ...]:
    """All updates that wait, at least one."""
    updates = await bot.get_updates(offset=offset, timeout=5)
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
