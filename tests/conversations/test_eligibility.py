"""Can my city take part? By taps, by words, with what is missing asked for."""

import pytest

from tests.conftest import Start
from tests.person import Sim

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("person", "steps", "verdict"),
    [
        ("officer_es", ["Una ciudad", "España", "Más de 100.000"], "Sí, puede ser candidata"),
        ("officer_es", ["Una ciudad", "España", "100.000 o menos"], "dentro de una agrupación"),
        ("officer_en", ["A group", "Poland", "More than 100,000"], "can be a candidate"),
        ("officer_en", ["A group", "Poland", "100,000 or fewer"], "cannot be a candidate as it is"),
        ("officer_en", ["A provincial council"], "cannot be a candidate as it is"),
        ("officer_es", ["Una región"], "no puede ser candidata"),
        ("officer_en", ["Company"], "cannot be a candidate as it is"),
    ],
)
async def test_taps_lead_to_the_verdict(
    sim: Sim, start: Start, person: str, steps: list[str], verdict: str
) -> None:
    async with start():
        officer = sim.person(person)
        await officer.says("/eligibility")
        for step in steps:
            await officer.presses(step)
        assert verdict in officer.screen.text


async def test_words_do_as_well_as_taps(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.says("/eligibility")
        await officer.says("a city")
        await officer.says("brazil")
        assert "the other half of a pair" in officer.screen.text


async def test_a_sentence_is_judged_and_a_wrong_number_can_be_corrected(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        verdict = await officer.says("¿Puede participar Cuenca?")
        assert "dentro de una agrupación" in verdict.text
        corrected = await officer.says("120.000")
        assert "Sí, puede ser candidata" in corrected.text


async def test_a_name_that_several_places_bear_is_asked_about(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        asked = await officer.says("Somos el ayuntamiento de Córdoba, ¿podemos participar?")
        assert "varios lugares" in asked.text
        assert asked.buttons[0].startswith("🇪🇸")
        await officer.presses("🇪🇸 Córdoba")
        assert "Sí, puede ser candidata" in officer.screen.text


async def test_a_country_can_be_pressed_where_the_reply_is_not_in_the_language_of_the_chat(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_es")
        await officer.says("/language")
        await officer.presses("Español")
        await officer.says("We have 120,000 inhabitants, can we take part?")
        await officer.presses("🇮🇪 Ireland")
        assert "Sí, puede ser candidata" in officer.screen.text


async def test_an_old_button_says_so_and_shows_where_the_person_is(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        old = await officer.says("/eligibility")
        await officer.says("/contact")
        data = old.message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await officer.press_data(data, old.message["message_id"])
        assert "earlier screen" in officer.toast
        assert "The coordination unit" in officer.screen.text


async def test_a_forged_button_changes_nothing(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        screen = await officer.says("/eligibility")
        await officer.press_data("e|country|XX|'; DROP TABLE", screen.message["message_id"], forged=True)
        assert "earlier screen" in officer.toast
        assert "Who do you represent?" in officer.screen.text


async def test_another_case_typed_after_a_verdict_is_judged_on_its_own(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        assert "otra mitad de una pareja" in (await officer.says("¿Puede participar Lima?")).text
        other = await officer.says("somos una ciudad de Marruecos con 300.000 habitantes")
        assert "Lima" not in other.text
        assert "no puede ser candidata" in other.text
        group = await officer.says("grupo de 3 municipios de Italia, 120 mil habitantes en total")
        assert "120.000 habitantes" in group.text
        assert "Marruecos" not in group.text


async def test_a_figure_that_was_looked_up_is_said_to_be_geonames_and_corrected_by_one_tap(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_en")
        verdict = await officer.says("Can Sintra take part?")
        assert "within a group" in verdict.text
        assert "often counts the town" in verdict.text
        await officer.presses("We are more than 100,000")
        assert "can be a candidate" in officer.screen.text
        assert "Sintra" in officer.screen.text


async def test_the_country_is_asked_before_anything_is_promised(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        asked = await officer.says("Somos una ciudad de 150.000 habitantes, ¿podemos participar?")
        assert "¿En qué país?" in asked.text
        verdict = await officer.says("Turquía")
        assert "no puede ser candidata" in verdict.text


async def test_places_of_two_countries_are_said_to_be_no_group(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        asked = await officer.says("Could Badajoz and Lisbon apply together?")
        assert "different countries" in asked.text


@pytest.mark.parametrize(
    ("person", "asks", "yes"),
    [
        ("officer_en", "Is Sweden in?", "Yes: Sweden is among the countries"),
        ("officer_es", "¿Y Portugal?", "Sí: Portugal está entre los países"),
    ],
)
async def test_a_country_of_the_union_gets_a_yes_before_what_decides(
    sim: Sim, start: Start, person: str, asks: str, yes: str
) -> None:
    async with start():
        officer = sim.person(person)
        asked = await officer.says(asks)
        assert yes in asked.text
        assert "Yes, it can be a candidate" not in asked.text


async def test_a_country_after_the_deadline_gets_no_yes(sim: Sim, start: Start) -> None:
    async with start(today="2027-03-10"):
        asked = await sim.person("officer_en").says("Is Sweden in?")
        assert "Yes:" not in asked.text


@pytest.mark.parametrize(
    ("who", "text", "said"),
    [
        ("officer_en", "is Norway in?", "Understood: 🇳🇴 Norway"),
        ("officer_es", "¿y Japón?", "He entendido: 🇯🇵 Japón"),
    ],
)
async def test_a_country_alone_is_not_called_a_city(
    sim: Sim, start: Start, who: str, text: str, said: str
) -> None:
    async with start():
        shown = await sim.person(who).says(text)
        assert said in shown.text.splitlines()
