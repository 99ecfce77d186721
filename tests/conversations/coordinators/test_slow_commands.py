"""A coordinator's command that takes longer than a second says so, and holds the group up no longer."""

import pytest

from bot.operations.knowledge_base import Library
from tests.conftest import Start
from tests.conversations.lead_files import library_with_group, send_lead
from tests.person import Sim


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


async def test_a_slow_command_says_so_and_the_group_goes_on(sim: Sim, start: Start) -> None:
    unit = sim.coordinator()
    async with start() as running:
        await send_lead(running, recipients=("coordination-unit",))
        await unit.waits_for("Zaragoza")
        await sim.fail("sendDocument", mode="timeout", seconds=4)
        await unit.says("/export", expects_reply=False)
        working = await unit.waits_for("Working on it …")
        meanwhile = await unit.says("/unclaimed")
        failed = await unit.waits_for("That did not work this time")
        assert meanwhile.message["message_id"] < failed.message["message_id"], (
            "the group waited for the table"
        )
        await unit.until(
            lambda: working.message["message_id"] not in unit.messages, "the moment's message to go"
        )
