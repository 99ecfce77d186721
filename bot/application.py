"""The composition root: builds everything once, starts it, serves until told to stop, stops it in order."""

import asyncio
import contextlib
import datetime
import gc
import os
import resource
import signal
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from functools import cache

import httpx
import structlog
from telegram.ext import ApplicationBuilder

from bot.context import Services
from bot.delivery.cards import CardEditor, WithCards
from bot.delivery.chat import ChatSender
from bot.delivery.documents import WithDocuments
from bot.delivery.hours import WithinHours
from bot.delivery.mail import MailSettings, mailer
from bot.delivery.sender_name import WithSenderName
from bot.delivery.worker import Worker
from bot.handlers.coordinators.content import coordinator_chats
from bot.operations.background import cancel_and_wait
from bot.operations.health import Health, serve_monitoring
from bot.operations.knowledge_base import Library
from bot.operations.meaning import CachedVectors, encoder
from bot.operations.memory import give_memory_back, limit_heaps
from bot.operations.metrics import CountedInbox, Metrics
from bot.operations.reloading import Reloader
from bot.routes import routes
from bot.scheduled import follow_up, reminders, retention
from bot.scheduled.clock import PeriodicTask, run_periodic_tasks
from bot.scheduled.digest import EVERY as EVERY_DIGEST
from bot.scheduled.digest import Digest
from bot.scheduled.erasing import erase_copies
from bot.scheduled.follow_up import OutcomeReporter
from bot.settings import SIMULATOR_GROUP, SIMULATOR_TOKEN, Settings
from bot.telegram.connections import Connections
from bot.telegram.failure_notices import FailureNotices
from bot.telegram.failures import unrouted
from bot.telegram.limits import FloodGate, Limits, TelegramLimits
from bot.telegram.login import log_in
from bot.telegram.polling_health import PollingHealth, WatchedRequest
from bot.telegram.processor import MOST_CHATS_AT_ONCE, Processor
from bot.telegram.profile import publish_profile
from bot.telegram.serving import CannotStartError, Running, StoppedByTelegramError, listen, shut_down
from bot.telegram.updates import Receiver, StoredQueue
from bot.unit import Unit
from bot.web.links import Links
from bot.web.server import pages_served
from storage.connection import deletion_message
from storage.database import Database
from storage.delivering import make_due_after_clock_error
from storage.web.links import signing_key

__all__ = ["CannotStartError", "Running", "build", "serve", "serving"]

log = structlog.get_logger("application")

MOST_FILES = 4096
"""Enough open files for a connection to each chat served at once, the database, webhook and monitoring."""


def now() -> datetime.datetime:
    """The present moment, in UTC."""
    return datetime.datetime.now(datetime.UTC)


@contextlib.asynccontextmanager
async def serving(
    settings: Settings,
    api_url: str | None,
    library: Library,
    stop: asyncio.Event,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    clock: Callable[[], datetime.datetime] = now,
) -> AsyncIterator[Running]:
    """Serve Telegram within the block; on leaving it, finish what was begun and close everything.

    CannotStartError if Telegram does not let us in; `stop` is set if it later shuts us out.
    """
    database = Database(settings.database)
    await database.open(alone=True)
    try:
        links = Links(await signing_key(database), settings.pages_address, clock)
        running = build(settings, api_url, library, database, links, clock, limits, stop)
        await log_in(running.application, api_url)
        delivery = asyncio.create_task(running.worker.run())
        tasks = {"delivery": delivery, **background(running)}
        try:
            running.resumed = await running.queue.resume(running.application.bot)
            await running.application.start()
            await listen(running, settings)
            running.introduction = asyncio.create_task(  # some twenty calls, that nobody need wait for
                publish_profile(
                    running.application.bot,
                    library.knowledge_base,
                    coordinator_chats(running.services),
                )
            )
            async with (
                serve_monitoring(health_of(running, tasks)),
                pages_served(running.services, running.application.bot),
            ):
                yield running
        finally:
            beside = [
                each for each in (running.introduction, *tasks.values()) if each not in (None, delivery)
            ]
            await asyncio.gather(running.services.background.stop(), cancel_and_wait(*beside))
            await shut_down(running, delivery)
    finally:
        await database.close()


def background(running: Running) -> dict[str, "asyncio.Task[None]"]:
    """Start the background tasks, by the names that monitoring shows."""
    services = running.services
    work = {"clock": run_periodic_tasks(scheduled_jobs(running)), "cards": running.card_editor.run()}
    if services.settings.webhook_url is None:
        work["polling"] = running.polling_health.watch()
    return {name: asyncio.create_task(each) for name, each in work.items()}


def scheduled_jobs(running: Running) -> list[PeriodicTask]:
    """The scheduled jobs."""
    services = running.services
    digest = Digest(services)
    return [
        PeriodicTask(
            "follow-up", follow_up.EVERY, lambda: follow_up.queue_follow_ups(services, running.reporter)
        ),
        PeriodicTask("reminders", reminders.EVERY, lambda: reminders.remind_if_due(services)),
        PeriodicTask("retention", retention.EVERY, lambda: retention.erase_if_due(services)),
        PeriodicTask("digest", EVERY_DIGEST, lambda: digest.queue(services.now())),
        PeriodicTask("clock", 60.0, lambda: make_due_after_clock_error(services.database, services.now())),
        PeriodicTask("erasing", 20.0, lambda: erase_copies(services, running.application.bot)),
        PeriodicTask("sync", 5.0, lambda: sync(services.database, running.polling_health)),
    ]


async def sync(database: Database, polling_health: PollingHealth) -> None:
    """Sync the database to the disk; end the bot if somebody deleted its files, since nothing would be kept."""
    if gone := database.deleted_file():
        polling_health.refuse(deletion_message(gone))
    else:
        await database.sync()


def build(
    settings: Settings,
    api_url: str | None,
    library: Library,
    database: Database,
    links: Links,
    clock: Callable[[], datetime.datetime],
    limits: Limits,
    stop: asyncio.Event,
) -> Running:
    """Wire everything together."""
    metrics, polling_health = Metrics(), PollingHealth(stop)
    if isinstance(library.encode, CachedVectors):
        library.encode.count_in(metrics.vectors)
    inbox, flood = CountedInbox(database, metrics), FloodGate(limits)
    queue = StoredQueue(inbox, clock)
    processor = Processor(metrics, flood, queue.stopping)
    application = (
        ApplicationBuilder()
        .bot(telegram_bot(settings, api_url, queue, limits, polling_health))
        .update_queue(queue)
        .concurrent_updates(processor)
        .build()
    )
    unit = Unit(settings, library, database, clock)
    reporter = OutcomeReporter(database, library, clock)
    editor = CardEditor(application.bot, unit, database)
    worker = delivery_worker(settings, database, application.bot, unit, reporter, clock)
    services = Services(
        settings=settings,
        library=library,
        unit=unit,
        links=links,
        database=database,
        inbox=inbox,
        metrics=metrics,
        now=clock,
        wake_delivery=waking_all(worker.wake, editor.wake),
        flood=flood,
        stopping=queue.stopping,
    )
    queue.notify_by(FailureNotices(library, database, application.bot.send_text, services.wake_delivery))
    application.add_handlers(routes(services))
    application.add_error_handler(unrouted(services))
    return Running(application, queue, processor, polling_health, services, worker, reporter, editor)


def delivery_worker(
    settings: Settings,
    database: Database,
    bot: Receiver,
    unit: Unit,
    reporter: OutcomeReporter,
    clock: Callable[[], datetime.datetime],
) -> Worker:
    """What drains the outbox, by mail and by chat."""
    chat = WithCards(WithDocuments(ChatSender(bot)), unit)
    return Worker(
        database,
        WithSenderName(mailer(mail_settings(settings)), unit.sender_name),
        WithinHours(chat, clock),
        clock,
        on_failed=reporter.failed,
        on_sent=reporter.sent,
    )


def waking_all(*sleepers: Callable[[], None]) -> Callable[[], None]:
    """Make one call that wakes several tasks after something was stored."""

    def wake() -> None:
        for sleeper in sleepers:
            sleeper()

    return wake


@cache
def authorities() -> ssl.SSLContext:
    """The certificates that connections are checked by, read once per process: 20 ms."""
    return httpx.create_ssl_context()


def telegram_bot(
    settings: Settings, api_url: str | None, queue: StoredQueue, limits: Limits, polling_health: PollingHealth
) -> Receiver:
    """The bot that talks to Telegram, or to the simulator."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library warns at every 429 otherwise
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else SIMULATOR_TOKEN
    where = (api_url or "https://api.telegram.org").rstrip("/")
    certificates = authorities()
    return Receiver(
        queue,
        token,
        base_url=f"{where}/bot",
        base_file_url=f"{where}/file/bot",
        request=Connections(where, MOST_CHATS_AT_ONCE, certificates),
        get_updates_request=WatchedRequest(polling_health, where, certificates),
        rate_limiter=TelegramLimits(limits),
    )


def health_of(running: Running, tasks: "Mapping[str, asyncio.Task[None]]") -> Health:
    """The health of the running bot, for monitoring."""
    services = running.services
    return Health(
        services.settings,
        services.inbox,
        services.database,
        services.metrics,
        running.polling_health,
        services.now,
        tasks,
    )


def mail_settings(settings: Settings) -> MailSettings:
    """Where mail goes; in the simulator never off this machine."""
    ports = {"starttls": 587, "tls": 465, "none": 25}
    return MailSettings(
        sender=settings.mail_from,
        folder=settings.mail_folder,
        host=None if settings.simulated else settings.smtp_host,
        port=settings.smtp_port or ports[settings.smtp_security],
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
    )


async def serve(settings: Settings, simulated: Callable[[], Awaitable[str]] | None = None) -> None:
    """Serve Telegram, or the simulator whose address can be waited for, until SIGTERM or SIGINT.

    SIGHUP reads the content again. StoppedByTelegramError if Telegram does not let the bot go on.
    """
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    raise_file_limit()
    limit_heaps()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # nothing can be read again before it was read
    with ended_by_a_signal():
        library = Library(
            settings.programme_folder,
            settings.cache,
            SIMULATOR_GROUP if settings.simulated else None,
            encoder(settings),
        )
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # On a terminal the signal means that the terminal was closed.
    loop.add_signal_handler(signal.SIGHUP, stop.set if sys.stdin.isatty() else Reloader(library))
    api_url = await simulated() if simulated else settings.telegram_api_url
    async with serving(settings, api_url, library, stop) as running:
        print_addresses(settings, api_url, running.resumed)
        give_memory_back()
        gc.enable()
        await stop.wait()
        log.info("stopping")
    log.info("stopped")
    if running.polling_health.reason_to_stop:
        raise StoppedByTelegramError(running.polling_health.reason_to_stop)


def raise_file_limit() -> None:
    """Let the process open as many files as it may need (each chat served has a connection), if the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@contextlib.contextmanager
def ended_by_a_signal() -> Iterator[None]:
    """Let SIGTERM and SIGINT end the block cleanly, even while it spends half a minute on learning."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    yield


def print_addresses(settings: Settings, api_url: str | None, resumed: int) -> None:
    """Print the addresses that the operator needs."""
    lines = (
        [f"Simulator: open the chat page at {api_url}/"]
        if settings.simulated
        else [f"Serving Telegram ({'webhook' if settings.webhook_url else 'long polling'})."]
    )
    if settings.simulated or not settings.smtp_host:
        reason = (
            "in the simulator nothing leaves this machine" if settings.simulated else "no SMTP_HOST is set"
        )
        lines.append(f"E-mails are written to {settings.mail_folder}/ as .eml files ({reason}).")
    else:
        lines.append(f"E-mails go out through {settings.smtp_host}.")
    lines.append(f"Database: {settings.database}")
    if resumed:
        lines.append(f"Updates resumed from the last run: {resumed}")
    lines.append("Stop with Ctrl-C.")
    try:
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
    except OSError:  # who read it is gone: what could not be written shall not fail once more at the end
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
