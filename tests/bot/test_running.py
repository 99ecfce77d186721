"""How the bot stops, is shut out, takes new content, and what it says when it cannot start."""

import re
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.serving import STOP_WITHIN
from knowledge.content.folders import CONTENT
from tests.bot.process import READY, bot_process
from tests.conftest import CACHE
from tests.person import TOKEN, Sim
from tests.waiting import until_true

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
GUIDE = ROOT / "docs" / "operations.md"
METRICS = ROOT / "bot" / "operations" / "metrics.py"
HOUR = 3600
"""Seconds: longer than any test waits."""
ADDRESS = "coordination-unit@iuc-europe.eu"


async def test_sigterm_finishes_the_reply_that_was_begun(tmp_path: Path, sim: Sim) -> None:
    async with bot_process(tmp_path, sim) as bot:
        await bot.prints(READY)
        officer = sim.person("officer_en")
        await sim.do("settings", latency_ms=1500)
        await officer.says("/start", expects_reply=False)
        await until_true(lambda: is_received(tmp_path), "the bot to begin")
        assert await bot.stops() == 0
    assert "International" in (await officer.look()).text
    assert "Traceback" not in bot.said


def test_a_stop_is_given_less_than_the_ten_seconds_after_which_it_would_be_killed() -> None:
    assert STOP_WITHIN + 1.5 < 10


async def test_a_stop_does_not_wait_as_long_as_telegram_asks_and_the_rest_is_done_later(
    tmp_path: Path, sim: Sim
) -> None:
    async with bot_process(tmp_path, sim) as bot:
        await bot.prints(READY)
        officer, colleague = sim.person("officer_en"), sim.person("officer_es")
        await sim.fail("sendMessage", mode="timeout", seconds=HOUR, chat_id=1002)
        await sim.fail("sendMessage", status=429, retry_after=HOUR, count=9, chat_id=1001)
        await officer.says("/start", expects_reply=False)
        await colleague.says("/help", expects_reply=False)
        await colleague.says("/contact", expects_reply=False)
        await until_true(lambda: hangs(sim), "both calls to fail")
        assert await bot.stops() == 0
        assert "Traceback" not in bot.said
    await sim.do("heal")
    async with bot_process(tmp_path, sim) as bot:
        await bot.prints(READY)
        await officer.until(lambda: "International" in officer.screen.text, "the menu")
        await colleague.until(lambda: "@" in colleague.screen.text, "the contact data")
        assert "resumed from the last run: 3" in bot.said


async def test_what_a_stop_cannot_wait_for_is_broken_off_and_done_at_the_next_start(
    tmp_path: Path, sim: Sim
) -> None:
    async with bot_process(tmp_path, sim) as bot:
        await bot.prints(READY)
        officer = sim.person("officer_en")
        await sim.do("settings", latency_ms=4500)
        await officer.says("/mydata", expects_reply=False)
        await until_true(lambda: is_received(tmp_path), "the bot to begin")
        assert await bot.stops() == 0
        assert "the rest is taken up at the next start" in bot.said
        assert "Traceback" not in bot.said
    await sim.do("settings", latency_ms=0)
    async with bot_process(tmp_path, sim) as bot:
        await bot.prints(READY)
        await bot.prints("resumed from the last run: 1")
        await until_true(lambda: file_sent(sim), "the file")


async def file_sent(sim: Sim) -> bool:
    """Whether a file has reached somebody."""
    return any(call["ok"] for call in await sim.calls("sendDocument"))


async def is_received(home: Path) -> bool:
    """Whether the bot has an update that it is not done with."""
    with closing(sqlite3.connect(home / "bot.sqlite3")) as database:
        return database.execute("SELECT state FROM inbox").fetchall() == [("waiting",)]


async def hangs(sim: Sim) -> bool:
    """Whether Telegram has refused one person's reply, and keeps the other's waiting."""
    waiting = [each for each in await sim.read("faults") if each["mode"] == "timeout"]
    return not waiting and any(not call["ok"] for call in await sim.calls("sendMessage"))


async def test_content_that_was_changed_is_in_service_after_sighup_and_broken_content_is_refused(
    tmp_path: Path, sim: Sim
) -> None:
    content, cache = tmp_path / "content", tmp_path / "cache"
    shutil.copytree(CONTENT, content)
    programme, contacts = content / "programme.yaml", content / "contacts.yaml"
    whole = programme.read_text(encoding="utf-8")
    changed = whole.replace(ADDRESS, "changed@example.org")
    shutil.copytree(CACHE, cache)
    officer = sim.person("officer_en")
    async with bot_process(tmp_path, sim, PROGRAMME=str(content), CACHE_DIR=str(cache)) as bot:
        await bot.prints(READY)
        assert ADDRESS in (await officer.says("/contact")).text
        programme.write_text(changed + "\nnonsense: 1\n", encoding="utf-8")
        contacts.rename(tmp_path / "contacts.yaml")
        bot.process.send_signal(signal.SIGHUP)
        await bot.prints("content refused, the old one stays")
        assert "programme.yaml" in bot.said
        assert "contacts.yaml" in bot.said
        assert ADDRESS in (await officer.says("/contact")).text
        programme.write_text(changed, encoding="utf-8")
        (tmp_path / "contacts.yaml").rename(contacts)
        bot.process.send_signal(signal.SIGHUP)
        await bot.prints("content in service")
        assert "changed@example.org" in (await officer.says("/contact")).text
        assert await bot.stops() == 0


async def test_another_bot_of_the_same_token_ends_this_one_with_its_reason(tmp_path: Path, sim: Sim) -> None:
    async with bot_process(tmp_path, sim) as bot:
        await bot.prints(READY)
        await sim.fail("getUpdates", status=409, count=3)
        await sim.person("officer_en").says("/start", expects_reply=False)
        assert await bot.ends() == 1
        assert "Another bot takes the updates of this token (409 Conflict). Stop it" in bot.said
        assert "Traceback" not in bot.said


async def test_a_second_bot_on_the_same_database_is_refused_and_the_first_goes_on(
    tmp_path: Path, sim: Sim
) -> None:
    async with bot_process(tmp_path, sim) as first:
        await first.prints(READY)
        async with bot_process(tmp_path, sim) as second:
            assert await second.ends() == 1
            assert f"Another bot (process {first.process.pid}) uses the database" in second.said
        assert "International" in (await sim.person("officer_en").says("/start")).text
        assert await first.stops() == 0


async def test_a_token_that_is_revoked_ends_the_bot_with_its_reason(tmp_path: Path, sim: Sim) -> None:
    async with bot_process(tmp_path, sim) as bot:
        await bot.prints(READY)
        await sim.fail("getUpdates", status=401, description="Unauthorized", count=3)
        await sim.person("officer_en").says("/start", expects_reply=False)
        assert await bot.ends() == 1
        assert "Telegram no longer accepts the token" in bot.said
        assert TOKEN not in bot.said


async def test_what_keeps_the_bot_from_starting_is_said_in_a_sentence_with_the_remedy(
    tmp_path: Path, sim: Sim
) -> None:
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "bot.sqlite3").write_bytes(b"no database at all" * 500)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        cases: list[tuple[int, Path, dict[str, Any], str]] = [
            (78, Path("/proc/nowhere"), {}, "DATA_DIR: the folder /proc/nowhere cannot be used"),
            (
                78,
                tmp_path,
                {"CACHE_DIR": "/proc/nowhere"},
                "CACHE_DIR: the folder /proc/nowhere cannot be used",
            ),
            (1, damaged, {}, str(damaged / "bot.sqlite3")),
            (1, tmp_path, {"HEALTH_PORT": port}, f"Port {port} cannot be used"),
            (
                1,
                tmp_path,
                {"WEBHOOK_URL": "http://127.0.0.1", "WEBHOOK_SECRET": "a-secret", "WEBHOOK_PORT": port},
                f"Port {port} cannot be used",
            ),
            (78, tmp_path, {"WEBHOOK_URL": "http://127.0.0.1"}, "WEBHOOK_SECRET is not"),
            (78, tmp_path, {"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ]
        for status, home, environment, words in cases:
            async with bot_process(home, sim, **environment) as bot:
                assert await bot.ends() == status, bot.said
                assert words in bot.said, bot.said
                assert "Traceback" not in bot.said


async def test_a_disk_without_room_is_said_at_the_start(tmp_path: Path, sim: Sim) -> None:
    async with bot_process(tmp_path, sim, largest_file=8192) as bot:
        assert await bot.ends() == 1
        assert str(tmp_path / "bot.sqlite3") in bot.said
        assert "Traceback" not in bot.said
    async with bot_process(tmp_path, sim) as bot:
        await bot.prints(READY)


async def test_a_deleted_log_ends_the_bot_which_saves_what_it_held(tmp_path: Path, sim: Sim) -> None:
    async with bot_process(tmp_path, sim) as bot:
        await bot.prints(READY)
        await sim.person("officer_es").says("/start")
        (tmp_path / "bot.sqlite3-wal").unlink()
        await sim.person("officer_es").starts(expects_reply=False)  # the next write notices it
        assert await bot.ends() == 1
        assert "bot.sqlite3-wal was deleted or replaced while the bot runs" in bot.said
        assert "Traceback" not in bot.said
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database:
        assert database.execute("SELECT chat_id FROM chats").fetchall() == [(1001,)]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    installed = tmp_path / "iuc-assistant"
    (installed / ".venv" / "bin").mkdir(parents=True)
    (installed / ".venv" / "bin" / "python").symlink_to(sys.executable)
    units = [*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]
    assert len(units) == 4
    for unit in units:
        words = unit.read_text(encoding="utf-8").replace("/opt/iuc-assistant", str(installed))
        (tmp_path / unit.name).write_text(words, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / unit.name for unit in units)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_alerts_and_the_guide_name_the_metrics_that_exist() -> None:
    families = set(re.findall(r'"(assistant_\w+)"', METRICS.read_text(encoding="utf-8")))
    guide = GUIDE.read_text(encoding="utf-8")
    assert families
    assert not [name for name in families if name not in guide]
    alerts = (DEPLOY / "prometheus-alerts.yaml").read_text(encoding="utf-8")
    told = re.findall(r"\b(?:assistant|iuc)_\w+", guide + alerts)
    assert not [name for name in told if re.sub(r"_(total|bucket|count|sum)$", "", name) not in families]


async def test_the_bot_lets_itself_open_more_files_than_it_was_started_with(tmp_path: Path, sim: Sim) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        async with bot_process(tmp_path, sim) as bot:
            await bot.prints(READY)
            now, _ = resource.prlimit(bot.process.pid, resource.RLIMIT_NOFILE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert now > 256
