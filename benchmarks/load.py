"""How many updates a second the bot deals with, and how fast, beside a bare echo bot in the same run.

`python -m benchmarks.load` (about ten minutes; traffic on the loopback address only): the simulator and the
people are this process, each bot is one of its own. Telegram's limits are lifted for both, since its 30
messages a second would hide everything else. The two take turns, several times; a row gives the medians, a
ratio the median and the range of those of neighbouring turns. `--quick` leaves out the million stored conversations.

`--pace 30` lets people write 30 updates a second, as fast as Telegram lets a bot reply, beside a million stored
conversations: how much of a processor each bot takes, the sentence model's process included, and how long replies take.
Each message is another stranger's, and none of them was learned, so that the model is asked as often as it ever is.
On a machine with other work the model is often late, and then left alone: with `--patient` the bot waits for it; then
the processors are those of a calm machine, though the times are not.
"""

import argparse
import asyncio
import contextlib
import datetime
import itertools
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path

from benchmarks.ours import VECTORS
from benchmarks.sayings import unseen
from simulator.actions import says
from simulator.call import Call
from simulator.server import Simulator
from storage.clock import stamp
from storage.database import Database

SAYINGS = ("/start", "When is the deadline?", "How many people can travel on a visit?", "/help")
UPDATES = {1: 500, 10: 1500, 100: 3000}
START = 300.0
"""Seconds that a bot may take to start: it may have to learn."""
UNANSWERED = 60.0
"""Seconds that count for whoever gets no answer."""
PACED_PEOPLE, PACED_WARM, PACED_SECONDS = 300, 10, 60
TURNS = 5
FIRST_PERSON = 500_000
MILLION = 1_000_000
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Crowd:
    """People who each write again as soon as they are answered."""

    simulator: Simulator
    sayings: Sequence[str] = ()
    waiting: dict[int, asyncio.Future[float]] = field(default_factory=dict)

    async def listen(self) -> None:
        """Tell whoever waits that they were answered."""
        events = self.simulator.world.events
        since = events.sequence
        while True:
            for event in await events.wait(since, None, 60):
                since = event["seq"]
                if event["kind"] == "message" and event["message"]["from"]["is_bot"]:
                    future = self.waiting.pop(event["message"]["chat"]["id"], None)
                    if future and not future.done():
                        future.set_result(time.perf_counter())

    async def talk(self, person: int, times: int) -> list[float]:
        """Write so often; gives the seconds until each answer."""
        world, seconds = self.simulator.world, []
        for turn in range(times):
            answered = self.waiting[person] = asyncio.get_running_loop().create_future()
            begun = time.perf_counter()
            says(world, Call("say", {"user_id": person, "text": SAYINGS[turn % len(SAYINGS)]}))
            seconds.append(await asyncio.wait_for(answered, 30) - begun)
        return seconds

    async def write_at_a_pace(self, pace: float, numbers: range) -> list[float]:
        """Have people write some sayings at fixed moments, whether others were answered or not; gives the seconds."""
        answers, begun = list[asyncio.Task[float]](), time.perf_counter()
        for turn, number in enumerate(numbers):
            await asyncio.sleep(max(0.0, begun + turn / pace - time.perf_counter()))
            answers.append(asyncio.create_task(self.ask(number, begun + turn / pace)))
        return await asyncio.gather(*answers)

    async def ask(self, number: int, due: float) -> float:
        """Have one person write; gives the seconds from the moment at which they wanted to until the answer."""
        person = FIRST_PERSON + number % PACED_PEOPLE
        answered = self.waiting[person] = asyncio.get_running_loop().create_future()
        says(self.simulator.world, Call("say", {"user_id": person, "text": self.sayings[number]}))
        try:
            seconds: float = await asyncio.wait_for(answered, UNANSWERED) - due
        except TimeoutError:
            return UNANSWERED
        return seconds


@dataclass(frozen=True)
class Result:
    """What one turn of one bot gave: updates a second, seconds until an answer, and what 1,000 updates take.

    `cpu` is in seconds, `grown` in megabytes, both for 1,000 updates; `memory` is all that was resident at the end.
    """

    rate: float
    p50: float
    p99: float
    cpu: float
    grown: float
    memory: float


HEAD = """| bot | stored | chats | updates/s | p50 ms | p99 ms | CPU s per 1,000 | MB per 1,000 | MB |
|---|---:|---:|---:|---:|---:|---:|---:|---:|"""


def row(bot: str, stored: int, chats: int, turns: list[Result]) -> str:
    """The medians of a bot's turns in Markdown; of the memory the most."""
    rate, p50, p99, cpu, grown, _ = (
        statistics.median(each) for each in zip(*map(astuple, turns), strict=True)
    )
    memory = max(turn.memory for turn in turns)
    return (
        f"| {bot} | {stored:,} | {chats} | {rate:.0f} | {p50 * 1000:.1f} | {p99 * 1000:.1f} | {cpu:.2f} "
        f"| {grown:.1f} | {memory:.0f} |"
    )


def compared(stored: int, chats: int, ours: list[Result], echo: list[Result]) -> str:
    """Our share of the echo bot's rate, turn by turn."""
    ratios = sorted(one.rate / other.rate for one, other in zip(ours, echo, strict=True))
    said = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    return f"| ours / echo | {stored:,} | {chats} | {said} | | | | | |"


async def measured(crowd: Crowd, chats: int, pid: int) -> Result:
    """Let so many people talk at once."""
    people = [FIRST_PERSON + number for number in range(chats)]
    await asyncio.gather(*(crowd.talk(person, 2) for person in people))  # warm
    before, held, begun = cpu_seconds(pid), megabytes(pid), time.perf_counter()
    each = UPDATES[chats] // chats
    answers = await asyncio.gather(*(crowd.talk(person, each) for person in people))
    seconds = sorted(itertools.chain.from_iterable(answers))
    elapsed, cpu = time.perf_counter() - begun, cpu_seconds(pid) - before
    count = len(seconds)
    p50, p99 = statistics.median(seconds), seconds[int(count * 0.99)]
    grown = (megabytes(pid) - held) / count * 1000
    return Result(count / elapsed, p50, p99, cpu / count * 1000, grown, megabytes(pid))


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def family(pid: int) -> list[int]:
    """A process and those that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *itertools.chain.from_iterable(family(int(child)) for child in children)]


def megabytes(pid: int, part: str = "Rss") -> float:
    """Resident memory of a process; `Pss` counts what it shares with others by its share."""
    memory = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(memory.split(f"{part}:")[1].split()[0]) / 1024


@contextlib.asynccontextmanager
async def child(kind: str, address: str, data: Path, *options: str) -> AsyncIterator[int]:
    """Run a bot as a process of its own; gives its number once it serves."""
    with (data / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", f"benchmarks.{kind}", address, str(data), *options),
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
    assert process.stdout
    try:
        assert await asyncio.wait_for(process.stdout.readline(), START) == b"ready\n"
        yield process.pid
    finally:
        process.kill()
        await process.wait()
        await asyncio.sleep(0)


async def filled(data: Path, conversations: int) -> None:
    """Store so many conversations, each with a screen and a draft."""
    path = data / "bot.sqlite3"
    database = Database(path)
    await database.open()
    await database.close()
    moment = stamp(datetime.datetime.now(datetime.UTC))  # so that no reminder is due
    answers = '{"consent": true, "kind": "city", "challenge": "' + "The old town loses its shops. " * 8 + '"}'
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        chats = ((n, '{"name": "form"}', n, moment, moment) for n in range(2**40, 2**40 + conversations))
        connection.executemany(
            "INSERT INTO chats (chat_id, language, screen, last_update_id, created_at, seen_at) "
            "VALUES (?, 'en', ?, ?, ?, ?)",
            chats,
        )
        drafts = ((n, "1", answers, moment, moment) for n in range(2**40, 2**40 + conversations))
        connection.executemany(
            "INSERT INTO drafts (chat_id, content_version, answers, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
            drafts,
        )


@contextlib.asynccontextmanager
async def crowd_of(people: int) -> AsyncIterator[Crowd]:
    """A simulator with so many people in it."""
    async with Simulator() as simulator:
        for number in range(people):
            user = {"id": FIRST_PERSON + number, "first_name": "A", "language_code": "en"}
            simulator.world.add_person(f"p{number}", {**user, "is_bot": False})
        crowd = Crowd(simulator)
        listening = asyncio.create_task(crowd.listen())
        try:
            yield crowd
        finally:
            listening.cancel()


async def turn(kind: str, chats: int, data: Path) -> Result:
    """Run a bot, and let so many people talk to it."""
    async with crowd_of(chats) as crowd, child(kind, crowd.simulator.address, data) as pid:
        return await measured(crowd, chats, pid)


async def paced(kind: str, pace: float, data: Path, *options: str) -> str:
    """Run a bot, let people write at a pace, and give a row: share of a processor, and seconds until replies."""
    warm, count = int(pace * PACED_WARM), int(pace * PACED_SECONDS)
    async with (
        crowd_of(PACED_PEOPLE) as crowd,
        child(kind, crowd.simulator.address, data, "--unseen", *options) as pid,
    ):
        crowd.sayings = unseen(warm + count)
        await crowd.write_at_a_pace(pace, range(warm))
        before = [cpu_seconds(each) for each in family(pid)]
        seconds = sorted(await crowd.write_at_a_pace(pace, range(warm, warm + count)))
        after = [cpu_seconds(each) for each in family(pid)]
        shares = [(one - other) / PACED_SECONDS for one, other in zip(after, before, strict=True)]
        asked = (data / VECTORS).read_text() if kind == "ours" else "0 0"
        resident, proportional = (
            sum(megabytes(each, part) for each in family(pid)) for part in ("Rss", "Pss")
        )
    p50, p99 = statistics.median(seconds) * 1000, seconds[int(len(seconds) * 0.99)] * 1000
    each = " + ".join(f"{share:.2f}" for share in shares)
    return (
        f"| {kind} | {MILLION:,} | {pace:g} | {sum(shares):.2f} ({each}) | {p50:.1f} | {p99:.1f} "
        f"| {resident:.0f} | {proportional:.0f} | {asked.replace(' ', ', ')} |"
    )


async def bench_paced(pace: float, *options: str) -> None:
    """Measure both bots at a pace, one after the other in the same run, and print the table."""
    print(
        "| bot | stored | updates/s | processors (bot + model) | p50 ms | p99 ms | MB resident | MB proportional "
        "| vectors asked, late |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    )
    with tempfile.TemporaryDirectory() as folder:
        await filled(Path(folder), MILLION)
        for kind in ("echo", "ours"):
            print(await paced(kind, pace, Path(folder), *options), flush=True)


async def bench(sizes: list[int], crowds: list[int]) -> None:
    """Measure both bots at every size, and print the table."""
    print(HEAD)
    for stored in sizes:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            await filled(data, stored)
            for chats in crowds:
                turns: dict[str, list[Result]] = {"echo": [], "ours": []}
                for _ in range(TURNS):
                    for kind, results in turns.items():
                        results.append(await turn(kind, chats, data))
                for kind, results in turns.items():
                    print(row(kind, stored, chats, results))
                print(compared(stored, chats, turns["ours"], turns["echo"]), flush=True)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the million stored conversations")
    parser.add_argument("--chats", type=int, choices=UPDATES, help="so many chats only")
    parser.add_argument("--pace", type=float, help="so many updates a second, beside a million conversations")
    parser.add_argument("--patient", action="store_true", help="with --pace: wait for every sentence vector")
    options = parser.parse_args()
    if options.pace:
        asyncio.run(bench_paced(options.pace, *["--patient"] * options.patient))
        return
    sizes = [0, 10_000] if options.quick else [0, 10_000, MILLION]
    asyncio.run(bench(sizes, [options.chats] if options.chats else list(UPDATES)))


if __name__ == "__main__":
    main()
