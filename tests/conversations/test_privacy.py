"""Privacy: consent first, what is stored handed out, and erased so that nothing of it is left."""

import json
import sqlite3

import pytest

from bot.application import Running
from bot.scheduled import retention as jobs
from storage.chats import chat_and_draft
from storage.leads import find_lead, list_leads_of_chat
from tests.conftest import Start
from tests.conversations.conftest import StartAt
from tests.conversations.filled_in import EN, ES, Clock, stores_draft
from tests.person import Person, Sim

REFERENCE = "IUC-2026-0001"
PERSONAL = (
    "Persona Solicitante",
    "persona@ayuntamiento.example",
    "+34600111222",
    "Técnica de proyectos",
    "El río crece cada invierno",
    "¿Cuántas farolas azules hay en mi calle?",
    "'1001'",
    "1001,",
)


@pytest.fixture
def es(sim: Sim) -> Person:
    return sim.person("officer_es")


@pytest.fixture
def en(sim: Sim) -> Person:
    return sim.person("officer_en")


def whole(running: Running) -> str:
    """Everything in the database, as text."""
    with sqlite3.connect(running.services.settings.database) as database:
        return "\n".join(database.iterdump())


async def has_sent(running: Running, person: Person, chat_id: int, button: str) -> None:
    await person.starts()
    await stores_draft(running, chat_id)
    await person.says("/apply")
    await person.presses(button)


async def test_consent_is_stored_with_version_and_moment_before_anything_personal_is_asked(
    start_at: StartAt, clock: Clock, es: Person
) -> None:
    async with start_at(clock) as running:
        screen = await es.says("/apply")
        assert "¿Está de acuerdo?" in screen.text
        clock.moves(minutes=5)
        await es.presses("De acuerdo")
        _, draft = chat_and_draft(running.services.database, ES)
        clock.moves(minutes=5)
        await es.says("1")
        _, later = chat_and_draft(running.services.database, ES)
    version = running.services.library.knowledge_base.content.questionnaire.consent_version
    assert draft
    assert later
    assert draft.answers == {"consent": version}
    assert draft.consented_at == later.consented_at == "2026-11-20T10:05:00.000000Z"


async def test_who_does_not_agree_leaves_nothing_behind(start: Start, en: Person) -> None:
    async with start() as running:
        await en.says("/apply")
        await en.presses("I do not agree")
        _, draft = chat_and_draft(running.services.database, EN)
    assert draft is None


async def test_a_lead_carries_its_consent_also_after_a_correction(
    start_at: StartAt, clock: Clock, en: Person
) -> None:
    async with start_at(clock) as running:
        await has_sent(running, en, EN, "Send the pre-application")
        clock.moves(days=1)
        await en.presses("See it, correct it or withdraw it")
        await en.presses("Correct it")
        await en.presses("Send the pre-application")
        lead = await find_lead(running.services.database, REFERENCE)
    assert lead
    assert lead.data["corrected"]
    assert lead.data["consent"] == {
        "version": lead.data["answers"]["consent"],
        "at": "2026-11-20T10:00:00.000000Z",
    }


@pytest.mark.parametrize(
    ("key", "said"), [("officer_es", ("90 días", "24 meses")), ("officer_en", ("90 days", "24 months"))]
)
async def test_privacy_says_for_how_long(start: Start, sim: Sim, key: str, said: tuple[str, str]) -> None:
    async with start():
        screen = await sim.person(key).says("/privacy")
    assert all(part in screen.text for part in said)


async def test_mydata_hands_out_everything_stored_about_the_person_and_nobody_else(
    start: Start, es: Person, en: Person
) -> None:
    async with start() as running:
        await has_sent(running, es, ES, "Enviar la preinscripción")
        await has_sent(running, en, EN, "Send the pre-application")
        await es.says("¿Cuántas farolas azules hay en mi calle?")
        await es.says("/mydata")
        document = json.loads(await es.downloads(await es.waits_for_document("mis-datos.json")))
        page = (await es.downloads(await es.waits_for_document("mis-datos.html"))).decode()
    assert {row["chat_id"] for table in ("chats", "drafts", "leads") for row in document[table]} == {ES}
    assert document["leads"][0]["data"]["answers"]["email"] == "persona@ayuntamiento.example"
    assert document["questions"][0]["text"] == "¿Cuántas farolas azules hay en mi calle?"
    assert "coordination-unit@iuc-europe.eu" in [row["recipient"] for row in document["outbox"]]
    assert '<dt dir="auto">Reto</dt><dd dir="auto">El río crece cada invierno</dd>' in page
    assert "¿Cuántas farolas azules hay en mi calle?" in page
    assert "Correo a coordination-unit@iuc-europe.eu" in page
    assert "Mensaje de Telegram a usted" in page
    assert "Su borrador" not in page, "what was sent stands there once"


async def test_what_was_typed_is_only_text_on_the_page_of_ones_data(start: Start, en: Person) -> None:
    async with start() as running:
        await en.starts()
        await stores_draft(running, EN, challenge="<script>alert(1)</script>")
        await en.says("/mydata")
        page = (await en.downloads(await en.waits_for_document("my-data.html"))).decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page


async def test_forget_leaves_nothing_of_the_person_anywhere_and_tells_the_coordinators(
    start: Start, sim: Sim, es: Person
) -> None:
    async with start() as running:
        await sim.fail("sendDocument", count=1, status=502)
        await has_sent(running, es, ES, "Enviar la preinscripción")
        await sim.waits_for_mail(REFERENCE)
        await es.says("¿Cuántas farolas azules hay en mi calle?")
        assert all(part in whole(running) for part in PERSONAL)
        screen = await es.says("/forget")
        assert REFERENCE in screen.text
        await es.presses("Sí, borrarlo todo")
        told = es.screen.text
        assert "Sus datos se han borrado." in told
        assert f"todo lo que escribió en {REFERENCE}" in told
        assert "preguntas suyas: 1" in told
        assert f"Se ha pedido a la unidad de coordinación que borre sus copias de {REFERENCE}" in told
        assert "lo que la ley obligue a conservar a la unidad de coordinación" in told
        mail = await sim.waits_for_mail("data erased")
        left = whole(running)
        lead = await find_lead(running.services.database, REFERENCE)
    assert [part for part in PERSONAL if part in left] == []
    assert "Please delete the copies that you hold" in mail["text"]
    assert lead
    assert lead.withdrawn
    assert (lead.data, lead.chat_id) == ({}, 0)


async def test_forget_lists_only_what_there_was(start: Start, en: Person) -> None:
    async with start() as running:
        await en.starts()
        await stores_draft(running, EN)
        await en.says("/forget")
        await en.presses("Yes, erase everything")
        assert "the draft of your pre-application" in en.screen.text
        assert "backups, which are deleted after thirty days at most" in en.screen.text
        assert "coordination unit" not in en.screen.text
        assert "questions of yours" not in en.screen.text


async def test_forget_asks_first_and_keeps_everything_on_a_no(start: Start, en: Person) -> None:
    async with start() as running:
        await en.starts()
        await stores_draft(running, EN)
        await en.says("/forget")
        await en.presses("No, keep it")
        _, draft = chat_and_draft(running.services.database, EN)
    assert draft


async def test_an_old_button_erases_nothing(start: Start, en: Person) -> None:
    async with start() as running:
        await en.starts()
        await stores_draft(running, EN)
        screen = await en.says("/forget")
        await en.says("/help")
        await en.press_data("pr|erase", screen.message["message_id"])
        assert "earlier screen" in en.toast
        _, draft = chat_and_draft(running.services.database, EN)
    assert draft


async def test_one_person_is_erased_and_the_other_is_not(start: Start, es: Person, en: Person) -> None:
    async with start() as running:
        await has_sent(running, en, EN, "Send the pre-application")
        await es.says("/forget")
        await es.presses("Sí, borrarlo todo")
        (lead,) = await list_leads_of_chat(running.services.database, EN)
    assert lead.data["answers"]["name"] == "Persona Solicitante"


async def test_after_erasing_one_can_begin_anew(start: Start, es: Person) -> None:
    async with start() as running:
        await has_sent(running, es, ES, "Enviar la preinscripción")
        await es.says("/forget")
        await es.presses("Sí, borrarlo todo")
        await has_sent(running, es, ES, "Enviar la preinscripción")
        await es.waits_for("referencia: IUC-2026-0002")


async def test_old_drafts_and_leads_are_erased_by_age_once_a_day_also_after_standing_still(
    start_at: StartAt, clock: Clock, sim: Sim, es: Person, en: Person
) -> None:
    async with start_at(clock) as running:
        await has_sent(running, es, ES, "Enviar la preinscripción")
        await sim.waits_for_mail(REFERENCE)
        await en.starts()
        await stores_draft(running, EN)
    clock.moves(days=90)
    async with start_at(clock) as running:
        await jobs.erase_if_due(running.services)
        assert (chat_and_draft(running.services.database, EN))[1]
        clock.moves(days=1)
        await jobs.erase_if_due(running.services)
        assert (chat_and_draft(running.services.database, EN))[1] is None
        assert await list_leads_of_chat(running.services.database, ES)
    clock.moves(days=642)
    async with start_at(clock) as running:
        await jobs.erase_if_due(running.services)
        left = whole(running)
        lead = await find_lead(running.services.database, REFERENCE)
    assert [part for part in PERSONAL if part in left] == []
    assert lead
    assert not lead.withdrawn
