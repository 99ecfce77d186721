"""A question in the place of a card stays until it is answered, whatever happens to the lead meanwhile."""

from dataclasses import replace

import pytest

from bot.operations.knowledge_base import Library
from tests.bot.forked import UNHURRIED
from tests.conftest import Start
from tests.conversations.lead_files import library_with_group, send_lead
from tests.person import Person, Sim
from tests.screen import screen_of

QUESTION = "Why is it declined?"


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


async def card_of(desk: Person) -> int:
    """Show the lead once more, and give the card's message."""
    await desk.says("/lead 1")
    return int((await desk.waits_for("Inhabitants")).message["message_id"])


async def test_a_colleagues_note_does_not_take_the_question_away(sim: Sim, start: Start) -> None:
    one, other = sim.coordinator(), sim.coordinator("coordinator_es")
    async with start(limits=replace(UNHURRIED, group=10_000)) as running:
        await send_lead(running, with_deliveries=False)
        first, second = await card_of(one), await card_of(one)
        await one.press_data("w|IUC-2026-0001|claim|", first)
        await one.press_data("w|IUC-2026-0001|declined|", first, forged=True)
        await one.waits_for(QUESTION)
        await other.says("/note 1 hola")
        await other.until(
            lambda: "hola" in screen_of(other.messages[second]).text, "the note on the other card"
        )
        assert QUESTION in screen_of(other.messages[first]).text
        await one.presses("Cancel")
        await one.until(lambda: "hola" in screen_of(one.messages[first]).text, "the card again")


async def test_a_question_that_nobody_answers_gives_way_in_the_end(
    sim: Sim, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = sim.coordinator(), sim.coordinator("coordinator_es")
    async with start(limits=replace(UNHURRIED, group=10_000)) as running:
        monkeypatch.setattr(running.services.unit.questions, "ANSWERED_WITHIN", 1.0)
        await send_lead(running, with_deliveries=False)
        first = await card_of(one)
        await one.press_data("w|IUC-2026-0001|claim|", first)
        await one.press_data("w|IUC-2026-0001|declined|", first, forged=True)
        await one.waits_for(QUESTION)
        await other.says("/note 1 hola")
        await one.until(lambda: "hola" in screen_of(one.messages[first]).text, "the card again")
