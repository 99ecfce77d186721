"""What the coordination unit can look up about its own work, and what it is told that did not reach it."""

import asyncio

import pytest

from bot.operations.knowledge_base import Library
from bot.scheduled.follow_up import report_undelivered
from tests.bot.delivery.mail_server import mail_server
from tests.conftest import Start
from tests.conversations.lead_files import library_with_group, send_lead, store
from tests.person import Sim


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
        outbox = running.services.outbox
        async with asyncio.timeout(60):
            while not (failed := await outbox.listing("failed")):
                await desk.look()  # the mail waits for its PDF
        assert await report_undelivered(running.services, running.services.now()) == 1
        assert await report_undelivered(running.services, running.services.now()) == 0
        running.worker.wake()
        told = await desk.waits_for(
            "⚠️ [IUC-2026-0001] This could not be delivered to coordination-unit@iuc-europe.eu."
        )
        assert f"python -m bot outbox retry {failed[0].id}" in told.text
