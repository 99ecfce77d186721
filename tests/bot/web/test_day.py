"""A day of two coordinators with forty leads: each has one owner, and chat, figures and table agree at its end."""

import pytest
from playwright.async_api import expect

from bot.operations.knowledge_base import Library
from tests.bot.web.browser import CHROMIUM, PHONE, chromium, free_port, link_of, pages_on
from tests.conftest import Start
from tests.conversations.lead_files import library_with_group, send_lead
from tests.person import Person, Sim

LEADS, CLAIMED = 40, 20

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


async def works_on(desk: Person, number: int) -> None:
    """Open a lead and claim it; write to every second applicant, as noted by hand."""
    reference = f"[IUC-2026-{number:04d}]"
    await desk.says(f"/lead {number}")
    card = await desk.waits_for(reference)
    message = card.message["message_id"]
    await desk.press_data(f"w|{reference.strip('[]')}|claim|", message)
    assert desk.toast == "It is yours."
    if number % 2 == 0:
        await desk.press_data(f"w|{reference.strip('[]')}|contacted|", message, forged=True)


async def test_two_coordinators_share_forty_leads(sim: Sim, start: Start) -> None:
    one, other = sim.coordinator(), sim.coordinator("coordinator_es")
    await sim.person("coordinator_en").starts(expects_reply=False)
    one.timeout = other.timeout = 60
    async with start(**pages_on(free_port())) as running, chromium() as browser:
        for number in range(1, LEADS + 1):
            await send_lead(running, number, told=False, place={"name": f"Ciudad {number}"})
        for number in range(1, CLAIMED, 2):
            await works_on(one, number)
            await works_on(other, number + 1)
        assert "Leads · new · 20" in (await one.says("/unclaimed")).text
        await one.says("/stats this week")
        figures = (await one.waits_for("By state")).text
        for line in ("new 20", "claimed 10", "contacted 10", "Coordination unit 10", "nobody 20"):
            assert line in figures
        context = await browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
        page = await context.new_page()
        await page.goto(await link_of(one))
        await page.get_by_role("button", name="Open the table").click()
        await expect(page.locator(".count")).to_have_text("40")
        await page.get_by_role("checkbox", name="Only mine").check()
        await page.get_by_role("button", name="Show").click()
        await expect(page.locator(".count")).to_have_text("10")
        await page.get_by_role("searchbox").fill("unclaimed")
        await page.get_by_role("checkbox", name="Only mine").uncheck()
        await page.get_by_role("button", name="Show").click()
        await expect(page.locator("td.city")).to_have_count(20)
