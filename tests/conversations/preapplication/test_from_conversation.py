"""What was said before /apply is carried over and shown; few messages and taps are enough for who knows the answers."""

import pytest

from tests.conftest import Start
from tests.person import Person, Sim

MOST_MESSAGES_AND_TAPS = 12

ONE_CITY = {
    "officer_es": (
        "/apply",
        "Sí, Ayuntamiento de Zaragoza",
        "vivienda y movilidad",
        "El casco antiguo pierde vecinos y comercio.",
        "Veinte años de rehabilitación de viviendas.",
        "Brasil o Canadá",
        "sí, están comprometidos",
        "URBACT",
        "aprobada en pleno en 2021",
        "dos personas",
        "Ana Núñez, técnica de proyectos, Ayuntamiento de Zaragoza, ana@zaragoza.example.es, 976 123 456",
        "enviar",
    ),
    "officer_en": (
        "/apply",
        "Yes, I agree. City of Wrocław, 640,000",
        "housing and mobility",
        "The old town loses its shops.",
        "Twenty years of renovating homes.",
        "Japan & Canada please",
        "we're talking to the university",
        "none yet",
        "being drafted",
        "just me",
        "Jan Kos, project manager, City of Wrocław, jan@wroclaw.example.pl, 71 777 77 77",
        "send",
    ),
}


async def says(person: Person, *lines: str) -> None:
    for line in lines:
        await person.says(line)


@pytest.mark.parametrize("who", ONE_CITY)
async def test_a_city_whose_officer_knows_the_answers_needs_twelve_messages_and_taps(
    sim: Sim, start: Start, who: str
) -> None:
    assert len(ONE_CITY[who]) <= MOST_MESSAGES_AND_TAPS
    async with start():
        officer = sim.person(who)
        await says(officer, *ONE_CITY[who])
        await officer.waits_for("IUC-2026-0001")
        mail = await sim.waits_for_mail("IUC-2026-0001")
    place, name = ("Zaragoza", "ana@") if who == "officer_es" else ("Wrocław", "jan@")
    assert place in mail["subject"]
    assert mail["reply_to"].startswith(name)


@pytest.mark.parametrize(
    ("who", "lines", "shown", "first"),
    [
        (
            "officer_es",
            ("¿Puede participar Zaragoza?", "/apply"),
            ("Ciudad: Zaragoza", "País: 🇪🇸 España", "(aproximados, según GeoNames)"),
            "¿Sobre qué temas",
        ),
        (
            "officer_en",
            (
                "We are the city of Gdynia, 245,000 inhabitants. Can we take part?",
                "who pays for flights?",
                "/apply",
            ),
            ("City: Gdynia", "Inhabitants: 245,000"),
            "Which topics",
        ),
    ],
)
async def test_what_was_said_before_is_shown_and_not_asked_again(
    sim: Sim, start: Start, who: str, lines: tuple[str, ...], shown: tuple[str, ...], first: str
) -> None:
    async with start():
        officer = sim.person(who)
        await says(officer, *lines)
        screen = officer.screen
        assert all(part in screen.text for part in shown), screen.text
        await officer.presses("De acuerdo" if who == "officer_es" else "I agree")
        assert first in officer.screen.text


async def test_a_groups_towns_are_carried_over_and_wait_to_be_confirmed(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        await says(officer, "Somos una agrupación: Alcoy, Ibi y Onil. ¿Podemos presentarnos?", "/apply")
        assert "Alcoy" in officer.screen.text
        await says(officer, "sí", "Foia de Castalla")
        assert "• Ibi" in officer.screen.text
        assert "Ya están todos" in " ".join(officer.screen.buttons)


async def test_who_does_not_want_it_starts_without_it(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await says(officer, "Can Gdynia take part?", "/apply")
        await officer.presses("Start without it")
        assert "Gdynia" not in officer.screen.text
        await officer.presses("I agree")
        assert "Who is making the pre-application?" in officer.screen.text


async def test_a_second_pre_application_does_not_inherit_the_first_ones_city(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await says(officer, "Can Gdynia take part?", "/apply", "yes", *ONE_CITY["officer_en"][2:])
        await officer.waits_for("IUC-2026-0001")
        await officer.presses("Another pre-application")
        assert "Gdynia" not in officer.screen.text
