"""A newcomer's first hour: the example file as it is, an interrupted start, and what a server that is none says."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.operations.knowledge_base import Library
from tests.bot.process import READY, bot_process
from tests.conftest import CACHE, copy_cities
from tests.person import TOKEN
from tests.plain_bot_api import ME, plain_bot_api
from tests.waiting import PATIENCE

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def shell(command: str, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *("sh", "-c", command),
        env={"PATH": os.environ["PATH"], **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGTERM)
        await process.communicate()


async def said_until(process: asyncio.subprocess.Process, words: str) -> str:
    assert process.stdout
    said = ""
    async with asyncio.timeout(PATIENCE):
        while words not in said and (line := await process.stdout.readline()):
            said += line.decode()
    assert words in said, said
    return said


async def test_the_example_file_starts_the_bot_as_make_run_does(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    own = f"\nDATA_DIR={tmp_path}\nCACHE_DIR={CACHE.absolute()}\nSIMULATOR_PORT=0\n"
    (tmp_path / ".env").write_text(example + own, encoding="utf-8")
    command = f"set -a; . {tmp_path}/.env; set +a; exec {sys.executable} -m bot run"
    async with shell(command) as process:
        assert "Simulator: open the chat page at http://127.0.0.1:" in await said_until(process, READY)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
async def test_interrupted_learning_leaves_neither_traceback_nor_files(
    tmp_path: Path, library: Library, ending: signal.Signals
) -> None:
    cache = tmp_path / "cache"
    copy_cities(cache)
    async with bot_process(tmp_path / "data", CACHE_DIR=str(cache)) as bot:
        await bot.prints("Learning the content")
        os.killpg(bot.process.pid, ending)  # as a terminal's Ctrl-C does: everybody in it
        assert await bot.ends() == 128 + ending
    assert "Traceback" not in bot.said
    assert list(cache.glob("*.unfinished")) == []


@pytest.mark.parametrize(("missing", "status"), [("username", 1), ("is_bot", 1)])
async def test_a_server_that_leaves_out_who_the_bot_is_gets_a_sentence(
    tmp_path: Path, missing: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(ME, missing)
    async with (
        plain_bot_api() as api,
        bot_process(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=api.url) as bot,
    ):
        assert await bot.ends() == status
    assert f"answers getMe without {missing}" in bot.said
    assert "Traceback" not in bot.said
    assert "Unclosed" not in bot.said
