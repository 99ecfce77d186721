"""Nothing reaches an applicant by accident; cards follow their lead; decisions are confirmed; talks are kept."""

import asyncio
import datetime
from functools import partial

import pytest

from bot.operations.knowledge_base import Library
from storage.clock import stamp
from storage.database import Connection
from storage.leads import find_lead
from storage.submissions import next_reference
from storage.talks import list_talk
from tests.conftest import Start
from tests.conversations.lead_files import (
    OFFICER_EN,
    OFFICER_ES,
    english_lead,
    library_with_group,
    send_lead,
    store,
)
from tests.person import Person, Sim
from tests.waiting import PATIENCE

REFERENCE = "IUC-2026-0001"
CARD_BUTTONS = ["🙋 I take it", "Assign to …", "All answers", "History"]


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


def from_unit(person: Person) -> list[str]:
    return [
        message.get("text") or message.get("caption", "")
        for message in person.from_bot
        if "✉️" in str(message)
    ]


async def test_a_remark_to_a_colleague_is_a_note_or_nothing_until_it_is_sent(sim: Sim, start: Start) -> None:
    officer, unit = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        lead = await english_lead(sim, running)
        asked = await unit.says("Not them again!", reply_to=lead.message["message_id"])
        assert "Nothing has been sent yet" in asked.text
        await unit.presses("Cancel")
        await unit.says("Looks <weak> to me", reply_to=lead.message["message_id"])
        await unit.presses("Make it a note")
        await unit.waits_for("📝 Noted")
        await unit.says("May we call you?", reply_to=lead.message["message_id"])
        await unit.presses("Send to Zaragoza")
        await officer.waits_for("May we call you?")
        await unit.waits_for("Delivered.")
        await unit.says("@coordinator_es what do you think?", reply_to=lead.message["message_id"])
        await unit.waits_for("Nothing has been sent yet")
        await unit.says("At ten?", reply_to=lead.message["message_id"])
        await officer.waits_for("At ten?")
        await officer.look()
        assert len(from_unit(officer)) == 2
        await unit.waits_for("Delivered.")
        await unit.presses("Take it back")
        await unit.waits_for("Taken back")
        await officer.look()
        assert not [text for text in from_unit(officer) if "At ten?" in text]
        talk = await list_talk(running.services.database, REFERENCE)
        assert [(each.message.text, bool(each.taken_back_at)) for each in talk] == [
            ("May we call you?", False),
            ("At ten?", True),
        ]
        await unit.presses("History")
        history = await unit.waits_for("Conversation")
        assert "→" in history.text
        assert "At ten? (taken back)" in history.text
        await unit.presses("End the conversation")
        await officer.waits_for("has ended this conversation")
        assert "4 March" in (await officer.says("When is the deadline?")).text


async def test_files_go_both_ways_and_edits_are_carried_over(sim: Sim, start: Start) -> None:
    officer, unit = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        lead = await english_lead(sim, running)
        await unit.sends(
            "document", b"plan", name="plan.pdf", caption="Our plan", reply_to=lead.message["message_id"]
        )
        await unit.presses("Send to Zaragoza")
        await officer.waits_for("Our plan")
        assert officer.documents[-1]["file_name"] == "plan.pdf"
        await officer.sends("photo", b"x", caption="Our square", expects_reply=False)
        await unit.waits_for("Our square")
        await officer.says("We come on Mondey", expects_reply=False)
        await unit.waits_for("We come on Mondey")
        await officer.edits("We come on Monday", expects_reply=False)
        await unit.waits_for("We come on Monday")
        await officer.edits("We come on Tuesday" + "!" * 3500, expects_reply=False)
        await officer.waits_for("too long for one message")
        await unit.look()
        assert not any("Tuesday" in message.get("text", "") for message in unit.from_bot)
        chat = officer.screen
        assert "I do not follow changes" not in chat.text


async def test_a_card_follows_its_lead_in_every_chat_and_is_emptied_with_it(sim: Sim, start: Start) -> None:
    officer, unit, private = sim.person("officer_en"), sim.coordinator(), sim.person("coordinator_en")
    async with start(coordinators="1003,1004") as running:
        await private.says("/start")
        await english_lead(sim, running)
        await private.says(f"/lead {REFERENCE}")
        await unit.presses("I take it")
        await private.waits_for("🙋 claimed · Coordination unit")
        await unit.presses("All answers")
        await unit.waits_for("Veinte años")
        await officer.says("/status")
        await officer.presses(REFERENCE)
        await officer.presses("Withdraw it")
        await officer.presses("Not in this call")
        await officer.presses("Yes, withdraw it")
        card = await private.waits_for("withdrawn by the applicant")
        assert not card.buttons
        await officer.says("/forget")
        await officer.presses("Yes, erase")
        await private.waits_for("had their data erased")
        await unit.waits_for("had their data erased")
        for person in (unit, private):
            async with asyncio.timeout(PATIENCE):
                while "Veinte años" in str(person.from_bot) or "somebody@town" in str(person.from_bot):
                    await person.look()
                    await asyncio.sleep(0.02)


async def test_leads_about_one_city_name_each_other(sim: Sim, start: Start) -> None:
    unit = sim.coordinator()
    async with start() as running:
        await sim.person("officer_es").says("/start")
        await send_lead(running)
        await unit.waits_for(f"[{REFERENCE}]")
        await send_lead(running, 2, OFFICER_EN, "en")
        places = "INSERT INTO lead_places (reference, place) VALUES (?, 'geonames:1')"
        for reference in (REFERENCE, "IUC-2026-0002"):
            await store(running, partial(Connection.execute, sql=places, parameters=(reference,)))
        running.services.wake_delivery()
        await unit.waits_for("Also for this place: IUC-2026-0002")


async def test_a_decision_is_confirmed_undone_and_told_only_when_the_unit_says_so(
    sim: Sim, start: Start
) -> None:
    officer, unit = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        await english_lead(sim, running)
        await unit.presses("I take it")
        await unit.presses("Decline")
        await unit.waits_for("Why is it declined?")
        await unit.presses("No places left")
        await unit.waits_for("The applicant has not been told")
        await unit.presses("↶ Undo")
        assert unit.toast == "Undone."
        await unit.presses("Accept")
        await unit.presses("Yes, accept it")
        await unit.waits_for("Coordination unit: accepted.")
        assert "Accepted" not in (await officer.says("/status")).text
        await unit.presses("Write to the applicant …")
        await unit.waits_for("we have accepted the pre-application of Zaragoza")
        await unit.presses("Send to Zaragoza")
        await officer.waits_for("we have accepted the pre-application of Zaragoza")
        assert "Accepted by the coordination unit" in (await officer.says("/status")).text
        lead = await find_lead(running.services.database, REFERENCE)
        assert lead
        assert (lead.state, bool(lead.released_at)) == ("accepted", True)


async def test_a_lead_is_assigned_and_given_back_and_the_other_side_is_told(sim: Sim, start: Start) -> None:
    one, other = sim.coordinator("coordinator_en"), sim.coordinator("coordinator_es")
    async with start() as running:
        await sim.person("officer_es").says("/start")
        await send_lead(running)
        await one.waits_for(f"[{REFERENCE}]")
        await other.says("/leads")
        await one.presses("I take it")
        await one.presses("Assign to …")
        await one.presses("Unidad de coordinación")
        await other.waits_for("Coordination unit has assigned this to you.")
        await other.presses("Give it back")
        await one.waits_for("has given this back")


async def test_saved_replies_are_seen_before_they_are_sent(sim: Sim, start: Start) -> None:
    officer, unit = sim.person("officer_es"), sim.coordinator()
    async with start() as running:
        await officer.says("/start")
        await send_lead(running, name="{Ana}")
        lead = await unit.waits_for(f"[{REFERENCE}]")
        await unit.says("/reply", reply_to=lead.message["message_id"])
        await unit.presses("Received")
        await unit.waits_for("Buenos días, {Ana}")
        await unit.presses("Send to Zaragoza")
        await officer.waits_for("hemos recibido la preinscripción de Zaragoza")


async def test_an_answer_to_a_question_can_be_corrected_and_setting_aside_can_tell_the_person(
    sim: Sim, start: Start
) -> None:
    officer, unit = sim.person("officer_en"), sim.coordinator()
    async with start():
        await officer.says("Will the mayor of the partner city get a medal?")
        await unit.says("/unanswered")
        await unit.presses("1")
        question = await unit.waits_for("your answer reaches 1 person")
        await unit.says("Yes.", reply_to=question.message["message_id"])
        await unit.presses("Send to 1 person")
        await officer.waits_for("Yes.")
        await unit.says("Sorry: no.", reply_to=question.message["message_id"])
        await unit.waits_for("as a correction")
        await unit.presses("Send to 1 person")
        await officer.waits_for("The coordination unit corrects its answer")
        await officer.presses("Back to the assistant")
        await officer.says("Will the deputy mayor get a hat with feathers?")
        await unit.says("/unanswered")
        await unit.waits_for("hat with feathers")
        await unit.presses("1")
        await unit.waits_for("your answer reaches 1 person")
        await unit.presses("Set aside …")
        await unit.presses("Set aside and tell them")
        await officer.waits_for("cannot answer it here")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nuevas España", 2),
        ("new Spain Poland", 3),
        ("Seville", 1),
        ("SEVILLA", 1),
        ("somebody@town.example.eu", 3),
        ("city council", 3),
        ("circular economy", 1),
        ("circular mobility", 3),
        ("claimed", 0),
        ("Gdańsk xyzzy", 1),
        ("una ciudad de Polonia", 1),
    ],
)
async def test_leads_are_found_by_any_words_in_both_languages(
    sim: Sim, start: Start, words: str, found: int
) -> None:
    unit = sim.coordinator()
    async with start() as running:
        await sim.person("officer_es").says("/start")
        await send_lead(running, with_deliveries=False)
        seville = {"name": "Sevilla", "geonameid": 2510911}
        await send_lead(running, 2, OFFICER_ES, place=seville, with_deliveries=False)
        place = "INSERT INTO lead_places (reference, place) VALUES ('IUC-2026-0002', 'geonames:2510911')"
        await store(running, lambda db: db.execute(place))
        gdansk = {"name": "Gdańsk"}
        await send_lead(
            running, 3, 2000, with_deliveries=False, country="PL", place=gdansk, topics=["circular"]
        )
        screen = await unit.says(f"/find {words}")
        assert f"· {found}" in screen.text.splitlines()[0], screen.text
        if "xyzzy" in words:
            assert "No lead has: xyzzy" in screen.text


async def test_an_edit_of_an_old_question_leaves_an_open_talk_open(sim: Sim, start: Start) -> None:
    officer, unit = sim.person("officer_en"), sim.coordinator()
    async with start() as running:
        await officer.says("When is the deadline?")
        question = [m for m in officer.messages.values() if m.get("text") == "When is the deadline?"][-1]
        await send_lead(running, person=OFFICER_EN, language="en")
        lead = await unit.waits_for(f"[{REFERENCE}]")
        await unit.says("May we call you?", reply_to=lead.message["message_id"])
        await unit.presses("Send to Zaragoza")
        await officer.waits_for("May we call you?")
        await officer.edits("Who can take part?", question["message_id"])
        await officer.says("Yes, at ten.", expects_reply=False)
        await unit.waits_for("Yes, at ten.")


async def test_forty_leads_fit_into_every_list(sim: Sim, start: Start) -> None:
    officer, unit = sim.person("officer_es"), sim.coordinator()
    async with start() as running:
        await officer.says("/start")
        for number in range(1, 41):
            await send_lead(running, number, with_deliveries=False, group_name="Ñ" * 60)
        screen = await officer.says("/status")
        assert len(screen.text) < 4096
        await officer.presses("Más ▶")
        await officer.presses("IUC-2026-0032")
        await unit.says("/leads")
        await unit.waits_for("· 40")
        for _page in range(4):
            await unit.presses("More ▶")
        assert f"[{REFERENCE}]" in " ".join(unit.screen.buttons)


async def test_the_ten_thousand_and_first_lead_of_a_year_has_a_reference_of_its_own(start: Start) -> None:
    now = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
    sql = """INSERT INTO leads (reference, draft_id, chat_id, language, data, created_at, updated_at)
             VALUES (?, ?, 1, 'es', '{}', ?, ?)"""
    async with start() as running:
        for number, reference in enumerate(("IUC-2026-9999", "IUC-2026-10000")):
            values = (reference, number, stamp(now), stamp(now))
            await store(running, partial(Connection.execute, sql=sql, parameters=values))
        assert (
            await running.services.database.run(lambda db: next_reference(db, "IUC", now)) == "IUC-2026-10001"
        )
