"""Whole pre-applications whose replies are drawn from lines that strangers typed: the chat stores what each meant."""

import random
from functools import cache

import pytest

from bot.evaluation.judging import is_as_meant
from bot.operations.knowledge_base import Library
from bot.telegram.serving import Running
from knowledge.form.draft import Draft
from storage.chats import chat_and_draft
from tests.conftest import BEFORE_THE_DEADLINE, Start
from tests.knowledge.form.strangers import BATCHES, Line, lines
from tests.person import Person, Sim

MOST_REPLIES = 60
OPENINGS = {"es": ("/apply", "sí", "una ciudad", "Zaragoza"), "en": ("/apply", "yes", "a city", "Gdańsk")}
ASKED_BY_COUNTRY = ("phone",)
"""Questions whose lines mean another thing in another country."""


@cache  # thousands of lines
def understood(library: Library, language: str) -> dict[str, list[Line]]:
    """The lines in a language that are read as they were meant when they stand alone, by question."""
    found: dict[str, list[Line]] = {}
    for line in (each for file in BATCHES for each in lines(file)):
        fits = line.language == language and line.want is not True and line.question not in ASKED_BY_COUNTRY
        if fits and line.is_as_meant(line.outcome(library.knowledge_base)):
            found.setdefault(line.question, []).append(line)
    return found


class Officer:
    """Somebody who answers each question with one stranger's words, and now and then says what is no answer first."""

    def __init__(self, person: Person, running: Running, language: str, seed: int) -> None:
        self.person = person
        self.running = running
        self.knowledge_base = running.services.library.knowledge_base
        self.form = self.knowledge_base.form(language, BEFORE_THE_DEADLINE)
        self.lines = understood(running.services.library, language)
        self.random = random.Random(seed)
        self.meant: dict[str, object] = {}
        self.interrupted: set[str] = set()

    def draft(self) -> Draft:
        """The draft as it is stored."""
        _, stored = chat_and_draft(self.running.services.database, self.person.screen.message["chat"]["id"])
        assert stored
        return Draft.restored(stored.answers, stored.pending, stored.at)

    async def fills_in(self) -> None:
        """Reply until nothing more is asked."""
        for _ in range(MOST_REPLIES):
            question = self.form.current(self.draft())
            if not question:
                return
            await self.replies(question)
        raise AssertionError(f"the form still asks: {self.person.screen.text}")

    async def replies(self, question: str) -> None:
        """Say what is no answer once, else an answer; come back where that led away."""
        answers = [line for line in self.lines[question] if line.want is not None]
        others = [line for line in self.lines[question] if line.want is None]
        if others and question not in self.interrupted:
            self.interrupted.add(question)
            await self.says_in_between(self.random.choice(others).text)
            return
        line = self.random.choice(answers)
        self.meant[question] = line.want
        await self.person.says(line.text)

    async def says_in_between(self, text: str) -> None:
        """Say what is no answer: nothing is stored."""
        before = dict(self.draft().answers)
        await self.person.says(text)
        assert dict(self.draft().answers) == before, text
        await self.person.says("/apply")


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("language", ["es", "en"])
async def test_the_review_holds_what_every_stranger_meant(
    sim: Sim, start: Start, library: Library, language: str, seed: int
) -> None:
    assert len(understood(library, language)) > 15
    async with start() as running:
        person = sim.person(f"officer_{language}")
        for words in OPENINGS[language]:
            await person.says(words)
        officer = Officer(person, running, language, seed)
        await officer.fills_in()
        stored = officer.draft().answers
        for question, want in officer.meant.items():
            assert is_as_meant(stored[question], want), (question, stored[question], want)
