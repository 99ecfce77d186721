"""A simulator and a bot that talks to it over real HTTP; what the bot knows is loaded once for all tests."""

import asyncio
import datetime
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from bot import documents
from bot.application import serving
from bot.operations.knowledge_base import Library
from bot.settings import Settings
from bot.telegram.limits import Limits
from bot.telegram.serving import Running
from tests.bot.forked import UNHURRIED
from tests.person import TOKEN, Sim, simulator

CACHE = Path(__file__).parent.parent / "data" / "cache"
BEFORE_THE_DEADLINE = datetime.date(2026, 11, 22)

hypothesis_settings.register_profile("search", deadline=None, max_examples=1_000)
hypothesis_settings.register_profile("fixed", deadline=None, max_examples=50, derandomize=True, database=None)
hypothesis_settings.load_profile(
    "fixed"
)  # the same examples each time; --hypothesis-profile search looks for others

Start = Callable[..., AbstractAsyncContextManager[Running]]


@pytest.fixture(scope="session")
def library() -> Library:
    """The content as shipped, learned or from the cache."""
    with cache_to_oneself() as cache:
        return Library(None, cache)


@contextmanager
def cache_to_oneself() -> Iterator[Path]:
    """The cache folder, which `make run` uses too; what is missing there, one process makes for all."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "learning.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield CACHE


@pytest.fixture(scope="session", autouse=True)
def document_worker() -> Iterator[None]:
    """The process that makes documents is kept for those of the next tests, and ended with them."""
    documents.worker().idle = 60
    yield
    documents.worker().end()


def copy_cities(folder: Path) -> None:
    """Put the file of all cities, which takes seconds to build, into a cache folder of a test's own."""
    folder.mkdir(exist_ok=True)
    shutil.copy2(CACHE / "cities.sqlite", folder)


@pytest.fixture
async def sim(tmp_path: Path) -> AsyncIterator[Sim]:
    """A Telegram of this test's own."""
    mail = tmp_path / "mail"
    mail.mkdir()
    async with simulator(mail) as simulated:
        yield simulated


@pytest.fixture
def start(sim: Sim, library: Library, tmp_path: Path) -> Start:
    """Hand out what starts, and restarts, the bot on the database of this test."""

    @asynccontextmanager
    async def started(
        limits: Limits = UNHURRIED, introduced: bool = True, **changes: object
    ) -> AsyncIterator[Running]:
        given = {
            "telegram_bot_token": TOKEN,
            "telegram_api_url": sim.api_url,
            "data_dir": tmp_path,
            "today": BEFORE_THE_DEADLINE,
        }
        settings = Settings.model_validate({**given, **changes})
        async with serving(settings, sim.api_url, library, asyncio.Event(), limits) as running:
            if running.introduction and introduced:
                await running.introduction  # else its calls mix with those that the tests count
            sim.bot_is_idle, sim.bot_is_at = partial(nothing_waits, running), partial(works_at, running)
            yield running
            sim.bot_is_idle = sim.bot_is_at = None

    return started


async def nothing_waits(running: Running) -> bool:
    """Whether the bot has dealt with all updates that it received."""
    return not await running.services.inbox.listing("waiting")


def works_at(running: Running, chat_id: int) -> bool:
    """Whether an update of this chat is in hand, for which later ones wait."""
    line = running.processor._lines.get(("chat", chat_id))
    return line is not None and line.lock.locked()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Run one test more at once than there are processors: tests wait, too."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what talks to a simulator over HTTP, unless it is marked as quick."""
    for item in items:
        if "sim" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("quick"):
            item.add_marker(pytest.mark.slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines which tests need a browser that is not there, and how to get one."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "browser" in report.keywords]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} tests of the chat page were skipped: no Chromium was found. "
            "Install one (Debian: apt-get install chromium) and run make test again."
        )
