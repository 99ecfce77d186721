"""Coordinators and people write to each other through the bot: about leads, and in answer to questions."""

import json

import pytest

from bot.operations.knowledge_base import Library
from storage.audit import latest_entries
from storage.chats import chat_and_draft
from storage.leads import find_lead_file
from tests.conftest import Start
from tests.conversations.lead_files import OFFICER_EN, english_lead, library_with_group, send_lead, store
from tests.person import Sim


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


async def test_a_reply_reaches_the_applicant_and_their_answer_comes_back_to_the_thread(
    sim: Sim, start: Start
) -> None:
    officer, unit = sim.person("officer_es"), sim.coordinator()
    async with start() as running:
        await officer.says("/start")
        await send_lead(running)
        lead = await unit.waits_for("[IUC-2026-0001]")
        await unit.says("¿Podemos <llamarle> mañana?", reply_to=lead.message["message_id"])
        await unit.presses("Send to Zaragoza")
        message = await officer.waits_for("¿Podemos <llamarle> mañana?")
        assert message.text.startswith("✉️ [IUC-2026-0001] La unidad de coordinación le escribe")
        await unit.waits_for("✓ [IUC-2026-0001] Delivered.")
        file = await find_lead_file(running.services.database, "IUC-2026-0001")
        assert file
        assert (file.lead.state, file.lead.owner) == ("contacted", "Coordination unit")
        await officer.sends("sticker", b"x")
        assert "Solo se pueden transmitir textos, fotos" in officer.screen.text
        await officer.says("¿Cuándo termina el plazo? Mejor a las 10.")
        await officer.waits_for("✓ [IUC-2026-0001] La unidad de coordinación tiene su mensaje.")
        answer = await unit.waits_for("¿Cuándo termina el plazo? Mejor a las 10.")
        assert answer.text.startswith("💬 [IUC-2026-0001]")
        assert not [
            each for each in officer.from_bot if "4 de marzo" in each["text"] and "plazo?" in each["text"]
        ]
        await unit.says("De acuerdo.", reply_to=answer.message["message_id"])
        await officer.waits_for("De acuerdo.")
        await officer.presses("Volver al asistente")
        await officer.waits_for("Vuelvo a responderle yo")
        screen = await officer.says("¿Cuándo termina el plazo?")
        assert "4 de marzo" in screen.text


async def test_a_talk_that_nobody_goes_on_with_ends_by_itself_but_a_reply_still_arrives(
    sim: Sim, start: Start
) -> None:
    officer, unit = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        lead = await english_lead(sim, running)
        await unit.says("May we call you?", reply_to=lead.message["message_id"])
        await unit.presses("Send to Zaragoza")
        message = await officer.waits_for("May we call you?")
        chat, _draft = chat_and_draft(running.services.database, OFFICER_EN)
        back = chat.screen["back"]
        assert isinstance(back, dict)
        assert back["name"] == "menu"
        over = json.dumps({**chat.screen, "until": "2026-01-01T00:00:00.000000Z"})
        change = "UPDATE chats SET screen = ? WHERE chat_id = ?"
        await store(running, lambda db: db.execute(change, (over, OFFICER_EN)))
        answer = await officer.says("When is the deadline?")
        assert "4 March 2027" in answer.text
        await officer.says("Yes, at ten.", reply_to=message.message["message_id"])
        await unit.waits_for("Yes, at ten.")


async def test_a_person_who_opens_another_screen_is_served_by_the_bot_again(sim: Sim, start: Start) -> None:
    officer, unit = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        await officer.says("/apply")
        await officer.presses("I agree")
        await send_lead(running, 99, OFFICER_EN, "en")
        lead = await unit.waits_for("[IUC-2026-0001]")
        await unit.says("May we call you?", reply_to=lead.message["message_id"])
        await unit.presses("Send to Zaragoza")
        await officer.waits_for("May we call you?")
        await officer.says("/apply")
        form = await officer.says("a city")
        assert "Which city is it?" in form.text


async def test_a_reply_that_cannot_be_delivered_is_said_to_its_author(sim: Sim, start: Start) -> None:
    officer, unit = sim.person("officer_es"), sim.coordinator()
    async with start() as running:
        await officer.says("/start")
        await send_lead(running)
        lead = await unit.waits_for("[IUC-2026-0001]")
        await officer.blocks()
        await unit.says("May we call you?", reply_to=lead.message["message_id"])
        await unit.presses("Send to Zaragoza")
        told = await unit.waits_for("⚠️ [IUC-2026-0001] Not delivered.")
        assert "may have blocked" in told.text
        await unit.says("x" * 3600, reply_to=lead.message["message_id"])
        await unit.waits_for("too long for one message")
        await unit.sends("sticker", b"x", reply_to=lead.message["message_id"])
        await unit.waits_for("Only text, photos, files")


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
    spanish, english, unit = sim.person("officer_es"), sim.person("officer_en"), sim.coordinator()
    third = await sim.add_person("third", language_code="en")
    async with start() as running:
        await english.says("Will the mayor of the partner city get a medal?")
        await third.says("will the mayor of the partner city get a medal")
        await spanish.says("¿El hotel de las visitas admite perros grandes?")
        await unit.says("/unanswered")
        listed = await unit.waits_for("Unanswered questions · 3")
        assert "1. 2× " in listed.text
        await unit.presses("1")
        question = await unit.waits_for("your answer reaches 2 people")
        await unit.says("No medals, sorry.", reply_to=question.message["message_id"])
        await unit.presses("Send to 2 people")
        for person in (english, third):
            answer = await person.waits_for("No medals, sorry.")
            assert "get a medal" in answer.text
        await unit.waits_for("Delivered to 2 people.")
        await unit.says("/unanswered")
        await unit.waits_for("Unanswered questions · 1")
        await unit.presses("1")
        await unit.presses("Set aside …")
        await unit.presses("Set aside without telling them")
        await unit.says("/unanswered")
        await unit.waits_for("No question is waiting")
        entries = await latest_entries(running.services.database)
        assert [entry.action for entry in entries if entry.subject == "question:1"] == ["answered", "seen"]


async def test_a_question_whose_suggestion_was_chosen_is_not_unanswered(sim: Sim, start: Start) -> None:
    officer, unit = sim.person("officer_en"), sim.coordinator()
    async with start():
        await officer.says("Will the mayor of the partner city get a medal?")
        await officer.presses("Can cities outside the EU take part?")
        await unit.says("/unanswered")
        await unit.waits_for("No question is waiting")


async def test_a_question_passed_on_arrives_in_the_group_and_can_be_answered_there(
    sim: Sim, start: Start
) -> None:
    officer, unit = sim.person("officer_en"), sim.coordinator()
    async with start():
        await officer.says("Will the mayor of the partner city get a medal?")
        await officer.presses("Ask the coordination unit")
        await officer.says("somebody@town.example.eu")
        question = await unit.waits_for("[Q-1]")
        assert "somebody@town.example.eu" in question.text
        await unit.says("No medals.", reply_to=question.message["message_id"])
        await unit.presses("Send to 1 person")
        await officer.waits_for("No medals.")
