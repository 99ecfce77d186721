"""The storage thread: every job that is handed in is done, in order, however they come."""

import asyncio
import random
from pathlib import Path

from storage.database import Connection, Database


async def test_every_job_is_done_in_order_however_they_are_handed_in(tmp_path: Path) -> None:
    database, done, chance = Database(tmp_path / "bot.sqlite3"), list[int](), random.Random(7)
    await database.open()

    async def handed_in(number: int) -> None:
        def job(_: Connection) -> None:
            done.append(number)

        await database.run(job)

    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        for number in range(3000):
            group.create_task(handed_in(number))
            if chance.random() < 0.2:
                await asyncio.sleep(chance.random() * 0.0005)
    await database.close()
    assert done == list(range(3000))
