"""`backup` and `restore` as an operator uses them: while the bot runs, and what they refuse."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from tests.bot.process import Completed, run_bot
from tests.conftest import CACHE, Start
from tests.person import TOKEN, Sim

pytestmark = pytest.mark.slow


def command(home: Path, *words: str | Path, cold: bool = False) -> Completed:
    """Run `python -m bot …` on the database of a test."""
    own = {"DATA_DIR": str(home), "CACHE_DIR": str(CACHE.absolute()), "TELEGRAM_BOT_TOKEN": TOKEN}
    return run_bot(*map(str, words), environment={**os.environ, **own}, cold=cold)


def languages(path: Path) -> list[tuple[int, str]]:
    with sqlite3.connect(path) as db:
        return db.execute("SELECT chat_id, language FROM chats ORDER BY chat_id").fetchall()


def found(home: Path, pattern: str) -> list[Path]:
    return sorted(home.glob(pattern))


@pytest.fixture
async def used(start: Start, sim: Sim, tmp_path: Path) -> Path:
    """A database that a bot has used and left."""
    async with start():
        await sim.person("officer_es").says("/start")
    return tmp_path / "bot.sqlite3"


async def test_a_backup_is_made_while_the_bot_runs_and_holds_what_was_said_until_then(
    start: Start, sim: Sim, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with start():
        await sim.person("officer_es").says("/language")
        await sim.person("officer_es").presses("English")
        done = command(tmp_path, "backup", copy)
        assert "International" in (await sim.person("officer_en").says("/start")).text
    assert done.returncode == 0, done.stderr
    assert "1 chats" in done.stdout
    assert languages(copy) == [(1001, "en")]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert found(tmp_path, "copy*") == [copy]


@pytest.mark.parametrize("what", ["backup", "restore"])
def test_a_file_without_a_name_as_an_unset_variable_gives_it_is_refused(tmp_path: Path, what: str) -> None:
    done = command(tmp_path, what, "", cold=True)
    assert done.returncode == 1
    assert "has no name" in done.stderr


async def test_a_restored_backup_is_served_and_the_replaced_database_is_kept(
    used: Path, start: Start, sim: Sim, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert command(tmp_path, "backup", copy).returncode == 0
    async with start():
        await sim.person("officer_en").says("/start")
    done = command(tmp_path, "restore", copy)
    assert done.returncode == 0, done.stderr
    assert [chat for chat, _ in languages(used)] == [1001]
    (old,) = found(tmp_path, "bot.sqlite3.before-restore-*")
    assert [chat for chat, _ in languages(old)] == [1001, 1002]
    assert str(old) in done.stdout
    async with start():
        assert (await sim.person("officer_es").says("/start")).buttons


async def test_nothing_is_restored_under_a_running_bot(start: Start, sim: Sim, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with start():
        await sim.person("officer_en").says("/start")
        assert command(tmp_path, "backup", copy).returncode == 0
        done = command(tmp_path, "restore", copy)
        assert done.returncode == 1
        assert "Stop the bot first" in done.stderr
        assert "International" in (await sim.person("officer_en").says("/start")).text
    assert not found(tmp_path, "*before-restore*")


def test_a_damaged_database_is_set_aside_when_a_backup_is_restored(used: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert command(tmp_path, "backup", copy).returncode == 0
    used.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    done = command(tmp_path, "restore", copy)
    assert done.returncode == 0, done.stderr
    assert [chat for chat, _ in languages(used)] == [1001]
    (old,) = found(tmp_path, "bot.sqlite3.before-restore-*")
    assert old.read_bytes().endswith(b"\xff")


def test_what_is_not_a_whole_backup_of_ours_is_refused_and_changes_nothing(
    used: Path, tmp_path: Path
) -> None:
    before = used.read_bytes()
    foreign, newer, torn = (tmp_path / name for name in ("foreign", "newer", "torn"))
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE chats (name TEXT)")
    assert command(tmp_path, "backup", newer).returncode == 0
    torn.write_bytes(newer.read_bytes()[:9000])
    with sqlite3.connect(newer) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('bot', 'm999_later')")
    wanted = {
        foreign: "not a database of this bot",
        newer: "newer version of this bot (schema m999_later)",
        torn: "damaged",
        tmp_path / "none": "There is no file",
    }
    for file, words in wanted.items():
        done = command(tmp_path, "restore", file)
        assert done.returncode == 1
        assert words in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    assert used.read_bytes() == before
    assert not found(tmp_path, "*before-restore*") + found(tmp_path, "*.part")


def test_a_backup_never_overwrites_a_file(used: Path, tmp_path: Path) -> None:
    done = command(tmp_path, "backup", used)
    assert done.returncode == 1
    assert "exists already" in done.stderr
    nowhere = command(tmp_path, "backup", tmp_path / "no" / "folder" / "copy")
    assert nowhere.returncode == 1
    assert "Check that the folder exists" in nowhere.stderr
    nothing = command(tmp_path / "empty", "backup", tmp_path / "copy")
    assert "There is no database" in nothing.stderr
