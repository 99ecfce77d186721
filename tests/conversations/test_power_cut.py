"""What a power cut leaves: the files as they were at the last sync."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest

from tests.bot.telegram.test_updates import webhook
from tests.conftest import Start
from tests.conversations.filled_in import ES, stores_draft
from tests.person import Sim
from tests.waiting import until_true


class Disk:
    """Keeps the database as it was at the last sync, which is what a power cut would leave."""

    def __init__(self, folder: Path, cut: Path) -> None:
        self._folder, self.cut, self.syncs = folder, cut, 0
        self._fdatasync = os.fdatasync
        cut.mkdir()

    def fdatasync(self, descriptor: int) -> None:
        self._fdatasync(descriptor)
        self.syncs += 1
        for name in ("bot.sqlite3", "bot.sqlite3-wal"):
            copyfile(self._folder / name, self.cut / name)

    def holds(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.cut / "bot.sqlite3")) as database:
            return database.execute(sql).fetchall()


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    kept = Disk(tmp_path, tmp_path / "cut")
    monkeypatch.setattr(os, "fdatasync", kept.fdatasync)
    yield kept
    monkeypatch.undo()


async def all_confirmed(sim: Sim) -> None:
    """Wait until Telegram keeps nothing for the bot any more."""

    async def nothing_pends() -> bool:
        return not (await webhook_info(sim))["pending_update_count"]

    await until_true(nothing_pends, "updates to be confirmed")


async def webhook_info(sim: Sim) -> dict[str, int]:
    found: dict[str, int] = await sim.method("getWebhookInfo")
    return found


async def test_a_pre_application_is_on_the_disk_before_the_person_is_told(
    sim: Sim, start: Start, disk: Disk
) -> None:
    town = sim.person("officer_es")
    async with start():
        await town.starts()
    async with start() as running:
        await stores_draft(running, ES)
        await town.says("/apply")
        await town.presses("Enviar la preinscripción")
        assert "IUC-2026-0001" in town.screen.text
        assert disk.holds("SELECT reference FROM leads") == [("IUC-2026-0001",)]


@pytest.mark.parametrize("by", [dict, webhook], ids=["polling", "webhook"])
async def test_what_telegram_was_told_of_is_on_the_disk_and_answered_after_a_power_cut(
    sim: Sim, start: Start, disk: Disk, by: Callable[[], dict[str, object]]
) -> None:
    people = [await sim.add_person(f"town{number}", id=8000 + number) for number in range(5)]
    async with start(**by()):
        await people[0].says("/start")
        await sim.fail("sendMessage", count=1000, status=502)
        for person in people:
            await person.says("/deadline", expects_reply=False)
        await all_confirmed(sim)
        waiting = disk.holds("SELECT chat_id FROM inbox WHERE state = 'waiting' AND body <> ''")
        assert sorted(waiting) == [(8000 + number,) for number in range(5)]
        left = disk.cut.rename(disk.cut.with_name("left"))
        disk.cut.mkdir()
    await sim.do("heal")
    async with start(data_dir=left, **by()):
        for person in people:
            await person.waits_for("2027")


async def test_one_sync_serves_all_messages_that_came_together(sim: Sim, start: Start, disk: Disk) -> None:
    people = [await sim.add_person(f"town{number}", id=8000 + number) for number in range(20)]
    for person in people:
        await person.says("/start", expects_reply=False)
    async with start():
        await all_confirmed(sim)
        syncs = disk.syncs
        assert disk.holds("SELECT count(*) FROM inbox") == [(20,)]
        assert syncs <= 5
        await asyncio.sleep(0.3)
        assert disk.syncs <= syncs + 2, "a quiet bot has nothing to sync"
