"""The bot is killed at any moment, again and again, while people fill in the questionnaire."""

import asyncio
import contextlib
import json
import os
import random
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.operations.knowledge_base import Library
from tests.conftest import CACHE
from tests.person import Json, Person, Sim
from tests.waiting import PATIENCE, until_true

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KILLS", "12"))
SEEDS = (20270304, 20270305)
"""Two runs, so that two processors share them."""
SEATS = 4
"""As many fill in the form at the same time, so that the first have sent it long before the last kill."""
LONGEST_LIFE = 24
"""Replies that a life lasts at most: counted in seconds, on a busy machine the bot would never come to any."""
ANY_MOMENT = 0.05
"""Seconds within which the bot is killed after the last of them."""
UNFINISHED = """SELECT (SELECT count(*) FROM outbox WHERE state = 'pending')
    + (SELECT count(*) FROM inbox WHERE state = 'waiting')"""


@dataclass
class Bot:
    """A bot that is killed and started again; `lives` counts its starts."""

    process: asyncio.subprocess.Process
    pid: int = 0
    lives: int = 0

    async def starts(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(b"\n")
        self.pid = int(await self.process.stdout.readline())
        self.lives += 1

    def dies(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


@contextlib.asynccontextmanager
async def mortal(sim: Sim, data: Path) -> AsyncIterator[Bot]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bot.forked", sim.api_url, str(data), str(CACHE.absolute())),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    try:
        assert await asyncio.wait_for(process.stdout.readline(), PATIENCE) == b"ready\n"
        bot = Bot(process)
        await bot.starts()
        try:
            yield bot
        finally:
            bot.dies()
    finally:
        process.stdin.close()
        await process.communicate()  # until its pipe has ended too
        await asyncio.sleep(0)


SENT = "Your reference: IUC-2026-"
ANOTHER = "There is a pre-application for this place already"


@dataclass
class Applicant:
    """Somebody who fills in the form, each step once, when the question for it is on the screen."""

    person: Person
    library: Library
    number: int
    answers: dict[str, object] = field(default_factory=dict)

    async def applies(self) -> None:
        self.person.timeout = 4 * PATIENCE  # the bot is killed all the time
        await self.person.says("/apply", expects_reply=False)
        for question, words in self.script():
            await self.person.waits_for(self.asked(question))
            await self.does(words)
        await self.person.waits_for("Review")
        await self.does("[Send the pre-application]")
        await self.person.until(lambda: self.shows(SENT) or self.shows(ANOTHER), "what follows sending")
        if not self.shows(SENT):
            await self.does("[Send it all the same]")
        await self.person.waits_for(SENT)

    def shows(self, text: str) -> bool:
        return self.person.message_with(text) is not None

    async def does(self, words: str) -> None:
        """Say it, or press it if it is in brackets; never twice, whatever happens to the bot."""
        if not words.startswith("["):
            await self.person.says(words, expects_reply=False)
            return
        label = words.strip("[]")
        await self.person.until(lambda: self.person.button_place(label) is not None, label)
        self.person.fresh.clear()
        while not await self.presses(label):  # the screen was just replaced: the button is on the new one
            await self.person.look()

    async def presses(self, label: str) -> bool:
        place = self.person.button_place(label)
        assert place
        pressed = {"user": self.person.key, "data": place[1], "message_id": place[0], "wait": 0}
        return (await self.person.sim.client.post("/sim/press", json=pressed)).ok

    def asked(self, question_id: str) -> str:
        content = self.library.knowledge_base.content
        question = content.questionnaire.question(question_id)
        assert question
        return content.wordings["en"].fill(question.text).splitlines()[0]

    def script(self) -> Iterator[tuple[str, str]]:
        typed = {
            "challenge": f"Challenge {self.number}: too much waste is burnt.",
            "offer": f"Offer {self.number}: a deposit scheme that works.",
            "name": f"Officer {self.number}",
            "post": f"Post {self.number}",
            "organisation": f"City Hall {self.number}",
            "email": f"officer{self.number}@gdansk.example.pl",
        }
        self.answers = dict(typed)
        yield from {"consent": "[I agree]", "kind": "1", "place": "Gdańsk"}.items()
        yield "topics", "circular economy, 7"
        yield from ((key, typed[key]) for key in ("challenge", "offer"))
        yield from {
            "partners": "no preference",
            "stakeholders": "[Not yet]",
            "programmes": "none yet",
        }.items()
        yield from {"strategy": "[Not sure yet]", "staff": "[Two or three]"}.items()
        yield from ((key, typed[key]) for key in ("name", "post", "organisation", "email"))


@pytest.mark.parametrize("seed", SEEDS)
async def test_killed_again_and_again_the_bot_loses_nothing_and_doubles_nothing(
    sim: Sim, library: Library, tmp_path: Path, seed: int
) -> None:
    finished: list[Applicant] = []
    dice = random.Random(seed)
    ended = asyncio.Event()

    async def seat(number: int) -> None:
        while not ended.is_set():
            person = await sim.add_person(f"person{number}", language_code="en")
            applicant = Applicant(person, library, number)
            await applicant.applies()
            finished.append(applicant)
            number += SEATS

    async with mortal(sim, tmp_path) as bot:
        async with asyncio.timeout(4 * PATIENCE), asyncio.TaskGroup() as people:
            for number in range(SEATS):
                people.create_task(seat(number))
            for _ in range(KILLS):
                await replies_follow(sim, dice.randint(0, LONGEST_LIFE))
                await asyncio.sleep(dice.uniform(0, ANY_MOMENT))
                bot.dies()
                await bot.starts()
            ended.set()
        await delivered(tmp_path)
    assert bot.lives == KILLS + 1
    assert len(finished) >= SEATS
    proven(tmp_path, finished)


async def replies_follow(sim: Sim, count: int) -> None:
    """Wait until so many more screens were shown."""
    seq = (await sim.read("state"))["seq"]
    while count > 0:
        news = await sim.read("events", since=seq, timeout=PATIENCE)
        count -= sum(Person.is_news(event) for event in news["events"])
        seq = news["seq"]


async def delivered(data: Path) -> None:
    """Wait until the outbox is empty and every update is dealt with; each lead has two PDFs, half a second each."""

    async def finished() -> bool:
        return rows(data, UNFINISHED) == [(0,)]

    await until_true(finished, "the inbox and the outbox to be empty", 4 * PATIENCE)


def proven(data: Path, applicants: list[Applicant]) -> None:
    """Every answer once, every lead once, every delivery sent and queued once."""
    leads = [json.loads(str(row[0]))["answers"] for row in rows(data, "SELECT data FROM leads")]
    mails = Counter(answers["email"] for answers in leads)
    assert mails == Counter(str(applicant.answers["email"]) for applicant in applicants)
    by_mail: dict[str, Json] = {answers["email"]: answers for answers in leads}
    for applicant in applicants:
        stored = by_mail[str(applicant.answers["email"])]
        assert {key: stored[key] for key in applicant.answers} == applicant.answers
    assert rows(data, "SELECT count(*) FROM drafts WHERE state = 'open'") == [(0,)]
    assert rows(data, "SELECT count(*) FROM inbox WHERE state = 'failed'") == [(0,)]
    sent = Counter(
        reference for (reference,) in rows(data, "SELECT subject_reference FROM outbox WHERE state='sent'")
    )
    assert len(sent) == len(leads)
    assert len(set(sent.values())) == 1, f"some leads were delivered more often than others: {sent}"
    contents = [path.read_text(errors="replace") for path in (data / "mail").glob("*.eml")]
    for (reference,) in rows(data, "SELECT reference FROM leads"):
        assert any(f"[{reference}]" in content for content in contents), f"{reference} was not mailed"


def rows(data: Path, sql: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(data / "bot.sqlite3", timeout=10)) as database:
        return database.execute(sql).fetchall()
