"""Our bot as benchmarks/load.py measures it: `python -m benchmarks.ours ADDRESS FOLDER [--unseen]`.

As the service runs it, but for Telegram's limits, which are lifted, and the log: like the echo bot it logs
nothing that is not a warning. With `--unseen` it has learned none of the questions that the benchmark asks.
"""

import asyncio
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.sayings import questions
from bot.application import serving
from bot.operations.knowledge_base import Library
from bot.operations.logs import set_up_logging
from bot.operations.meaning import encoder
from bot.settings import SIMULATOR_TOKEN, Settings
from bot.telegram.limits import Limits

UNLIMITED = Limits(overall_seconds=0, chat_seconds=0, group_seconds=0, flood_seconds=-1)


async def serve(address: str, data: Path, held_out: Sequence[str]) -> None:
    """Serve until killed."""
    settings = Settings.model_validate(
        {
            "telegram_bot_token": SIMULATOR_TOKEN,
            "data_dir": data,
            "today": "2026-11-22",
            "log_level": "WARNING",
        }
    )
    set_up_logging(settings)
    cache = Path("data/cache/unseen" if held_out else "data/cache")
    library = Library(None, cache, encode=encoder(settings), held_out=held_out)
    async with serving(settings, address, library, asyncio.Event(), UNLIMITED):
        gc.freeze()  # as application.serve does
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2]), questions() if "--unseen" in sys.argv else ()))
