"""Questions in free text and by subject, small talk, what is not known, and passing it on."""

import pytest

from storage.outbox import list_deliveries
from storage.questions import find_question
from tests.conftest import Start
from tests.person import Sim

pytestmark = pytest.mark.quick


async def test_a_question_gets_its_answer_with_source_and_related_questions(sim: Sim, start: Start) -> None:
    async with start():
        answer = await sim.person("officer_es").says("cuanto dura la cooperacion")
        assert "al menos 18 meses" in answer.text
        assert "Fuente: presentación del programa IUC" in answer.text
        assert {"Etapas", "👍 Me sirve", "Menú"} <= set(answer.buttons)


async def test_a_question_in_the_other_language_is_answered_in_it_with_an_offer_to_switch(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_es")
        answer = await officer.says("How many people can travel?")
        assert "Up to 5 people" in answer.text
        await officer.presses("Continue in English")
        assert "Menu" in officer.screen.buttons
        assert "International Urban Cooperation" in (await officer.says("/start")).text


@pytest.mark.parametrize(
    ("who", "line"), [("officer_es", "No me interesa"), ("officer_en", "not interested")]
)
async def test_who_is_not_interested_is_told_how_to_erase_what_was_begun(
    sim: Sim, start: Start, who: str, line: str
) -> None:
    async with start():
        assert "/forget" in (await sim.person(who).says(line)).text


async def test_subjects_lead_to_answers(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.says("/faq")
        await officer.presses("Costs")
        await officer.presses("What is paid")
        assert "travel and accommodation" in officer.screen.text


async def test_faq_with_words_lists_what_they_find(sim: Sim, start: Start) -> None:
    async with start():
        found = await sim.person("officer_es").says("/faq visitas técnicas")
        assert "Visitas técnicas" in found.buttons


async def test_what_the_programme_does_not_state_is_said_and_can_be_passed_on(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        unknown = await officer.says("Do our staff need a visa to travel to India?")
        assert "say nothing about visas" in unknown.text
        await officer.presses("Ask the coordination unit")
        await officer.waits_for("Type the e-mail address")
        await officer.says("me@town.example.eu")
        await officer.waits_for("me@town.example.eu")
        mail = await sim.waits_for_mail("IUC question")
        assert "Do our staff need a visa to travel to India?" in mail["text"]
        assert mail["reply_to"] == "me@town.example.eu"


async def test_a_question_is_passed_on_once_however_often_the_button_is_pressed(
    sim: Sim, start: Start
) -> None:
    async with start() as running:
        officer = sim.person("officer_en")
        await officer.says("Do our staff need a visa to travel to India?")
        old = officer.screen
        await officer.presses("Ask the coordination unit")
        await officer.says("me@town.example.eu")
        await officer.waits_for("on its way")
        data = old.message["reply_markup"]["inline_keyboard"][1][0]["callback_data"]
        await officer.press_data(data, old.message["message_id"], forged=True)
        await officer.waits_for("me@town.example.eu")
        assert len(await list_deliveries(running.services.database)) == 1


@pytest.mark.parametrize("then", ["me@gmial.com", "me@gmail.com"])
async def test_an_address_that_looks_misspelt_is_asked_about_once(sim: Sim, start: Start, then: str) -> None:
    async with start():
        officer = sim.person("officer_es")
        await officer.says("¿Necesita visado nuestro personal para viajar a la India?")
        await officer.presses("Preguntar a la unidad")
        screen = await officer.says("me@gmial.com")
        assert "¿quería decir me@gmail.com?" in screen.text
        screen = await officer.says(then)
        assert then in screen.text
        mail = await sim.waits_for_mail("visado")
        assert mail["reply_to"] == then


async def test_small_talk_gets_a_short_reply_and_the_menu(sim: Sim, start: Start) -> None:
    async with start():
        reply = await sim.person("officer_es").says("muchas gracias!")
        assert "¿Puede participar mi ciudad?" in reply.buttons


async def test_a_thumb_is_counted_once_per_person(sim: Sim, start: Start) -> None:
    async with start() as running:
        officer = sim.person("officer_en")
        await officer.says("What is the deadline?")
        await officer.presses("Helpful")
        assert "Thank you" in officer.toast
        database = running.services.database
        rows = await database.run(lambda db: list(db.query("SELECT answer_id, helpful FROM votes")))
        assert rows == [{"answer_id": "apply.deadline", "helpful": 1}]


async def test_an_unknown_command_shows_the_help(sim: Sim, start: Start) -> None:
    async with start():
        assert "What I can do" in (await sim.person("officer_en").says("/nonsense")).text


async def test_the_language_can_be_chosen_and_is_kept(sim: Sim, start: Start) -> None:
    officer = sim.person("officer_en")
    async with start():
        await officer.says("/language")
        await officer.presses("Español")
    async with start():
        assert "Cooperación Urbana" in (await officer.says("/start")).text


async def test_contact_privacy_help_and_cancel_show_their_screens(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        assert "coordination-unit@iuc-europe.eu" in (await officer.says("/contact")).text
        assert "/forget" in (await officer.says("/privacy")).text
        assert "/eligibility" in (await officer.says("/help")).text
        assert "Type your question" in (await officer.says("/cancel")).text


async def test_a_vote_against_an_answer_keeps_the_question_as_a_gap(sim: Sim, start: Start) -> None:
    async with start() as running:
        officer = sim.person("officer_en")
        await officer.says("What is the deadline?")
        await officer.presses("Not what I asked")
        stored = await find_question(running.services.database, 1)
        assert stored is not None
        assert (stored.text, stored.outcome, stored.nearest) == (
            "What is the deadline?",
            "voted_down",
            "apply.deadline",
        )


async def test_a_vote_against_an_answer_is_offered_the_next_best_and_the_unit(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        await officer.says("¿Hasta cuándo puedo presentarme?")
        await officer.presses("No es lo que preguntaba")
        await officer.waits_for("¿Se refiere a alguna de estas")
        assert "Preguntar a la unidad de coordinación" in officer.screen.buttons
        assert "¿Cómo contacto con la unidad de coordinación?" in officer.screen.buttons


async def test_who_was_not_understood_gets_other_answers_and_may_pass_on_the_first_question(
    sim: Sim, start: Start
) -> None:
    async with start() as running:
        officer = sim.person("officer_en")
        await officer.says("What is the deadline?")
        reply = await officer.says("that's not what I asked")
        assert "sorry" in reply.text
        assert "How do I contact the coordination unit?" in reply.buttons
        stored = await find_question(running.services.database, 1)
        assert stored is not None
        assert stored.text == "What is the deadline?"


async def test_two_questions_get_one_message_and_why_gives_the_rule(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        both = await officer.says("When is the deadline and how many people can travel?")
        assert "Up to 5 people" in both.text
        assert "What is the deadline?" in both.text
        verdict = await officer.says("We are a chamber of commerce in Lyon, can we apply?")
        assert verdict.text.startswith("⛔")
        why = await officer.says("why not?")
        assert why.text.startswith("⛔")
        assert "Can a company or a university apply?" in why.text


async def test_who_writes_in_another_language_is_told_which_ones_are_read(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        reply = await officer.says("Bonjour, qui paie les voyages de la délégation ?")
        assert "Je ne lis que ces langues : anglais et espagnol." in reply.text
        assert "I read English and Spanish only." in reply.text
        assert "Español" in reply.buttons


@pytest.mark.parametrize("yes", ["yes please", "yes, pass it on"])
async def test_a_yes_to_the_offer_passes_the_open_question_on(sim: Sim, start: Start, yes: str) -> None:
    async with start() as running:
        officer = sim.person("officer_en")
        both = await officer.says("Which topics are there and who pays for the vaccinations?")
        assert "Shall I pass your question on to" in both.text
        reply = await officer.says(yes)
        assert "who pays for the vaccinations?" in reply.text
        assert "Type the e-mail address" in reply.text
        stored = await find_question(running.services.database, 1)
        assert stored is not None
        assert (stored.text, stored.outcome) == ("who pays for the vaccinations?", "unknown")


async def test_a_yes_after_something_else_passes_nothing_on(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        unknown = await officer.says("¿Hay que vacunarse antes de viajar a Brasil?")
        assert "¿Quiere que traslade su pregunta" in unknown.text
        await officer.says("¿Hasta cuándo puedo presentarme?")
        reply = await officer.says("sí")
        assert "correo electrónico donde" not in reply.text
