"""Workers of tests: their clock stands still; what they send, and waits for what they did."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.delivery.mail import MailSettings
from bot.delivery.outcome import Outcome, Service
from bot.delivery.worker import Worker
from storage.database import Database
from storage.outbox import Delivery, Entry, State, list_deliveries
from tests.waiting import PATIENCE

NOW = datetime(2017, 1, 10, 9, 0, tzinfo=UTC)
SENDER = "IUC assistant <assistant@example.org>"
SECRET = "Ana Pérez wants to take part"


class Unused:
    """The service of the channel that a test does not use."""

    async def send(self, entry: Entry) -> Outcome:
        raise AssertionError("nothing is to be sent here")


class Reports(list[str]):
    """What was reported as given up."""

    async def hear(self, entry: Entry, reason: str) -> None:
        self.append(f"{entry.delivery.key}: {reason}")


def worker(
    database: Database, mailer: Service | None = None, chat: Service | None = None, **more: object
) -> Worker:
    """Build one whose clock stands still and whose pauses have no jitter."""
    settings: dict[str, Any] = {"clock": lambda: NOW, "jitter": lambda: 0.5, "look_again": 0.05} | more
    return Worker(database, mailer or Unused(), chat or Unused(), **settings)


def settings(port: int, timeout: float = PATIENCE) -> MailSettings:
    return MailSettings(
        SENDER,
        Path("unused"),
        "127.0.0.1",
        port,
        "none",
        user="bot",
        password="wrong",
        timeout=timeout,
        data_timeout=timeout,
    )


def mail(key: str = "lead:1", recipient: str = "unit@example.org") -> Delivery:
    return Delivery(key, "mail", recipient, {"subject": f"Lead {key}", "text": SECRET})


def message(key: str = "lead:1", recipient: str = "-5", **payload: object) -> Delivery:
    return Delivery(key, "chat", recipient, {"text": f"<b>{key}</b> {SECRET}"} | payload)


async def only(database: Database) -> Entry:
    (entry,) = await list_deliveries(database)
    return entry


@asynccontextmanager
async def running(worker: Worker) -> AsyncIterator[None]:
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        await asyncio.wait_for(task, PATIENCE)


async def deliver_due(
    database: Database,
    mailer: Service | None = None,
    chat: Service | None = None,
    now: datetime = NOW,
    **more: object,
) -> None:
    """Run a worker whose clock stands at `now` until all that was due is sent, given up or waits for later."""

    async def tried() -> bool:
        pending = await list_deliveries(database, "pending")
        return all(entry.error and entry.due_at > now for entry in pending)

    async with running(worker(database, mailer, chat, clock=lambda: now, **more)):
        await eventually(tried)


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110 - what is waited for is in the database
            await asyncio.sleep(0.01)


async def until(database: Database, state: State, count: int) -> None:
    async def there() -> bool:
        return len(await list_deliveries(database, state)) >= count

    await eventually(there)
