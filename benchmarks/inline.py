"""How long the bot's side of a look-up takes, storage included: python -m benchmarks.inline [CACHE FOLDER].

Needs what was learned already (make run, or any test run, leaves it in data/cache).
"""

import asyncio
import datetime
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram import Bot, InlineQuery, Update, User

from bot.application import build
from bot.context import Services, Turn
from bot.handlers.inline import article, results
from bot.library import Library
from bot.settings import SIMULATOR_TOKEN, Settings
from storage.database import Database

QUERIES = ["", "p", "pla", "plazo", "deadline", "what is paid", "cuánto dura", "visado India", "zzz", "hola"]
CASES = ["¿Puede participar Zaragoza?", "we are a town of 98,000 in Poland, can we apply?"]
ROUNDS = 30


async def main() -> None:
    """Print the figures; the goal is under 50 ms."""
    library = Library(None, Path(sys.argv[1] if len(sys.argv) > 1 else "data/cache"))
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "bot.sqlite3")
        await database.open()
        services = build(Settings(data_dir=Path(folder)), None, library, database).services
        for name, queries in (("look-ups", QUERIES), ("cases", CASES)):
            spent = sorted([await timed(services, query) for query in queries * ROUNDS])
            print(
                f"{name}: median {spent[len(spent) // 2]:.1f} ms, p99 {spent[int(len(spent) * 0.99)]:.1f} ms"
            )
        await database.close()


async def timed(services: Services, query: str) -> float:
    """Do what the bot does for one look-up, from the stored person to the results; milliseconds."""
    start = time.perf_counter()
    person = User(1001, "A", False, language_code="es")
    update = Update(1, inline_query=InlineQuery("1", person, query, ""))
    stored, draft = await services.conversations.load(person.id)
    turn = Turn(services, Bot(SIMULATOR_TOKEN), update, stored, draft)
    turn.now = datetime.datetime.now(datetime.UTC)
    found, _ = await results(turn, query)
    [article(entry).to_dict() for entry in found]
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    asyncio.run(main())
