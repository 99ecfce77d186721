"""Twenty actions in one group of the unit, under Telegram's own limits: how long until each card shows what was done.

    python -m benchmarks.desk

Starts a simulator and a bot in this process; takes two minutes. Prints seconds, asserts nothing.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.application import Running, serving
from bot.settings import Settings
from bot.telegram.limits import Limits
from tests.bot.forked import UNHURRIED
from tests.conversations.lead_files import library_with_group, send_lead
from tests.person import TOKEN, Person, simulator_process

ACTIONS = 20
EVERY = 2.0
"""Seconds between two actions."""


async def main() -> None:
    """Store the leads, let their cards arrive, restart under Telegram's limits, act and measure."""
    library = library_with_group()
    with tempfile.TemporaryDirectory() as folder:
        async with simulator_process() as sim:
            desk = sim.coordinator()
            desk.timeout = 120
            settings = Settings.model_validate({"telegram_bot_token": TOKEN, "data_dir": Path(folder)})
            async with serving(settings, sim.api_url, library, asyncio.Event(), UNHURRIED) as running:
                await cards_arrive(running, desk)
            async with serving(settings, sim.api_url, library, asyncio.Event(), Limits()):
                delays = await act(desk)
    middle, longest = statistics.median(delays), max(delays)
    sys.stdout.write(
        f"{len(delays)} actions, one every {EVERY:g} s: a card shows it after {middle:.1f} s in the middle, "
        f"{longest:.1f} s at most\n"
    )


async def cards_arrive(running: Running, desk: Person) -> None:
    """Send leads about as many cities, and wait for the last card."""
    for number in range(1, ACTIONS + 1):
        await send_lead(running, number, place={"name": f"City {number}"})
    await desk.waits_for(f"[{reference(ACTIONS)}]")
    while len(desk.from_bot) < ACTIONS:
        await asyncio.sleep(0.2)
        await desk.look()


def reference(number: int) -> str:
    """A lead's reference."""
    year = time.gmtime().tm_year
    return f"IUC-{year}-{number:04d}"


async def act(desk: Person) -> list[float]:
    """Claim every lead; give for each how long its card took to say so."""
    cards = {number: card(desk, number) for number in range(1, ACTIONS + 1)}
    begun: dict[int, float] = {}
    shown: dict[int, float] = {}

    async def press() -> None:
        for number, message in cards.items():
            begun[number] = time.monotonic()
            await desk.press_data(f"w|{reference(number)}|claim|", message, wait=0)
            await asyncio.sleep(EVERY)

    pressing = asyncio.create_task(press())
    while len(shown) < ACTIONS:
        await desk.look()
        for number, message in cards.items():
            if number in begun and "claimed" in desk.messages[message]["text"].splitlines()[1]:
                shown.setdefault(number, time.monotonic())
        await asyncio.sleep(0.1)
    await pressing
    return [shown[number] - begun[number] for number in cards]


def card(desk: Person, number: int) -> int:
    """The message that is a lead's card."""
    return next(
        key
        for key, message in desk.messages.items()
        if message["from"]["is_bot"] and f"[{reference(number)}]" in message.get("text", "")
    )


if __name__ == "__main__":
    asyncio.run(main())
