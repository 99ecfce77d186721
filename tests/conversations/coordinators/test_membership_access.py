"""A coordinator's access ends when their membership of the unit's group ends."""

import pytest
from structlog.testing import capture_logs

from bot.operations.knowledge_base import Library
from bot.telegram.members import SECONDS_VALID, Members
from tests.conftest import Start
from tests.conversations.lead_files import COORDINATOR_EN, OFFICER_EN, library_with_group, send_lead
from tests.person import COORDINATORS, Sim

REFUSED = "only for the coordination unit"


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


async def leaves(sim: Sim, key: str) -> None:
    await sim.do("members", user=key, chat_id=COORDINATORS, status="left")


async def test_a_forged_tap_of_somebody_outside_the_group_is_refused_and_logged(
    sim: Sim, start: Start
) -> None:
    unit, stranger = sim.coordinator(), sim.person("officer_en", COORDINATORS)
    async with start() as running:
        await send_lead(running)
        card = await unit.waits_for("[IUC-2026-0001]")
        with capture_logs() as logs:
            await stranger.press_data("w|IUC-2026-0001|claim|", card.message["message_id"], forged=True)
        assert REFUSED in stranger.toast
        refused = [log for log in logs if log["event"] == "coordinator's command refused"]
        assert [(log["chat_id"], log["user_id"]) for log in refused] == [(COORDINATORS, OFFICER_EN)]
        assert "IUC-2026" not in str(refused)


@pytest.mark.parametrize("status", ["member", "administrator"])
async def test_whoever_left_the_group_can_do_nothing_more_at_once(
    sim: Sim, start: Start, status: str
) -> None:
    unit = sim.coordinator()
    await sim.do("membership", user="coordinator_es", chat_id=COORDINATORS, status=status)
    async with start(coordinators=f"{COORDINATOR_EN}") as running:
        await send_lead(running)
        card = await unit.waits_for("[IUC-2026-0001]")
        own = sim.person("coordinator_en")
        assert "[IUC-2026-0001]" in (await own.says("/lead 1")).text
        await leaves(sim, "coordinator_en")
        assert "What I can do" in (await own.says("/lead 1")).text
        await unit.press_data("w|IUC-2026-0001|claim|", card.message["message_id"], forged=True)
        assert REFUSED in unit.toast


async def test_what_telegram_did_not_tell_is_asked_again_after_some_minutes(sim: Sim, start: Start) -> None:
    now = [0.0]
    members = Members(lambda: now[0])
    async with start() as running:
        bot = running.application.bot
        assert await members.has(bot, COORDINATORS, COORDINATOR_EN)
        assert not await members.has(bot, COORDINATORS, 987654321)
        await leaves(sim, "coordinator_en")
        assert await members.has(bot, COORDINATORS, COORDINATOR_EN)
        assert len(await sim.calls("getChatMember")) == 2
        now[0] += SECONDS_VALID + 1
        assert not await members.has(bot, COORDINATORS, COORDINATOR_EN)
