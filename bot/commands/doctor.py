"""`python -m bot doctor`: is everything in place that the bot needs? One line for each thing that was looked at."""

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import stored

if TYPE_CHECKING:
    from bot.delivery.outcome import PermanentFailure, RecipientMoved, TransientFailure
    from bot.delivery.payloads import MailPayload
    from bot.settings import Settings

LEAST_ROOM = 200_000_000
"""Bytes that should be free where the database and what is learned are."""

NEEDED_RIGHTS = {
    "can_send_messages": "messages",
    "can_send_documents": "files",
    "can_send_photos": "pictures",
}
"""What the bot sends to the unit's chats, by the Bot API's names."""

Finding = tuple[str, str]
"""What was looked at, and what is wrong with it: empty if nothing is."""


@click.command()
@click.option("--mail", "address", help="send a test mail to this address")
def doctor(address: str | None) -> None:
    """Check settings, folders, disk, database, mail server and Telegram; exit 1 if anything is wrong."""
    settings = stored.settings()
    findings = [*check_this_machine(settings), *asyncio.run(check_services(settings, address))]
    for what, wrong in findings:
        click.echo(f"{'WRONG' if wrong else 'ok':<6} {what}{': ' + wrong if wrong else ''}")
    sys.exit(1 if any(wrong for _, wrong in findings) else 0)


def check_this_machine(settings: "Settings") -> Iterator[Finding]:
    """Check settings, folders, disk, content and database: what needs no network."""
    from bot.operations.folders import why_not_writable

    yield "settings", ""
    yield f"content {settings.programme_folder}", content_trouble(settings)
    yield f"DATA_DIR {settings.home}", why_not_writable(settings.home, "DATA_DIR")
    yield f"CACHE_DIR {settings.cache}", why_not_writable(settings.cache, "CACHE_DIR")
    yield disk_space("DATA_DIR", settings.home)
    yield disk_space("CACHE_DIR", settings.cache)
    yield "database", database_trouble(settings)


def disk_space(setting: str, folder: Path) -> Finding:
    """Say how much room the disk of a folder has, and whether that is too little."""
    free = shutil.disk_usage(folder if folder.exists() else ".").free
    return f"disk of {setting} ({free / 1e9:.1f} GB free)", "make room" if free < LEAST_ROOM else ""


def content_trouble(settings: "Settings") -> str:
    """Say how many mistakes the content has, and how to see them."""
    from knowledge.content.load import BrokenContentError, load

    try:
        load(settings.programme_folder)
    except BrokenContentError as broken:
        return f"{len(broken.mistakes)} mistakes: python -m bot check lists them"
    return ""


def database_trouble(settings: "Settings") -> str:
    """Say what is wrong with the database, and which deliveries were given up."""
    from storage.database import Database, StorageError
    from storage.outbox import list_deliveries

    if not settings.database.exists():
        return ""

    async def given_up() -> int:
        database = Database(settings.database)
        await database.open()
        try:
            return len(await list_deliveries(database, "failed", 1000))
        finally:
            await database.close()

    try:
        count = asyncio.run(given_up())
    except StorageError as error:
        return str(error)
    return (
        f"{count} deliveries were given up: python -m bot outbox names each with its remedy" if count else ""
    )


async def check_services(settings: "Settings", address: str | None) -> list[Finding]:
    """Look at Telegram and the mail server."""
    found = []
    if not settings.simulated:
        found.append(("Telegram: token, webhook", await outcome_in_words(lambda: telegram(settings))))
        if not found[0][1]:
            found += await chats(settings)
    if settings.smtp_host and not settings.simulated:
        found.append(
            (f"mail server {settings.smtp_host}", await outcome_in_words(lambda: mail_server(settings)))
        )
    if address:
        found.append(
            (f"test mail to {address}", await outcome_in_words(lambda: test_mail(settings, address)))
        )
    return found


async def outcome_in_words(look: Callable[[], Awaitable[str]]) -> str:
    """Word what a check found, or the kind of error that it ended with; not its text, which may hold the token."""
    try:
        async with asyncio.timeout(30):
            return await look()
    except Exception as error:
        return f"{type(error).__name__}: check the network and the settings that name it"


async def telegram(settings: "Settings") -> str:
    """Call getMe and getWebhookInfo."""
    from telegram import Bot
    from telegram.error import InvalidToken

    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    where = (settings.telegram_api_url or "https://api.telegram.org").rstrip("/")
    try:
        async with Bot(token, base_url=f"{where}/bot") as bot:
            hook = await bot.get_webhook_info()
    except InvalidToken:
        return "the token is not accepted: compare TELEGRAM_BOT_TOKEN with what @BotFather gave you"
    wanted = f"{settings.webhook_url.rstrip('/')}/telegram" if settings.webhook_url else ""
    return "" if hook.url in ("", wanted) else "another webhook is set: the bot replaces it at its start"


async def chats(settings: "Settings") -> list[Finding]:
    """Look at the coordinators' chats of contacts.yaml; without a content that can be read there are none."""
    from knowledge.content.load import BrokenContentError, load

    try:
        contacts = load(settings.programme_folder).contacts.contacts
    except BrokenContentError:
        return []
    named = {contact.chat: contact.id for contact in contacts if contact.chat}
    return [
        (f"chat {chat} of {name}", await outcome_in_words(lambda chat=chat: rights_trouble(settings, chat)))  # type: ignore[misc]
        for chat, name in named.items()
    ]


async def rights_trouble(settings: "Settings", chat: int) -> str:
    """Say what keeps the bot from working in a chat."""
    from telegram import Bot, ChatMember, ChatMemberRestricted
    from telegram.error import BadRequest, Forbidden

    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    where = (settings.telegram_api_url or "https://api.telegram.org").rstrip("/")
    async with Bot(token, base_url=f"{where}/bot") as bot:
        try:
            found = await bot.get_chat(chat)
            own = await bot.get_chat_member(chat, bot.id) if chat < 0 else None
        except (BadRequest, Forbidden):
            return "the bot cannot write there: add it to the group, let the person start it, or correct contacts.yaml"
    if own and own.status in (ChatMember.LEFT, ChatMember.BANNED):
        return "the bot is not a member: add it to the group"
    missing = missing_rights(own if isinstance(own, ChatMemberRestricted) else found.permissions)
    if missing and not (own and own.status in (ChatMember.ADMINISTRATOR, ChatMember.OWNER)):
        return f"the bot may not send {missing} there: allow that, or make it an administrator"
    if found.username and chat < 0:
        return "the group is public: nobody may work on leads there; make it private"
    return ""


def missing_rights(rights: object) -> str:
    """Name what these rights, of a member or of everybody in a chat, do not let the bot send; empty if nothing."""
    return ", ".join(words for name, words in NEEDED_RIGHTS.items() if getattr(rights, name, None) is False)


async def mail_server(settings: "Settings") -> str:
    """Connect and log in."""
    import aiosmtplib

    from bot.application import mail_settings
    from bot.delivery.mail import smtp_client
    from bot.delivery.mail_failures import Server, classify_mail_failure

    mail = mail_settings(settings)
    try:
        async with smtp_client(mail):
            return ""
    except (aiosmtplib.SMTPException, OSError) as error:
        return without_retry(classify_mail_failure(error, Server(f"{mail.host}:{mail.port}", mail.sender)))


async def test_mail(settings: "Settings", address: str) -> str:
    """Send a mail as the bot does."""
    from datetime import UTC, datetime

    from bot.application import mail_settings
    from bot.delivery.mail import mailer
    from bot.delivery.outcome import Sent
    from storage.outbox import Delivery, Entry

    now = datetime.now(UTC)
    payload: MailPayload = {
        "subject": "Test mail",
        "text": "If you read this, the assistant can send mail.",
    }
    delivery = Delivery(f"doctor:{now.isoformat()}", "mail", address, payload)
    entry = Entry(0, delivery, "pending", 1, now, None, now, None, None)
    outcome = await mailer(mail_settings(settings)).send(entry)
    return "" if isinstance(outcome, Sent) else without_retry(outcome)


def without_retry(failure: "TransientFailure | PermanentFailure | RecipientMoved") -> str:
    """Say why a mail could not be sent, without the word that it is tried again: nothing of this one is kept."""
    from bot.delivery.outcome import RETRY_COMMAND

    remedy = failure.reason.removesuffix(f", then run: {RETRY_COMMAND}")
    return remedy.removesuffix("; it is tried again by itself.").removesuffix(
        ": it is tried again by itself."
    )
