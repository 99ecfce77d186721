"""Every button that coordinators are shown does something."""

from dataclasses import replace

import pytest

from bot.operations.knowledge_base import Library
from tests.bot.forked import UNHURRIED
from tests.conftest import Start
from tests.conversations.lead_files import OFFICER_EN, library_with_group, send_lead
from tests.conversations.wanderer import Wanderer
from tests.person import Sim


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


STARTERS = ("/leads", "/lead 1", "/lead 2", "/unclaimed", "/unanswered", "/language")


async def test_every_button_of_coordinators_does_something(sim: Sim, start: Start) -> None:
    wanderer = Wanderer(sim, sim.coordinator())
    async with start(limits=replace(UNHURRIED, group=10_000)) as running:
        for key in ("officer_en", "officer_es"):
            await sim.person(key).says("Is there parking for camper vans at the workshop?")
        for number in range(1, 11):
            await send_lead(running, number, OFFICER_EN + number, with_deliveries=False)
        await send_lead(running, 11, OFFICER_EN, topics=["circular"], country="PL")
        await wanderer.person.waits_for("[IUC-2026-0011]")
        for starter in STARTERS:
            await wanderer.explores_all(starter)
    assert wanderer.dead == []
    assert len(wanderer.pressed) > 40
