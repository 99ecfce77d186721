"""A database in a real file, and the servers it is sent to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery.chat import ChatSender
from storage.database import Database
from tests.bot.delivery.bot_api import BotApi, bot_api
from tests.bot.delivery.mail_server import MailServer, mail_server


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / "bot.db")
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


@pytest.fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BotApi]:
    # Without it the library warns whenever Telegram asks for a pause.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with bot_api() as api:
        yield api


@pytest.fixture
async def chat(api: BotApi) -> AsyncIterator[ChatSender]:
    async with api.bot() as bot:
        yield ChatSender(bot)
