"""A unit that works by mail alone: claims, notes that it wrote, declines by links that work once; and without pages."""

import datetime
import email
import re
from email.policy import default
from pathlib import Path

import httpx
import pytest

from bot.application import Running
from bot.operations.knowledge_base import Library
from bot.scheduled.unclaimed import remind_of_unclaimed
from bot.web.links import MailLink
from storage.audit import history_of
from storage.leads import Lead, find_lead
from storage.outbox import list_deliveries
from tests.bot.web.browser import (
    library_with_contacts,
    pages_on,
)
from tests.chromium import PHONE, chromium, needs_chromium
from tests.conftest import Start
from tests.conversations.lead_files import COORDINATOR_EN, send_lead
from tests.person import Json, Sim
from tests.ports import free_port
from tests.waiting import PATIENCE

BY_MAIL = """
contacts:
  - id: unit
    name: Oficina de coordinación
    email: unit@iuc.example.eu
    language: es
    fallback: true
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_with_contacts(tmp_path_factory.mktemp("content"), BY_MAIL)


def links_in(mail: Json) -> dict[str, str]:
    """The links of a mail by the words before them."""
    return dict(re.findall(r"^(.+): (http://127\S+)$", mail["text"], flags=re.MULTILINE))


def headers(folder: Path, part_of_name: str) -> list[dict[str, str]]:
    """The headers of the mails whose file's name has this part, oldest first."""
    files = sorted((folder / "mail").glob(f"*{part_of_name}*.eml"))
    return [dict(email.message_from_bytes(each.read_bytes(), policy=default).items()) for each in files]


async def now_is(running: Running, reference: str = "IUC-2026-0001") -> Lead:
    lead = await find_lead(running.services.database, reference)
    assert lead
    return lead


async def test_a_lead_is_claimed_and_declined_by_mail(sim: Sim, start: Start, tmp_path: Path) -> None:
    async with start(**pages_on(free_port())) as running, httpx.AsyncClient(timeout=PATIENCE) as client:
        await send_lead(running)
        mail = await sim.waits_for_mail("Zaragoza", 60)
        assert headers(tmp_path, "lead")[0]["From"] == "Asistente de la IUC <assistant@localhost>"
        links = links_in(mail)
        assert list(links) == ["Me encargo yo", "Ya se ha escrito a la persona solicitante", "Rechazar…"]
        claim = links["Me encargo yo"]
        for _preview in range(2):
            assert "Me encargo yo" in (await client.get(claim)).text
        assert (await now_is(running)).state == "new"
        assert "Se encarga Oficina de coordinación." in (await client.post(claim)).text
        lead = await now_is(running)
        assert (lead.state, lead.owner) == ("claimed", "Oficina de coordinación")
        again = await client.post(claim)
        assert again.status_code == 403
        assert "ya se ha usado" in again.text
        decline = links["Rechazar…"]
        assert "Elija o escriba un motivo" in (await client.post(decline)).text
        assert (await now_is(running)).state == "claimed"
        done = (await client.post(decline, data={"reason": "places", "release": "1"})).text
        lead = await now_is(running)
        assert (lead.state, lead.decision_reason, bool(lead.released_at)) == ("declined", "places", True)
        assert "mailto:somebody@town.example.eu?subject=" in done
        entries = await history_of(running.services.database, "IUC-2026-0001")
        assert [entry.action for entry in entries] == ["claimed", "state", "let_see"]
        assert (await client.post(links["Ya se ha escrito a la persona solicitante"])).status_code == 200
        assert (await now_is(running)).state == "contacted"


async def test_a_colleagues_lead_and_links_of_others_change_nothing(sim: Sim, start: Start) -> None:
    async with start(**pages_on(free_port())) as running, httpx.AsyncClient(timeout=PATIENCE) as client:
        await send_lead(running)
        services = running.services
        await services.database.run(
            lambda db: db.execute("UPDATE leads SET state = 'claimed', owner_id = 7, owner = 'Ana <b>'")
        )
        link = services.links.to_mail_step(MailLink("decline", "IUC-2026-0001", "unit")) or ""
        answer = (await client.post(link, data={"own": "<script>"})).text
        assert "No se ha cambiado nada" in answer
        assert "Ana &lt;b&gt;" in answer
        assert (await now_is(running)).state == "claimed"
        for step in (
            MailLink("claim", "IUC-2026-0001", "nobody"),
            MailLink("claim", "IUC-2026-0009", "unit"),
        ):
            assert (await client.post(services.links.to_mail_step(step) or "")).status_code == 403
        await services.database.run(lambda db: db.execute("UPDATE leads SET data = '{}'"))
        assert (await client.get(link)).status_code == 403


async def test_a_lead_that_was_accepted_is_not_said_to_be_declined(sim: Sim, start: Start) -> None:
    async with start(**pages_on(free_port())) as running, httpx.AsyncClient(timeout=PATIENCE) as client:
        await send_lead(running)
        links = links_in(await sim.waits_for_mail("Zaragoza", 60))
        await client.post(links["Me encargo yo"])
        await running.services.database.run(lambda db: db.execute("UPDATE leads SET state = 'accepted'"))
        answer = (await client.post(links["Rechazar…"], data={"reason": "places"})).text
        assert "No se ha cambiado nada" in answer
        assert "mailto:" not in answer
        assert (await now_is(running)).state == "accepted"


async def test_who_works_by_mail_is_told_of_a_take_over(sim: Sim, start: Start, tmp_path: Path) -> None:
    unit = sim.person("coordinator_en")
    async with (
        start(coordinators={COORDINATOR_EN}, **pages_on(free_port())) as running,
        httpx.AsyncClient(timeout=PATIENCE) as client,
    ):
        await send_lead(running)
        first = await sim.waits_for_mail("Zaragoza", 60)
        await client.post(links_in(first)["Me encargo yo"])
        assert "Oficina de coordinación" in (await unit.says("/lead 1")).text
        await unit.presses("Take it over")
        assert unit.toast == "It is yours."
        told = await sim.waits_for_mail("se encarga ahora en su lugar", 60)
        assert told["text"].strip() == "Coordination unit se encarga ahora en su lugar."
        assert told["subject"].startswith("[IUC-2026-0001] Zaragoza, España")
        (below,) = headers(tmp_path, "told")
        assert below["In-Reply-To"] == headers(tmp_path, "unit-mail")[0]["Message-ID"]
        assert below["From"] == "Asistente de la IUC <assistant@localhost>"


async def test_without_pages_the_mail_says_what_to_do(sim: Sim, start: Start) -> None:
    async with start() as running:
        await send_lead(running)
        mail = await sim.waits_for_mail("Zaragoza", 60)
        assert "PUBLIC_URL" in mail["text"]
        assert links_in(mail) == {}


async def test_reminders_stop_after_three_and_stand_below_the_first_mail(
    sim: Sim, start: Start, tmp_path: Path
) -> None:
    async with start(**pages_on(free_port())) as running:
        await send_lead(running)
        await sim.waits_for_mail("Zaragoza", 60)
        now, database = running.services.now(), running.services.database
        sent = (now - datetime.timedelta(days=5)).isoformat()
        await running.services.database.run(lambda db: db.execute("UPDATE leads SET created_at = ?", (sent,)))
        assert await remind_of_unclaimed(running.services, now) == 1
        running.worker.wake()
        for days in range(1, 40):
            await remind_of_unclaimed(running.services, now + datetime.timedelta(days=days))
        mail = await sim.waits_for_mail("Nadie se encarga todavía", 60)
        first = headers(tmp_path, "unit-mail")[0]
        assert headers(tmp_path, "waiting")[0]["In-Reply-To"] == first["Message-ID"]
        assert "Somebody" in mail["text"]
        assert "Me encargo yo" in links_in(mail)
        keys = [entry.delivery.key for entry in await list_deliveries(database, "pending")]
        keys += [entry.delivery.key for entry in await list_deliveries(database, "sent")]
        times = {key.split(":")[3] for key in keys if ":waiting:" in key}
        assert max(times) == "3"


@pytest.mark.browser
@needs_chromium
async def test_the_confirming_page_fits_a_phone(sim: Sim, start: Start, tmp_path: Path) -> None:
    async with start(**pages_on(free_port())) as running, chromium() as browser:
        await send_lead(running)
        link = running.services.links.to_mail_step(MailLink("decline", "IUC-2026-0001", "unit")) or ""
        context = await browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
        page = await context.new_page()
        await page.goto(link)
        await page.screenshot(path=tmp_path / "decline.png")
        await page.get_by_role("radio", name="No quedan plazas").check()
        await page.get_by_role("button", name="Rechazar").click()
        await page.get_by_text("Hecho.").wait_for()
        await page.screenshot(path=tmp_path / "declined.png")
