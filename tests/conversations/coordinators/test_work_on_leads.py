"""The coordination unit's work on leads in its Telegram group: claim, states, notes, lists, what waits too long."""

import asyncio
import datetime
from dataclasses import replace

import pytest

from bot.operations.knowledge_base import Library
from bot.scheduled.unclaimed import remind_of_unclaimed
from storage.audit import history_of
from storage.clock import stamp
from storage.leads import find_lead_file
from tests.conftest import Start
from tests.conversations.lead_files import OFFICER_ES, library_with_group, send_lead, store
from tests.person import Sim


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


async def test_a_lead_is_one_screen_in_the_group_and_is_claimed_by_one_of_two(sim: Sim, start: Start) -> None:
    one, other = sim.coordinator("coordinator_en"), sim.coordinator("coordinator_es")
    async with start() as running:
        await sim.person("officer_es").says("/start")
        await send_lead(running)
        lead = await one.waits_for("[IUC-2026-0001] Zaragoza, Spain")
        await other.waits_for("[IUC-2026-0001]")
        assert "🇪🇸" in lead.text
        assert "686,986" in lead.text
        assert "●●● Yes, they are committed" in lead.text
        assert "●○○ Not sure yet" in lead.text
        assert "El casco <b>antiguo</b> pierde vecinos & comercio." in lead.text
        assert len(lead.text) < 1500
        button = (await one.button("I take it"))["callback_data"]
        number = lead.message["message_id"]
        await asyncio.gather(one.press_data(button, number), other.press_data(button, number, forged=True))
        file = await find_lead_file(running.services.database, "IUC-2026-0001")
        assert file
        assert file.lead.owner in ("Coordination unit", "Unidad de coordinación")
        winner, loser = (one, other) if file.lead.owner == "Coordination unit" else (other, one)
        assert winner.toast == "It is yours."
        assert loser.toast == f"It belongs to {file.lead.owner}."
        entries = await history_of(running.services.database, "IUC-2026-0001")
        assert [(entry.action, entry.actor) for entry in entries] == [("claimed", file.lead.owner)]


async def test_only_the_owner_moves_a_lead_and_a_colleague_can_take_it_over(sim: Sim, start: Start) -> None:
    one, other = sim.coordinator("coordinator_en"), sim.coordinator("coordinator_es")
    async with start() as running:
        await sim.person("officer_es").says("/start")
        await send_lead(running)
        await one.presses("I take it")
        await other.presses("Accept")
        assert other.toast == "It belongs to Coordination unit. Take it over first."
        await other.presses("Take it over")
        await one.waits_for("Unidad de coordinación has taken this over from you.")
        await other.presses("Contacted")
        await other.presses("Accept")
        await other.presses("Yes, accept it")
        await other.waits_for("The applicant has not been told.")
        screen = await other.waits_for("✅ accepted · Unidad de coordinación")
        assert "I take it" not in " ".join(screen.buttons)
        await one.says("/note 1 Called them; they are <happy>.")
        await one.presses("History")
        history = await one.waits_for("History")
        for step in ("claimed it", "took it over", "→ contacted", "→ accepted", "took a note"):
            assert step in history.text
        assert "they are <happy>" in history.text


async def test_lists_are_narrowed_by_words_and_buttons_and_have_pages(sim: Sim, start: Start) -> None:
    unit = sim.coordinator()
    async with start() as running:
        await sim.person("officer_es").says("/start")
        for number in range(1, 11):
            await send_lead(running, number, OFFICER_ES + number, with_deliveries=False)
        await send_lead(running, 11, 2000, country="PL", place={"name": "Gdańsk"}, topics=["circular"])
        await unit.waits_for("[IUC-2026-0011]")
        await unit.says("/leads")
        page = await unit.waits_for("Leads · all · 11")
        assert len([label for label in page.buttons if "IUC-" in label]) == 8
        await unit.presses("More ▶")
        assert len([label for label in unit.screen.buttons if "IUC-" in label]) == 3
        await unit.says("/leads poland new")
        page = await unit.waits_for("Leads · new, Poland · 1")
        assert [label for label in page.buttons if "IUC-" in label] == [
            "🆕 0 h 2/4 [IUC-2026-0011] Gdańsk, Poland 🇵🇱"
        ]
        await unit.presses("Country")
        await unit.presses("Any")
        await unit.presses("Topic")
        await unit.presses("Circular economy")
        await unit.waits_for("Leads · new, Circular economy · 1")
        await unit.says("/leads xyzzy")
        await unit.waits_for("No lead has: xyzzy")
        await unit.says("/lead 11")
        await unit.waits_for("[IUC-2026-0011] Gdańsk")
        await unit.presses("I take it")
        await unit.says("/leads mine")
        await unit.waits_for("Leads · mine · 1")
        await unit.says("/unclaimed")
        await unit.waits_for("Leads · new · 10")
        seen = await history_of(running.services.database, "IUC-2026-0011")
        assert [entry.action for entry in seen] == ["seen", "claimed"]


async def test_an_unclaimed_lead_is_brought_up_after_two_working_days_once(sim: Sim, start: Start) -> None:
    unit = sim.coordinator()
    async with start() as running:
        await sim.person("officer_es").says("/start")
        await send_lead(running)
        now = running.services.now()
        assert await remind_of_unclaimed(running.services, now + datetime.timedelta(hours=20)) == 0
        earlier = stamp(now - datetime.timedelta(days=5))
        await store(running, lambda db: db.execute("UPDATE leads SET created_at = ?", (earlier,)))
        assert await remind_of_unclaimed(running.services, now) == 1
        assert await remind_of_unclaimed(running.services, now) == 0
        running.worker.wake()
        await unit.waits_for("Nobody has claimed this yet")
        await unit.presses("I take it")
        await unit.waits_for("🙋 claimed")
        assert await remind_of_unclaimed(running.services, now + datetime.timedelta(days=30)) == 0


async def test_a_spanish_contact_works_in_spanish(sim: Sim, start: Start, library: Library) -> None:
    knowledge_base = library.knowledge_base
    contacts = knowledge_base.content.contacts
    spanish = contacts.contacts[0].model_copy(update={"language": "es"})
    library.knowledge_base = replace(
        knowledge_base,
        content=replace(
            knowledge_base.content, contacts=contacts.model_copy(update={"contacts": (spanish,)})
        ),
    )
    unit = sim.coordinator()
    try:
        async with start() as running:
            await sim.person("officer_es").says("/start")
            await send_lead(running)
            lead = await unit.waits_for("[IUC-2026-0001] Zaragoza, España")
            assert "686.986" in lead.text
            await unit.presses("Me encargo yo")
            assert unit.toast == "Se encarga usted."
            mail = await sim.waits_for_mail("IUC-2026-0001")
            assert "Habitantes" in mail["text"]
    finally:
        library.knowledge_base = knowledge_base
