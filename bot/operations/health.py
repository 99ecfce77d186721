"""What monitoring asks, on a port of its own: /healthz (200, or 503 with the reasons) and Prometheus's /metrics."""

import asyncio
import contextlib
import datetime
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.operations.listening import listening
from bot.operations.metrics import Metrics
from bot.settings import Settings
from bot.telegram.polling_health import SILENT_AFTER, PollingHealth
from storage.database import Database, StorageError
from storage.inbox import Inbox, InboxDepth
from storage.outbox import Depth, measure_outbox

PATIENCE = 5.0
"""Seconds within which the database must answer."""

STUCK = 180.0
"""Seconds after which an update that still waits means that nobody deals with updates any more."""

LEAST_ROOM = 20_000_000
"""Bytes that must be free where the database is."""


@dataclass(frozen=True)
class Health:
    """Looks at the parts of a running bot."""

    settings: Settings
    inbox: Inbox
    database: Database
    metrics: Metrics
    polling_health: PollingHealth
    now: Callable[[], datetime.datetime]
    tasks: "Mapping[str, asyncio.Task[None]]"

    async def troubles(self) -> list[str]:
        """Say what does not work; nothing if all is well."""
        found = [
            f"{name}: its task has ended; restart the bot" for name, task in self.tasks.items() if task.done()
        ]
        if self._silence() > SILENT_AFTER:
            found.append(f"Telegram: no answer for {self._silence():.0f} s; check this machine's network")
        if self._room() < LEAST_ROOM:
            found.append(f"disk: less than {LEAST_ROOM // 1_000_000} MB are free in {self.settings.home}")
        try:
            async with asyncio.timeout(PATIENCE):
                waiting = await self.inbox.depth(self.now())
        except TimeoutError:
            return [*found, f"database: no answer within {PATIENCE:.0f} s"]
        except (StorageError, sqlite3.Error) as error:
            return [*found, f"database: {error}"]
        if waiting.oldest_seconds > STUCK:
            found.append(f"inbox: an update has waited for {waiting.oldest_seconds:.0f} s; restart the bot")
        return found

    async def measured(self) -> bytes:
        """Give everything that is counted, in Prometheus's text format."""
        now = self.now()
        self._fill(await self.inbox.depth(now), await measure_outbox(self.database, now))
        return generate_latest(self.metrics.registry)

    def _fill(self, inbox: InboxDepth, outbox: Depth) -> None:
        self.metrics.inbox_waiting.set(inbox.waiting)
        self.metrics.inbox_oldest.set(inbox.oldest_seconds)
        self.metrics.inbox_failed.set(inbox.failed)
        self.metrics.outbox_pending.set(outbox.pending)
        self.metrics.outbox_oldest.set(outbox.oldest_seconds)
        self.metrics.outbox_failed.set(outbox.failed)
        self.metrics.disk_free.set(self._room())
        self.metrics.silence.set(self._silence())

    def _silence(self) -> float:
        """Seconds since Telegram last answered; 0 with a webhook, where nobody may have written."""
        return 0.0 if self.settings.webhook_url else self.polling_health.silence

    def _room(self) -> int:
        return shutil.disk_usage(self.settings.home).free


class MonitoringPage(RequestHandler):
    """Answers for a Health."""

    def initialize(self, health: Health) -> None:
        """Take what tornado hands over for each request."""
        self.health = health
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")


class HealthPage(MonitoringPage):
    """/healthz."""

    async def get(self) -> None:
        """Say `ok`, or what is wrong, a line each."""
        troubles = await self.health.troubles()
        self.set_status(503 if troubles else 200)
        self.finish("\n".join(troubles or ["ok"]) + "\n")

    async def head(self) -> None:
        """The same without the words, as some monitors ask."""
        await self.get()


class MetricsPage(MonitoringPage):
    """/metrics."""

    async def get(self) -> None:
        """Give the counts."""
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(await self.health.measured())


@contextlib.asynccontextmanager
async def serve_monitoring(health: Health) -> AsyncIterator[None]:
    """Answer within the block; does nothing if no HEALTH_PORT is set."""
    settings = health.settings
    if settings.health_port is None:
        yield
        return
    known = {"health": health}
    pages = Application(
        [(r"/healthz", HealthPage, known), (r"/metrics", MetricsPage, known)], log_function=lambda _: None
    )
    server = HTTPServer(pages)
    server.add_socket(listening("HEALTH_PORT", settings.health_listen, settings.health_port))
    try:
        yield
    finally:
        server.stop()
        await server.close_all_connections()
