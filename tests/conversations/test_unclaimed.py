"""Leads that nobody claims: many that are due at once come as one message, by chat and by mail."""

import datetime
from pathlib import Path

import pytest

from bot.application import Running
from bot.operations.knowledge_base import Library
from bot.scheduled.unclaimed import remind_of_unclaimed
from storage.clock import stamp
from tests.bot.web.browser import library_with_contacts, pages_on
from tests.conftest import Start
from tests.conversations.lead_files import send_lead, store
from tests.person import COORDINATORS, Sim
from tests.ports import free_port

LEADS = 40
CONTACTS = f"""
contacts:
  - {{id: unit, name: Unit, chat: {COORDINATORS}, email: unit@iuc.example.eu, language: en, fallback: true}}
  - {{id: brazil, name: Mesa, email: brasil@iuc.example.eu, language: es, takes: {{countries: [BR]}}}}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_with_contacts(tmp_path_factory.mktemp("content"), CONTACTS)


async def sent_days_ago(running: Running, days: int, first: int = 1) -> None:
    """Let the leads from a number on have been sent earlier."""
    earlier = stamp(running.services.now() - datetime.timedelta(days=days))
    sql = "UPDATE leads SET created_at = ? WHERE reference >= ?"
    year = running.services.now().year
    await store(running, lambda db: db.execute(sql, (earlier, f"IUC-{year}-{first:04d}")))


async def test_forty_leads_that_are_due_at_once_are_one_message_and_one_mail(
    sim: Sim, start: Start, tmp_path: Path
) -> None:
    unit, secret = sim.coordinator(), "Xerxespolis"
    async with start(**pages_on(free_port())) as running:
        for number in range(1, LEADS + 1):
            country = "BR" if number > LEADS / 2 else "ES"
            await send_lead(running, number, with_deliveries=False, country=country, place={"name": secret})
        await sent_days_ago(running, 5)
        now = running.services.now()
        assert await remind_of_unclaimed(running.services, now) == 2
        assert await remind_of_unclaimed(running.services, now) == 0
        running.worker.wake()
        told = await unit.waits_for("20 pre-applications that nobody has claimed yet")
        assert "IUC-2026-0001 · Spain · 686,986 inhabitants · 5 d" in told.text
        mail = await sim.waits_for_mail("20 preinscripciones de las que nadie se encarga")
        assert mail["text"].count("Me encargo yo: http://") == 20
        for text in (told.text, mail["text"], mail["subject"]):
            assert secret not in text
        await unit.presses("IUC-2026-0001")
        await unit.waits_for(f"[IUC-2026-0001] {secret}")


async def test_those_told_together_are_brought_up_again_as_any_other(sim: Sim, start: Start) -> None:
    unit = sim.coordinator()
    async with start() as running:
        for number in range(1, 6):
            await send_lead(running, number, with_deliveries=False)
        await sent_days_ago(running, 5)
        now = running.services.now()
        assert await remind_of_unclaimed(running.services, now) == 1
        running.worker.wake()
        await unit.waits_for("5 pre-applications that nobody has claimed yet")
        await send_lead(running, 6, with_deliveries=False)
        await sent_days_ago(running, 5, first=6)
        assert await remind_of_unclaimed(running.services, now) == 1
        running.worker.wake()
        await unit.waits_for("Nobody has claimed this yet")
        later = [now + datetime.timedelta(days=days) for days in range(1, 40)]
        assert sum([await remind_of_unclaimed(running.services, moment) for moment in later]) <= 4
        assert sum([await remind_of_unclaimed(running.services, moment) for moment in later]) == 0
