"""Contacts see the leads that they take and those that are theirs by name, by any command; the fallback sees all."""

from pathlib import Path

import pytest

from bot.operations.knowledge_base import Library
from storage.leads import find_lead
from tests.bot.web.browser import library_with_two_contacts
from tests.conftest import Start
from tests.conversations.lead_files import OFFICER_EN, send_lead
from tests.person import COLLEAGUES, Person, Screen, Sim


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_with_two_contacts(tmp_path_factory.mktemp("content"))


async def of_brazil(sim: Sim) -> Person:
    """A member of the group that takes Brazil's leads."""
    await sim.do("membership", user="officer_en", chat_id=COLLEAGUES, status="member")
    return sim.person("officer_en", COLLEAGUES)


async def lists(person: Person, command: str, count: int) -> Screen:
    """Write a command; the list of so many leads. A group's first command is answered by a greeting, too."""
    await person.says(command)
    return await person.waits_for(f"· {count}")


async def test_a_contacts_commands_show_its_own_leads_alone(sim: Sim, start: Start) -> None:
    everybody, brazil = sim.coordinator(), await of_brazil(sim)
    async with start() as running:
        await send_lead(running, with_deliveries=False)
        await send_lead(running, draft=2, with_deliveries=False, place={"name": "Recife"}, country="BR")
        for command in ("/leads", "/unclaimed"):
            listed = await lists(brazil, command, 1)
            assert "Recife" in listed.buttons[0]
            assert "Zaragoza" not in str(listed.buttons)
            await lists(everybody, command, 2)
        assert "Ninguna preinscripción contiene: zaragoza" in (await brazil.says("/find zaragoza")).text
        assert "Zaragoza" not in str(brazil.screen.buttons)
        for command in ("/lead 1", "/note 1 x"):
            assert "La preinscripción IUC-2026-0001 no figura aquí" in (await brazil.says(command)).text
        await running.services.database.run(
            lambda db: db.execute(
                "UPDATE leads SET state = 'claimed', owner_id = ?, owner = 'Olga' WHERE reference LIKE '%1'",
                (OFFICER_EN,),
            )
        )
        await lists(brazil, "/leads", 2)
        assert "Zaragoza" in (await brazil.says("/lead 1")).text


async def test_a_made_up_button_shows_and_does_nothing_with_anothers_lead(sim: Sim, start: Start) -> None:
    brazil = await of_brazil(sim)
    async with start() as running:
        await send_lead(running, with_deliveries=False)
        await send_lead(running, draft=2, with_deliveries=False, place={"name": "Recife"}, country="BR")
        await brazil.says("/lead 2")
        mine = (await brazil.waits_for("[IUC-2026-0002]")).message["message_id"]
        for step in ("open", "answers", "history", "claim", "card", "assign", "accepted", "end"):
            await brazil.press_data(f"w|IUC-2026-0001|{step}|", mine, forged=True)
            assert "Zaragoza" not in str(brazil.screen)
        lead = await find_lead(running.services.database, "IUC-2026-0001")
        assert lead
        assert (lead.state, lead.opened_at) == ("new", None)
        await brazil.press_data("w|IUC-2026-0002|claim|", mine)
        assert brazil.toast == "Se encarga usted."


async def test_a_contacts_table_holds_its_own_leads_alone(sim: Sim, start: Start, tmp_path: Path) -> None:
    brazil = await of_brazil(sim)
    async with start() as running:
        await send_lead(running, with_deliveries=False)
        await send_lead(running, draft=2, with_deliveries=False, place={"name": "Recife"}, country="BR")
        await brazil.says("/export", expects_reply=False)
        file = (await brazil.downloads(await brazil.waits_for_document(".csv"))).decode("utf-8-sig")
        assert "Recife" in file
        assert "Zaragoza" not in file
