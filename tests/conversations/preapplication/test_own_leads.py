"""After sending, as people live it: one reference, a copy, corrections, withdrawal, another one for the same city."""

import asyncio
import datetime
import io

import pytest
from pypdf import PdfReader

from bot.application import Running
from storage.chats import chat_and_draft
from storage.lead_work import mark_opened
from storage.leads import find_lead, list_leads_of_chat
from storage.outbox import list_deliveries
from storage.people import forget_old_leads
from tests.conftest import Start
from tests.conversations.conftest import StartAt
from tests.conversations.filled_in import EN, ES, SEVILLE, Clock, stores, stores_draft
from tests.person import Json, Person, Sim
from tests.screen import screen_of
from tests.waiting import PATIENCE

REFERENCE = "IUC-2026-0001"


@pytest.fixture
def es(sim: Sim) -> Person:
    return sim.person("officer_es")


@pytest.fixture
def en(sim: Sim) -> Person:
    return sim.person("officer_en")


async def has_sent(running: Running, person: Person, chat_id: int, **changes: object) -> str:
    """Send a filled-in draft from the review; the text that follows, not that of the copy."""
    await person.starts()
    await stores_draft(running, chat_id, **changes)
    await person.says("/apply")
    await person.presses("Enviar la preinscripción" if chat_id == ES else "Send the pre-application")
    return next(screen_of(each).text for each in reversed(person.from_bot) if "document" not in each)


async def mails(sim: Sim, running: Running, part: str) -> list[Json]:
    """The mails about something, once nothing more is on its way."""
    async with asyncio.timeout(PATIENCE):
        while any(  # noqa: ASYNC110 - the worker tells nobody that it is done
            entry.delivery.channel == "mail"
            for entry in await list_deliveries(running.services.database, "pending")
        ):
            await asyncio.sleep(0.05)
    return [mail for mail in await sim.mail() if part in mail["subject"]]


async def begins_to_correct(en: Person) -> None:
    await en.says("/status")
    await en.presses(REFERENCE)
    await en.presses("Correct it")


async def button_to_send(en: Person) -> tuple[str, int]:
    """What the button under the review carries, and the message that it stands under."""
    message = (await en.says("/apply")).message
    return message["reply_markup"]["inline_keyboard"][0][0]["callback_data"], message["message_id"]


async def test_the_applicant_keeps_a_pdf_in_their_language(start: Start, es: Person) -> None:
    async with start() as running:
        assert REFERENCE in await has_sent(running, es, ES)
        document = await es.waits_for_document(f"{REFERENCE}.pdf")
        pages = PdfReader(io.BytesIO(await es.downloads(document))).pages
        text = "\n".join(page.extract_text() for page in pages)
    assert "Preinscripción IUC-2026-0001" in text
    assert "El río crece cada invierno" in text
    assert "iuc.eu/city-pairings/join-the-iuc" in text


async def test_the_pdf_comes_again_on_request_in_the_language_read_now(start: Start, es: Person) -> None:
    async with start() as running:
        await has_sent(running, es, ES)
        await es.waits_for_document()
        await es.says("/language")
        await es.presses("English")
        await es.says("/status")
        await es.presses(REFERENCE)
        await es.presses("Send me the PDF again")
        assert es.toast == "The PDF is on its way."
        await es.waits_for("Your copy of the pre-application")


async def test_two_taps_a_repeated_update_and_a_lost_answer_give_one_lead(
    start: Start, sim: Sim, es: Person
) -> None:
    async with start() as running:
        await es.starts()
        await stores_draft(running, ES)
        screen = await es.says("/apply")
        send = screen.message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await sim.fail("editMessageText", mode="lost")
        number = screen.message["message_id"]
        await es.press_at_once(send, number)
        await sim.do("repeat")
        await es.waits_for(REFERENCE)
        assert len(await list_leads_of_chat(running.services.database, ES)) == 1
        assert len(await mails(sim, running, REFERENCE)) == 1


async def test_status_says_when_the_coordination_unit_has_opened_it(start: Start, es: Person) -> None:
    async with start() as running:
        await has_sent(running, es, ES)
        screen = await es.says("/status")
        assert "la unidad de coordinación aún no la ha abierto" in screen.text
        await stores(running, mark_opened(REFERENCE, "coordinator", running.services.now()))
        screen = await es.says("/status")
    assert "IUC-2026-0001 · Sevilla" in screen.text
    assert "Recibida por la unidad de coordinación el" in screen.text


async def test_nobody_sees_the_pre_applications_of_others(start: Start, es: Person, en: Person) -> None:
    async with start() as running:
        await has_sent(running, es, ES)
        screen = await en.says("/status")
        assert "You have not sent any pre-application yet." in screen.text
        await en.press_data(f"my|{REFERENCE}|see|", screen.message["message_id"], forged=True)
        assert "earlier screen" in en.toast


async def test_a_correction_keeps_the_reference_and_tells_what_changed(
    start: Start, sim: Sim, en: Person
) -> None:
    async with start() as running:
        await has_sent(running, en, EN)
        await en.presses("See it, correct it or withdraw it")
        await en.presses("Correct it")
        assert f"You are correcting {REFERENCE}" in en.screen.text
        await en.presses("Change an answer")
        await en.presses("Challenge")
        await en.says("Heat waves in the old town")
        await en.presses("Send the pre-application")
        await en.waits_for(f"Your reference is still {REFERENCE}")
        (corrected,) = await mails(sim, running, "corrected")
        leads = await list_leads_of_chat(running.services.database, EN)
    assert "- Challenge: El río crece cada invierno → Heat waves in the old town" in corrected["text"]
    assert "Offer" not in corrected["text"].split("\n\n")[1]
    assert [lead.data["answers"]["challenge"] for lead in leads] == ["Heat waves in the old town"]


async def test_status_says_when_it_was_corrected(start_at: StartAt, clock: Clock, en: Person) -> None:
    async with start_at(clock) as running:
        await has_sent(running, en, EN)
        clock.moves(days=2)
        await begins_to_correct(en)
        await en.presses("Send the pre-application")
        screen = await en.says("/status")
    assert "Sent on 20 November 2026\nCorrected on 22 November 2026" in screen.text


async def test_sending_a_correction_twice_tells_it_once_and_without_changes_not_at_all(
    start: Start, sim: Sim, en: Person
) -> None:
    async with start() as running:
        await has_sent(running, en, EN)
        for changes in ({"challenge": "Heat waves"}, {"challenge": "Heat waves"}):
            await begins_to_correct(en)
            await stores_draft(running, EN, **changes)
            send, message = await button_to_send(en)
            await en.press_data(send, message)
            await en.press_data(send, message, forged=True)
            await en.waits_for(f"Your reference is still {REFERENCE}")
        assert len(await mails(sim, running, "corrected")) == 1


async def test_a_correction_of_one_that_is_withdrawn_meanwhile_ends_and_nothing_is_set_aside(
    start: Start, sim: Sim, en: Person
) -> None:
    async with start() as running:
        await has_sent(running, en, EN)
        await begins_to_correct(en)
        await stores_draft(running, EN, challenge="Heat waves")
        send, message = await button_to_send(en)
        await stores(running, lambda db: db.execute("UPDATE leads SET state = 'withdrawn'"))
        await en.press_data(send, message)
        await en.waits_for("Withdrawn")
        _, draft = chat_and_draft(running.services.database, EN)
        assert draft is None
        assert await running.services.inbox.listing("failed") == []
        assert await mails(sim, running, "corrected") == []


async def test_a_correction_of_one_that_is_erased_by_age_meanwhile_is_sent_as_a_new_one(
    start: Start, en: Person
) -> None:
    async with start() as running:
        now = running.services.now()
        await has_sent(running, en, EN)
        await begins_to_correct(en)
        await stores_draft(running, EN, challenge="Heat waves")
        await stores(running, forget_old_leads(now + datetime.timedelta(days=1), now))
        assert "You are correcting" not in (await en.says("/apply")).text
        await en.presses("Send the pre-application")
        await en.waits_for("Your reference: IUC-2026-0002")
        assert await running.services.inbox.listing("failed") == []


async def test_a_discarded_correction_leaves_what_was_sent(start: Start, en: Person) -> None:
    async with start() as running:
        await has_sent(running, en, EN)
        await en.presses("See it, correct it or withdraw it")
        await en.presses("Correct it")
        await en.says("/status")
        await en.presses(REFERENCE)
        await en.presses("Discard the correction")
        assert "Correct it" in en.screen.buttons
        _, draft = chat_and_draft(running.services.database, EN)
    assert draft is None


async def test_a_withdrawal_reaches_the_coordinators_with_its_reason(
    start: Start, sim: Sim, es: Person
) -> None:
    async with start() as running:
        await has_sent(running, es, ES)
        await es.presses("Verla, corregirla o retirarla")
        await es.presses("Retirarla")
        await es.says("El pleno <no> lo ha aprobado")
        assert "Motivo: El pleno <no> lo ha aprobado" in es.screen.text
        await es.presses("Sí, retirarla")
        assert "Retirada" in es.screen.text
        assert "Corregirla" not in es.screen.buttons
        (mail,) = await mails(sim, running, "withdrawn")
    assert mail["subject"].startswith(f"[{REFERENCE}] Sevilla")
    assert "Reason: El pleno <no> lo ha aprobado" in mail["text"]


async def test_a_reason_chosen_in_spanish_reads_in_the_coordinators_language(
    start: Start, sim: Sim, es: Person
) -> None:
    async with start() as running:
        await has_sent(running, es, ES)
        await es.presses("Verla, corregirla o retirarla")
        await es.presses("Retirarla")
        await es.presses("Se envió por error")
        await es.presses("Sí, retirarla")
        (mail,) = await mails(sim, running, "withdrawn")
    assert "Reason: It was sent by mistake" in mail["text"]


async def test_a_question_while_withdrawing_is_answered_and_withdraws_nothing(
    start: Start, es: Person
) -> None:
    async with start() as running:
        await has_sent(running, es, ES)
        await es.presses("Verla, corregirla o retirarla")
        await es.presses("Retirarla")
        await es.says("¿Hasta cuándo está abierta la convocatoria?")
        lead = await find_lead(running.services.database, REFERENCE)
    assert lead is not None
    assert not lead.withdrawn


@pytest.mark.parametrize(
    "second",
    [
        {"place": {**SEVILLE, "name": "Seville"}},
        {"place": {"name": "SEVILLA"}},
        {"place": {"name": "Seville"}},
    ],
    ids=["confirmed", "typed", "typed in English"],
)
async def test_a_second_one_for_a_city_is_noticed_under_any_spelling_and_both_sides_are_told(
    start: Start, sim: Sim, es: Person, en: Person, second: Json
) -> None:
    async with start() as running:
        await has_sent(running, es, ES)
        said = await has_sent(running, en, EN, **second)
        assert "There is a pre-application for this place already" in said
        assert "Somebody else has sent one for it." in said
        assert REFERENCE not in said
        await en.presses("Send it all the same")
        await en.waits_for("IUC-2026-0002")
        (mail,) = await mails(sim, running, "IUC-2026-0002")
    assert f"Also for this place: {REFERENCE}" in " ".join(mail["text"].split())


async def test_a_municipality_of_a_group_that_is_a_candidate_itself_is_noticed(
    start: Start, es: Person, en: Person
) -> None:
    members = [{"name": "Seville", "population": 684234}, {"name": "Gelves", "population": 10000}]
    group = {"kind": "group", "group_name": "Ribera", "members": members, "representative": "Gelves"}
    async with start() as running:
        await has_sent(running, es, ES)
        said = await has_sent(running, en, EN, **group, problem="Floods")
    assert "There is a pre-application for this place already" in said


async def test_another_city_gets_its_own_reference(start: Start, es: Person) -> None:
    graz = {"name": "Graz", "country": "AT", "population": 222326, "geonameid": 2778067, "region": ""}
    async with start() as running:
        await has_sent(running, es, ES)
        said = await has_sent(running, es, ES, place=graz, country="AT", population=222326)
        assert "IUC-2026-0002" in said
        screen = await es.says("/status")
    assert "IUC-2026-0001 · Sevilla" in screen.text
    assert "IUC-2026-0002 · Graz" in screen.text


async def test_one_that_was_withdrawn_does_not_count_as_a_second_one(start: Start, es: Person) -> None:
    async with start() as running:
        await has_sent(running, es, ES)
        await es.presses("Verla, corregirla o retirarla")
        await es.presses("Retirarla")
        await es.presses("Se envió por error")
        await es.presses("Sí, retirarla")
        await has_sent(running, es, ES)
        await es.waits_for("referencia: IUC-2026-0002")
