"""A bot run as a process of its own, as an operator does: everything that it says is kept."""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.conftest import CACHE
from tests.person import TOKEN, Sim
from tests.waiting import PATIENCE

READY = "Stop with"


class Bot:
    """A bot's process and all its output so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def says(self, words: str, seconds: float = PATIENCE) -> None:
        """Wait until it has said these words, or has ended."""
        async with asyncio.timeout(seconds):
            while words not in self.said and not self._reading.done():
                await self._news.wait()
                self._news.clear()
        assert words in self.said, self.said

    async def ends(self, seconds: float = PATIENCE) -> int:
        """Wait for its end; gives the exit status."""
        async with asyncio.timeout(seconds):
            await self._reading
            return await self.process.wait()

    async def stops(self, seconds: float = PATIENCE) -> int:
        """Tell it to stop, and wait."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ends(seconds)

    async def _read(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            self.said += line.decode()
            self._news.set()
        self._news.set()


@asynccontextmanager
async def bot_process(
    home: Path, sim: Sim | None = None, *, largest_file: int = resource.RLIM_INFINITY, **environment: str
) -> AsyncIterator[Bot]:
    """Start the bot at a simulator, or at its own; it is killed at the end if it has not ended.

    `largest_file`: bytes that a file may have, as on a disk that is nearly full.
    """
    at_sim = (
        {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sim.api_url} if sim else {"SIMULATOR_PORT": "0"}
    )
    files = {"DATA_DIR": str(home), "CACHE_DIR": str(CACHE.absolute())}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env={**os.environ, **files, **at_sim, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        umask=0o022,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file)),
    )
    bot = Bot(process)
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
        await bot.ends()
        await asyncio.sleep(0)  # lets the pipes' transports close before the loop does
