"""A bot that is built: how it begins to take updates, and how it stops. Why it cannot serve is said for operators."""

import asyncio
import contextlib
import errno
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import Conflict, TelegramError
from telegram.ext import Application

from bot.context import Services
from bot.delivery.cards import CardEditor
from bot.delivery.worker import Worker
from bot.scheduled.follow_up import OutcomeReporter
from bot.settings import Settings
from bot.telegram.polling_health import PollingHealth
from bot.telegram.processor import Processor
from bot.telegram.updates import StoredQueue
from bot.telegram.webhook import PATH, Webhook

log = structlog.get_logger("application")

TelegramApplication = Application[Any, Any, Any, Any, Any, Any]

STOP_WITHIN = 8.0
"""Seconds in which what was begun may be finished; with what closing takes, a stop stays within ten."""

CONFIRM_WITHIN = 3.0
"""Seconds of them for telling Telegram which updates were received; without it they come again, and are known."""


UPDATE_KINDS = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
    "chat_member",
]
"""The kinds of updates that Telegram is asked for."""


class CannotStartError(Exception):
    """The bot cannot serve; the message says why and what to do."""


class StoppedByTelegramError(CannotStartError):
    """The bot has to stop, since Telegram does not let it go on; the message says why and what to do."""


def port_taken(setting: str, port: int, error: OSError, host: str = "") -> str:
    """Say that a port cannot be used, or the address where it was to be opened."""
    if error.errno == errno.EADDRNOTAVAIL or (error.errno or 0) < 0:  # below 0: no such name
        where = setting.replace("_PORT", "_LISTEN")
        remedy = "Set it to 127.0.0.1, or to one that it has, and start again."
        return f"{where}: {host} is no address of this machine. {remedy}"
    return f"Port {port} cannot be used ({error.strerror}). Set {setting} to another one, and start again."


@dataclass
class Running:
    """A bot that is built: Telegram's application, its queue, and the services behind it."""

    application: TelegramApplication
    queue: StoredQueue
    processor: Processor
    polling_health: PollingHealth
    services: Services
    worker: Worker
    reporter: OutcomeReporter
    card_editor: CardEditor
    resumed: int = 0
    introduction: "asyncio.Task[None] | None" = None
    webhook: Webhook | None = None


async def listen(running: Running, settings: Settings) -> None:
    """Begin to take updates: by webhook where one is set, else by long polling."""
    updater = running.application.updater
    if updater is None:
        raise CannotStartError("The Telegram library was built without an updater.")
    if settings.webhook_url is None:

        def failed(error: TelegramError) -> None:
            if isinstance(error, Conflict):
                running.polling_health.refuse(
                    "Another bot takes the updates of this token (409 Conflict). Stop it, or use another token, "
                    "then start again."
                )
            else:
                log.warning("updates cannot be fetched, trying again", error=type(error).__name__)

        with words_for_failures("begin to fetch updates (deleteWebhook)"):
            await updater.start_polling(
                allowed_updates=UPDATE_KINDS, timeout=30, error_callback=failed, bootstrap_retries=3
            )
        return
    await listen_by_webhook(running, settings, settings.webhook_url)


async def listen_by_webhook(running: Running, settings: Settings, url: str) -> None:
    """Open the port, then tell Telegram its address."""
    secret = settings.webhook_secret
    if secret is None:
        raise CannotStartError("WEBHOOK_URL is set, but WEBHOOK_SECRET is not; set it to a long random word.")
    bot = running.application.bot
    running.webhook = Webhook(running.queue, bot, secret.get_secret_value())
    try:
        await running.webhook.start(settings.webhook_listen, settings.webhook_port)
    except OSError as error:
        raise CannotStartError(
            port_taken("WEBHOOK_PORT", settings.webhook_port, error, settings.webhook_listen)
        ) from None
    with words_for_failures("set the webhook (WEBHOOK_URL)"):
        await bot.set_webhook(
            f"{url.rstrip('/')}{PATH}", allowed_updates=UPDATE_KINDS, secret_token=secret.get_secret_value()
        )


@contextlib.contextmanager
def words_for_failures(what: str) -> Iterator[None]:
    """Say in a sentence that Telegram did not let the bot do something at its start."""
    try:
        yield
    except TelegramError as error:
        raise CannotStartError(
            f"Telegram does not let the bot {what}: {type(error).__name__}. Check TELEGRAM_API_URL and the network, "
            "then start again."
        ) from None


async def shut_down(running: Running, delivery: "asyncio.Task[None]") -> None:
    """Finish what was begun, within STOP_WITHIN seconds; what is left is taken up at the next start."""
    running.worker.stop()
    running.queue.stopping.set()
    ending = asyncio.create_task(end_updates(running))
    _, late = await asyncio.wait({ending, delivery}, timeout=STOP_WITHIN)
    if late:
        log.warning("stopped before everything was finished; the rest is taken up at the next start")
        running.processor.drop()
        delivery.cancel()
        _, late = await asyncio.wait({ending, delivery}, timeout=1)
    for task in late:
        task.cancel()
    await asyncio.gather(ending, delivery, return_exceptions=True)
    if not running.application.running:
        await running.application.shutdown()


async def end_updates(running: Running) -> None:
    """Take no more updates, then wait for those that were begun."""
    if running.webhook:
        await running.webhook.stop()
    updater = running.application.updater
    if updater is not None and updater.running:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CONFIRM_WITHIN):
                await updater.stop()
    await running.application.stop()
