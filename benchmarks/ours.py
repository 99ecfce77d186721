"""Our bot as benchmarks/load.py measures it: `python -m benchmarks.ours ADDRESS FOLDER [--unseen] [--patient]`.

As the service runs it, but for Telegram's limits, which are lifted, and the log: like the echo bot it logs
nothing that is not a warning. With `--unseen` it has learned none of the questions that the benchmark asks; with
`--patient` it waits for the sentence model as long as it takes.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.sayings import questions
from bot.application import serving
from bot.operations.knowledge_base import Library
from bot.operations.logs import set_up_logging
from bot.operations.meaning import encoder
from bot.operations.memory import give_memory_back, limit_heaps
from bot.settings import SIMULATOR_TOKEN, Settings
from bot.telegram.limits import Limits
from knowledge.search.encoder import PATIENCE
from knowledge.search.engine import Encode
from knowledge.search.features import Floats

VECTORS = "vectors_asked"
UNLIMITED = Limits(overall_seconds=0, chat_seconds=0, group_seconds=0, flood_seconds=-1)


class CountedEncode:
    """Asks the sentence model, and keeps in a file how often it was asked and how often it gave nothing in time."""

    def __init__(self, encode: Encode, file: Path) -> None:
        self._encode = encode
        self._file = file
        self._asked = self._late = 0

    def __call__(self, text: str) -> Floats | None:
        vector = self._encode(text)
        self._asked += 1
        self._late += vector is None
        self._file.write_text(f"{self._asked} {self._late}")
        return vector


async def serve(address: str, data: Path, held_out: Sequence[str], patience: float) -> None:
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
    limit_heaps()
    cache = Path("data/cache/unseen" if held_out else "data/cache")
    asked = encoder(settings, patience=patience)
    counted = CountedEncode(asked, data / VECTORS) if asked else None
    library = Library(None, cache, encode=counted, held_out=held_out)
    async with serving(settings, address, library, asyncio.Event(), UNLIMITED):
        give_memory_back()  # as application.serve does
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    unseen = questions() if "--unseen" in sys.argv else ()
    patience = 30.0 if "--patient" in sys.argv else PATIENCE
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2]), unseen, patience))
