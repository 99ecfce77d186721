"""The bot with a clock that the test sets."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.application import Running, serving
from bot.operations.knowledge_base import Library
from bot.settings import Settings
from tests.conversations.filled_in import Clock
from tests.person import TOKEN, Sim

StartAt = Callable[[Clock], AbstractAsyncContextManager[Running]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start_at(sim: Sim, library: Library, tmp_path: Path) -> StartAt:
    """Start (and restart) the bot on this test's database, with a clock of the test's own."""

    @asynccontextmanager
    async def started(clock: Clock) -> AsyncIterator[Running]:
        settings = Settings.model_validate({"telegram_bot_token": TOKEN, "data_dir": tmp_path})
        async with serving(settings, sim.api_url, library, asyncio.Event(), clock=clock) as running:
            yield running

    return started
