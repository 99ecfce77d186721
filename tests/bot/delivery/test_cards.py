"""Cards of leads that cannot be drawn, and those beside them."""

import pytest

from bot.operations.knowledge_base import Library
from storage.audit import Actor
from storage.lead_work import claim
from tests.conftest import Start
from tests.conversations.lead_files import OFFICER_EN, OFFICER_ES, library_with_group, send_lead, store
from tests.person import Sim


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


async def test_a_card_that_cannot_be_drawn_holds_up_no_other_of_its_chat(sim: Sim, start: Start) -> None:
    unit = sim.coordinator()
    async with start() as running:
        await sim.person("officer_es").says("/start")
        await send_lead(running, 1, OFFICER_ES)
        await send_lead(running, 2, OFFICER_EN, "en")
        await unit.waits_for("[IUC-2026-0001]")
        await unit.waits_for("[IUC-2026-0002]")
        broken = """UPDATE leads SET data = '{"answers": 5}' WHERE reference = 'IUC-2026-0001'"""
        await store(running, lambda db: db.execute(broken))
        running.services.wake_delivery()
        await store(running, claim("IUC-2026-0002", Actor(5, "Somebody"), running.services.now()))
        running.services.wake_delivery()
        await unit.waits_for("claimed · Somebody")
