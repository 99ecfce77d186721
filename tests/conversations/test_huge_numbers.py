"""Numbers that no button ever had, in every kind of button's data: each tap is answered, and nothing fails."""

import dataclasses

import pytest

from bot.operations.knowledge_base import Library
from bot.telegram.callback_data import SEPARATOR, Data
from tests.conftest import Start
from tests.conversations.lead_files import library_with_group, send_lead
from tests.person import Sim

NUMBERS = (str(2**63 - 1), str(-(2**63)), str(2**53), "9" * 30, "-1", "0", "1e9", "٣")


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


def shapes() -> list[type[Data]]:
    return sorted(Data.__subclasses__(), key=lambda shape: shape.prefix)


def payloads() -> list[str]:
    """Each shape with each number in the place of each of its parts, as long as Telegram lets data be."""
    found = []
    for shape in shapes():
        for number in NUMBERS:
            parts = [number for _ in dataclasses.fields(shape)]
            found.append(SEPARATOR.join([shape.prefix, *parts])[:64])
    return found


async def test_no_number_in_a_buttons_data_makes_anything_fail(sim: Sim, start: Start) -> None:
    town, unit = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        shown = await town.says("/start")
        await send_lead(running)
        card = await unit.waits_for("Zaragoza")
        for data in payloads():
            await town.press_data(data, shown.message["message_id"], forged=True)
            await unit.press_data(data, card.message["message_id"], forged=True)
        assert await running.services.inbox.listing("failed") == []
        assert (await town.says("/start")).buttons
