"""A day of two coordinators with forty leads: each has one owner, and chat, figures and table agree at its end."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

import pytest
from playwright.async_api import expect

from bot.operations.knowledge_base import Library
from tests.bot.forked import UNHURRIED
from tests.bot.web.browser import link_of, pages_on
from tests.chromium import PHONE, chromium, needs_chromium
from tests.conftest import Start
from tests.conversations.lead_files import COORDINATOR_EN, library_with_group, send_lead
from tests.person import Person, Sim
from tests.ports import free_port

LEADS = 40
COORDINATOR_ES = 1003

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    needs_chromium,
]


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


async def does(unit: Person, number: int, step: str, value: str = "") -> None:
    """Press what the lead's card has, or had a moment ago: colleagues change it meanwhile."""
    await unit.press_data(f"w|IUC-2026-{number:04d}|{step}|{value}", cards[unit.key, number], forged=True)


cards: dict[tuple[str, int], int] = {}


async def works_on(unit: Person, number: int, colleague: int) -> None:
    """Open a lead, claim it, and do with it what its number says."""
    await unit.says(f"/lead {number}")
    opened = await unit.waits_for(f"[IUC-2026-{number:04d}] Ciudad")
    card = cards[unit.key, number] = opened.message["message_id"]
    await does(unit, number, "claim")
    assert unit.toast == "It is yours."
    match number % 8:
        case 1:
            await does(unit, number, "contacted")
        case 2:
            await does(unit, number, "accepted")
            await does(unit, number, "accept")
        case 3:
            await does(unit, number, "declined")
            await does(unit, number, "because", "places")
        case 4:
            await unit.says("/decline Too late this year", reply_to=card)
        case 5:
            await unit.says("/note Somebody else may want it", reply_to=card)
            await does(unit, number, "release")
        case 6:
            await does(unit, number, "assign")
            await does(unit, number, "give", str(colleague))
        case 7:
            await unit.says(f"Good morning, city {number}.", reply_to=card)
            await unit.presses(f"Send to Ciudad {number}", settles=False)
        case _:
            await does(unit, number, "accepted")
            await does(unit, number, "accept")
            await does(unit, number, "undo")
            assert unit.toast == "Undone."


def told(applicant: Person, words: str) -> int:
    """In how many messages an applicant reads this."""
    return sum(words in str(message.get("text")) for message in applicant.from_bot)


async def works(unit: Person, numbers: Iterable[int], colleague: int) -> None:
    """Work on leads one after another."""
    for number in numbers:
        await works_on(unit, number, colleague)


async def test_two_coordinators_work_on_forty_leads_at_the_same_time(sim: Sim, start: Start) -> None:
    one, other = sim.coordinator(), sim.coordinator("coordinator_es")
    await sim.person("coordinator_en").starts(expects_reply=False)
    await sim.person("officer_es").starts(expects_reply=False)
    limits = replace(UNHURRIED, group=10_000)
    async with start(limits=limits, **pages_on(free_port())) as running, chromium() as browser:
        for number in range(1, LEADS + 1):
            await send_lead(running, number, with_deliveries=False, place={"name": f"Ciudad {number}"})
        await one.says("/note 1 Good morning")
        await other.says("/note 2 Buenos días")
        await asyncio.gather(
            works(one, range(1, LEADS + 1, 2), COORDINATOR_ES),
            works(other, range(2, LEADS + 1, 2), COORDINATOR_EN),
        )
        await one.says("/unclaimed")
        await one.waits_for("Leads · new · 5")  # a colleague's assignment may be told in between
        await one.says("/stats this week")
        figures = (await one.waits_for("By state")).text
        for line in (
            "new 5", "claimed 10", "contacted 10", "accepted 5", "declined 10",
            "Coordination unit 20", "Unidad de coordinación 15", "nobody 5",
        ):  # fmt: skip
            assert line in figures, line
        applicant = sim.person("officer_es")
        await applicant.until(lambda: told(applicant, "Good morning, city") == 5, "five letters")
        context = await browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
        page = await context.new_page()
        await page.goto(await link_of(one))
        await page.get_by_role("button", name="Open the table").click()
        await expect(page.locator(".count")).to_have_text("40")
        await page.get_by_role("checkbox", name="Only mine").check()
        await page.get_by_role("button", name="Show").click()
        await expect(page.locator(".count")).to_have_text("20")
        await page.get_by_role("searchbox").fill("unclaimed")
        await page.get_by_role("checkbox", name="Only mine").uncheck()
        await page.get_by_role("button", name="Show").click()
        await expect(page.locator("td.city")).to_have_count(5)
