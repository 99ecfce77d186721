"""Every way in which a mail server or Telegram fails, and what the worker makes of it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.delivery.chat import ChatSender
from bot.delivery.mail import MailSettings, SmtpMailer, message_id
from bot.delivery.outcome import Outcome, Sent, Service
from bot.delivery.worker import ATTEMPTS, Worker, pause
from storage.database import Database
from storage.outbox import LEASE, Channel, Delivery, Entry, Outbox, State
from tests.bot.delivery.bot_api import Answer, BotApi, Refusal
from tests.bot.delivery.mail_server import MailServer

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


def worker(outbox: Outbox, mailer: Service | None = None, chat: Service | None = None, **more: Any) -> Worker:
    """Build one whose clock stands still and whose pauses have no jitter."""
    settings: dict[str, Any] = {"clock": lambda: NOW, "jitter": lambda: 0.5, "look_again": 0.05} | more
    return Worker(outbox, mailer or Unused(), chat or Unused(), **settings)


def settings(port: int) -> MailSettings:
    return MailSettings(
        SENDER,
        Path("unused"),
        "127.0.0.1",
        port,
        "none",
        user="bot",
        password="wrong",
        timeout=0.3,
        data_timeout=0.3,
    )


def mail(key: str = "lead:1", recipient: str = "unit@example.org") -> Delivery:
    return Delivery(key, "mail", recipient, {"subject": f"Lead {key}", "text": SECRET})


def message(key: str = "lead:1", recipient: str = "-5", **payload: Any) -> Delivery:
    return Delivery(key, "chat", recipient, {"text": f"<b>{key}</b> {SECRET}"} | payload)


async def only(outbox: Outbox) -> Entry:
    (entry,) = await outbox.listing()
    return entry


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert isinstance(port, int)
    return port


@pytest.fixture
async def chat(api: BotApi) -> AsyncIterator[ChatSender]:
    async with api.bot(read_timeout=0.3) as bot:
        yield ChatSender(bot)


@asynccontextmanager
async def running(worker: Worker) -> AsyncIterator[None]:
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        await asyncio.wait_for(task, 5)


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(5):
        while not await condition():  # noqa: ASYNC110 - what is waited for is in the database
            await asyncio.sleep(0.01)


async def until(outbox: Outbox, state: State, count: int) -> None:
    async def there() -> bool:
        return len(await outbox.listing(state)) >= count

    await eventually(there)


# What fails with mail.

MAIL_PASSING = [
    ({"DATA": "451 4.7.1 greylisted"}, "cannot take it at present (451 4.7.1 greylisted)"),
    ({"RCPT": "452 4.2.2 mailbox full"}, "cannot take it at present (452 4.2.2 mailbox full)"),
    ({"RCPT": "552 5.2.2 mailbox full"}, "cannot take it at present (552 5.2.2 mailbox full)"),
    ({"DATA": "hang"}, "did not answer in time"),
    ({"DATA": "drop"}, "closed the connection"),
    ({"RCPT": "drop"}, "closed the connection"),
]
MAIL_PERMANENT = [
    ({"RCPT": "550 5.1.1 no such user"}, "refused the recipient (550 5.1.1 no such user): check the address"),
    ({"DATA": "554 5.7.1 spam"}, "refused the message (554 5.7.1 spam): ask its operator why"),
    ({"DATA": "552 5.3.4 too big"}, "refused the message (552 5.3.4 too big)"),
    ({"AUTH": "no"}, "refused the login (535 5.7.8 Authentication credentials invalid): correct SMTP_USER"),
    (
        {"RCPT": "530 5.7.0 log in first"},
        "takes no mail without a login (530 5.7.0 log in first): set SMTP_USER",
    ),
    (
        {"RCPT": "530 5.7.0 STARTTLS first"},
        "takes no mail without encryption (530 5.7.0 STARTTLS first): set SMTP_SEC",
    ),
    (
        {"RCPT": "538 5.7.11 encrypt"},
        "takes no mail without encryption (538 5.7.11 encrypt): set SMTP_SECURITY",
    ),
]


@pytest.mark.parametrize(("answers", "said"), MAIL_PASSING)
async def test_a_mail_failure_that_passes_is_tried_again_after_five_seconds(
    outbox: Outbox, server: MailServer, answers: dict[str, str], said: str
) -> None:
    server.answers = answers
    await outbox.add(mail(), NOW)
    mailer, reports = SmtpMailer(settings(server.port)), Reports()
    assert await worker(outbox, mailer, on_failed=reports.hear).drain_once(NOW) == 1
    entry = await only(outbox)
    assert (entry.state, entry.due_at, reports) == ("pending", NOW + timedelta(seconds=5), [])
    assert entry.error is not None
    assert entry.error.startswith(f"The mail server 127.0.0.1:{server.port} {said}")
    server.answers = {}
    await worker(outbox, mailer).drain_once(entry.due_at)
    assert ((await only(outbox)).state, len(server.contents)) == ("sent", 1)


@pytest.mark.parametrize(("answers", "said"), MAIL_PERMANENT)
async def test_a_mail_failure_that_needs_somebody_is_reported_and_kept_for_a_retry(
    outbox: Outbox, server: MailServer, answers: dict[str, str], said: str
) -> None:
    server.answers = answers
    await outbox.add(mail(), NOW)
    mailer, reports = SmtpMailer(settings(server.port)), Reports()
    await worker(outbox, mailer, on_failed=reports.hear).drain_once(NOW)
    entry = await only(outbox)
    assert (entry.state, reports) == ("failed", [f"lead:1: {entry.error}"])
    assert entry.error is not None
    assert entry.error.startswith(f"The mail server 127.0.0.1:{server.port} {said}")
    assert entry.error.endswith("then run: python -m bot outbox retry")
    server.answers = {}
    await outbox.retry(NOW)
    await worker(outbox, mailer).drain_once(NOW)
    assert ((await only(outbox)).state, len(server.contents)) == ("sent", 1)


@pytest.mark.parametrize(
    ("host", "said"),
    [("127.0.0.1", "accepts no connections: check SMTP_HOST"), ("mail.invalid", "is not known by that name")],
)
async def test_a_mail_server_that_is_not_there_is_tried_again(outbox: Outbox, host: str, said: str) -> None:
    await outbox.add(mail(), NOW)
    absent = replace(settings(free_port()), host=host, timeout=30)
    await worker(outbox, SmtpMailer(absent)).drain_once(NOW)
    entry = await only(outbox)
    assert (entry.state, entry.due_at) == ("pending", NOW + timedelta(seconds=5))
    assert said in (entry.error or "")


async def test_a_sender_that_is_refused_names_the_setting(outbox: Outbox) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test\r\n")
        while line := await reader.readline():
            writer.write(b"553 5.7.1 not yours\r\n" if line.startswith(b"MAIL") else b"250 OK\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        await outbox.add(mail(), NOW)
        await worker(outbox, SmtpMailer(replace(settings(port), user=None, password=None))).drain_once(NOW)
        await asyncio.sleep(0.01)
    assert f"refused the sender {SENDER} (553 5.7.1 not yours): correct MAIL_FROM" in str(
        (await only(outbox)).error
    )


async def test_two_leads_with_one_key_make_one_mail(outbox: Outbox, server: MailServer) -> None:
    for _ in range(2):
        await outbox.add(mail(), NOW)
        await worker(outbox, SmtpMailer(settings(server.port))).drain_once(NOW)
    assert len(server.contents) == 1


async def test_a_crash_between_sending_and_marking_sends_again_under_the_same_message_id(
    outbox: Outbox, server: MailServer
) -> None:
    mailer = SmtpMailer(settings(server.port))
    await outbox.add(mail(), NOW)
    (entry,) = await outbox.claim("mail", NOW, 1)
    await mailer.send(entry)  # and here the process is killed
    assert await worker(outbox, mailer).drain_once(NOW) == 0
    assert await worker(outbox, mailer).drain_once(NOW + LEASE) == 1
    assert [each["Message-ID"] for each in server.mails] == [message_id("lead:1", SENDER)] * 2
    assert server.mails[0]["Date"] == server.mails[1]["Date"]


async def test_after_a_crash_the_next_start_does_not_wait_for_the_lease(
    outbox: Outbox, server: MailServer
) -> None:
    await outbox.add(mail(), NOW)
    await outbox.claim("mail", NOW, 1)  # and here the process is killed
    async with running(worker(outbox, SmtpMailer(settings(server.port)))):
        await until(outbox, "sent", 1)


async def test_mails_to_one_recipient_arrive_in_the_order_of_their_causes(
    outbox: Outbox, server: MailServer
) -> None:
    keys = [f"lead:{number}" for number in range(6)]
    for key in keys:
        await outbox.add(mail(key), NOW)
    assert await worker(outbox, SmtpMailer(settings(server.port))).drain_once(NOW) == 6
    assert [each["Subject"] for each in server.mails] == [f"Lead {key}" for key in keys]


# What fails with Telegram.

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
    outbox: Outbox, api: BotApi, chat: ChatSender, answer: Answer, said: str
) -> None:
    api.answers[""] = answer
    await outbox.add(message(), NOW)
    await worker(outbox, chat=chat).drain_once(NOW)
    entry = await only(outbox)
    assert (entry.state, entry.due_at) == ("pending", NOW + timedelta(seconds=5))
    assert entry.error is not None
    assert entry.error.startswith(said)
    api.answers.clear()
    await worker(outbox, chat=chat).drain_once(entry.due_at)
    assert ((await only(outbox)).state, len(api.calls)) == ("sent", 1)


@pytest.mark.parametrize(("answer", "said"), CHAT_PERMANENT)
async def test_a_telegram_failure_that_needs_somebody_is_reported_and_kept_for_a_retry(
    outbox: Outbox, api: BotApi, chat: ChatSender, answer: Refusal, said: str
) -> None:
    api.answers["-5"] = answer
    await outbox.add(message(), NOW)
    reports = Reports()
    await worker(outbox, chat=chat, on_failed=reports.hear).drain_once(NOW)
    entry = await only(outbox)
    assert (entry.state, reports) == ("failed", [f"lead:1: {entry.error}"])
    assert said in str(entry.error)
    assert str(entry.error).endswith("then run: python -m bot outbox retry")


async def test_a_telegram_that_is_not_there_is_tried_again(outbox: Outbox) -> None:
    api = BotApi(port=free_port())
    await outbox.add(message(), NOW)
    await worker(outbox, chat=ChatSender(api.bot())).drain_once(NOW)
    assert str((await only(outbox)).error).startswith("Telegram cannot be reached")


async def test_when_telegram_asks_for_a_pause_all_chats_wait_and_mail_does_not(
    outbox: Outbox, api: BotApi, chat: ChatSender, server: MailServer
) -> None:
    api.answers["7"] = Refusal(429, "Too Many Requests: retry after 35", {"retry_after": 35})
    draining = worker(outbox, SmtpMailer(settings(server.port)), chat, at_once=1)
    await outbox.add(message("limited", "7"), NOW)
    await outbox.add(message("other", "8"), NOW)
    await outbox.add(mail(), NOW)
    await draining.drain_once(NOW)
    assert (len(api.calls), len(server.contents)) == (0, 1)
    limited = next(entry for entry in await outbox.listing() if entry.delivery.key == "limited")
    assert limited.due_at == NOW + timedelta(seconds=35)
    assert limited.error == "Telegram asks for a pause of 35 s (429): it is tried again by itself."
    api.answers.clear()
    await draining.drain_once(NOW + timedelta(seconds=34))
    assert api.calls == []
    await draining.drain_once(NOW + timedelta(seconds=35))
    assert sorted(call["chat_id"] for _, call in api.calls) == ["7", "8"]


@pytest.mark.filterwarnings("ignore:.*retry_after")
async def test_a_pause_is_obeyed_in_either_of_the_librarys_units(
    outbox: Outbox, api: BotApi, chat: ChatSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PTB_TIMEDELTA")
    api.answers[""] = Refusal(429, "Too Many Requests: retry after 35", {"retry_after": 35})
    await outbox.add(message(), NOW)
    await worker(outbox, chat=chat).drain_once(NOW)
    assert (await only(outbox)).due_at == NOW + timedelta(seconds=35)


async def test_a_group_that_became_a_supergroup_gets_its_messages_there(
    outbox: Outbox, api: BotApi, chat: ChatSender
) -> None:
    api.answers["-5"] = Refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": -1005},
    )
    for key in ("one", "two"):
        await outbox.add(message(key), NOW)
    with capture_logs() as logs:
        await worker(outbox, chat=chat).drain_once(NOW)
    assert [call["chat_id"] for _, call in api.calls] == ["-1005", "-1005"]
    assert [text.split()[0] for text in api.texts] == ["<b>one</b>", "<b>two</b>"]
    moved = [log for log in logs if log["event"] == "recipient moved"]
    assert moved == [
        {"event": "recipient moved", "log_level": "warning", "delivery": 1, "old": "-5", "new": "-1005"}
    ]


async def test_a_message_arrives_with_its_buttons_in_reply_to_another(
    outbox: Outbox, api: BotApi, chat: ChatSender
) -> None:
    keyboard = [[{"text": "Claim", "data": "claim:1"}], [{"text": "Web", "url": "https://example.org"}]]
    await outbox.add(message(keyboard=keyboard, reply_to_message_id=42), NOW)
    await worker(outbox, chat=chat).drain_once(NOW)
    ((method, call),) = api.calls
    assert (method, call["parse_mode"]) == ("sendMessage", "HTML")
    assert '"callback_data":"claim:1"' in call["reply_markup"].replace(" ", "")
    assert '"url":"https://example.org"' in call["reply_markup"].replace(" ", "")
    assert '"message_id":42' in call["reply_parameters"].replace(" ", "")
    assert (await only(outbox)).receipt == "101"


async def test_a_document_arrives_with_the_text_as_its_caption(
    outbox: Outbox, api: BotApi, chat: ChatSender
) -> None:
    document = {"filename": "leads.csv", "content_base64": "w7E7MQo="}
    await outbox.add(message(document=document), NOW)
    await worker(outbox, chat=chat).drain_once(NOW)
    assert api.documents == [("leads.csv", "ñ;1\n".encode())]
    assert api.calls[0][0] == "sendDocument"
    assert SECRET in api.calls[0][1]["caption"]


# What the worker does whatever the service.


def test_pauses_grow_to_three_hours_and_end_after_three_days() -> None:
    pauses = [pause(attempts, 0.5) for attempts in range(1, ATTEMPTS + 1)]
    seconds = [each.total_seconds() for each in pauses if each]
    assert seconds[:7] == [5, 30, 120, 600, 3600, 10800, 10800]
    assert timedelta(days=2.9) < timedelta(seconds=sum(seconds)) < timedelta(days=3.1)
    assert pauses[-1] is None


def test_jitter_moves_a_pause_by_a_fifth_at_most() -> None:
    assert (pause(3, 0.0), pause(3, 1.0)) == (timedelta(seconds=96), timedelta(seconds=144))


async def test_a_delivery_is_given_up_after_three_days_of_trying(outbox: Outbox, server: MailServer) -> None:
    server.answers["DATA"] = "451 later"
    await outbox.add(mail(), NOW)
    reports, mailer, at = Reports(), SmtpMailer(settings(server.port)), NOW
    for _ in range(ATTEMPTS):
        assert reports == []
        await worker(outbox, mailer, on_failed=reports.hear).drain_once(at)
        at = (await only(outbox)).due_at
    assert (await only(outbox)).state == "failed"
    assert reports[0].startswith("lead:1: Given up after 30 attempts in three days. The mail server")


class Broken:
    """A service with a mistake in it."""

    async def send(self, entry: Entry) -> Outcome:
        raise RuntimeError(f"cannot send {entry.delivery.payload}")


async def test_a_fault_of_the_program_is_reported_without_content(outbox: Outbox) -> None:
    await outbox.add(mail(), NOW)
    reports = Reports()
    with capture_logs() as logs:
        await worker(outbox, Broken(), on_failed=reports.hear).drain_once(NOW)
    assert "The assistant itself failed to send this by mail (RuntimeError)" in reports[0]
    assert {"delivery": 1, "error": "RuntimeError"}.items() <= logs[0].items()
    assert "test_worker.py" in logs[0]["where"]
    assert SECRET not in f"{logs}{reports}"


async def test_a_payload_that_is_none_for_a_mail_fails_and_the_next_one_is_sent(
    outbox: Outbox, server: MailServer
) -> None:
    await outbox.add(Delivery("broken", "mail", "unit@example.org", {"text": "no subject"}), NOW)
    await outbox.add(mail(), NOW)
    await worker(outbox, SmtpMailer(settings(server.port))).drain_once(NOW)
    assert [(entry.delivery.key, entry.state) for entry in await outbox.listing()] == [
        ("lead:1", "sent"),
        ("broken", "failed"),
    ]


async def test_a_report_that_fails_stops_nothing(outbox: Outbox) -> None:
    async def fail(entry: Entry, reason: str) -> None:
        raise RuntimeError("nobody to tell")

    for recipient in ("a@example.org", "b@example.org"):
        await outbox.add(mail(recipient, recipient), NOW)
    await worker(outbox, Broken(), on_failed=fail).drain_once(NOW)
    assert [entry.state for entry in await outbox.listing()] == ["failed", "failed"]


async def test_no_log_line_has_content_or_recipients(
    outbox: Outbox, server: MailServer, api: BotApi, chat: ChatSender
) -> None:
    server.answers = {"RCPT bad@example.org": "550 bad@example.org is unknown"}
    api.answers["7"] = Refusal(502, "Bad Gateway")
    for delivery in (mail("1"), mail("2", "bad@example.org"), message("3", "7"), message("4", "8")):
        await outbox.add(delivery, NOW)
    with capture_logs() as logs:
        await worker(outbox, SmtpMailer(settings(server.port)), chat).drain_once(NOW)
    assert len(logs) == 4
    assert not [word for word in (SECRET, "example.org", "Lead") if word in str(logs)]


class Slow:
    """A service that keeps one recipient waiting until it is told to go on."""

    def __init__(self, slow: str) -> None:
        self.slow, self.taken, self.go_on = slow, asyncio.Event(), asyncio.Event()
        self.begun = self.most = 0

    async def send(self, entry: Entry) -> Outcome:
        self.begun += 1
        self.most = max(self.most, self.begun)
        if entry.delivery.recipient == self.slow:
            self.taken.set()
            await self.go_on.wait()
        await asyncio.sleep(0)
        self.begun -= 1
        return Sent("ok")


@pytest.mark.parametrize("channel", ["mail", "chat"])
async def test_a_slow_recipient_holds_up_nobody_else(outbox: Outbox, channel: Channel) -> None:
    slow = Slow("slow")
    for number in range(20):
        recipient = "slow" if number < 2 else f"quick {number}"
        await outbox.add(Delivery(f"{number}", channel, recipient, {}), NOW)
    async with running(worker(outbox, slow, slow)):
        await until(outbox, "sent", 18)
        assert len(await outbox.listing("pending")) == 2
        slow.go_on.set()
        await until(outbox, "sent", 20)
    assert slow.most <= 4


async def test_a_delivery_that_takes_too_long_is_tried_again(outbox: Outbox) -> None:
    await outbox.add(mail("1", "slow"), NOW)
    await worker(outbox, Slow("slow"), send_limit=0.05).drain_once(NOW)
    entry = await only(outbox)
    assert (entry.state, entry.due_at) == ("pending", NOW + timedelta(seconds=5))
    assert str(entry.error).startswith("Sending by mail took longer than")


async def test_a_running_worker_sends_what_is_added_when_woken(outbox: Outbox, server: MailServer) -> None:
    awake = worker(outbox, SmtpMailer(settings(server.port)), look_again=60)
    async with running(awake):
        await asyncio.sleep(0.1)
        await outbox.add(mail(), NOW)
        awake.wake()
        await until(outbox, "sent", 1)


async def test_a_running_worker_finds_what_the_command_line_put_there(
    outbox: Outbox, server: MailServer
) -> None:
    async with running(worker(outbox, SmtpMailer(settings(server.port)), look_again=0.05)):
        await asyncio.sleep(0.1)
        await outbox.add(mail(), NOW)
        await until(outbox, "sent", 1)


async def test_a_running_worker_tries_again_when_the_pause_is_over(
    outbox: Outbox, api: BotApi, chat: ChatSender
) -> None:
    api.answers[""] = Refusal(429, "Too Many Requests: retry after 1", {"retry_after": 1})
    begun = datetime.now(UTC)
    await outbox.add(message(), begun)
    async with running(worker(outbox, chat=chat, clock=lambda: datetime.now(UTC), look_again=60)):
        await asyncio.sleep(0.5)
        assert str((await only(outbox)).error).startswith("Telegram asks for a pause of 1 s")
        api.answers.clear()
        await until(outbox, "sent", 1)
    assert datetime.now(UTC) - begun >= timedelta(seconds=1)


async def test_stopping_finishes_what_is_in_hand_and_begins_nothing_more(outbox: Outbox) -> None:
    slow = Slow("slow")
    for key in ("first", "second"):
        await outbox.add(mail(key, "slow"), NOW)
    stopping = worker(outbox, slow)
    task = asyncio.create_task(stopping.run())
    await asyncio.wait_for(slow.taken.wait(), 5)
    stopping.stop()
    await asyncio.sleep(0.05)
    assert not task.done()
    slow.go_on.set()
    await asyncio.wait_for(task, 5)
    assert [entry.state for entry in await outbox.listing()] == ["pending", "sent"]


async def test_cancelling_leaves_what_was_in_hand_for_the_next_start(outbox: Outbox) -> None:
    slow = Slow("slow")
    await outbox.add(mail("1", "slow"), NOW)
    task = asyncio.create_task(worker(outbox, slow).run())
    await asyncio.wait_for(slow.taken.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await outbox.resume(NOW) == 1


async def test_an_outbox_that_cannot_be_read_is_logged_and_looked_at_again(tmp_path: Path) -> None:
    closed = Database(tmp_path / "bot.db")
    with capture_logs() as logs:
        async with running(worker(Outbox(closed), look_again=0.02)):
            await asyncio.sleep(0.1)
        assert await worker(Outbox(closed)).drain_once(NOW) == 0
    await closed.close()
    assert {log["event"] for log in logs} == {"outbox not resumed", "outbox not readable"}
    assert {log["error"] for log in logs} == {"StorageError"}
