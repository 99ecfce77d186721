"""Whole journeys as a stranger makes them: from /start to the coordination unit's mail at a real SMTP server."""

from collections.abc import Awaitable, Callable

from tests.bot.delivery.mail_server import mail_server
from tests.conftest import Start
from tests.person import Person, Sim

Steps = list[tuple[str, str]]

FORM_ES: Steps = [
    ("press", "De acuerdo"),
    ("press", "Una ciudad o municipio"),
    ("say", "Zaragoza"),
    ("press", "2"),
    ("press", "12"),
    ("press", "Listo (2 de 3)"),
    ("say", "El casco antiguo pierde vecinos y comercio."),
    ("say", "Veinte años de rehabilitación de viviendas."),
    ("press", "Brasil"),
    ("press", "Listo"),
    ("press", "Sí, están comprometidos"),
    ("press", "URBACT"),
    ("press", "Listo"),
    ("press", "Sí, aprobada"),
    ("press", "Dos o tres"),
    ("say", "Ana Núñez"),
    ("say", "Técnica de proyectos"),
    ("say", "Ayuntamiento de Zaragoza"),
    ("say", "ana@zaragoza.example.es"),
    ("press", "Añadir: Cuáles son los agentes"),
    ("say", "La universidad y el clúster de la construcción"),
    ("press", "Añadir: Enlace a la estrategia"),
    ("say", "www.zaragoza.es/estrategia"),
]

FORM_EN: Steps = [
    ("say", "yes"),
    ("say", "1"),
    ("say", "Gdańsk"),
    ("say", "circular economy, 7"),
    ("say", "Too much waste is burnt."),
    ("say", "A deposit scheme that works."),
    ("say", "no preference"),
    ("say", "not yet"),
    ("say", "none yet"),
    ("say", "being drafted"),
    ("say", "one"),
    ("say", "Jan Nowak"),
    ("say", "Officer"),
    ("say", "City of Gdańsk"),
    ("say", "jan@gdansk.example.pl"),
    ("press", "Add: Telephone"),
    ("say", "+48 500 000 000"),
]

INTEREST_EN: Steps = [
    ("say", "yes"),
    ("say", "Gdańsk"),
    ("say", "circular economy, 7"),
    ("say", "Jan Nowak"),
    ("say", "jan@gdansk.example.pl"),
]


async def walk(person: Person, steps: Steps) -> None:
    """Do the steps one after another."""
    moves: dict[str, Callable[[str], Awaitable[object]]] = {"press": person.presses, "say": person.says}
    for kind, words in steps:
        await moves[kind](words)


async def test_a_spanish_officer_goes_from_start_to_the_units_mail(sim: Sim, start: Start) -> None:
    async with (
        mail_server() as server,
        start(
            smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", mail_from="bot@iuc.example.eu"
        ),
    ):
        officer = sim.person("officer_es")
        greeting = await officer.says("/start")
        assert "Cooperación Urbana Internacional" in greeting.text
        assert "4 de marzo de 2027" in greeting.text
        await officer.says("/apply")
        await walk(officer, FORM_ES)
        review = await officer.waits_for("Resumen")
        assert "El casco antiguo pierde vecinos" in review.text
        await officer.presses("Enviar la preinscripción")
        sent = await officer.waits_for("IUC-2026-0001")
        assert "join-the-iuc" in sent.text
        await server.taken.wait()
    mail = server.mails[0]
    assert server.recipients == ["coordination-unit@iuc-europe.eu"]
    assert mail["Subject"] == "[IUC-2026-0001] Zaragoza, Spain"
    assert mail["Reply-To"] == "ana@zaragoza.example.es"
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "El casco antiguo pierde vecinos y comercio." in text
    assert "686,986" in text


async def test_an_english_officer_types_everything_and_the_bot_restarts_in_the_middle(
    sim: Sim, start: Start
) -> None:
    officer = sim.person("officer_en")
    for count, steps in enumerate((FORM_EN[:3], FORM_EN[3:10], FORM_EN[10:])):
        async with start():
            await officer.says("/start")
            await officer.presses(
                "Start the pre-application" if count == 0 else "Continue the pre-application"
            )
            await walk(officer, steps)
    async with start():
        await officer.says("/apply")
        review = await officer.waits_for("Review")
        for typed in ("Gdańsk", "Too much waste is burnt.", "jan@gdansk.example.pl", "+48 500 000 000"):
            assert typed in review.text
        await officer.presses("Send the pre-application")
        await officer.waits_for("Your reference: IUC-2026-0001")
        mail = await sim.waits_for_mail("IUC-2026-0001")
    assert mail["reply_to"] == "jan@gdansk.example.pl"
    assert "A deposit scheme that works." in mail["text"]


async def test_what_is_known_from_the_eligibility_screen_is_not_asked_again(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.says("We are a Polish town of 120k inhabitants, can we take part?")
        await officer.presses("Start the pre-application")
        await officer.presses("I agree")
        screen = await officer.waits_for("Which city is it?")
        assert "question 2 of" in screen.text


async def test_after_the_deadline_interest_is_registered_and_nothing_is_offered_as_open(
    sim: Sim, start: Start
) -> None:
    async with start(today="2027-03-05"):
        officer = sim.person("officer_en")
        menu = await officer.says("/start")
        assert "The call closed on 4 March 2027." in menu.text
        assert "Register our interest" in menu.buttons
        verdict = await officer.says("We are a Polish town of 120k inhabitants, can we take part?")
        assert "the call is closed" in verdict.text
        assert "Start the pre-application" not in verdict.buttons
        await officer.says("/apply")
        await walk(officer, INTEREST_EN)
        review = await officer.waits_for("expression of interest")
        assert "Send our interest" in review.buttons
        await officer.presses("Send our interest")
        mail = await sim.waits_for_mail("IUC-2026-0001")
        assert "expression of interest" in mail["text"]


async def test_on_the_last_day_the_call_is_still_open(sim: Sim, start: Start) -> None:
    async with start(today="2027-03-04"):
        menu = await sim.person("officer_es").says("/start")
        assert "termina hoy, a las 23:59, hora de Bruselas" in menu.text
