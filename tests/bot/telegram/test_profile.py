"""What people see of the bot before they write, and what a restart costs."""

import asyncio

import pytest

from bot.telegram.profile import publish_profile
from knowledge.content.schema import Language
from tests.conftest import Start
from tests.person import COLLEAGUES, COORDINATORS, Sim
from tests.waiting import PATIENCE


async def seen(sim: Sim, user: str, chat_id: int | None = None) -> dict[str, str]:
    found = await sim.read("commands", user=user, chat_id=chat_id)
    listed = found["commands"] if isinstance(found, dict) else found
    return {each["command"]: each["description"] for each in listed}


async def test_commands_are_in_the_persons_language_and_fit_the_place(sim: Sim, start: Start) -> None:
    async with start():
        spanish, english = await seen(sim, "officer_es"), await seen(sim, "officer_en")
        assert list(spanish) == list(english)
        assert "preinscripción" in spanish["apply"]
        assert "pre-application" in english["apply"]
        group = await seen(sim, "officer_en", COLLEAGUES)
        assert {"faq", "deadline", "contact", "help"} == set(group)
        assert {"faq", "deadline"} <= set(await seen(sim, "coordinator_es", COORDINATORS))


async def test_descriptions_are_in_the_persons_language(sim: Sim, start: Start) -> None:
    async with start():
        spanish = await sim.read("about", user="officer_es")
        english = await sim.read("about", user="officer_en")
        assert "Cooperación Urbana Internacional" in spanish["description"]
        assert "International Urban Cooperation" in english["description"]
        assert spanish["short_description"] != english["short_description"]


async def test_a_restart_sets_nothing_again(sim: Sim, start: Start) -> None:
    async with start():
        first = [call["method"] for call in await sim.calls() if call["method"].startswith("set")]
        assert first.count("setMyCommands") >= 6
        assert first.count("setMyDescription") == 2
    async with start():
        again = [call["method"] for call in await sim.calls() if call["method"].startswith("set")]
        assert again == first


async def test_the_bot_serves_although_telegram_refuses_its_profile(sim: Sim, start: Start) -> None:
    await sim.fail("setMyDescription", count=2, status=400, description="Bad Request: no")
    async with start():
        assert "IUC" in (await sim.person("officer_en").says("/start")).text


async def test_coordinators_see_their_commands_in_the_language_of_their_contact(
    sim: Sim, start: Start
) -> None:
    coordinator_chats: dict[int, Language] = {COORDINATORS: "es"}
    async with start() as running:
        await publish_profile(
            running.application.bot,
            running.services.library.knowledge_base,
            coordinator_chats,
        )
        assert (await seen(sim, "coordinator_en", COORDINATORS))["contact"].endswith("unidad de coordinación")
        before = len(await sim.calls("setMyCommands"))
        await publish_profile(
            running.application.bot,
            running.services.library.knowledge_base,
            coordinator_chats,
        )
        assert len(await sim.calls("setMyCommands")) == before


async def test_the_bot_starts_at_once_although_telegram_asks_for_an_hour_of_patience(
    sim: Sim, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # as application.set_up_logging does
    await sim.fail("setMyCommands", count=6, status=429, retry_after=3600)
    async with asyncio.timeout(PATIENCE), start():
        assert "IUC" in (await sim.person("officer_en").says("/start")).text


async def test_people_are_served_while_the_profile_is_still_being_set(sim: Sim, start: Start) -> None:
    await sim.do("settings", latency_ms=200)
    async with start(introduced=False) as running:
        assert "IUC" in (await sim.person("officer_en").says("/start")).text
        assert running.introduction
        assert not running.introduction.done()
        await sim.do("settings", latency_ms=0)
        await running.introduction
        assert "faq" in await seen(sim, "officer_en")
