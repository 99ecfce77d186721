"""The table in a real browser without JavaScript, on a phone and on a desk: find, sort, open, download."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.async_api import Page, expect

from bot.application import Running
from bot.direction_marks import without_direction_marks
from bot.operations.knowledge_base import Library
from tests.bot.web.browser import (
    library_with_two_contacts,
    link_of,
    pages_on,
)
from tests.chromium import PHONE, chromium, needs_chromium
from tests.conftest import Start
from tests.conversations.lead_files import send_lead
from tests.person import Sim
from tests.ports import free_port

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_with_two_contacts(tmp_path_factory.mktemp("content"))


async def three_leads(running: Running) -> None:
    await send_lead(running)
    await send_lead(running, 2, place={"name": "Gdańsk"}, country="PL", population=486000, topics=["culture"])
    await send_lead(running, 3, place={"name": "مدينة"}, country="JP", population=150000, name="山田 太郎")


async def cities(page: Page) -> list[str]:
    shown = await page.locator("td.city strong").all_inner_texts()
    return [without_direction_marks(city) for city in shown]


async def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


async def test_a_coordinator_finds_sorts_opens_and_downloads(sim: Sim, start: Start, tmp_path: Path) -> None:
    unit = sim.coordinator()
    await sim.person("coordinator_en").starts(expects_reply=False)
    async with start(**pages_on(free_port())) as running, chromium() as browser:
        await three_leads(running)
        context = await browser.new_context(
            java_script_enabled=False, viewport={"width": 1200, "height": 800}
        )
        page = await context.new_page()
        await page.goto(await link_of(unit))
        await page.get_by_role("button", name="Open the table").click()
        await expect(page).to_have_title("Leads")
        assert await cities(page) == ["مدينة", "Gdańsk", "Zaragoza"]
        await page.get_by_role("link", name="Inhabitants").click()
        assert await cities(page) == ["مدينة", "Gdańsk", "Zaragoza"]
        await page.get_by_role("link", name="Inhabitants").click()
        assert await cities(page) == ["Zaragoza", "Gdańsk", "مدينة"]
        await page.get_by_role("searchbox").fill("polonia nuevas qwertz")
        await page.get_by_role("button", name="Show").click()
        assert await cities(page) == ["Gdańsk"]
        await expect(page.get_by_text("No lead has: qwertz")).to_be_visible()
        await page.get_by_role("checkbox", name="Choose IUC-2026-0002").check()
        async with page.expect_download() as waiting:
            await page.get_by_role("button", name="XLSX").click()
        file = tmp_path / "chosen.xlsx"
        await (await waiting.value).save_as(file)
        sheet = load_workbook(io.BytesIO(file.read_bytes())).worksheets[0]
        assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["IUC-2026-0002"]
        await page.get_by_role("link", name="Gdańsk").click()
        await expect(page.get_by_text("[IUC-2026-0002] Gdańsk, Poland")).to_be_visible()
        async with page.expect_download() as waiting:
            await page.get_by_role("link", name="PDF").click()
        await (await waiting.value).save_as(tmp_path / "lead.pdf")
        assert (tmp_path / "lead.pdf").read_bytes().startswith(b"%PDF")
        await page.go_back()
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_text("You have signed out.")).to_be_visible()
        await page.goto(page.url.replace("/leave", ""))
        await expect(page.get_by_text("Your session is over")).to_be_visible()


async def test_the_table_is_readable_on_a_phone(sim: Sim, start: Start, tmp_path: Path) -> None:
    unit = sim.coordinator("coordinator_en")
    await sim.person("coordinator_en").starts(expects_reply=False)
    async with start(**pages_on(free_port())) as running, chromium() as browser:
        await three_leads(running)
        context = await browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
        page = await context.new_page()
        await page.goto(await link_of(unit))
        assert await fits(page)
        await page.get_by_role("button", name="Open the table").click()
        await page.screenshot(path=tmp_path / "table.png", full_page=True)
        assert await fits(page)
        await page.get_by_role("link", name="Zaragoza").click()
        await page.screenshot(path=tmp_path / "lead.png", full_page=True)
        assert await fits(page)
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        await page.reload()
        assert refused == []
