"""The composition root: builds everything once, starts it, serves until told to stop, stops it in order."""

import asyncio
import contextlib
import datetime
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder

from bot import documents, jobs
from bot.context import Services
from bot.delivery.chat import ChatSender
from bot.delivery.chat_documents import WithDocuments
from bot.delivery.hours import WithinHours
from bot.delivery.mail import MailSettings, mailer
from bot.delivery.worker import Worker
from bot.digest import Digest
from bot.errors import unrouted
from bot.library import Library
from bot.limits import FloodGate, Limits, TelegramLimits
from bot.profile import introduce
from bot.routes import routes
from bot.settings import SIMULATOR_GROUP, SIMULATOR_TOKEN, Settings
from bot.updates import InOrderPerChat, Receiver, StoredQueue
from storage.campaigns import Counts
from storage.carried import Carried
from storage.conversations import Conversations
from storage.database import Database
from storage.exchanges import Exchanges
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.lead_list import LeadList
from storage.leads import Leads
from storage.memberships import Memberships
from storage.outbox import Outbox
from storage.people import People
from storage.pictures import Pictures
from storage.questions import Questions
from storage.statistics import Statistics

log = structlog.get_logger("application")

TelegramApplication = Application[Any, Any, Any, Any, Any, Any]

STOP_WITHIN = 10.0
"""Seconds that a graceful stop may take."""


KINDS = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
]
"""The kinds of updates that Telegram is asked for."""


class CannotStartError(Exception):
    """The bot cannot serve; the message says why and what to do."""


@dataclass
class Running:
    """A bot that is built: Telegram's application, its queue, and the services behind it."""

    application: TelegramApplication
    queue: StoredQueue
    services: Services
    worker: Worker
    taken_up: int = 0


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
        running = build(settings, api_url, library, database, clock, limits)
        await enter(running, api_url)
        delivery = asyncio.create_task(running.worker.run())
        digest = asyncio.create_task(Digest(running.services).run())
        running.taken_up = await running.queue.take_up(running.application.bot)
        await running.application.start()
        by_the_clock = asyncio.create_task(jobs.run(running.services))
        try:
            await listen(running, settings, stop)
            yield running
        finally:
            by_the_clock.cancel()
            digest.cancel()
            await shut_down(running, delivery)
    finally:
        await database.close()


async def enter(running: Running, api_url: str | None) -> None:
    """Say who we are to Telegram, and set what people see of us."""
    try:
        await running.application.initialize()
        await introduce(running.application.bot, running.services.library.known.knowledge.contacts)
    except InvalidToken:
        raise CannotStartError(
            "Telegram does not accept the token. Check TELEGRAM_BOT_TOKEN against what @BotFather gave you."
        ) from None
    except NetworkError as error:
        raise CannotStartError(
            f"{api_url or 'Telegram'} cannot be reached: {error}. Check the network and TELEGRAM_API_URL, "
            "then start again."
        ) from None


def build(
    settings: Settings,
    api_url: str | None,
    library: Library,
    database: Database,
    clock: Callable[[], datetime.datetime],
    limits: Limits,
) -> Running:
    """Wire everything together."""
    inbox, outbox, flood = Inbox(database), Outbox(database), FloodGate(limits)
    queue = StoredQueue(inbox, clock)
    builder = (
        ApplicationBuilder()
        .bot(telegram_bot(settings, api_url, queue, limits))
        .update_queue(queue)
        .concurrent_updates(InOrderPerChat(flood, queue.stopping))
    )
    application = builder.build()
    chat = WithinHours(WithDocuments(ChatSender(application.bot), documents.make), clock)
    worker = Worker(outbox, mailer(mail_settings(settings)), chat, clock)
    services = Services(
        settings=settings,
        library=library,
        conversations=Conversations(database),
        inbox=inbox,
        leads=Leads(database),
        questions=Questions(database),
        outbox=outbox,
        counts=Counts(database),
        exchanges=Exchanges(database),
        carried=Carried(database),
        memberships=Memberships(database),
        people=People(database),
        jobs=Jobs(database),
        statistics=Statistics(database),
        lead_list=LeadList(database),
        pictures=Pictures(database),
        now=clock,
        wake_delivery=worker.wake,
        flood=flood,
        stopping=queue.stopping,
    )
    application.add_handlers(routes(services))
    application.add_error_handler(unrouted(services))
    return Running(application, queue, services, worker)


def telegram_bot(settings: Settings, api_url: str | None, queue: StoredQueue, limits: Limits) -> Receiver:
    """The one that talks to Telegram, or to the simulator."""
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else SIMULATOR_TOKEN
    where = (api_url or "https://api.telegram.org").rstrip("/")
    return Receiver(
        queue,
        token,
        base_url=f"{where}/bot",
        base_file_url=f"{where}/file/bot",
        rate_limiter=TelegramLimits(limits),
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


async def serve(settings: Settings, api_url: str | None, announce: str = "") -> None:
    """Serve Telegram until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    library = Library(settings.content_dir, settings.cache, SIMULATOR_GROUP if settings.simulated else None)
    async with serving(settings, api_url, library, stop) as running:
        say_where(settings, announce, running.taken_up)
        await stop.wait()
        log.info("stopping")


async def listen(running: Running, settings: Settings, stop: asyncio.Event) -> None:
    """Begin to take updates: by webhook where one is set, else by long polling."""
    updater = running.application.updater
    if updater is None:
        raise CannotStartError("The Telegram library was built without an updater.")
    if settings.webhook_url is None:

        def failed(error: TelegramError) -> None:
            if isinstance(error, Conflict):
                log.error("another bot takes the updates of this token; stop it, or use another token")
                stop.set()
            else:
                log.warning("updates cannot be fetched, trying again", error=type(error).__name__)

        await updater.start_polling(
            allowed_updates=KINDS, timeout=30, error_callback=failed, bootstrap_retries=3
        )
        return
    secret = settings.webhook_secret
    if secret is None:
        raise CannotStartError("WEBHOOK_URL is set, but WEBHOOK_SECRET is not; set it to a long random word.")
    await updater.start_webhook(
        listen=settings.webhook_listen,
        port=settings.webhook_port,
        url_path="telegram",
        webhook_url=f"{settings.webhook_url.rstrip('/')}/telegram",
        secret_token=secret.get_secret_value(),
        allowed_updates=KINDS,
        bootstrap_retries=3,
    )


async def shut_down(running: Running, delivery: "asyncio.Task[None]") -> None:
    """Finish what was begun, within STOP_WITHIN seconds; what is left is taken up at the next start."""
    running.worker.stop()
    try:
        async with asyncio.timeout(STOP_WITHIN):
            updater = running.application.updater
            if updater is not None and updater.running:
                await updater.stop()
            await running.application.stop()
            await delivery
    except TimeoutError:
        log.warning("stopped before everything was finished; the rest is taken up at the next start")
        delivery.cancel()
    await running.application.shutdown()


def say_where(settings: Settings, announce: str, taken_up: int) -> None:
    """Tell the operator where everything is, in plain words."""
    lines = (
        [announce]
        if announce
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
    if taken_up:
        lines.append(f"Updates taken up from the last run: {taken_up}")
    lines.append("Stop with Ctrl-C.")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def set_up_logging(settings: Settings) -> None:
    """Log as the operator chose; the HTTP client's lines, which hold the token in URLs, stay out."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    logging.basicConfig(
        level=settings.log_level, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    for noisy in ("httpx", "httpcore", "telegram", "tornado.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    renderer = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if settings.log_format == "json" else passes,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def passes(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Leave an event as it is; the console renderer shows exceptions itself."""
    return event
