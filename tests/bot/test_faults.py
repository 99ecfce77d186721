"""The fault table (faults.yaml): each is brought about; what the person, the operator and the store have of it."""

import asyncio
import contextlib
import json
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.mail import SmtpMailer
from bot.delivery.outcome import PermanentFailure, TransientFailure
from bot.operations.folders import check_folders
from bot.settings import WrongSettingError, read_settings
from knowledge.content.yaml_file import read_plain
from tests.bot.delivery.mail_server import mail_server
from tests.bot.delivery.test_mail import entry
from tests.bot.delivery.working import settings as mail_settings
from tests.bot.process import READY, Bot, bot_process
from tests.bot.telegram.test_polling import ANSWERS
from tests.person import Person, Sim
from tests.waiting import PATIENCE, until_true

ROOT = Path(__file__).parents[2]
TABLE: dict[str, Any] = read_plain(Path(__file__).with_name("faults.yaml"))
MARK = "Zyxwvilla"
"""Stands in everything that a person writes here, and must not stand in anything that is logged."""


def names(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [row["fault"] for row in rows]


def test_the_table_has_sixty_faults_and_more() -> None:
    rows = [row for part in ("sending", "mailing", "settings", "elsewhere") for row in TABLE[part]]
    assert len(rows) + len(TABLE["fetching"]["answers"]) >= 60
    assert len(set(names(rows))) == len(rows)


def test_whatever_get_updates_answers_stands_in_the_table() -> None:
    assert TABLE["fetching"]["answers"] == list(ANSWERS)  # brought about in test_polling.py


async def test_what_becomes_of_a_reply(sim: Sim, tmp_path: Path) -> None:
    rows = TABLE["sending"]
    people = [await sim.add_person(f"{MARK}{n}", id=9000 + n, language_code="en") for n in range(len(rows))]
    async with bot_process(tmp_path, sim, LOG_LEVEL="DEBUG", LOG_FORMAT="json") as bot:
        await bot.prints(READY)
        for number, row in enumerate(rows):
            await sim.fail("sendMessage", chat_id=9000 + number, **row["with"])
        for person in people:
            await person.says(f"/contact {MARK}", expects_reply=False)
        await asyncio.gather(
            *(
                is_borne(row, person, partial(has_of_it, bot, tmp_path, 9000 + number))
                for number, (person, row) in enumerate(zip(people, rows, strict=True))
            )
        )
        await bot.stops()
    assert MARK not in bot.said
    assert "Traceback" not in bot.said


async def is_borne(
    row: Mapping[str, Any], person: Person, has: Callable[[Mapping[str, Any]], Awaitable[bool]]
) -> None:
    """Wait until the person, the operator and the store have of a fault what its row says."""
    if row["person"] is not None:
        await person.waits_for(row["person"])
    await until_true(lambda: has(row), f"{row['operator']}, {row['kept']} after {row['fault']}")
    if row["person"] is None:
        assert (await person.look()).text == "", row["fault"]


async def has_of_it(bot: Bot, home: Path, chat: int, row: Mapping[str, Any]) -> bool:
    """Whether the operator was told, and the store keeps the update, as the row says."""
    about = [json.loads(line) for line in bot.said.splitlines() if f'"chat_id": {chat}' in line]
    told = row["operator"] in (None, *(line["event"] for line in about))
    with contextlib.closing(sqlite3.connect(home / "bot.sqlite3")) as found:
        states = found.execute("SELECT state FROM inbox WHERE chat_id = ?", (chat,)).fetchall()
    return told and states == [(row["kept"],)]


@pytest.mark.parametrize("row", TABLE["mailing"], ids=names(TABLE["mailing"]))
async def test_what_becomes_of_a_mail(
    row: dict[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("mail.log").setLevel(
        logging.CRITICAL
    )  # the test's own server tells all that it is told
    async with mail_server() as server:
        server.answers[row["at"]] = row["answer"]
        timeout = 0.2 if row["answer"] == "hang" else PATIENCE
        settings = replace(mail_settings(server.port, timeout), user=None, password=None)
        outcome = await SmtpMailer(settings).send(
            entry(subject=MARK, text=MARK, reply_to=f"{MARK}@a.example")
        )
    assert isinstance(outcome, TransientFailure | PermanentFailure)
    assert isinstance(outcome, TransientFailure) == (row["kept"] == "pending")
    assert row["operator"] in outcome.reason
    assert MARK not in outcome.reason + caplog.text


@pytest.mark.parametrize("row", TABLE["settings"], ids=names(TABLE["settings"]))
def test_a_wrong_setting_is_a_sentence(
    row: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in row["set"].items():
        monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettingError) as wrong:
        check_folders(read_settings(row["set"]))
    assert row["operator"] in str(wrong.value)


@pytest.mark.parametrize("row", TABLE["elsewhere"], ids=names(TABLE["elsewhere"]))
def test_the_tests_of_the_other_faults_are_there(row: dict[str, str]) -> None:
    path, _, test = row["proven_by"].partition("::")
    assert f"def {test}" in (ROOT / path).read_text(encoding="utf-8")
