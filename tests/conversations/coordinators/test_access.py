"""Who gets in, what is noted, and what is left when somebody's data is erased."""

from pathlib import Path
from shutil import copytree

import pytest
from structlog.testing import capture_logs

from bot.operations.knowledge_base import Library
from bot.settings import SIMULATOR_GROUP, WrongSettingError, read_settings
from knowledge.content.folders import CONTENT
from storage.audit import history_of
from tests.conftest import Start
from tests.conversations.lead_files import (
    COORDINATOR_EN,
    OFFICER_EN,
    english_lead,
    library_with_group,
    send_lead,
    store,
)
from tests.person import Sim
from tests.waiting import until_true


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


@pytest.mark.parametrize(
    "command", ["/leads", "/lead 1", "/unclaimed", "/unanswered", "/note 1 x", "/reload"]
)
async def test_nobody_else_gets_in_and_refusals_are_logged_without_content(
    sim: Sim, start: Start, command: str
) -> None:
    async with start() as running:
        await send_lead(running)
        with capture_logs() as logs:
            screen = await sim.person("officer_en").says(f"{command} secret")
        assert "What I can do" in screen.text
        assert "IUC-2026" not in screen.text
        refusals = [log for log in logs if log["event"] == "coordinator's command refused"]
        assert [log["user_id"] for log in refusals] == [OFFICER_EN]
        assert "secret" not in str(refusals)


async def test_a_made_up_button_and_a_coordinator_who_is_not_listed_are_refused(
    sim: Sim, start: Start
) -> None:
    officer, unit = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        screen = await officer.says("/start")
        await send_lead(running)
        await officer.press_data("w|IUC-2026-0001|open", screen.message["message_id"], forged=True)
        assert "only for the coordination unit" in officer.toast
    async with start(coordinators=f"{COORDINATOR_EN}"):
        await unit.says("/unclaimed")
        await unit.waits_for("Leads · new · 1")
        listed = await sim.person("coordinator_en").says("/lead 1")
        assert "[IUC-2026-0001]" in listed.text
        with capture_logs() as logs:
            await sim.coordinator("coordinator_es").says("/unclaimed")
        assert [log for log in logs if log["event"] == "coordinator's command refused"]


async def test_content_is_read_again_and_broken_content_is_listed(
    sim: Sim, start: Start, monkeypatch: pytest.MonkeyPatch, library: Library, tmp_path: Path
) -> None:
    unit = sim.coordinator()
    async with start():
        await unit.says("/reload")
        await unit.waits_for("The content was read again: 44 answers")
        await unit.waits_for("Nothing has changed.")
        folder = copytree(CONTENT, tmp_path / "content")
        text = (folder / "contacts.yaml").read_text("utf-8")
        (folder / "contacts.yaml").write_text(text.replace("language: en", "language: '<b>'"), "utf-8")
        monkeypatch.setattr(library, "_content", folder)
        knowledge_base = library.knowledge_base
        await unit.says("/reload")
        screen = await unit.waits_for("what was in service stays")
        assert "contacts.yaml:" in screen.text
        assert library.knowledge_base is knowledge_base


async def test_the_unit_finds_its_commands_in_its_group_and_others_do_not(sim: Sim, start: Start) -> None:
    async with start():
        calls = [call["parameters"] for call in await sim.calls("setMyCommands")]
    scoped = [call for call in calls if "unclaimed" in str(call)]
    assert scoped
    assert all(str(SIMULATOR_GROUP) in str(call) for call in scoped)


async def test_help_in_the_units_group_names_its_commands(sim: Sim, start: Start) -> None:
    async with start():
        told = (await sim.coordinator("coordinator_es").says("/help")).text
        assert "Pre-applications and unanswered questions arrive here" in told, "the group's language"
        assert "/unanswered – questions that wait for an answer" in told


async def test_a_coordinator_has_commands_and_cards_in_their_own_language_in_private(
    sim: Sim, start: Start
) -> None:
    private = sim.person("coordinator_en")
    async with start(coordinators=f"{COORDINATOR_EN}") as running:
        await private.says("/language")
        await private.presses("Español")

        async def in_spanish() -> bool:
            return "preinscripciones" in await own_commands(sim)

        await until_true(in_spanish, "commands in Spanish, which are set beside the reply")
        await send_lead(running)
        assert "Habitantes: 686.986" in (await private.says("/lead 1")).text
        assert "Inhabitants: 686,986" in (await sim.coordinator().says("/lead 1")).text


async def test_what_an_erased_lead_held_is_nowhere_left(sim: Sim, start: Start) -> None:
    unit = sim.coordinator()
    async with start() as running:
        await sim.person("officer_es").says("/start")
        await send_lead(running)
        await unit.waits_for("[IUC-2026-0001]")
        await unit.says("/note 1 Somebody is on leave.")
        erase = "UPDATE leads SET data = '{}' WHERE reference = 'IUC-2026-0001'"
        await store(running, lambda db: db.execute(erase))
        await unit.says("/lead 1")
        await unit.waits_for("There is no lead IUC-2026-0001 here, or it was erased.")
        entries = await history_of(running.services.database, "IUC-2026-0001")
        assert [entry.action for entry in entries] == ["note"]
        assert "leave" not in str(entries)


def test_coordinators_are_a_list_of_user_ids() -> None:
    assert read_settings({"COORDINATORS": "7, 8,"}).coordinators == {7, 8}
    assert read_settings({"COORDINATORS": ""}).coordinators == frozenset()
    with pytest.raises(WrongSettingError, match="COORDINATORS"):
        read_settings({"COORDINATORS": "@somebody"})


async def own_commands(sim: Sim) -> str:
    """The commands last set for the coordinator's private chat."""
    calls = [call["parameters"] for call in await sim.calls("setMyCommands")]
    own = [call["commands"] for call in calls if f"{COORDINATOR_EN}" in str(call["scope"])]
    return str(own[-1]) if own else ""


async def test_the_unit_is_answered_in_its_groups_language_and_told_its_commands_in_private(
    sim: Sim, start: Start
) -> None:
    unit, private, stranger = (
        sim.coordinator("coordinator_es"),
        sim.person("coordinator_es"),
        sim.person("officer_es"),
    )
    async with start(coordinators="1003,1004"):
        assert "leads that nobody has claimed" in (await unit.says("/help")).text
        assert "The call is open" in (await unit.says("/deadline")).text
        await unit.says("/language")
        await unit.presses("Español")
        assert "de las que nadie se encarga" in (await unit.says("/help")).text
        await private.says("/help")
        await private.waits_for("Su trabajo con las preinscripciones")
        assert "/unclaimed" not in (await stranger.says("/help")).text
        await sim.settles()
        assert "/unclaimed" not in str((await stranger.look(), stranger.from_bot)[1])


async def test_the_unit_is_told_of_withdrawals_and_erasure_in_its_groups_language(
    sim: Sim, start: Start
) -> None:
    officer, unit = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        await english_lead(sim, running)
        await unit.says("/language")
        await unit.presses("Español")
        await officer.says("/forget")
        await officer.presses("Yes, erase everything")
        await unit.waits_for("elimine las copias")
        assert "Please delete the copies" in (await sim.waits_for_mail("data erased"))["text"]
