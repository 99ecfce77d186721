"""Every way in which Telegram fails, and what the worker makes of it."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.delivery.chat import ChatSender
from bot.delivery.mail import SmtpMailer
from storage.database import Database
from storage.outbox import add_delivery, list_deliveries
from tests.bot.delivery.bot_api import Answer, BotApi, Refusal
from tests.bot.delivery.mail_server import MailServer
from tests.bot.delivery.working import (
    NOW,
    SECRET,
    Reports,
    deliver_due,
    eventually,
    mail,
    message,
    only,
    running,
    settings,
    until,
    worker,
)
from tests.ports import free_port
from tests.waiting import PATIENCE

CHAT_PASSING: list[tuple[Answer, str]] = [
    (Refusal(502, "Bad Gateway"), "Telegram is in trouble (Bad Gateway)"),
    (Refusal(500, "Internal Server Error"), "Telegram is in trouble (Internal Server Error)"),
    ("hang", "Telegram did not answer in time"),
    ("drop", "Telegram cannot be reached"),
]
CHAT_PERMANENT = [
    (
        Refusal(403, "Forbidden: bot was blocked by the user"),
        "does not let the bot write to the chat -5 (Forbidden: bot was blocked by the user)",
    ),
    (
        Refusal(403, "Forbidden: bot was kicked from the group chat"),
        "the bot must be unblocked or added there again",
    ),
    (Refusal(400, "Bad Request: chat not found"), "knows no chat -5 for this bot: check the chat id"),
    (Refusal(400, "Bad Request: can't parse entities"), "refused the message to the chat -5"),
    (
        Refusal(401, "Unauthorized"),
        "does not accept the bot's token (Unauthorized): correct TELEGRAM_BOT_TOKEN",
    ),
]


@pytest.mark.parametrize(("answer", "said"), CHAT_PASSING)
async def test_a_telegram_failure_that_passes_is_tried_again_after_five_seconds(
    database: Database, api: BotApi, chat: ChatSender, answer: Answer, said: str
) -> None:
    api.answers[""] = answer
    await add_delivery(database, message(), NOW)
    async with api.bot(read_timeout=0.2 if answer == "hang" else PATIENCE) as bot:
        await deliver_due(database, chat=ChatSender(bot))
    entry = await only(database)
    assert (entry.state, entry.due_at) == ("pending", NOW + timedelta(seconds=5))
    assert entry.error is not None
    assert entry.error.startswith(said)
    api.answers.clear()
    await deliver_due(database, chat=chat, now=entry.due_at)
    assert ((await only(database)).state, len(api.calls)) == ("sent", 1)


@pytest.mark.parametrize(("answer", "said"), CHAT_PERMANENT)
async def test_a_telegram_failure_that_needs_somebody_is_reported_and_kept_for_a_retry(
    database: Database, api: BotApi, chat: ChatSender, answer: Refusal, said: str
) -> None:
    api.answers["-5"] = answer
    await add_delivery(database, message(), NOW)
    reports = Reports()
    await deliver_due(database, chat=chat, on_failed=reports.hear)
    entry = await only(database)
    assert (entry.state, reports) == ("failed", [f"lead:1: {entry.error}"])
    assert said in str(entry.error)
    assert str(entry.error).endswith("then run: python -m bot outbox retry")


async def test_a_telegram_that_is_not_there_is_tried_again(database: Database) -> None:
    api = BotApi(port=free_port())
    await add_delivery(database, message(), NOW)
    await deliver_due(database, chat=ChatSender(api.bot()))
    assert str((await only(database)).error).startswith("Telegram cannot be reached")


async def postponed(database: Database, key: str) -> bool:
    return any(entry.error for entry in await list_deliveries(database) if entry.delivery.key == key)


async def test_when_telegram_asks_for_a_pause_all_chats_wait_and_mail_does_not(
    database: Database, api: BotApi, chat: ChatSender, server: MailServer
) -> None:
    api.answers["7"] = Refusal(429, "Too Many Requests: retry after 35", {"retry_after": 35})
    clock = [NOW]
    sending = worker(database, SmtpMailer(settings(server.port)), chat, at_once=1, clock=lambda: clock[0])
    await add_delivery(database, message("limited", "7"), NOW)
    await add_delivery(database, message("other", "8"), NOW)
    await add_delivery(database, mail(), NOW)
    async with running(sending):
        await until(database, "sent", 1)
        await eventually(lambda: postponed(database, "limited"))
        assert (len(api.calls), len(server.contents)) == (0, 1)
        limited = next(entry for entry in await list_deliveries(database) if entry.delivery.key == "limited")
        assert limited.due_at == NOW + timedelta(seconds=35)
        assert limited.error == "Telegram asks for a pause of 35 s (429): it is tried again by itself."
        api.answers.clear()
        clock[0] += timedelta(seconds=34)
        await asyncio.sleep(0.2)
        assert api.calls == []
        clock[0] += timedelta(seconds=1)
        await until(database, "sent", 3)
    assert sorted(call["chat_id"] for _, call in api.calls) == ["7", "8"]


@pytest.mark.filterwarnings("ignore:.*retry_after")
async def test_a_pause_is_obeyed_in_either_of_the_librarys_units(
    database: Database, api: BotApi, chat: ChatSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PTB_TIMEDELTA")
    api.answers[""] = Refusal(429, "Too Many Requests: retry after 35", {"retry_after": 35})
    await add_delivery(database, message(), NOW)
    await deliver_due(database, chat=chat)
    assert (await only(database)).due_at == NOW + timedelta(seconds=35)


async def test_a_group_that_became_a_supergroup_gets_its_messages_there(
    database: Database, api: BotApi, chat: ChatSender
) -> None:
    api.answers["-5"] = Refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": -1005},
    )
    for key in ("one", "two"):
        await add_delivery(database, message(key), NOW)
    with capture_logs() as logs:
        await deliver_due(database, chat=chat)
    assert [call["chat_id"] for _, call in api.calls] == ["-1005", "-1005"]
    assert [text.split()[0] for text in api.texts] == ["<b>one</b>", "<b>two</b>"]
    moved = [log for log in logs if log["event"] == "recipient moved"]
    assert moved == [
        {"event": "recipient moved", "log_level": "warning", "delivery": 1, "old": "-5", "new": "-1005"}
    ]


async def test_a_message_arrives_with_its_buttons_in_reply_to_another(
    database: Database, api: BotApi, chat: ChatSender
) -> None:
    keyboard = [[{"text": "Claim", "data": "claim:1"}], [{"text": "Web", "url": "https://example.org"}]]
    await add_delivery(database, message(keyboard=keyboard, reply_to_message_id=42), NOW)
    await deliver_due(database, chat=chat)
    ((method, call),) = api.calls
    assert (method, call["parse_mode"]) == ("sendMessage", "HTML")
    assert '"callback_data":"claim:1"' in call["reply_markup"].replace(" ", "")
    assert '"url":"https://example.org"' in call["reply_markup"].replace(" ", "")
    assert '"message_id":42' in call["reply_parameters"].replace(" ", "")
    assert (await only(database)).receipt == "101"


async def test_a_document_arrives_with_the_text_as_its_caption(
    database: Database, api: BotApi, chat: ChatSender
) -> None:
    document = {"filename": "leads.csv", "content_base64": "w7E7MQo="}
    await add_delivery(database, message(document=document), NOW)
    await deliver_due(database, chat=chat)
    assert api.documents == [("leads.csv", "ñ;1\n".encode())]
    assert api.calls[0][0] == "sendDocument"
    assert SECRET in api.calls[0][1]["caption"]


# What the worker does whatever the service.
