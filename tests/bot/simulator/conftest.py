"""A simulator of its own for every test, python-telegram-bot's client for it, and a tiny bot to talk to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from tests.person import Sim, simulator


@pytest.fixture
def mail_folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
async def sim(mail_folder: Path) -> AsyncIterator[Sim]:
    async with simulator(mail_folder) as running:
        yield running


@pytest.fixture
async def bot(sim: Sim) -> AsyncIterator[Bot]:
    client = Bot(sim.token, base_url=f"{sim.address}/bot", base_file_url=f"{sim.address}/file/bot")
    async with client:
        yield client
