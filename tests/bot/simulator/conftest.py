"""A simulator of its own for every test, and python-telegram-bot's client for it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from tests.bot.simulator.backstage import client
from tests.person import Sim, simulator


@pytest.fixture(autouse=True)
def times_as_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, python-telegram-bot warns on every RetryAfter, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def mail_folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
async def sim(mail_folder: Path) -> AsyncIterator[Sim]:
    async with simulator(mail_folder) as running:
        yield running


@pytest.fixture
async def bot(sim: Sim) -> AsyncIterator[Bot]:
    async with client(sim) as running:
        yield running
