"""What the coordination unit can look up about its own work, and what it is told that did not reach it."""

import asyncio
from dataclasses import replace
from email.message import EmailMessage

import pytest

from bot.application import Running
from bot.operations.knowledge_base import Library
from bot.scheduled.follow_up import report_undelivered
from storage.outbox import Entry, list_deliveries
from tests.bot.delivery.mail_server import MailServer, mail_server
from tests.conftest import Start
from tests.conversations.lead_files import library_with_group, send_lead, store
from tests.person import Sim
from tests.waiting import PATIENCE, until_true


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


async def test_the_unit_reads_who_did_what_even_about_an_erased_lead(sim: Sim, start: Start) -> None:
    desk, town = sim.coordinator(), sim.person("officer_es")
    async with start() as running:
        await town.says("/start")
        await send_lead(running)
        await desk.presses("I take it")
        await desk.says("/export")
        await desk.says("/reload")
        await desk.waits_for("The content was read again")
        erase = "UPDATE leads SET data = '{}' WHERE reference = 'IUC-2026-0001'"
        await store(running, lambda db: db.execute(erase))
        await desk.says("/audit")
        told = await desk.waits_for("History")
        for line in (
            "IUC-2026-0001: claimed it",
            "all pre-applications: exported",
            "the content: read it again",
        ):
            assert f"Coordination unit · {line}" in told.text
        assert "claimed it" in (await desk.says("/audit 1")).text
        assert "exported" not in desk.screen.text
        assert "exported" in (await desk.says("/audit this week")).text
        assert "Nothing yet" in (await desk.says("/audit ayer")).text
        assert "I do not understand this: qwertz" in (await desk.says("/audit qwertz")).text
        assert "Qué puedo hacer" in (await town.says("/audit")).text


async def test_the_unit_is_told_once_of_a_mail_that_could_not_be_delivered(sim: Sim, start: Start) -> None:
    desk = sim.coordinator()
    async with (
        mail_server() as server,
        start(
            smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", mail_from="bot@iuc.example.eu"
        ) as running,
    ):
        server.answers["RCPT"] = "550 No such user"
        await sim.person("officer_es").says("/start")
        await send_lead(running)
        await desk.waits_for("[IUC-2026-0001] Zaragoza")
        await desk.says("/language")
        await desk.presses("Español")
        database = running.services.database
        async with asyncio.timeout(PATIENCE):
            while not (failed := await list_deliveries(database, "failed")):
                await desk.look()  # the mail waits for its PDF
        assert await report_undelivered(running.services, running.services.now()) == 1
        assert await report_undelivered(running.services, running.services.now()) == 0
        running.worker.wake()
        told = await desk.waits_for(
            "⚠️ [IUC-2026-0001] Esto no se ha podido entregar a coordination-unit@iuc-europe.eu."
        )
        assert f"python -m bot outbox retry {failed[0].id}" in told.text


async def waits_for_failures(running: Running, count: int) -> list[Entry]:
    """Wait until so many deliveries were given up; mails wait for their PDF."""

    async def given_up() -> bool:
        return len(await list_deliveries(running.services.database, "failed")) >= count

    await until_true(given_up, "deliveries that are given up")
    return list(await list_deliveries(running.services.database, "failed"))


async def waits_for_mail_to(server: MailServer, recipient: str) -> EmailMessage:
    async def there() -> bool:
        return recipient in server.recipients

    await until_true(there, f"a mail to {recipient}")
    return server.mails[server.recipients.index(recipient)]


def with_desks(library: Library) -> Library:
    """The same content with two desks of Spain, of which one has a group, and a fallback that has none."""
    base = library.knowledge_base
    unit = base.content.contacts.contacts[0]
    desks = [
        unit.model_copy(
            update={"id": name, "email": f"{name}@iuc.example.eu", "chat": chat, "fallback": last}
        )
        for name, chat, last in (
            ("iberia", unit.chat, False),
            ("madrid", None, False),
            ("brussels", None, True),
        )
    ]
    contacts = base.content.contacts.model_copy(update={"contacts": tuple(desks)})
    other = library_with_group()
    other.knowledge_base = replace(base, content=replace(base.content, contacts=contacts))
    return other


SMTP = {"smtp_host": "127.0.0.1", "smtp_security": "none", "mail_from": "bot@iuc.example.eu"}


async def test_a_lead_that_one_address_refuses_goes_to_the_fallback_contact_too(
    sim: Sim, start: Start, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, desks = sim.coordinator(), with_desks(library)
    monkeypatch.setattr(library, "knowledge_base", desks.knowledge_base)
    async with mail_server() as server, start(smtp_port=server.port, **SMTP) as running:
        server.answers["RCPT madrid@iuc.example.eu"] = "550 5.1.1 No such user"
        await sim.person("officer_es").says("/start")
        await send_lead(running, recipients=("iberia", "madrid"))
        await waits_for_failures(running, 1)
        await report_undelivered(running.services, running.services.now())
        running.worker.wake()
        await desk.waits_for("could not be delivered to madrid@iuc.example.eu")
        mail = await waits_for_mail_to(server, "brussels@iuc.example.eu")
        assert "Zaragoza" in mail["Subject"]
        assert await report_undelivered(running.services, running.services.now()) == 0


async def test_a_server_that_refuses_all_is_one_warning_and_nothing_is_sent_round(
    sim: Sim, start: Start, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sim.coordinator()
    monkeypatch.setattr(library, "knowledge_base", with_desks(library).knowledge_base)
    async with mail_server() as server, start(smtp_port=server.port, **SMTP) as running:
        server.answers["MAIL"] = "550 5.7.1 Sender not allowed"
        await sim.person("officer_es").says("/start")
        await send_lead(running, recipients=("iberia", "madrid"))
        await waits_for_failures(running, 2)
        assert await report_undelivered(running.services, running.services.now()) == 1
        running.worker.wake()
        told = await desk.waits_for("could not be delivered")
        assert "For the same reason: 1 more." in told.text
        assert "Not delivered: 2" in (await desk.says("/stats")).text
