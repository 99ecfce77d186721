"""Every button that is shown does something: a wanderer presses all that they come by, in both languages."""

import random
import re
from dataclasses import dataclass, field

import pytest

from tests.conftest import Start
from tests.person import Json, Person, Sim

STARTERS = {
    "officer_en": (
        "/start",
        "/faq",
        "/eligibility",
        "/deadline",
        "/privacy",
        "/forget",
        "/language",
        "/status",
        "/apply",
        "who pays for the flights?",
        "is there parking for camper vans at the workshop?",
        "We have 120,000 inhabitants, can we take part?",
        "We are a group of towns, can we apply?",
        "Can Springfield take part?",
        "We are a company, can we apply?",
        "Can Canada take part?",
        "I want to talk to a person",
    ),
    "officer_es": (
        "/start",
        "/faq",
        "/eligibility",
        "/deadline",
        "/privacy",
        "/apply",
        "¿quién paga los vuelos?",
        "¿hay aparcamiento para autocaravanas en el taller?",
        "Somos 120.000 habitantes, ¿podemos participar?",
        "Somos un grupo de municipios",
        "¿Puede participar Santiago?",
        "Somos la diputación de Badajoz, ¿podemos?",
        "¿Puede participar Canadá?",
    ),
}
PRESSES, DEPTH, BORED = 150, 6, 1


@dataclass
class Wanderer:
    """Somebody who presses what they have not pressed yet; `dead` are the buttons that did nothing."""

    sim: Sim
    person: Person
    pressed: set[str] = field(default_factory=set)
    dead: list[str] = field(default_factory=list)

    async def explores(self, starter: str) -> None:
        """Begin anew from one message until nothing new is found."""
        dice, bored = random.Random(starter), 0
        while bored < BORED and len(self.pressed) < PRESSES:
            before = len(self.pressed)
            await self.person.says(starter)
            for _ in range(DEPTH):
                if not await self.presses_one(dice, starter):
                    break
            bored = 0 if len(self.pressed) > before else bored + 1

    async def presses_one(self, dice: random.Random, starter: str) -> bool:
        message = (await self.person.look()).message
        buttons = [b for row in rows_of(message) for b in row if "callback_data" in b]
        new = [b for b in buttons if kind_of(b) not in self.pressed]
        if not buttons:
            return False
        chosen = dice.choice(new or buttons)
        self.pressed.add(kind_of(chosen))
        if not await self.does_something(chosen["callback_data"], message["message_id"]):
            self.dead.append(f"{chosen['text']!r} ({chosen['callback_data']}) after {starter!r}")
        return True

    async def does_something(self, data: str, message_id: int) -> bool:
        self.person._fresh.clear()
        await self.person.press_data(data, message_id)
        return bool(self.person.toast) or await self.person._wait_for_show(60)


def rows_of(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def kind_of(button: Json) -> str:
    """The data without the numbers of drafts and questions, which differ from one screen to the next."""
    return re.sub(r"\|\d+\|", "|#|", button["callback_data"])


@pytest.mark.parametrize("officer", STARTERS)
async def test_every_button_does_something(sim: Sim, start: Start, officer: str) -> None:
    wanderer = Wanderer(sim, sim.person(officer))
    async with start():
        for starter in STARTERS[officer]:
            await wanderer.explores(starter)
    assert not wanderer.dead
    assert len(wanderer.pressed) > 60
