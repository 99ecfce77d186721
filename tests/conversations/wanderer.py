"""Somebody who presses every button that they come by, and notes those that did nothing.

A button of the newest message that is said to be one of an earlier screen did nothing either.
"""

import random
import re
from dataclasses import dataclass, field

from tests.person import Json, Person, Sim

PRESSES, DEPTH, BORED = 150, 6, 1
OLD = ("an earlier screen", "una pantalla anterior")


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
        works = await self.does_something(chosen["callback_data"], message["message_id"])
        if not works or any(words in self.person.toast for words in OLD):
            self.dead.append(f"{chosen['text']!r} ({chosen['callback_data']}) after {starter!r}")
        return True

    async def does_something(self, data: str, message_id: int) -> bool:
        self.person.fresh.clear()
        await self.person.press_data(data, message_id)
        return bool(self.person.toast) or await self.person.waits_for_news()

    async def explores_all(self, starter: str) -> None:
        """Press every button that is new in any message that came, not only in the latest."""
        await self.person.says(starter)
        for _ in range(PRESSES):
            await self.person.look()
            new = next(((m, b) for m, b in self.buttons() if kind_of(b) not in self.pressed), None)
            if new is None:
                return
            message, button = new
            self.pressed.add(kind_of(button))
            if not await self.does_something(button["callback_data"], message["message_id"]):
                self.dead.append(f"{button['text']!r} ({button['callback_data']}) after {starter!r}")

    def buttons(self) -> list[tuple[Json, Json]]:
        """Every button to be pressed in the chat, the newest message first."""
        return [
            (message, button)
            for message in reversed(self.person.from_bot)
            for row in rows_of(message)
            for button in row
            if "callback_data" in button
        ]


def rows_of(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def kind_of(button: Json) -> str:
    """The data without the numbers of drafts and questions, which differ from one screen to the next."""
    return re.sub(r"\|\d+\|", "|#|", button["callback_data"])
