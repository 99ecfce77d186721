"""A person who answers, goes back, edits, switches language, restarts the bot and double-taps, at random.

Whatever the seed: in the end there is one lead, and it holds what was typed and tapped last.
"""

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.operations.knowledge_base import Library
from bot.telegram.callback_data import FormReply, Move, unpack
from knowledge.content.schema import Question, Questionnaire
from knowledge.form.position import applicable
from knowledge.form.steps import DONE, SKIP, TICK
from tests.conftest import Start
from tests.person import Person, Sim

STEPS = 35
"""Random steps before the walker fills in the rest and sends."""

TYPED: dict[str, list[tuple[str, object]]] = {
    "consent": [("sí", "2026-11"), ("yes", "2026-11")],
    "population": [("120 mil", 120_000), ("1.2 million", 1_200_000), ("234,567", 234_567)],
    "country": [("Polonia", "PL"), ("germany", "DE"), ("Españ", "ES")],
    "email": [("ana@vila.example.es", "ana@vila.example.es")],
    "phone": [("+34 600 11 22 33", "+34600112233"), ("-", None)],
    "strategy_url": [("www.vila.example/plan", "https://www.vila.example/plan"), ("omitir", None)],
}
SHORT = {
    "name": ["Ana Pérez"],
    "post": ["Técnica de proyectos"],
    "organisation": ["Ayuntamiento de la villa"],
}
TEXTS = ["El agua escasea.", "Old port <b>&</b> new jobs", "Año 2030: «todo» cambia", "1. Uno\n2. Dos"]
ASIDES = ["¿Hasta cuándo se puede presentar?", "What does the programme pay?", "/help", "/language"]


class Walker:
    """Presses and types in the chat, and remembers what the lead must hold."""

    def __init__(
        self, person: Person, questionnaire: Questionnaire, seed: int, restart: Callable[[], Any]
    ) -> None:
        self.person = person
        self.questionnaire = questionnaire
        self.random = random.Random(seed)
        self.restart = restart
        self.expected: dict[str, Any] = {}

    # What is on the screen

    def screen(self) -> dict[str, Any]:
        """The latest message with buttons of the form."""
        return next(m for m in reversed(self.person.from_bot) if self.payloads(m))

    def payloads(self, message: dict[str, Any]) -> list[tuple[FormReply | Move, str]]:
        """What the form's buttons of a message carry, parsed, with the payload itself."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        packed = [b["callback_data"] for row in rows for b in row if "callback_data" in b]
        parsed = [(unpack(FormReply, data) or unpack(Move, data), data) for data in packed]
        return [(shape, data) for shape, data in parsed if shape is not None]

    def question(self) -> Question | None:
        """The question on the screen; None at the review."""
        text = self.screen()["text"]
        for question in self.questionnaire.questions:
            first_lines = [
                question.text.within(language).split("{")[0][:40] for language in question.text.root
            ]
            if any(line in text for line in first_lines) and question.type != "verdict":
                return question
        return None

    async def taps(self, data: str, times: int = 1) -> None:
        """Press a button, more than once at the same moment if told so."""
        message_id = self.screen()["message_id"]
        await self.person.press_at_once(data, message_id, times)
        await self.settled()

    async def settled(self) -> None:
        """Wait until the bot has nothing more to show."""
        await self.person.sim.settles()
        await self.person.look()

    async def says(self, line: str) -> None:
        await self.person.says(line)
        await self.settled()

    # What the walker does

    async def steps(self, count: int) -> None:
        """Do anything that a person might do."""
        for _ in range(count):
            act = self.random.choices(
                [
                    self.answers,
                    self.goes_back,
                    self.asks,
                    self.switches,
                    self.leaves,
                    self.restarts,
                    self.edits,
                ],
                weights=[12, 3, 2, 1, 1, 1, 3],
            )[0]
            await act()

    async def finishes(self) -> None:
        """Answer what is left, then send, tapping twice."""
        for _ in range(80):
            if self.question() is None:
                break
            await self.answers()
        send = self.move("send")
        assert send, self.screen()["text"]
        await self.taps(send, times=2)

    def move(self, name: str, question: str = "") -> str | None:
        """The payload of a button that moves on."""
        for shape, data in self.payloads(self.screen()):
            if isinstance(shape, Move) and shape.move == name and question in ("", shape.question):
                return data
        return None

    async def answers(self) -> None:
        """Reply to the question on the screen by word or tap, now and then tapping twice."""
        question = self.question()
        if question is None:
            return
        if question.type == "place":
            await self.finds_the_city(question)
        elif question.type == "choices":
            await self.ticks(question)
        elif question.type == "choice":
            await self.chooses(question)
        else:
            await self.types(question)

    async def types(self, question: Question) -> None:
        line, value = self.random.choice(
            TYPED.get(question.id, [(text, text) for text in SHORT.get(question.id, TEXTS)])
        )
        await self.says(line)
        self.expected[question.id] = value

    async def finds_the_city(self, question: Question) -> None:
        line, name = self.random.choice(
            [("Zaragoza", "Zaragoza"), ("Gdańsk", "Gdańsk"), ("Sevila", "Sevilla")]
        )
        await self.says(line)
        found = next((data for shape, data in self.replies(question) if shape.value.isdigit()), None)
        if found:
            label = self.screen()["reply_markup"]["inline_keyboard"][0][0]["text"]
            await self.taps(found, times=self.random.choice([1, 2]))
            name = label.split(" ", 1)[1].split(",")[0].split(" (")[0]
        self.expected["place"] = name
        self.expected.pop("country", None)
        self.expected.pop("population", None)

    async def ticks(self, question: Question) -> None:
        """Choose one option: untick what is ticked, tick it, done."""
        for shape, data in self.replies(question):
            if shape.value.startswith("-"):
                await self.taps(data)
        tick = self.random.choice([r for r in self.replies(question) if r[0].value.startswith(TICK)])
        await self.taps(tick[1], times=self.random.choice([1, 2]))
        done = next(data for shape, data in self.replies(question) if shape.value == DONE)
        await self.taps(done, times=self.random.choice([1, 2]))
        self.expected[question.id] = [tick[0].value[1:]]

    async def chooses(self, question: Question) -> None:
        offered = [
            r
            for r in self.replies(question)
            if r[0].value not in (SKIP, "province", "region", "other", "group")
        ]
        shape, data = self.random.choice(offered)
        await self.taps(data, times=self.random.choice([1, 2]))
        self.expected[question.id] = shape.value

    def replies(self, question: Question) -> list[tuple[FormReply, str]]:
        """The buttons that answer this question."""
        found = self.payloads(self.screen())
        return [
            (shape, data)
            for shape, data in found
            if isinstance(shape, FormReply) and shape.question == question.id
        ]

    async def goes_back(self) -> None:
        back = self.move("back")
        if back and self.question() is not None:
            await self.taps(back, times=self.random.choice([1, 2]))

    async def edits(self) -> None:
        """From the review, go to any answer."""
        change = self.move("change")
        if change is None or self.question() is not None:
            return
        await self.taps(change)
        moves = [data for shape, data in self.payloads(self.screen()) if isinstance(shape, Move)]
        await self.taps(self.random.choice(moves))

    async def asks(self) -> None:
        """Ask something in the middle; a command leads away, /apply back."""
        line = self.random.choice(ASIDES)
        await self.says(line)
        if line.startswith("/"):
            await self.says("/apply")

    async def switches(self) -> None:
        language = self.random.choice(("es", "en"))
        await self.says("/language")
        message = self.person.screen.message
        await self.person.press_data(f"l|{language}", message["message_id"])
        await self.settled()

    async def leaves(self) -> None:
        await self.says("/cancel")
        await self.says("/apply")

    async def restarts(self) -> None:
        await self.restart()

    def should_hold(self, answers: dict[str, Any]) -> dict[str, Any]:
        """What the lead must hold: the last reply to each question that applies; a city brings two along."""
        place = answers["place"]
        assert place["name"] == self.expected["place"]
        answers = {
            "country": place["country"],
            "population": place["population"],
            **self.expected,
            "place": place,
        }
        live = [question.id for question in applicable(self.questionnaire, answers)]
        return {key: answers[key] for key in live if answers.get(key) is not None}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_however_somebody_wanders_one_lead_holds_what_they_said_last(
    seed: int, sim: Sim, start: Start, library: Library, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        running = [await stack.enter_async_context(AsyncExitStack())]
        await running[0].enter_async_context(start())

        async def restart() -> None:
            await running[0].aclose()
            running[0] = await stack.enter_async_context(AsyncExitStack())
            await running[0].enter_async_context(start())

        questionnaire = library.knowledge_base.content.questionnaire
        person = sim.person("officer_es" if seed % 2 else "officer_en")
        walker = Walker(person, questionnaire, seed, restart)
        await walker.says("/apply")
        await walker.steps(STEPS)
        await walker.finishes()
        await person.waits_for("IUC-2026-0001")
    leads = leads_in(tmp_path)
    assert len(leads) == 1
    assert leads[0]["answers"] == walker.should_hold(leads[0]["answers"])


def leads_in(folder: Path) -> list[dict[str, Any]]:
    """The leads that the bot has stored."""
    database = sqlite3.connect(folder / "bot.sqlite3")
    try:
        return [json.loads(data) for (data,) in database.execute("SELECT data FROM leads")]
    finally:
        database.close()
