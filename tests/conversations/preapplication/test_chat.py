"""The pre-application as its readers see it: a chat in each language, and what must not go wrong in it."""

import asyncio
import copy
import dataclasses
from pathlib import Path

import pytest

from bot.application import serving
from bot.operations.knowledge_base import Library
from bot.settings import Settings
from tests.bot.forked import UNHURRIED
from tests.conftest import BEFORE_THE_DEADLINE, Start
from tests.person import TOKEN, Person, Sim


async def says(person: Person, *lines: str) -> None:
    for line in lines:
        await person.says(line)


TO_THE_TOPICS_ES = ("/apply", "sí", "una ciudad", "Zaragoza")
FROM_THE_TOPICS_ES = (
    "vivienda, movilidad",
    "El casco antiguo pierde vecinos.",
    "Veinte años de rehabilitación.",
    "Brasil",
    "estamos en contacto",
    "ninguno todavía",
    "no lo sé",
    "3",
    "Ana Núñez",
    "Técnica",
    "Ayuntamiento de Zaragoza",
    "ana@zaragoza.example.es",
)


async def reaches_review_es(officer: Person) -> str:
    """Fill everything in; gives the review."""
    await says(officer, *TO_THE_TOPICS_ES)
    await says(officer, *FROM_THE_TOPICS_ES)
    return (await officer.waits_for("Resumen")).text


async def test_a_spanish_town_hall_fills_it_in_with_words_and_taps(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        await says(officer, *TO_THE_TOPICS_ES)
        shown = officer.screen.text
        assert "✓ Zaragoza · 🇪🇸 España · 686.986 (GeoNames; si no, escriba «no, 57.000»)" in shown
        corrected = await officer.says("no, somos 680 mil")
        assert "✓ Habitantes: 680.000" in corrected.text
        assert "¿Sobre qué temas? Elija de 1 a 3." in corrected.text
        await officer.presses("2")
        await officer.presses("Listo (1 de 3)")
        await officer.presses("¿Por qué?")
        assert officer.alert
        assert "unidad de coordinación" in officer.toast
        await officer.presses("Atrás")
        assert "☑ 2. Vivienda" in officer.screen.text


async def test_where_the_rules_stop_a_city_its_looked_up_number_is_told_of_once(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_es")
        await says(officer, "/apply", "Sí, Ayuntamiento de Soria")
        assert "Por sí sola no" in officer.screen.text
        assert officer.screen.text.count("GeoNames") == 1


async def test_an_english_group_sees_its_sum_grow_and_shrink(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await says(
            officer, "/apply", "I agree", "group", "Three towns", "Poland", "Sopot 32,000 and Tczew 59k"
        )
        assert "In total: 91,000. To pass 100,000, 9,001 more are needed." in officer.screen.text
        await officer.says("Reda 26 thousand")
        assert "In total: 117,000. That is more than 100,000: enough" in officer.screen.text
        await officer.presses("Remove Tczew")
        assert "In total: 58,000." in officer.screen.text
        await officer.presses("That is all of them")
        stopped = await officer.waits_for("The group adds up to 58,000 inhabitants")
        assert "Nearby, by the map: " in stopped.text
        assert "Add municipalities" in stopped.buttons
        await officer.presses("Add municipalities")
        await officer.says("Tczew 59,000")
        await officer.presses("That is all of them")
        await officer.waits_for("Which municipality represents the group?")
        screen = await officer.says("reda")
        assert "✓ Representative municipality: Reda" in screen.text
        assert "Which problem do the municipalities share?" in screen.text


async def test_what_buttons_offer_can_be_typed_too(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await says(officer, "/apply", "I agree", "city")
        stopped = await officer.says("Tczew")
        assert "Not alone, but within a group" in stopped.text
        await says(officer, "go on as a group", "Three towns")
        assert "• Reda: 18,116" in (await officer.says("Reda")).text
        assert "• Reda" not in (await officer.says("remove Reda")).text
        assert "How many inhabitants does Villa Nova have?" in (await officer.says("Villa Nova")).text
        assert "• Villa Nova: 18,500" in (await officer.says("18,500")).text
        assert "more are needed" in (await officer.says("Sopot 20,000")).text
        await says(officer, "Gdynia", "that is all of them")
        await officer.waits_for("Which municipality represents the group?")


async def test_a_typed_slip_is_settled_by_yes_by_no_or_by_the_same_line_once_more(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_es")
        await says(officer, "/apply", "sí", "una ciudad", "Villa Inventada", "España", "98")
        assert "¿Quería decir 98.000?" in officer.screen.text
        assert "98.000" in (await officer.says("sí")).text
        assert "Habitantes: 280.000" in (await officer.says("280.000")).text


async def test_a_question_in_the_middle_is_answered_and_the_form_stays_where_it_was(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_en")
        await says(officer, "/apply", "yes", "city", "Gdynia", "How many people can travel?")
        await officer.waits_for("5 people")
        await officer.waits_for("Which topics? Choose 1 to 3.")
        await says(officer, "housing", "how many people can travel")
        await officer.waits_for("5 people")
        await officer.waits_for("Which challenge do you want to tackle")
        await officer.says("How do we keep the old port alive?")
        noted = await officer.waits_for("✓ Challenge: How do we keep the old port alive?")
        assert "What can you offer" in noted.text


async def test_a_bare_question_mark_is_not_eaten_as_an_answer(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        await says(officer, *TO_THE_TOPICS_ES)
        await says(officer, "vivienda", "¿?")
        assert "Dígalo aquí con sus palabras" in officer.screen.text
        assert "¿Qué reto quieren abordar" in officer.screen.text


async def test_the_review_says_how_the_candidature_stands_and_what_to_strengthen(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_es")
        review = await reaches_review_es(officer)
        assert "Cómo queda su candidatura" in review
        assert "🟡 Agentes clave: Estamos en contacto" in review
        assert "🔴 Estrategia: Aún no lo sé" in review
        assert "🟢 Personal: Dos o tres" in review
        assert "→ Pida a los agentes clave con los que ya habla que confirmen su compromiso." in review
        assert "con nombres se ve que están movilizados" in review


async def test_editing_from_the_review_comes_back_to_it_and_what_is_typed_there_is_not_lost(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_es")
        await reaches_review_es(officer)
        await officer.presses("Cambiar una respuesta")
        await officer.presses("Reto")
        long = "El agua. " * 60
        review = await officer.says(long)
        assert "Resumen" in review.text
        assert "El agua. El agua." in review.text
        explained = await officer.says("xyzzy")
        assert "no he guardado lo que ha escrito" in explained.text
        await officer.says("¿Hasta cuándo se puede presentar?")
        await officer.waits_for("4 de marzo")
        await officer.waits_for("Resumen")
        await officer.presses("Enviar la preinscripción")
        mail = await sim.waits_for_mail("IUC-2026-0001")
        assert long.strip() in mail["text"]


async def test_the_language_changes_in_the_middle_and_nothing_is_lost(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        await says(officer, *TO_THE_TOPICS_ES)
        await officer.presses("2")
        await officer.presses("English")
        assert "☑ 2. Housing" in officer.screen.text
        await officer.says("/language")
        await officer.presses("Español")
        assert "☑ 2. Vivienda" in officer.screen.text


async def test_leaving_and_coming_back_goes_on_where_it_was(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await says(officer, "/apply", "yes", "1", "/cancel")
        await officer.presses("Continue the pre-application")
        resumed = await officer.waits_for("You left off here; everything is kept.")
        assert "Which city is it?" in resumed.text
        await officer.presses("Start again")
        await officer.presses("No, keep it")
        assert "Which city is it?" in officer.screen.text
        await officer.presses("Leave for later")
        await officer.says("/apply")
        await officer.presses("Start again")
        await officer.presses("Yes, erase it")
        await officer.waits_for("Do you agree?")


async def test_what_the_eligibility_check_knows_is_shown_before_it_is_used(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.says("We are a Polish town of 120k inhabitants, can we take part?")
        await officer.presses("Start the pre-application")
        screen = await officer.waits_for("Taken over from what you wrote:")
        assert "Inhabitants: 120,000" in screen.text


async def test_what_a_pasted_message_fills_in_is_shown_together_and_put_right_by_talking(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.says("/apply")
        await officer.presses("I agree")
        await officer.says(
            "My name is Katarzyna Wilk, I am EU projects officer at the City of Gdynia in Poland. "
            "We want to work on urban mobility with a city in Canada. Write to k.wilk@gdynia.example.pl."
        )
        screen = await officer.waits_for("From your message I have taken:")
        assert "Katarzyna Wilk" in screen.text
        assert "Change an answer" in screen.buttons
        await officer.says("the e-mail is wrong")
        await officer.waits_for("Your present answer: k.wilk@gdynia.example.pl")


async def test_a_draft_begun_under_old_content_continues_and_only_what_changed_is_asked(
    sim: Sim, start: Start, library: Library, tmp_path: Path
) -> None:
    officer = sim.person("officer_es")
    async with start():
        await reaches_review_es(officer)
    settings = Settings.model_validate(
        {"telegram_bot_token": TOKEN, "data_dir": tmp_path, "today": BEFORE_THE_DEADLINE}
    )
    async with serving(settings, sim.api_url, republished(library), asyncio.Event(), UNHURRIED):
        await officer.says("/apply")
        asked = await officer.waits_for("¿Tienen una estrategia")
        assert "4. Aún no lo sé" not in asked.buttons
        await officer.says("no")
        review = await officer.waits_for("Resumen")
        assert "Qué ofrecen" not in review.text
        assert "El casco antiguo pierde vecinos." in review.text


def republished(library: Library) -> Library:
    """The same knowledge with another questionnaire: no question of the offer, no «not sure yet» of the strategy."""
    knowledge_base = library.knowledge_base
    questionnaire = knowledge_base.content.questionnaire
    questions = tuple(
        question.model_copy(update={"options": question.options[:3]})
        if question.id == "strategy"
        else question
        for question in questionnaire.questions
        if question.id != "offer"
    )
    changed = questionnaire.model_copy(update={"questions": questions})
    content = dataclasses.replace(knowledge_base.content, questionnaire=changed, version="republished")
    other = copy.copy(library)
    other.knowledge_base = dataclasses.replace(knowledge_base, content=content)
    return other


async def test_without_consent_nothing_is_kept(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.says("/apply")
        await officer.presses("I do not agree")
        screen = await officer.waits_for("nothing has been stored")
        assert "Start the pre-application" in screen.buttons


async def test_who_cannot_be_a_candidate_learns_it_at_once_and_can_leave_a_question(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_es")
        await says(officer, "/apply", "sí", "una diputación provincial")
        assert "consejos provinciales" in officer.screen.text
        assert "Continuar como agrupación" in officer.screen.buttons
        await officer.presses("Dejar una pregunta")
        await says(officer, "¿Y un consorcio de municipios?", "ana@dipu.example.es")
        await sim.waits_for_mail("¿Y un consorcio de municipios?")
        await officer.says("/apply")
        await officer.waits_for("consejos provinciales")
        await officer.presses("Continuar como agrupación")
        await officer.waits_for("¿Cómo se llama la agrupación de municipios?")


async def test_two_quick_taps_never_trigger_twice(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        await says(officer, *TO_THE_TOPICS_ES)
        await twice(officer, "2")
        assert "☑ 2. Vivienda" in officer.screen.text
        await twice(officer, "Listo (1 de 3)")
        assert "¿Qué reto quieren abordar" in officer.screen.text
        await says(officer, "Un reto.", "Una oferta.")
        await twice(officer, "Atrás")
        assert "¿Qué pueden ofrecer a la otra ciudad?" in officer.screen.text
        await says(officer, "Otra oferta.", *FROM_THE_TOPICS_ES[3:])
        await officer.waits_for("Resumen")
        await twice(officer, "Enviar la preinscripción")
        await officer.waits_for("IUC-2026-0001")
        assert len(await sim.mail()) <= 1


async def twice(person: Person, label: str) -> None:
    """Tap a button twice before the bot has answered."""
    screen = next(m for m in reversed(person.from_bot) if "reply_markup" in m)
    buttons = [button for row in screen["reply_markup"]["inline_keyboard"] for button in row]
    button = next(button for button in buttons if label in button["text"])
    message_id = screen["message_id"]
    await person.press_at_once(button["callback_data"], message_id)
    await person.sim.settles()
    await person.look()


async def test_an_old_screens_button_says_so_and_shows_the_present_question(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await says(officer, "/apply", "yes")
        old = officer.screen.message
        await says(officer, "city", "Gdynia")
        city = old["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await officer.press_data(city, old["message_id"])
        assert "earlier screen" in officer.toast
        await officer.waits_for("Which topics? Choose 1 to 3.")


async def test_the_contact_key_comes_and_goes_with_the_telephone(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        await says(officer, *TO_THE_TOPICS_ES)
        await says(officer, *FROM_THE_TOPICS_ES)
        await officer.presses("Añadir: Teléfono")
        assert not officer.keyboard
        await officer.presses("Compartir mi teléfono")
        await officer.waits_for("Pulse el botón de abajo")
        assert officer.keyboard
        await officer.says("/cancel")
        await officer.look()
        assert not (officer.keyboard or {}).get("keyboard")
        await officer.presses("Continuar la preinscripción")
        await officer.presses("Compartir mi teléfono")
        await officer.taps("Compartir")
        await officer.waits_for("Teléfono: +34 600 00 00 00")
        assert not (officer.keyboard or {}).get("keyboard")


@pytest.mark.parametrize(
    ("who", "lines", "interest", "registered"),
    [
        ("officer_es", ("/apply", "sí"), "Manifestación de interés", "Hemos registrado su interés"),
        ("officer_en", ("/apply", "yes"), "Expression of interest", "Your interest is registered"),
    ],
)
async def test_after_the_deadline_it_is_an_expression_of_interest_and_is_called_so(
    who: str, lines: tuple[str, ...], interest: str, registered: str, sim: Sim, start: Start
) -> None:
    async with start(today="2027-03-05"):
        officer = sim.person(who)
        await says(officer, *lines)
        assert interest in officer.screen.text
        await says(officer, "1", "Zaragoza" if who == "officer_es" else "Gdynia")
        await says(officer, "2", "Ana")
        await officer.waits_for("5 de 5" if who == "officer_es" else "5 of 5")
        await officer.says("ana@example.eu")
        await officer.presses("Enviar" if who == "officer_es" else "Send our interest")
        await officer.waits_for(registered)
