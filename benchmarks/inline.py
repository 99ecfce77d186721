"""How long the bot's side of a look-up takes, storage included: python -m benchmarks.inline [CACHE FOLDER].

Needs what was learned already (make run, or any test run, leaves it in data/cache).
"""

import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram import InlineQuery, Update, User

from bot.application import Running, serving
from bot.context import Turn
from bot.handlers.inline import answer_result, results
from bot.operations.knowledge_base import Library
from bot.settings import Settings
from storage.chats import chat_and_draft
from tests.person import TOKEN, Sim, simulator_process

QUERIES = ["", "p", "pla", "plazo", "deadline", "what is paid", "cuánto dura", "visado India", "zzz", "hola"]
CASES = ["¿Puede participar Zaragoza?", "we are a town of 98,000 in Poland, can we apply?"]
ROUNDS = 30


async def main() -> None:
    """Print the figures; the goal is under 50 ms."""
    library = Library(None, Path(sys.argv[1] if len(sys.argv) > 1 else "data/cache"))
    with TemporaryDirectory() as folder:
        settings = Settings.model_validate({"telegram_bot_token": TOKEN, "data_dir": folder})
        async with (
            simulator_process() as sim,
            serving(settings, sim.api_url, library, asyncio.Event()) as running,
        ):
            for name, queries in (("look-ups", QUERIES), ("cases", CASES)):
                print(f"{name}: {told([await timed(running, query) for query in queries * ROUNDS])}")
            print(f"over HTTP: {told([await whole(sim, query) for query in QUERIES * 5])}")


def told(spent: list[float]) -> str:
    """Tell the median and the 99th percentile."""
    spent.sort()
    return f"median {spent[len(spent) // 2]:.1f} ms, p99 {spent[int(len(spent) * 0.99)]:.1f} ms"


async def timed(running: Running, query: str) -> float:
    """Do what the bot does for one look-up, from the stored person to the results; milliseconds."""
    start = time.perf_counter()
    person = User(1001, "A", False, language_code="es")
    update = Update(1, inline_query=InlineQuery("1", person, query, ""))
    stored, draft = chat_and_draft(running.services.database, person.id)
    turn = Turn(running.services, running.application.bot, update, stored, draft)
    found, _ = await results(turn, query)
    for entry in found:
        answer_result(entry).to_dict()
    return (time.perf_counter() - start) * 1000


async def whole(sim: Sim, query: str) -> float:
    """The same as a person waits for it on this machine: update, stored queue, answer; milliseconds."""
    start = time.perf_counter()
    await sim.person("officer_es").looks_up(query)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    asyncio.run(main())
