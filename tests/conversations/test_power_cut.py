"""What a power cut leaves: the files as they were at the last sync."""

import os
import sqlite3
from pathlib import Path
from shutil import copyfile

import pytest

from tests.conftest import Start
from tests.conversations.filled_in import ES, stores_draft
from tests.person import Sim


async def test_a_pre_application_is_on_the_disk_before_the_person_is_told(
    sim: Sim, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, cut, synced = sim.person("officer_es"), tmp_path / "cut", []
    cut.mkdir()
    fsync = os.fsync

    def kept(descriptor: int) -> None:
        fsync(descriptor)
        for name in ("bot.sqlite3", "bot.sqlite3-wal"):
            copyfile(tmp_path / name, cut / name)
        synced.append(descriptor)

    async with start():
        await town.starts()
    async with start() as running:
        await stores_draft(running, ES)
        await town.says("/apply")
        monkeypatch.setattr(os, "fsync", kept)
        await town.presses("Enviar la preinscripción")
        assert "IUC-2026-0001" in town.screen.text
        monkeypatch.undo()
    assert synced
    with sqlite3.connect(cut / "bot.sqlite3") as database:
        assert database.execute("SELECT reference FROM leads").fetchall() == [("IUC-2026-0001",)]
