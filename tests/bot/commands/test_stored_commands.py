"""The commands that read the database, as an operator types them while the bot runs."""

import asyncio
import csv
import io
import json
import re
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

from bot.application import Running
from storage.outbox import Delivery, add_delivery
from tests.bot.process import run_bot
from tests.bot.web.browser import pages_on
from tests.conftest import CACHE, Start
from tests.conversations.lead_files import send_lead
from tests.conversations.test_journeys import FORM_EN, walk
from tests.person import TOKEN, Sim
from tests.ports import free_port
from tests.waiting import PATIENCE, until_true

pytestmark = pytest.mark.slow


class Operator:
    """Somebody at the machine's prompt; `env` is all that the commands see."""

    def __init__(self, folder: Path) -> None:
        self.env = {"TELEGRAM_BOT_TOKEN": TOKEN, "DATA_DIR": str(folder), "CACHE_DIR": str(CACHE.absolute())}

    async def types(self, *words: str, fails: bool = False) -> str:
        """Run a command; its output, or what it says on failure."""
        done = await asyncio.to_thread(run_bot, *words, environment=self.env)
        assert bool(done.returncode) == fails, done.stderr
        return (done.stderr if fails else done.stdout).removeprefix("\ufeff")


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


async def test_leads_are_listed_shown_exported_and_sent_again(
    sim: Sim, start: Start, operator: Operator, tmp_path: Path
) -> None:
    async with start():
        town = sim.person("officer_en")
        await town.says("/apply")
        await walk(town, FORM_EN)
        await town.presses("Send the pre-application")
        first = await sim.waits_for_mail("IUC-")
        (row,) = json.loads(await operator.types("leads", "list", "--json"))
        assert (row["candidate"], row["country"], row["state"]) == ("Gdańsk", "PL", "new")
        assert row["reference"] in await operator.types("leads", "list", "--country", "pl")
        assert "No pre-applications." in await operator.types("leads", "list", "--state", "accepted")
        shown = await operator.types("leads", "show", row["reference"], "--lang", "es")
        assert "Reto: Too much waste is burnt." in shown
        for ending in ("xlsx", "csv", "json"):
            await operator.types("leads", "export", str(tmp_path / f"leads.{ending}"))
        sheet = load_workbook(tmp_path / "leads.xlsx").worksheets[0]
        assert sheet["A2"].value == row["reference"]
        assert (tmp_path / "leads.csv").stat().st_mode & 0o077 == 0
        assert json.loads((tmp_path / "leads.json").read_text())[0]["data"]["answers"]["name"] == "Jan Nowak"
        assert "Queued by mail" in await operator.types("leads", "resend", row["reference"])
        (waiting,) = json.loads(await operator.types("outbox", "--json"))
        assert waiting["about"].startswith(f"lead:{row['reference']}:coordination-unit:mail:again:")
        assert first["subject"].startswith(f"[{row['reference']}]")


async def test_a_lead_that_is_sent_again_has_links_that_work(
    sim: Sim, start: Start, operator: Operator
) -> None:
    pages = pages_on(free_port())
    operator.env["PUBLIC_URL"] = str(pages["public_url"])
    async with start(**pages) as running, httpx.AsyncClient(timeout=PATIENCE) as client:
        await send_lead(running, with_deliveries=False)
        assert "Queued by mail" in await operator.types("leads", "resend", "IUC-2026-0001")
        running.services.wake_delivery()
        mail = await sim.waits_for_mail("IUC-2026-0001")
        (link,) = re.findall(r"^I take it: (http://\S+)$", mail["text"], flags=re.MULTILINE)
        assert "It belongs to IUC Coordination Unit." in (await client.post(link)).text


async def dealt_with(running: Running, updates: int) -> None:
    """Wait until so many updates are done."""

    async def done() -> bool:
        return len(await running.services.inbox.listing("done")) >= updates

    await until_true(done, f"{updates} updates to be done")


async def test_a_failed_delivery_is_shown_with_the_reason_and_tried_again(
    sim: Sim, start: Start, operator: Operator
) -> None:
    async with start() as running:
        officer = sim.person("officer_es")
        await officer.says("/start")
        await officer.blocks()
        await dealt_with(running, 2)  # what waited for somebody who blocks the bot is dropped
        now = running.services.now()
        await add_delivery(
            running.services.database, Delivery("test:1", "chat", "1001", {"text": "hello"}), now
        )
        running.services.wake_delivery()
        for _second in range(50):
            if "added there again" in await operator.types("outbox", "--json"):
                break
        (row,) = json.loads(await operator.types("outbox", "--state", "failed", "--json"))
        assert "must be unblocked or added there again" in row["why"]
        await officer.blocks(False)
        assert "1 delivery(ies) due now" in await operator.types("outbox", "retry", str(row["id"]))
        running.services.wake_delivery()
        assert (await officer.waits_for("hello")).text == "hello"
        assert "Nothing is pending, and nothing failed." in await operator.types("outbox")
        assert "neither failed nor waiting" in await operator.types("outbox", "retry", "999", fails=True)
        unwritable = await operator.types("pictures", "/dev/null/pictures", fails=True)
        assert "/dev/null/pictures cannot be written" in unwritable


async def test_questions_alike_are_counted_together(sim: Sim, start: Start, operator: Operator) -> None:
    async with start():
        town = sim.person("officer_en")
        for text in (
            "What colour are elephants at night?",
            "what color are elephants at night",
            "=cmd zebra xylophone",
        ):
            await town.says(text)
        await town.says("When is the deadline?")
        await town.presses("Not what I asked")
        rows = json.loads(await operator.types("questions", "--json"))
        assert rows[0]["times"] == 2
        assert "unknown" in rows[0]["why"]
        assert [row["why"] for row in rows].count("voted_down") == 1
        listed = list(csv.reader(io.StringIO(await operator.types("questions", "--csv")), delimiter=";"))
        assert listed[1][:2] == ["2", "What colour are elephants at night?"]
        assert "'=cmd zebra xylophone" in [line[1] for line in listed]
        assert "elephants" not in await operator.types("questions", "--lang", "es")


async def test_mistakes_of_the_operator_are_answered_with_a_sentence(
    start: Start, operator: Operator, tmp_path: Path
) -> None:
    assert "There is no database at" in await operator.types("leads", "list", fails=True)
    async with start():
        assert "does not exist" in await operator.types("leads", "show", "IUC-1", fails=True)
        ending = await operator.types("leads", "export", str(tmp_path / "leads.doc"), fails=True)
        assert "must end in .xlsx, .csv or .json" in ending
        assert not (tmp_path / "leads.doc").exists()
