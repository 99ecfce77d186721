"""Secrets and what people say stay out of logs, errors and reprs, and files are their owner's alone."""

import asyncio
import json
import stat
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from telegram.error import TelegramError

from bot.operations.redaction import Redactor
from bot.settings import read_settings
from tests.bot.process import READY, Bot, bot_process
from tests.conftest import Start
from tests.conversations.test_journeys import FORM_ES, walk
from tests.person import TOKEN, Sim, controlled
from tests.ports import free_port

NICKNAME = "distintivo"
REAL_LOOKING = "987654321:AAF" + "x" * 32
SECRET = "webhook-word-4711"
PASSWORD = "mail-word-4711"
FAILURES: list[dict[str, Any]] = [
    *[{"mode": "error", "status": status} for status in (400, 401, 403, 404, 409, 429, 500, 502)],
    {"mode": "timeout", "seconds": 1},
    {"mode": "lost"},
]


def assert_discreet(text: str) -> None:
    """Nothing in it is secret, and nothing of what was typed."""
    told = [
        word
        for word in (TOKEN, quote(TOKEN, safe=""), SECRET, PASSWORD, *typed())
        if word.lower() in text.lower()
    ]
    assert not told


def typed() -> list[str]:
    """What the officer of the journey types, and who they are to Telegram."""
    said = [words for kind, words in FORM_ES if kind == "say"]
    return [*said, "Zaragoza", "officer_es", "casco antiguo", NICKNAME]


def events(bot: Bot) -> list[dict[str, object]]:
    """The log as machines read it: whatever is no word for the operator is a JSON object."""
    return [json.loads(line) for line in bot.said.splitlines() if line.startswith("{")]


async def fails_in_every_way(sim: Sim) -> None:
    """Let a reply fail in each way, each in a chat of its own, and then the fetching of updates."""
    people = [
        await sim.add_person(f"{NICKNAME}{number}", id=7000 + number) for number in range(len(FAILURES))
    ]
    for number, failure in enumerate(FAILURES):
        await sim.fail("sendMessage", chat_id=7000 + number, **failure)
    # A reply whose fate is unknown is tried again half a minute later at the earliest.
    unanswered = [
        failure.get("status") == 403 or failure.get("mode") in ("timeout", "lost") for failure in FAILURES
    ]
    await asyncio.gather(
        *(
            person.says(f"{NICKNAME} says", expects_reply=not blocked)
            for person, blocked in zip(people, unanswered, strict=True)
        )
    )
    for failure in FAILURES:
        if failure.get("status") not in (401, 404, 409):  # these end the bot
            await sim.fail("getUpdates", **failure)
    await people[0].says("/start")
    failed = [call for call in await sim.calls() if not call["ok"]]
    assert len([call for call in failed if call["method"] == "sendMessage"]) == len(FAILURES)


async def test_a_journey_with_every_failure_leaves_no_secret_and_nothing_personal_in_the_log(
    tmp_path: Path, sim: Sim
) -> None:
    officer = sim.person("officer_es")
    async with bot_process(
        tmp_path,
        sim,
        LOG_LEVEL="DEBUG",
        LOG_FORMAT="json",
        SMTP_HOST="127.0.0.1",
        SMTP_PORT="9",
        SMTP_USER="iuc",
        SMTP_PASSWORD=PASSWORD,
        MAIL_FROM="iuc@town.example",
    ) as bot:
        await bot.prints(READY)
        await officer.says("/apply")
        await walk(officer, FORM_ES)
        await officer.presses("Enviar la preinscripción")
        await officer.waits_for("IUC-2026-0001")
        await bot.prints("delivery postponed")
        await fails_in_every_way(sim)
        await bot.stops()
    assert_discreet(bot.said)
    logged = events(bot)
    assert {"update finished", "update failed", "delivery postponed"} <= {
        str(each["event"]) for each in logged
    }
    assert all({"event", "level", "timestamp", "logger"} <= set(each) for each in logged)
    assert all(
        {"update_id", "chat_id", "seconds"} <= set(each)
        for each in logged
        if each["event"] == "update finished"
    )
    assert "Traceback" not in bot.said
    assert not [file for file in files(tmp_path) if TOKEN.encode() in file.read_bytes()]


async def test_what_strangers_send_to_the_webhook_is_refused_and_not_logged(tmp_path: Path, sim: Sim) -> None:
    port = str(free_port())
    url = f"http://127.0.0.1:{port}"
    async with (
        bot_process(
            tmp_path,
            sim,
            LOG_LEVEL="DEBUG",
            WEBHOOK_URL=url,
            WEBHOOK_PORT=port,
            WEBHOOK_SECRET=SECRET,
        ) as bot,
        httpx.AsyncClient(base_url=url) as client,
    ):
        await bot.prints(READY)
        for secret in ("", "webhook-word-4710", SECRET + "x", "ñ"):
            refused = await client.post("/telegram", json={"update_id": 1}, headers=signed(secret))
            assert refused.status_code == 403
        for body in (b"no JSON Zaragoza", b'{"message": {"text": "Zaragoza"}}', b"\xff", b"[" * 100_000):
            answer = await client.post("/telegram", content=body, headers=signed(SECRET))
            assert answer.status_code == 400
            assert answer.text == ""
        unreadable = b'{"update_id": 1, "message": {"text": "Zaragoza"}}'
        assert (await client.post("/telegram", content=unreadable, headers=signed(SECRET))).is_success
        assert "Internacional" in (await sim.person("officer_es").says("/start")).text
        await bot.stops()
    assert_discreet(bot.said)


def signed(secret: str) -> dict[bytes, bytes]:
    return {b"Content-Type": b"application/json", b"X-Telegram-Bot-Api-Secret-Token": secret.encode()}


@pytest.mark.slow
async def test_files_and_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with bot_process(home) as bot:
        await bot.prints(READY)
        async with controlled(address(bot)) as sim:
            officer = sim.person("officer_es")
            await officer.says("/apply")
            await walk(officer, FORM_ES)
            await officer.presses("Enviar la preinscripción")
            await officer.waits_for("IUC-2026-0001")
        await bot.prints("channel=mail")
        modes = {each.name: mode(each) for each in files(home)}
        folders = {mode(folder.parent) for folder in files(home)}
        await bot.stops()
    assert {"bot.sqlite3", "bot.sqlite3-wal", "bot.sqlite3-shm"} <= set(modes)
    assert [name for name in modes if name.endswith(".eml")]
    assert set(modes.values()) == {0o600}, modes
    assert folders == {0o700}


def files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def address(bot: Bot) -> str:
    """The address of the simulator that the bot has started."""
    return next(word for word in bot.said.split() if word.startswith("http://")).rstrip("/")


async def test_no_error_and_no_repr_tells_the_token(start: Start, sim: Sim) -> None:
    async with start(webhook_secret=SECRET, smtp_user="iuc", smtp_password=PASSWORD) as running:
        told = [repr(each) + str(each) for each in (running, running.application, running.services)]
        for failure in FAILURES:
            if failure.get("status") == 429:  # is waited for, and raises nothing
                continue
            await sim.fail("sendMessage", **failure)
            with pytest.raises(TelegramError) as raised:
                await running.application.bot.send_message(1001, "x", read_timeout=0.5)
            told.append(repr(raised.value) + "".join(traceback.format_exception(raised.value)))
            await sim.do("heal")
    assert_discreet("\n".join(told))


def test_the_redactor_blots_out_our_secrets_and_whatever_looks_like_a_token() -> None:
    redact = Redactor(
        read_settings(
            {
                "TELEGRAM_BOT_TOKEN": "4711:short-one",
                "WEBHOOK_SECRET": "webhook-word",
                "SMTP_USER": "iuc",
                "SMTP_PASSWORD": "a b+c/d",
            }
        )
    )
    for text in (
        "POST https://api.telegram.org/bot4711:short-one/getMe",
        "4711%3Ashort-one",
        "the word a b+c/d",
        "the word a%20b%2Bc%2Fd",
        f"another bot's {REAL_LOOKING}.",
        quote(REAL_LOOKING, safe=""),
        "http://127.0.0.1/file/bot12:x/photos/1.jpg",
    ):
        assert "[secret]" in redact(text)
        assert not [part for part in ("short-one", "a b+c", "a%20b", "xxxx", "12:x") if part in redact(text)]
    assert redact("at 12:30, chat -1001234:5, abc") == "at 12:30, chat -1001234:5, abc"


@pytest.mark.slow
def test_what_ends_the_process_is_logged_without_its_words() -> None:
    program = (
        "import sys; from bot.operations.logs import set_up_logging; from bot.settings import read_settings\n"
        f"set_up_logging(read_settings({{'TELEGRAM_BOT_TOKEN': '{TOKEN}', 'LOG_FORMAT': 'json'}}))\n"
        f"import logging; logging.getLogger('telegram').critical('data %r of %s', {{'text': 'Zaragoza'}}, '{TOKEN}')\n"
        "logging.getLogger('asyncio').error('never retrieved\\nfuture: Zaragoza')\n"
        f"raise ValueError('Zaragoza {TOKEN}')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert_discreet(done.stderr + done.stdout)
    library, task, last = map(json.loads, done.stderr.splitlines())
    assert library["event"] == "data '<dict>' of <str>"
    assert task["event"] == "never retrieved"
    assert last["trace"] == "ValueError at <string>:5 <module>"
