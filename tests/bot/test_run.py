"""`python -m bot run` as an operator starts it: what it says, how it ends, what it refuses."""

import asyncio
import os
import re
import sys
from pathlib import Path

import httpx
import pytest

from tests.bot.process import READY, bot_process
from tests.conftest import CACHE
from tests.person import TOKEN, Sim
from tests.ports import free_port
from tests.waiting import PATIENCE

pytestmark = pytest.mark.slow


async def test_without_a_token_the_simulator_starts_and_its_address_is_printed(tmp_path: Path) -> None:
    async with bot_process(tmp_path, cold=True) as bot:
        await bot.prints(READY)
        address = re.search(r"http://127\.0\.0\.1:\d+", bot.said)
        assert address, bot.said
        async with httpx.AsyncClient() as client:
            page = await client.get(address.group())
            state = (await client.get(f"{address.group()}/sim/state")).json()
        assert page.status_code == 200
        assert state["bot"]["username"] == "IUCAssistantBot"  # the programme's reference
        assert re.search("\\.eml files.*nothing leaves this machine", bot.said), bot.said
        assert await bot.stops() == 0
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(address.group())  # the simulator does not outlive the bot


async def test_sigterm_ends_it_in_order(tmp_path: Path) -> None:
    async with bot_process(tmp_path) as bot:
        await bot.prints(READY)
        assert await bot.stops() == 0


async def test_a_token_that_is_not_accepted_is_said_so_without_showing_it(tmp_path: Path, sim: Sim) -> None:
    wrong = "99:wrong-token"
    async with bot_process(tmp_path, sim, TELEGRAM_BOT_TOKEN=wrong) as bot:
        assert await bot.ends() == 1
    assert "TELEGRAM_BOT_TOKEN" in bot.said
    assert wrong not in bot.said
    assert "Traceback" not in bot.said


async def test_a_telegram_that_cannot_be_reached_is_said_so(tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9"
    async with bot_process(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=nowhere) as bot:
        assert await bot.ends() == 1
    assert f"{nowhere} cannot be reached" in bot.said
    assert "Traceback" not in bot.said


async def test_a_webhook_with_its_secret_serves_as_polling_does(tmp_path: Path, sim: Sim) -> None:
    port = free_port()
    async with bot_process(
        tmp_path,
        sim,
        WEBHOOK_URL=f"http://127.0.0.1:{port}",
        WEBHOOK_PORT=str(port),
        WEBHOOK_SECRET="a-long-random-word",
    ) as bot:
        await bot.prints(READY)
        assert "webhook" in bot.said
        assert "International Urban Cooperation" in (await sim.person("officer_en").says("/start")).text
        async with httpx.AsyncClient() as client:
            forged = await client.post(f"http://127.0.0.1:{port}/telegram", json={"update_id": 1})
        assert forged.status_code == 403


@pytest.mark.parametrize("when", ["before it says anything", "while it serves"])
async def test_a_bot_whose_output_nobody_reads_any_more_goes_on(tmp_path: Path, sim: Sim, when: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env={
            **os.environ,
            **{"DATA_DIR": str(tmp_path), "CACHE_DIR": str(CACHE.absolute()), "LOG_LEVEL": "DEBUG"},
            **{"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sim.api_url},
        },
        stdout=(pipe := os.pipe())[1],
        stderr=pipe[1],
    )
    os.close(pipe[1])
    if when == "while it serves":
        with os.fdopen(pipe[0]) as reader:
            await asyncio.to_thread(lambda: next(line for line in reader if line.startswith("Stop with")))
    else:
        os.close(pipe[0])
    try:
        officer = sim.person("officer_en")
        await officer.says("/start")
        assert "coordination-unit@" in (await officer.says("/contact")).text
    finally:
        process.terminate()
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
