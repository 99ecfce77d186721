"""Telegram's limits are kept, a 429 holds up its own chat alone, and who floods is slowed, not lost."""

import asyncio
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operations.knowledge_base import Library
from bot.telegram.limits import Bucket, Limits, Window, in_background
from tests.conftest import Start
from tests.conversations.lead_files import library_with_group, send_lead
from tests.person import COORDINATORS, Sim
from tests.waiting import until_true

MOMENTS = st.lists(st.floats(0, 100, allow_nan=False), min_size=1, max_size=120).map(sorted)


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


def crowded(places: Sequence[float], seconds: float) -> int:
    """The most places within any span of so many seconds."""
    return max(sum(at <= other < at + seconds - 1e-6 for other in places) for at in places)


@given(MOMENTS)
def test_never_more_than_thirty_within_any_second_and_nobody_waits_without_need(moments: list[float]) -> None:
    window = Window(30, 1.0)
    places = [window.reserve(moment) for moment in moments]
    assert places == sorted(places)
    assert crowded(places, 1.0) <= 30
    assert all(at == moment for at, moment in zip(places[:30], moments[:30], strict=True))


@given(MOMENTS)
def test_a_chat_gets_one_a_second_after_its_burst(moments: list[float]) -> None:
    bucket = Bucket(20, 1.0)
    places = [bucket.reserve(moment) for moment in moments]
    assert all(at >= moment for at, moment in zip(places, moments, strict=True))
    for seconds in (1, 5, 30):
        assert crowded(places, seconds) <= 20 + seconds


async def test_enforced_limits_lose_no_reply(sim: Sim, start: Start) -> None:
    await sim.do("settings", enforce_rates=True)
    officer = sim.person("officer_en")
    async with start(limits=Limits()):
        for words in ("/start", "/help", "/contact", "/privacy", "/faq"):
            await officer.says(words, expects_reply=False)
        await officer.until(lambda: len(officer.from_bot) == 5, "five replies")


async def test_a_chat_that_telegram_holds_up_holds_up_no_other(sim: Sim, start: Start) -> None:
    held, free = sim.person("officer_es"), sim.person("officer_en")
    async with start(limits=Limits()):
        await held.says("/start")
        await free.says("/start")
        await sim.fail("sendMessage", retry_after=3, chat_id=await held.number_of_chat())
        begun = time.monotonic()
        await held.says("/help", expects_reply=False)
        await until_true(lambda: refused(sim), "Telegram to refuse the reply")
        await free.says("/help")
        await held.look()
        assert len(held.from_bot) == 1
        await held.waits_for_news()
        assert time.monotonic() - begun >= 3


async def refused(sim: Sim) -> bool:
    return any(not call["ok"] for call in await sim.calls("sendMessage"))


async def test_replies_do_not_wait_for_a_broadcast(sim: Sim, start: Start) -> None:
    officer = sim.person("officer_en")
    async with start(limits=Limits()) as running:
        await officer.says("/start")
        chats = [(await sim.do("groups", title=f"G{number}"))["id"] for number in range(60)]

        async def broadcast(chat_id: int) -> None:
            with in_background():
                await running.application.bot.send_message(chat_id, "Six weeks left")

        begun = time.monotonic()
        sending = [asyncio.create_task(broadcast(chat_id)) for chat_id in chats]
        await officer.says("/help")
        assert not all(task.done() for task in sending)
        await asyncio.gather(*sending)
    assert time.monotonic() - begun >= 2, "60 in the background take more than two seconds at 20 a second"


async def test_a_group_gets_twenty_messages_a_minute(sim: Sim, start: Start) -> None:
    async with start(limits=Limits()) as running:
        bot = running.application.bot
        await asyncio.gather(*(bot.send_message(COORDINATORS, str(number)) for number in range(20)))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await bot.send_message(COORDINATORS, "one too many")


async def test_taps_are_answered_while_a_group_waits_for_its_next_minute(sim: Sim, start: Start) -> None:
    one, other = sim.coordinator(), sim.coordinator("coordinator_es")
    async with start(limits=Limits(group=3)) as running:
        for number in (1, 2):
            await send_lead(running, number, with_deliveries=False)
        await one.says("/lead 1")
        first = (await one.waits_for("[IUC-2026-0001]")).message["message_id"]
        await one.says("/lead 2")
        second = (await one.waits_for("[IUC-2026-0002]")).message["message_id"]
        await one.press_data("w|IUC-2026-0001|claim|", first)
        for tapper, number, message in ((one, 1, first), (other, 2, second)):
            for step in ("answers", "history", "claim"):
                await tapper.press_data(f"w|IUC-2026-000{number}|{step}|", message, forged=True)
        assert other.toast == "It is yours."


async def test_who_floods_gets_one_notice_and_every_answer_and_others_notice_nothing(
    sim: Sim, start: Start
) -> None:
    flooder, other = sim.person("officer_es"), sim.person("officer_en")
    hurried = Limits(flood_pause=0.1, chat_burst=1000)
    async with start(limits=hurried):
        await other.says("/start")
        await flooder.says("/apply")
        await flooder.presses("De acuerdo")
        await flooder.presses("Una agrupación de municipios")
        await flooder.says("Agrupación del agua")
        await flooder.says("España")
        villages = [f"Aldea{letter}" for letter in "abcdefghijklmnopqrstuvwx"]
        for village in villages:
            await flooder.says(f"{village} 1000", expects_reply=False)
        await other.says("/help")
        await flooder.look()
        assert villages[-1] not in flooder.screen.text
        await flooder.waits_for(villages[-1])
        assert all(village in flooder.screen.text for village in villages), flooder.screen.text
    notices = [
        each for each in flooder.from_bot if "más rápido de lo que puedo responder" in each.get("text", "")
    ]
    assert len(notices) == 1
