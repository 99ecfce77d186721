"""Calls fail on purpose, in each of the ways that networks and Telegram have."""

import time

import pytest
from telegram import Bot
from telegram.error import Forbidden, NetworkError, RetryAfter, TimedOut

from tests.person import COORDINATORS, Sim


async def texts(sim: Sim) -> list[str]:
    messages = (await sim.read("messages", chat_id=COORDINATORS))["messages"]
    return [message["text"] for message in messages]


async def test_an_error_is_given_as_often_as_asked_and_then_all_is_well(sim: Sim, bot: Bot) -> None:
    await sim.fail("sendMessage", 2, status=502)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(COORDINATORS, "x")
    await bot.send_message(COORDINATORS, "y")
    assert await texts(sim) == ["y"]
    assert [call["status"] for call in await sim.calls("sendMessage")] == [502, 502, 200]


async def test_too_many_requests_says_how_long_to_wait(sim: Sim, bot: Bot) -> None:
    await sim.fail(retry_after=7)
    with pytest.raises(RetryAfter) as raised:
        await bot.send_message(COORDINATORS, "x")
    assert "7" in str(raised.value)


async def test_a_lost_answer_still_has_its_effect(sim: Sim, bot: Bot) -> None:
    await sim.fail("sendMessage", mode="lost")
    with pytest.raises(NetworkError):
        await bot.send_message(COORDINATORS, "done all the same")
    assert await texts(sim) == ["done all the same"]


async def test_a_time_out_has_no_effect(sim: Sim, bot: Bot) -> None:
    await sim.fail("sendMessage", mode="timeout", seconds=1)
    with pytest.raises(TimedOut):
        await bot.send_message(COORDINATORS, "x", read_timeout=0.2)
    assert await texts(sim) == []


async def test_a_fault_of_one_chat_leaves_the_others_and_the_polling_alone(sim: Sim, bot: Bot) -> None:
    await sim.person("officer_es").starts(expects_reply=False)
    await sim.fail(status=403, chat_id=1001)
    await bot.send_message(COORDINATORS, "x")
    assert await bot.get_updates()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(1001, "x")


async def test_healing_takes_back_what_was_planned(sim: Sim, bot: Bot) -> None:
    await sim.fail(count=9)
    assert [fault["remaining"] for fault in await sim.read("faults")] == [9]
    await sim.do("heal")
    await bot.send_message(COORDINATORS, "x")


async def test_every_call_can_be_slowed(sim: Sim, bot: Bot) -> None:
    await sim.do("settings", latency_ms=150)
    started = time.monotonic()
    await bot.send_message(COORDINATORS, "x")
    assert time.monotonic() - started >= 0.15


async def test_the_rate_limits_hold_when_they_are_switched_on(sim: Sim, bot: Bot) -> None:
    await sim.do("settings", enforce_rates=True)
    for _ in range(3):
        await bot.send_message(COORDINATORS, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(COORDINATORS, "x")
