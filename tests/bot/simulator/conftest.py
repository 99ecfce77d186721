"""A simulator of its own for every test, python-telegram-bot's client for it, and a tiny bot to talk to."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from telegram import Bot

from bot.simulator.server import Simulator
from tests.person import Sim


@pytest.fixture(autouse=True)
def times_as_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, python-telegram-bot warns on every RetryAfter, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def mail_folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
async def sim(mail_folder: Path) -> AsyncIterator[Sim]:
    """In this process, which is quicker; test_server.py starts it as a process of its own."""
    async with Simulator(mail=mail_folder) as server, httpx.AsyncClient(base_url=server.address) as client:
        yield Sim(server.address, client)


@pytest.fixture
async def bot(sim: Sim) -> AsyncIterator[Bot]:
    client = Bot(sim.token, base_url=f"{sim.address}/bot", base_file_url=f"{sim.address}/file/bot")
    async with client:
        yield client
