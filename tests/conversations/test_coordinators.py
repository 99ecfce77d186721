"""The coordination unit's work in its Telegram group: claim, states, notes, lists, threads, and who is kept out."""

import asyncio
import datetime
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.application import Running
from bot.follow_up import bring_up
from bot.library import Library
from bot.settings import SIMULATOR_GROUP
from bot.views.lead_mail import lead_deliveries
from knowledge.load import CONTENT
from knowledge.models import LANGUAGES
from storage.clock import stamp
from storage.conversations import Write
from storage.leads import Lead, submit
from tests.conftest import CACHE, Start
from tests.person import Sim

ANSWERS: Mapping[str, Any] = {
    "kind": "city",
    "place": {"name": "Zaragoza"},
    "country": "ES",
    "population": 686986,
    "topics": ["mobility", "housing"],
    "challenge": "El casco <b>antiguo</b> pierde vecinos & comercio.",
    "offer": "Veinte años de rehabilitación.",
    "partners": ["BR"],
    "stakeholders": "committed",
    "programmes": ["urbact"],
    "strategy": "drafting",
    "staff": "unsure",
    "name": "Somebody",
    "post": "Officer",
    "organisation": "City council",
    "email": "somebody@town.example.eu",
}
OFFICER_ES, OFFICER_EN, COORDINATOR_EN = 1001, 1002, 1004


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(None, CACHE, SIMULATOR_GROUP)


async def send_lead(
    running: Running,
    draft: int = 1,
    person: int = OFFICER_ES,
    language: str = "es",
    told: bool = True,
    **changed: Any,
) -> None:
    """Store a lead and its deliveries as sending a pre-application does."""
    services = running.services
    known = services.library.known
    scenes = {each: scene(running, each) for each in LANGUAGES}
    answers = {**ANSWERS, **changed}
    data = {
        "answers": answers,
        "population": answers["population"],
        "verdict": "eligible",
        "rule": "city_over",
        "call_open": True,
        "content_version": known.knowledge.version,
    }
    contacts = known.knowledge.contacts.contacts

    def deliveries(lead: Lead) -> Any:
        return lead_deliveries(scenes, lead, contacts) if told else []

    await store(running, submit(draft, person, language, data, services.now(), deliveries))
    running.worker.wake()


async def store(running: Running, write: Write) -> None:
    """Write something behind the bot's back."""
    await running.services.threads._database.run(write)


def scene(running: Running, language: Any) -> Any:
    from bot.scene import Scene

    return Scene(language, running.services.library.known, datetime.date(2026, 11, 22))


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
        await asyncio.gather(one.presses("I take it"), other.presses("I take it"))
        file = await running.services.lead_work.file("IUC-2026-0001")
        assert file
        assert file.lead.owner in ("Coordination unit", "Unidad de coordinación")
        winner, loser = (one, other) if file.lead.owner == "Coordination unit" else (other, one)
        assert winner.toast == "It is yours."
        assert loser.toast == f"It belongs to {file.lead.owner}."
        entries = await running.services.audit.of("IUC-2026-0001")
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
        await other.presses("Contacted")
        await other.presses("Accept")
        screen = await other.waits_for("✅ accepted · Unidad de coordinación")
        assert "I take it" not in " ".join(screen.buttons)
        await one.says("/note 1 Called them; they are <happy>.")
        await one.presses("History")
        history = await one.waits_for("History")
        for step in ("claimed it", "took it over", "→ contacted", "→ accepted", "took a note"):
            assert step in history.text
        assert "they are <happy>" in history.text


async def test_lists_are_narrowed_by_words_and_buttons_and_have_pages(sim: Sim, start: Start) -> None:
    desk = sim.coordinator()
    async with start() as running:
        await sim.person("officer_es").says("/start")
        for number in range(1, 11):
            await send_lead(running, number, OFFICER_ES + number, told=False)
        await send_lead(running, 11, 2000, country="PL", place={"name": "Gdańsk"}, topics=["circular"])
        await desk.waits_for("[IUC-2026-0011]")
        await desk.says("/leads")
        page = await desk.waits_for("Leads · all · 11")
        assert len([label for label in page.buttons if "IUC-" in label]) == 8
        await desk.presses("Older ▶")
        assert len([label for label in desk.screen.buttons if "IUC-" in label]) == 3
        await desk.says("/leads poland new")
        page = await desk.waits_for("Leads · new, Poland · 1")
        assert [label for label in page.buttons if "IUC-" in label] == [
            "🆕 [IUC-2026-0011] Gdańsk, Poland 🇵🇱"
        ]
        await desk.presses("Country")
        await desk.presses("Any")
        await desk.presses("Topic")
        await desk.presses("Circular economy")
        await desk.waits_for("Leads · new, Circular economy · 1")
        await desk.says("/leads xyzzy")
        await desk.waits_for("xyzzy")
        await desk.says("/lead 11")
        await desk.waits_for("[IUC-2026-0011] Gdańsk")
        await desk.presses("I take it")
        await desk.says("/leads mine")
        await desk.waits_for("Leads · mine · 1")
        await desk.says("/unclaimed")
        await desk.waits_for("Leads · new · 10")
        seen = await running.services.audit.of("IUC-2026-0011")
        assert [entry.action for entry in seen] == ["seen", "claimed"]


async def test_a_reply_reaches_the_applicant_and_their_answer_comes_back_to_the_thread(
    sim: Sim, start: Start
) -> None:
    officer, desk = sim.person("officer_es"), sim.coordinator()
    async with start() as running:
        await officer.says("/start")
        await send_lead(running)
        lead = await desk.waits_for("[IUC-2026-0001]")
        await desk.says("¿Podemos <llamarle> mañana?", reply_to=lead.message["message_id"])
        message = await officer.waits_for("¿Podemos <llamarle> mañana?")
        assert message.text.startswith("✉️ [IUC-2026-0001] La unidad de coordinación de la IUC le escribe")
        await desk.waits_for("✓ [IUC-2026-0001] Delivered.")
        file = await running.services.lead_work.file("IUC-2026-0001")
        assert file
        assert (file.lead.state, file.lead.owner) == ("contacted", "Coordination unit")
        await officer.sends("photo", b"x")
        assert "Solo se puede transmitir texto" in officer.screen.text
        await officer.says("¿Cuándo termina el plazo? Mejor a las 10.")
        await officer.waits_for("✓ [IUC-2026-0001] La unidad de coordinación tiene su mensaje.")
        answer = await desk.waits_for("¿Cuándo termina el plazo? Mejor a las 10.")
        assert answer.text.startswith("💬 [IUC-2026-0001]")
        assert not [
            each for each in officer.from_bot if "4 de marzo" in each["text"] and "plazo?" in each["text"]
        ]
        await desk.says("De acuerdo.", reply_to=answer.message["message_id"])
        await officer.waits_for("De acuerdo.")
        await officer.presses("Volver al asistente")
        await officer.waits_for("Vuelvo a responderle yo")
        screen = await officer.says("¿Cuándo termina el plazo?")
        assert "4 de marzo" in screen.text


async def test_a_talk_that_nobody_goes_on_with_ends_by_itself_but_a_reply_still_arrives(
    sim: Sim, start: Start
) -> None:
    officer, desk = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        await officer.says("/start")
        await send_lead(running, person=OFFICER_EN, language="en")
        lead = await desk.waits_for("[IUC-2026-0001]")
        await desk.says("May we call you?", reply_to=lead.message["message_id"])
        message = await officer.waits_for("May we call you?")
        chat, _draft = await running.services.conversations.load(OFFICER_EN)
        assert chat.screen["back"] == {"name": "menu"}
        over = json.dumps({**chat.screen, "until": "2026-01-01T00:00:00.000000Z"})
        change = "UPDATE chats SET screen = ? WHERE chat_id = ?"
        await store(running, lambda db: db.execute(change, (over, OFFICER_EN)))
        answer = await officer.says("When is the deadline?")
        assert "4 March 2027" in answer.text
        await officer.says("Yes, at ten.", reply_to=message.message["message_id"])
        await desk.waits_for("Yes, at ten.")


async def test_a_person_who_opens_another_screen_is_served_by_the_bot_again(sim: Sim, start: Start) -> None:
    officer, desk = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        await officer.says("/apply")
        await officer.presses("I agree")
        await send_lead(running, 99, OFFICER_EN, "en")
        lead = await desk.waits_for("[IUC-2026-0001]")
        await desk.says("May we call you?", reply_to=lead.message["message_id"])
        await officer.waits_for("May we call you?")
        await officer.says("/apply")
        form = await officer.says("a city")
        assert "Which city is it?" in form.text


async def test_a_reply_that_cannot_be_delivered_is_said_to_its_author(sim: Sim, start: Start) -> None:
    officer, desk = sim.person("officer_es"), sim.coordinator()
    async with start() as running:
        await officer.says("/start")
        await send_lead(running)
        lead = await desk.waits_for("[IUC-2026-0001]")
        await officer.blocks()
        await desk.says("May we call you?", reply_to=lead.message["message_id"])
        told = await desk.waits_for("⚠️ [IUC-2026-0001] Not delivered.")
        assert "may have blocked" in told.text
        await desk.says("x" * 3600, reply_to=lead.message["message_id"])
        await desk.waits_for("too long for one message")
        await desk.sends("photo", b"x", reply_to=lead.message["message_id"])
        await desk.waits_for("Only text can be handed on")


async def test_a_colleagues_lead_is_not_written_about_and_chatter_in_the_group_is_left_alone(
    sim: Sim, start: Start
) -> None:
    one, other = sim.coordinator("coordinator_en"), sim.coordinator("coordinator_es")
    async with start() as running:
        await sim.person("officer_es").says("/start")
        await send_lead(running)
        lead = await one.waits_for("[IUC-2026-0001]")
        await one.presses("I take it")
        await other.says("Good morning, when is the deadline?", expects_reply=False)
        await other.says("May I?", reply_to=lead.message["message_id"])
        assert "It belongs to Coordination unit" in other.screen.text
        assert not [each for each in sim.person("officer_es").from_bot if "May I?" in each["text"]]
        calls = await sim.calls("sendMessage")
        assert not [call for call in calls if "4 March" in str(call)]


async def test_alike_questions_are_answered_together_and_everybody_who_asked_hears(
    sim: Sim, start: Start
) -> None:
    spanish, english, desk = sim.person("officer_es"), sim.person("officer_en"), sim.coordinator()
    third = await sim.add_person("third", language_code="en")
    async with start() as running:
        await english.says("Will the mayor of the partner city get a medal?")
        await third.says("will the mayor of the partner city get a medal")
        await spanish.says("¿El hotel de las visitas admite perros grandes?")
        await desk.says("/unanswered")
        listed = await desk.waits_for("Unanswered questions · 3")
        assert "1. 2× " in listed.text
        await desk.presses("1")
        question = await desk.waits_for("your answer reaches 2 people")
        await desk.says("No medals, sorry.", reply_to=question.message["message_id"])
        for person in (english, third):
            answer = await person.waits_for("No medals, sorry.")
            assert "get a medal" in answer.text
        await desk.waits_for("Delivered to 2 people.")
        await desk.says("/unanswered")
        await desk.waits_for("Unanswered questions · 1")
        await desk.presses("1")
        await desk.presses("Set aside")
        await desk.says("/unanswered")
        await desk.waits_for("No question is waiting")
        entries = await running.services.audit.latest()
        assert [entry.action for entry in entries if entry.subject == "question:1"] == ["answered", "seen"]


async def test_a_question_whose_suggestion_was_chosen_is_not_unanswered(sim: Sim, start: Start) -> None:
    officer, desk = sim.person("officer_en"), sim.coordinator()
    async with start():
        await officer.says("Will the mayor of the partner city get a medal?")
        await officer.presses("How are cities matched?")
        await desk.says("/unanswered")
        await desk.waits_for("No question is waiting")


async def test_a_question_passed_on_arrives_in_the_group_and_can_be_answered_there(
    sim: Sim, start: Start
) -> None:
    officer, desk = sim.person("officer_en"), sim.coordinator()
    async with start():
        await officer.says("Will the mayor of the partner city get a medal?")
        await officer.presses("Ask the coordination unit")
        await officer.says("somebody@town.example.eu")
        question = await desk.waits_for("[Q-1]")
        assert "somebody@town.example.eu" in question.text
        await desk.says("No medals.", reply_to=question.message["message_id"])
        await officer.waits_for("No medals.")


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
    officer, desk = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        screen = await officer.says("/start")
        await send_lead(running)
        await officer.press_data("w|IUC-2026-0001|open", screen.message["message_id"], forged=True)
        assert "only for the coordination unit" in officer.toast
    async with start(coordinators=f"{COORDINATOR_EN}"):
        await desk.says("/unclaimed")
        await desk.waits_for("Leads · new · 1")
        listed = await sim.person("coordinator_en").says("/lead 1")
        assert "[IUC-2026-0001]" in listed.text
        with capture_logs() as logs:
            await sim.coordinator("coordinator_es").says("/unclaimed")
        assert [log for log in logs if log["event"] == "coordinator's command refused"]


async def test_an_unclaimed_lead_is_brought_up_after_two_working_days_once(sim: Sim, start: Start) -> None:
    desk = sim.coordinator()
    async with start() as running:
        await sim.person("officer_es").says("/start")
        await send_lead(running)
        now = running.services.now()
        assert await bring_up(running.services, now + datetime.timedelta(hours=20)) == 0
        earlier = stamp(now - datetime.timedelta(days=5))
        await store(running, lambda db: db.execute("UPDATE leads SET created_at = ?", (earlier,)))
        assert await bring_up(running.services, now) == 1
        assert await bring_up(running.services, now) == 0
        running.worker.wake()
        await desk.waits_for("Nobody has claimed this yet")
        await desk.presses("I take it")
        await desk.waits_for("🙋 claimed")
        assert await bring_up(running.services, now + datetime.timedelta(days=30)) == 0


async def test_content_is_read_again_and_broken_content_is_listed(
    sim: Sim, start: Start, monkeypatch: pytest.MonkeyPatch, library: Library, tmp_path: Path
) -> None:
    desk = sim.coordinator()
    async with start():
        await desk.says("/reload")
        await desk.waits_for("The content was read again: 44 answers")
        folder = copytree(CONTENT, tmp_path / "content")
        text = (folder / "contacts.yaml").read_text("utf-8")
        (folder / "contacts.yaml").write_text(text.replace("language: en", "language: '<b>'"), "utf-8")
        monkeypatch.setattr(library, "_content", folder)
        known = library.known
        await desk.says("/reload")
        screen = await desk.waits_for("what was in service stays")
        assert "contacts.yaml:" in screen.text
        assert library.known is known


async def test_the_unit_finds_its_commands_in_its_group_and_others_do_not(sim: Sim, start: Start) -> None:
    async with start():
        calls = [call["parameters"] for call in await sim.calls("setMyCommands")]
    scoped = [call for call in calls if "unclaimed" in str(call)]
    assert scoped
    assert all(str(SIMULATOR_GROUP) in str(call) for call in scoped)


async def test_what_an_erased_lead_held_is_nowhere_left(sim: Sim, start: Start) -> None:
    desk = sim.coordinator()
    async with start() as running:
        await sim.person("officer_es").says("/start")
        await send_lead(running)
        await desk.waits_for("[IUC-2026-0001]")
        await desk.says("/note 1 Somebody is on leave.")
        erase = "UPDATE leads SET data = '{}' WHERE reference = 'IUC-2026-0001'"
        await store(running, lambda db: db.execute(erase))
        await desk.says("/lead 1")
        await desk.waits_for("There is no lead IUC-2026-0001, or it was erased.")
        entries = await running.services.audit.of("IUC-2026-0001")
        assert [entry.action for entry in entries] == ["note"]
        assert "leave" not in str(entries)


async def test_a_spanish_contact_works_in_spanish(sim: Sim, start: Start, library: Library) -> None:
    known = library.known
    contacts = known.knowledge.contacts
    spanish = contacts.contacts[0].model_copy(update={"language": "es"})
    library.known = replace(
        known,
        knowledge=replace(known.knowledge, contacts=contacts.model_copy(update={"contacts": (spanish,)})),
    )
    desk = sim.coordinator()
    try:
        async with start() as running:
            await sim.person("officer_es").says("/start")
            await send_lead(running)
            lead = await desk.waits_for("[IUC-2026-0001] Zaragoza, España")
            assert "686.986" in lead.text
            await desk.presses("Me encargo yo")
            assert desk.toast == "Se encarga usted."
            mail = await sim.waits_for_mail("IUC-2026-0001")
            assert "Habitantes" in mail["text"]
    finally:
        library.known = known
