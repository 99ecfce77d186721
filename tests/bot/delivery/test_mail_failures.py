"""Every way in which a mail server fails, and what the worker makes of it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.mail import SmtpMailer, message_id
from storage.database import Database
from storage.delivering import LEASE, claim_deliveries, retry_deliveries
from storage.outbox import add_delivery
from tests.bot.delivery.mail_server import MailServer
from tests.bot.delivery.working import (
    NOW,
    SENDER,
    Reports,
    deliver_due,
    mail,
    only,
    running,
    settings,
    until,
    worker,
)
from tests.ports import free_port
from tests.waiting import PATIENCE

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
    database: Database, server: MailServer, answers: dict[str, str], said: str
) -> None:
    server.answers = answers
    await add_delivery(database, mail(), NOW)
    timeout, reports = 0.2 if "hang" in answers.values() else PATIENCE, Reports()
    mailer = SmtpMailer(settings(server.port, timeout))
    await deliver_due(database, mailer, on_failed=reports.hear)
    entry = await only(database)
    assert (entry.state, entry.due_at, reports) == ("pending", NOW + timedelta(seconds=5), [])
    assert entry.error is not None
    assert entry.error.startswith(f"The mail server 127.0.0.1:{server.port} {said}")
    server.answers = {}
    await deliver_due(database, SmtpMailer(settings(server.port)), now=entry.due_at)
    assert ((await only(database)).state, len(server.contents)) == ("sent", 1)


@pytest.mark.parametrize(("answers", "said"), MAIL_PERMANENT)
async def test_a_mail_failure_that_needs_somebody_is_reported_and_kept_for_a_retry(
    database: Database, server: MailServer, answers: dict[str, str], said: str
) -> None:
    server.answers = answers
    await add_delivery(database, mail(), NOW)
    mailer, reports = SmtpMailer(settings(server.port)), Reports()
    await deliver_due(database, mailer, on_failed=reports.hear)
    entry = await only(database)
    assert (entry.state, reports) == ("failed", [f"lead:1: {entry.error}"])
    assert entry.error is not None
    assert entry.error.startswith(f"The mail server 127.0.0.1:{server.port} {said}")
    assert entry.error.endswith("then run: python -m bot outbox retry")
    server.answers = {}
    await retry_deliveries(database, NOW)
    await deliver_due(database, mailer)
    assert ((await only(database)).state, len(server.contents)) == ("sent", 1)


@pytest.mark.parametrize(
    ("host", "said"),
    [("127.0.0.1", "accepts no connections: check SMTP_HOST"), ("mail.invalid", "is not known by that name")],
)
async def test_a_mail_server_that_is_not_there_is_tried_again(
    database: Database, host: str, said: str
) -> None:
    await add_delivery(database, mail(), NOW)
    absent = replace(settings(free_port()), host=host)
    await deliver_due(database, SmtpMailer(absent))
    entry = await only(database)
    assert (entry.state, entry.due_at) == ("pending", NOW + timedelta(seconds=5))
    assert said in (entry.error or "")


async def test_a_sender_that_is_refused_names_the_setting(database: Database) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test\r\n")
        while line := await reader.readline():
            writer.write(b"553 5.7.1 not yours\r\n" if line.startswith(b"MAIL") else b"250 OK\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        await add_delivery(database, mail(), NOW)
        await deliver_due(database, SmtpMailer(replace(settings(port), user=None, password=None)))
        await asyncio.sleep(0.01)
    assert f"refused the sender {SENDER} (553 5.7.1 not yours): correct MAIL_FROM" in str(
        (await only(database)).error
    )


async def test_two_leads_with_one_key_make_one_mail(database: Database, server: MailServer) -> None:
    for _ in range(2):
        await add_delivery(database, mail(), NOW)
        await deliver_due(database, SmtpMailer(settings(server.port)))
    assert len(server.contents) == 1


async def test_a_crash_between_sending_and_marking_sends_again_under_the_same_message_id(
    database: Database, server: MailServer
) -> None:
    mailer = SmtpMailer(settings(server.port))
    await add_delivery(database, mail(), NOW)
    (entry,) = await claim_deliveries(database, "mail", NOW, 1)
    await mailer.send(entry)  # and here the process is killed
    assert await claim_deliveries(database, "mail", NOW, 1) == ()
    await deliver_due(database, mailer, now=NOW + LEASE)
    assert [each["Message-ID"] for each in server.mails] == [message_id("lead:1", SENDER)] * 2
    assert server.mails[0]["Date"] == server.mails[1]["Date"]


async def test_after_a_crash_the_next_start_does_not_wait_for_the_lease(
    database: Database, server: MailServer
) -> None:
    await add_delivery(database, mail(), NOW)
    await claim_deliveries(database, "mail", NOW, 1)  # and here the process is killed
    async with running(worker(database, SmtpMailer(settings(server.port)))):
        await until(database, "sent", 1)


async def test_mails_to_one_recipient_arrive_in_the_order_of_their_causes(
    database: Database, server: MailServer
) -> None:
    keys = [f"lead:{number}" for number in range(6)]
    for key in keys:
        await add_delivery(database, mail(key), NOW)
    await deliver_due(database, SmtpMailer(settings(server.port)))
    assert [each["Subject"] for each in server.mails] == [f"Lead {key}" for key in keys]
