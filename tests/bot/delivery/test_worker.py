"""The worker by itself: its pauses, what it gives up, who waits for whom, how it stops."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.delivery.chat import ChatSender
from bot.delivery.mail import SmtpMailer
from bot.delivery.outcome import Outcome, Sent
from bot.delivery.worker import ATTEMPTS, pause
from storage.database import Database
from storage.delivering import resume_deliveries
from storage.outbox import Channel, Delivery, Entry, add_delivery, list_deliveries
from tests.bot.delivery.bot_api import BotApi, Refusal
from tests.bot.delivery.mail_server import MailServer
from tests.bot.delivery.working import (
    NOW,
    SECRET,
    Reports,
    deliver_due,
    mail,
    message,
    only,
    running,
    settings,
    until,
    worker,
)
from tests.waiting import PATIENCE, until_true


def test_pauses_grow_to_three_hours_and_end_after_three_days() -> None:
    pauses = [pause(attempts, 0.5) for attempts in range(1, ATTEMPTS + 1)]
    seconds = [each.total_seconds() for each in pauses if each]
    assert seconds[:7] == [5, 30, 120, 600, 3600, 10800, 10800]
    assert timedelta(days=2.9) < timedelta(seconds=sum(seconds)) < timedelta(days=3.1)
    assert pauses[-1] is None


def test_jitter_moves_a_pause_by_a_fifth_at_most() -> None:
    assert (pause(3, 0.0), pause(3, 1.0)) == (timedelta(seconds=96), timedelta(seconds=144))


async def test_a_delivery_is_given_up_after_three_days_of_trying(
    database: Database, server: MailServer
) -> None:
    server.answers["DATA"] = "451 later"
    await add_delivery(database, mail(), NOW)
    reports, mailer, at = Reports(), SmtpMailer(settings(server.port)), NOW
    for _ in range(ATTEMPTS):
        assert reports == []
        await deliver_due(database, mailer, on_failed=reports.hear, now=at)
        at = (await only(database)).due_at
    assert (await only(database)).state == "failed"
    assert reports[0].startswith("lead:1: Given up after 30 attempts in three days. The mail server")


class Broken:
    """A service with a mistake in it."""

    async def send(self, entry: Entry) -> Outcome:
        raise RuntimeError(f"cannot send {entry.delivery.payload}")


async def test_a_fault_of_the_program_is_reported_without_content(database: Database) -> None:
    await add_delivery(database, mail(), NOW)
    reports = Reports()
    with capture_logs() as logs:
        await deliver_due(database, Broken(), on_failed=reports.hear)
    assert "The assistant itself failed to send this by mail (RuntimeError)" in reports[0]
    assert {"delivery": 1, "error": "RuntimeError"}.items() <= logs[0].items()
    assert "test_worker.py" in logs[0]["where"]
    assert SECRET not in f"{logs}{reports}"


async def test_a_payload_that_is_none_for_a_mail_fails_and_the_next_one_is_sent(
    database: Database, server: MailServer
) -> None:
    await add_delivery(database, Delivery("broken", "mail", "unit@example.org", {"text": "no subject"}), NOW)
    await add_delivery(database, mail(), NOW)
    await deliver_due(database, SmtpMailer(settings(server.port)))
    assert [(entry.delivery.key, entry.state) for entry in await list_deliveries(database)] == [
        ("lead:1", "sent"),
        ("broken", "failed"),
    ]


async def test_a_report_that_fails_stops_nothing(database: Database) -> None:
    async def fail(entry: Entry, reason: str) -> None:
        raise RuntimeError("nobody to tell")

    for recipient in ("a@example.org", "b@example.org"):
        await add_delivery(database, mail(recipient, recipient), NOW)
    await deliver_due(database, Broken(), on_failed=fail)
    assert [entry.state for entry in await list_deliveries(database)] == ["failed", "failed"]


async def test_no_log_line_has_content_or_recipients(
    database: Database, server: MailServer, api: BotApi, chat: ChatSender
) -> None:
    server.answers = {"RCPT bad@example.org": "550 bad@example.org is unknown"}
    api.answers["7"] = Refusal(502, "Bad Gateway")
    for delivery in (mail("1"), mail("2", "bad@example.org"), message("3", "7"), message("4", "8")):
        await add_delivery(database, delivery, NOW)
    with capture_logs() as logs:
        await deliver_due(database, SmtpMailer(settings(server.port)), chat)
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
async def test_a_slow_recipient_holds_up_nobody_else(database: Database, channel: Channel) -> None:
    slow = Slow("slow")
    for number in range(20):
        recipient = "slow" if number < 2 else f"quick {number}"
        await add_delivery(database, Delivery(f"{number}", channel, recipient, {}), NOW)
    async with running(worker(database, slow, slow)):
        await until(database, "sent", 18)
        assert len(await list_deliveries(database, "pending")) == 2
        slow.go_on.set()
        await until(database, "sent", 20)
    assert slow.most <= 4


async def test_a_delivery_that_takes_too_long_is_tried_again(database: Database) -> None:
    await add_delivery(database, mail("1", "slow"), NOW)
    await deliver_due(database, Slow("slow"), send_limit=0.05)
    entry = await only(database)
    assert (entry.state, entry.due_at) == ("pending", NOW + timedelta(seconds=5))
    assert str(entry.error).startswith("Sending by mail took longer than")


async def test_a_running_worker_sends_what_is_added_when_woken(
    database: Database, server: MailServer
) -> None:
    awake = worker(database, SmtpMailer(settings(server.port)), look_again=60)
    async with running(awake):
        await asyncio.sleep(0.1)
        await add_delivery(database, mail(), NOW)
        awake.wake()
        await until(database, "sent", 1)


async def test_a_running_worker_finds_what_the_command_line_put_there(
    database: Database, server: MailServer
) -> None:
    async with running(worker(database, SmtpMailer(settings(server.port)), look_again=0.05)):
        await asyncio.sleep(0.1)
        await add_delivery(database, mail(), NOW)
        await until(database, "sent", 1)


async def test_a_running_worker_tries_again_when_the_pause_is_over(
    database: Database, api: BotApi, chat: ChatSender
) -> None:
    api.answers[""] = Refusal(429, "Too Many Requests: retry after 1", {"retry_after": 1})
    begun = datetime.now(UTC)
    await add_delivery(database, message(), begun)
    async with running(worker(database, chat=chat, clock=lambda: datetime.now(UTC), look_again=60)):

        async def was_tried() -> bool:
            return (await only(database)).error is not None

        await until_true(was_tried, "the first attempt")
        assert str((await only(database)).error).startswith("Telegram asks for a pause of 1 s")
        api.answers.clear()
        await until(database, "sent", 1)
    assert datetime.now(UTC) - begun >= timedelta(seconds=1)


async def test_stopping_finishes_what_is_in_hand_and_begins_nothing_more(database: Database) -> None:
    slow = Slow("slow")
    for key in ("first", "second"):
        await add_delivery(database, mail(key, "slow"), NOW)
    stopping = worker(database, slow)
    task = asyncio.create_task(stopping.run())
    await asyncio.wait_for(slow.taken.wait(), PATIENCE)
    stopping.stop()
    await asyncio.sleep(0.05)
    assert not task.done()
    slow.go_on.set()
    await asyncio.wait_for(task, PATIENCE)
    assert [entry.state for entry in await list_deliveries(database)] == ["pending", "sent"]


async def test_cancelling_leaves_what_was_in_hand_for_the_next_start(database: Database) -> None:
    slow = Slow("slow")
    await add_delivery(database, mail("1", "slow"), NOW)
    task = asyncio.create_task(worker(database, slow).run())
    await asyncio.wait_for(slow.taken.wait(), PATIENCE)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await resume_deliveries(database, NOW) == 1


async def test_an_outbox_that_cannot_be_read_is_logged_and_looked_at_again(tmp_path: Path) -> None:
    closed = Database(tmp_path / "bot.db")
    with capture_logs() as logs:
        async with running(worker(closed, look_again=0.02)):
            await asyncio.sleep(0.1)
    await closed.close()
    assert {log["event"] for log in logs} == {"outbox not resumed", "outbox not readable"}
    assert {log["error"] for log in logs} == {"StorageError"}
