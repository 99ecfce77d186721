"""`python -m bot doctor`, as an operator runs it."""

import asyncio
import os
import sys
from pathlib import Path
from shutil import copytree

from telegram import ChatPermissions

from bot.commands.doctor import missing_rights
from knowledge.content.folders import CONTENT
from tests.conftest import CACHE
from tests.person import COLLEAGUES, COORDINATORS, TOKEN, Sim
from tests.waiting import PATIENCE


async def doctor(home: Path, **environment: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor"),
        env={**os.environ, "DATA_DIR": str(home), "CACHE_DIR": str(CACHE.absolute()), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, said.decode()


async def test_all_is_well(tmp_path: Path, sim: Sim) -> None:
    code, said = await doctor(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=sim.api_url)
    assert (code, "WRONG" in said) == (0, False), said
    assert "Telegram: token, webhook" in said


async def test_what_is_wrong_is_named_with_its_remedy(tmp_path: Path, sim: Sim) -> None:
    mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": "9", "MAIL_FROM": "iuc@town.example"}
    code, said = await doctor(tmp_path, TELEGRAM_BOT_TOKEN="99:wrong", TELEGRAM_API_URL=sim.api_url, **mail)
    assert code == 1
    assert "the token is not accepted" in said
    assert "accepts no connections: check SMTP_HOST" in said
    assert "Traceback" not in said


async def test_content_and_the_units_chats_are_looked_at(tmp_path: Path, sim: Sim) -> None:
    folder = copytree(CONTENT, tmp_path / "programme")
    contacts = folder / "contacts.yaml"
    text = contacts.read_text("utf-8")
    telegram = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sim.api_url, "PROGRAMME": str(folder)}
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
