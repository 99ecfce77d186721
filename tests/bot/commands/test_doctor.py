"""`python -m bot doctor`, as an operator runs it."""

import asyncio
import os
from pathlib import Path
from shutil import copytree
from typing import Any

from telegram import ChatPermissions

from bot.commands.doctor import missing_rights
from knowledge.content.folders import CONTENT
from tests.bot.process import run_bot
from tests.conftest import CACHE
from tests.person import COLLEAGUES, COORDINATORS, TOKEN, Sim


async def doctor(home: Path, cold: bool = False, **environment: str) -> tuple[int, str]:
    own = {"DATA_DIR": str(home), "CACHE_DIR": str(CACHE.absolute())}
    around = {**os.environ, **own, **environment}
    done = await asyncio.to_thread(run_bot, "doctor", environment=around, cold=cold)
    return done.returncode, done.stdout + done.stderr


async def test_all_is_well(tmp_path: Path, sim: Sim) -> None:
    code, said = await doctor(tmp_path, cold=True, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=sim.api_url)
    assert (code, "WRONG" in said) == (0, False), said
    assert "Telegram: token, webhook" in said


async def test_what_is_wrong_is_named_with_its_remedy(tmp_path: Path, sim: Sim) -> None:
    mail: dict[str, Any] = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": "9", "MAIL_FROM": "iuc@town.example"}
    code, said = await doctor(tmp_path, TELEGRAM_BOT_TOKEN="99:wrong", TELEGRAM_API_URL=sim.api_url, **mail)
    assert code == 1
    assert "the token is not accepted" in said
    assert "accepts no connections: check SMTP_HOST" in said
    assert "Traceback" not in said


async def test_content_and_the_units_chats_are_looked_at(tmp_path: Path, sim: Sim) -> None:
    folder = copytree(CONTENT, tmp_path / "programme")
    contacts = folder / "contacts.yaml"
    text = contacts.read_text("utf-8")
    telegram: dict[str, Any] = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": sim.api_url,
        "PROGRAMME": str(folder),
    }
    for chat, wrong in (
        (COORDINATORS, ""),
        (COLLEAGUES, "the bot"),
        (-1009999, "the bot cannot write there"),
    ):
        contacts.write_text(text.replace("chat: null", f"chat: {chat}"), "utf-8")
        code, said = await doctor(tmp_path, **telegram)
        line = next(line for line in said.splitlines() if f"chat {chat}" in line)
        assert line.startswith("WRONG" if wrong else "ok"), said
        assert wrong in line
        assert code == (1 if wrong else 0)
    contacts.write_text(text.replace("language: en", "language: '<b>'"), "utf-8")
    code, said = await doctor(tmp_path, **telegram)
    assert "python -m bot check lists them" in said


def test_what_the_bot_may_not_send_in_a_chat_is_named() -> None:
    assert missing_rights(None) == ""
    assert missing_rights(ChatPermissions.all_permissions()) == ""
    assert missing_rights(ChatPermissions(can_send_messages=True)) == ""
    quiet = ChatPermissions(can_send_messages=False, can_send_documents=False)
    assert missing_rights(quiet) == "messages, files"
