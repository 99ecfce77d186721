"""Starts the bot in no time, again and again: a process that has loaded everything forks itself for each life.

`python -m tests.bot.forked API_URL DATA_DIR CACHE_DIR`: for each line on its input it starts a bot and prints
the number of its process. The one before must have been killed.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.application import serving
from bot.operations.knowledge_base import Library
from bot.operations.logs import set_up_logging
from bot.settings import Settings
from bot.telegram.limits import Limits
from tests.person import TOKEN

UNHURRIED = Limits(
    overall=10_000, background=10_000, chat_seconds=0, chat_burst=10_000, group=10_000, flood=10_000
)
"""Scripted people type faster than Telegram lets anybody, and groups get more than twenty messages a minute."""


async def live(settings: Settings, api_url: str, library: Library) -> None:
    """Serve until killed."""
    async with serving(settings, api_url, library, asyncio.Event(), UNHURRIED):
        await asyncio.Event().wait()


def main(api_url: str, data: str, cache: str) -> None:
    """Load once, then fork on demand."""
    settings = Settings.model_validate({"telegram_bot_token": TOKEN, "data_dir": data, "today": "2026-11-22"})
    library = Library(None, Path(cache))
    set_up_logging(settings)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    last = 0
    for _ in sys.stdin:
        if last:
            os.waitpid(last, 0)
        last = os.fork()
        if not last:
            asyncio.run(live(settings, api_url, library))
        sys.stdout.write(f"{last}\n")
        sys.stdout.flush()
    if last:  # whoever gave the requests is gone, and with them the last bot
        os.kill(last, signal.SIGKILL)
        os.waitpid(last, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
