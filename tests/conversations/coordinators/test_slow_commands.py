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
    desk = sim.coordinator()
    async with start() as running:
        await send_lead(running, recipients=("coordination-unit",))
        await desk.waits_for("Zaragoza")
        await sim.fail("sendDocument", mode="timeout", seconds=4)
        await desk.says("/export", expects_reply=False)
        working = await desk.waits_for("Working on it …")
        meanwhile = await desk.says("/unclaimed")
        failed = await desk.waits_for("That did not work this time")
        assert meanwhile.message["message_id"] < failed.message["message_id"], (
            "the group waited for the table"
        )
        await desk.until(
            lambda: working.message["message_id"] not in desk.messages, "the moment's message to go"
        )
