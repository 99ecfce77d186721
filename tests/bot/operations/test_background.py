"""Work beside the turns is broken off at the bot's stop, and has cleaned up before the stop goes on."""

import asyncio

from bot.documents import make
from bot.operations.background import BackgroundTasks


async def test_a_stop_waits_until_a_worker_process_is_gone() -> None:
    started = asyncio.Event()

    async def chart() -> None:
        making = asyncio.ensure_future(make("chart", {"title": "", "panels": []}))
        await asyncio.sleep(0.1)  # the worker process is up, and far from done
        started.set()
        await making

    background = BackgroundTasks()
    background.begin("chart", chart())
    await started.wait()
    await background.stop()
    assert asyncio.all_tasks() == {asyncio.current_task()}
