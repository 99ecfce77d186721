"""The small manners: edits, what is not text, typing, previews, copying, languages that are not ours."""

import pytest

from storage.chats import chat_and_draft
from tests.conftest import Start
from tests.person import Json, Sim
from tests.waiting import until_true


def copies(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [button["copy_text"]["text"] for row in rows for button in row if "copy_text" in button]


@pytest.mark.parametrize(
    ("who", "first", "then", "answer"),
    [
        ("officer_es", "¿qué se paga?", "¿cuánto dura?", "18 meses"),
        ("officer_en", "what is paid?", "how long does it last?", "18 months"),
    ],
)
async def test_the_answer_to_an_edited_question_replaces_the_earlier_one(
    sim: Sim, start: Start, who: str, first: str, then: str, answer: str
) -> None:
    async with start():
        officer = sim.person(who)
        before = await officer.says(first)
        after = await officer.edits(then)
        assert answer in after.text
        assert after.message["message_id"] == before.message["message_id"]
        assert len(officer.from_bot) == 1


async def test_a_question_can_be_edited_twice_and_after_a_restart(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.says("what is paid?")
        await officer.edits("how long does it last?")
    async with start():
        assert "4 March" in (await officer.edits("until when is the call open?")).text
        assert len(officer.from_bot) == 1


async def test_a_change_to_an_earlier_reply_changes_nothing_and_the_way_to_change_it_is_told(
    sim: Sim, start: Start
) -> None:
    async with start() as running:
        officer = sim.person("officer_es")
        await officer.says("/apply")
        await officer.presses("De acuerdo")
        await officer.says("una ciudad")
        await officer.says("Zaragoza")
        message = next(m for m in officer.messages.values() if m.get("text") == "una ciudad")
        reply = await officer.edits("una agrupación", message["message_id"])
        assert "Cambiar una respuesta" in reply.text
        _, draft = chat_and_draft(running.services.database, reply.message["chat"]["id"])
        assert draft
        assert draft.answers["kind"] == "city"


async def test_an_answer_that_turned_into_another_screen_is_not_overwritten_by_an_edit(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_en")
        answer = await officer.says("until when is the call open?")
        await officer.presses("Start the pre-application")
        await officer.edits("what is paid?")
        form = officer.messages[answer.message["message_id"]]
        assert "Pre-application" in form["text"]


async def test_an_edited_question_beside_the_form_does_not_lead_away_from_it(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.says("/apply")
        await officer.presses("I agree")
        await officer.says("what is paid?")
        await officer.waits_for("question 1 of")
        await officer.edits("how long does it last?")
        await officer.waits_for("18 months")
        await officer.presses("A city or municipality")
        await officer.waits_for("question 2 of")


@pytest.mark.parametrize(
    ("who", "kind", "sentence"),
    [
        ("officer_es", "voice", "No puedo escuchar grabaciones"),
        ("officer_en", "voice", "cannot listen"),
        ("officer_en", "photo", "cannot look at pictures"),
        ("officer_es", "sticker", "solo entiendo palabras"),
        ("officer_en", "document", "the pre-application needs none"),
        ("officer_es", "location", "nombre de su municipio"),
        ("officer_en", "poll", "cannot take part in polls"),
        ("officer_en", "dice", "only read text"),
    ],
)
async def test_what_is_not_text_gets_a_sentence_of_its_own(
    sim: Sim, start: Start, who: str, kind: str, sentence: str
) -> None:
    async with start():
        reply = await sim.person(who).sends(kind, b"x")
        assert sentence in reply.text
        assert reply.buttons


async def test_typing_is_shown_only_when_something_takes_over_half_a_second(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.says("/start")
        assert not await sim.calls("sendChatAction")
        await sim.fail("sendMessage", mode="timeout", seconds=1)
        await officer.says("/help", expects_reply=False)  # a reply whose fate is unknown is tried again later
        await until_true(lambda: sim.calls("sendChatAction"), "a sign of typing")
        assert [call["ok"] for call in await sim.calls("sendChatAction")] == [True]


async def test_previews_are_off_but_for_the_official_form(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        form = await officer.starts("faq_apply-how")
        assert form.message["link_preview_options"]["is_disabled"] is False
        contact = await officer.says("/contact")
        assert contact.message["link_preview_options"]["is_disabled"] is True


async def test_the_units_address_and_number_can_be_copied(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        wanted = ["coordination-unit@iuc-europe.eu", "+32 (0)2 89 99 141"]
        assert copies((await officer.says("/contact")).message) == wanted
        assert copies((await officer.starts("faq_contact-unit")).message) == wanted


async def test_other_languages_get_english_with_a_spanish_button(sim: Sim, start: Start) -> None:
    async with start():
        guest = await sim.add_person("guest_fr", first_name="Luc", language_code="fr")
        answer = await guest.says("what is paid?")
        assert "travel and accommodation" in answer.text
        await guest.presses("Español")
        assert "Fuente" in (await guest.says("¿cuánto dura?")).text
        assert "English" not in guest.screen.buttons


async def test_without_a_telegram_language_what_is_written_decides_and_is_remembered(
    sim: Sim, start: Start
) -> None:
    async with start():
        guest = await sim.add_person("guest", first_name="Sol", language_code="")
        assert "Fuente" in (await guest.says("¿cuánto dura la cooperación?")).text
        assert "Elija un tema" in (await guest.says("/faq")).text


async def test_a_chosen_language_outlives_telegrams(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        await officer.says("/start")
        await officer.presses("English")
    async with start():
        assert "What I can do" in (await officer.says("/help")).text
