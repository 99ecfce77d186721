"""/stats, /export and the weekly digest as a coordinator gets them; to everybody else they do not exist."""

import csv
import datetime
import io
import re

import pytest
from openpyxl import load_workbook
from PIL import Image

from bot.application import Running
from bot.scheduled.digest import Digest, latest_monday
from storage.counters import Period, figures_of
from tests.conftest import Start
from tests.conversations.test_journeys import FORM_EN, walk
from tests.person import Person, Sim

COORDINATORS = "1003,1004"
"""The simulator's coordinators, who may work in their private chats too."""


ALWAYS = Period(datetime.date(2020, 1, 1), datetime.date(2099, 1, 1))


async def sends_a_lead(person: Person) -> None:
    await person.says("/apply")
    await walk(person, FORM_EN)
    await person.presses("Send the pre-application")


async def figures(running: Running) -> dict[str, int]:
    found = await figures_of(running.services.database, ALWAYS, datetime.UTC)
    return {f"{each.event}:{each.language}": each.number for each in found.counted}


async def test_stats_sends_a_chart_with_the_numbers_under_it(sim: Sim, start: Start) -> None:
    async with start(coordinators=COORDINATORS):
        town, coordinator = sim.person("officer_en"), sim.person("coordinator_es")
        await sends_a_lead(town)
        await town.says("When is the deadline?")
        screen = await coordinator.says("/stats")
        assert "Preinscripciones enviadas: 1 (1 en los últimos 7 días)" in screen.text
        assert "Preguntas: 1" in screen.text
        for line in (
            "Por estado: nueva 1",
            "Por responsable: nadie 1",
            "1 todavía no",
            "Por país: Polonia 1",
        ):
            assert line in screen.text
        picture = Image.open(io.BytesIO(await coordinator.downloads(coordinator.photos[-1])))
        assert picture.size[0] == 1320
        earlier = await coordinator.says("/stats 2026-10")
        assert "Preinscripciones enviadas: 0" in earlier.text.splitlines()


async def test_stats_and_export_do_not_exist_for_anybody_else(sim: Sim, start: Start) -> None:
    async with start(coordinators=COORDINATORS):
        town = sim.person("officer_en")
        await sends_a_lead(town)
        for command in ("/stats", "/export"):
            assert "What I can do" in (await town.says(command)).text
        assert not town.photos
        assert not town.documents


async def test_export_sends_every_lead_as_a_spreadsheet_and_as_text(sim: Sim, start: Start) -> None:
    async with start(coordinators=COORDINATORS):
        coordinator = sim.person("coordinator_en")
        assert "No leads to show." in (await coordinator.says("/export")).text
        await sends_a_lead(sim.person("officer_en"))
        await coordinator.says("/export")
        sheet = await coordinator.downloads(await coordinator.waits_for_document(".xlsx"))
        text = await coordinator.downloads(await coordinator.waits_for_document(".csv"))
        head, lead = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
        row = dict(zip(head, lead, strict=True))
        assert row["City"] == "Gdańsk"
        assert row["Telephone"] == "'+48 500 000 000"
        cells = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(sheet)).worksheets[0]]
        assert cells[0] == head
        assert cells[1][head.index("Telephone")] == "+48 500 000 000"
        assert (row["State (code)"], row["State"], row["Country (code)"]) == ("new", "new", "PL")
        assert isinstance(cells[1][head.index("Sent")], datetime.datetime)
        assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", row["Sent"])


async def test_export_takes_the_words_of_leads_and_brings_notes_and_history_along(
    sim: Sim, start: Start
) -> None:
    async with start(coordinators=COORDINATORS):
        coordinator = sim.person("coordinator_en")
        await sends_a_lead(sim.person("officer_en"))
        await coordinator.says("/note 1 Call on Monday")
        assert "No leads to show." in (await coordinator.says("/export accepted")).text
        await coordinator.says("/export new poland")
        sheet = await coordinator.downloads(await coordinator.waits_for_document(".xlsx"))
        book = load_workbook(io.BytesIO(sheet))
        head, lead = ([cell.value for cell in row] for row in book.worksheets[0])
        assert str(lead[head.index("Notes")]).endswith("Call on Monday")
        history = [[cell.value for cell in row] for row in book["History"]]
        assert ["note", "took a note"] in [row[3:5] for row in history]


async def test_questions_are_counted_by_what_became_of_them_without_their_words(
    sim: Sim, start: Start
) -> None:
    async with start() as running:
        town = sim.person("officer_en")
        await town.says("When is the deadline?")
        await town.says("¿Hasta cuándo se puede presentar?")
        await town.says("What colour are elephants at night?")
        assert await figures(running) == {"answer:en": 1, "answer:es": 1, "unknown:en": 1}


async def test_each_draft_notes_how_far_it_came(sim: Sim, start: Start) -> None:
    async with start() as running:
        await sends_a_lead(sim.person("officer_en"))
        leaver = sim.person("officer_es")
        await leaver.says("/apply")
        await leaver.presses("De acuerdo")
        found = await figures_of(running.services.database, ALWAYS, datetime.UTC)
        done, left = sorted(found.drafts, key=len, reverse=True)
        assert {"consent", "topics", "phone", "review", "sent"} <= done
        assert left == {"consent", "kind"}


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        ("2026-11-23T08:59", "2026-11-16"),
        ("2026-11-23T09:00", "2026-11-23"),
        ("2026-11-29T23:00", "2026-11-23"),
    ],
)
def test_the_digest_is_due_on_monday_at_nine(now: str, monday: str) -> None:
    assert latest_monday(datetime.datetime.fromisoformat(now)) == datetime.date.fromisoformat(monday)


async def test_the_digest_goes_out_once_with_the_chart_attached(sim: Sim, start: Start) -> None:
    async with start() as running:
        await sends_a_lead(sim.person("officer_en"))
        digest, now = Digest(running.services), running.services.now()
        assert await digest.queue(now) == 0
        later = now + datetime.timedelta(days=8)
        assert await digest.queue(later) == 1
        assert await digest.queue(later) == 0
        mail = await sim.waits_for_mail("Figures from")
        assert "Pre-applications sent: 1" in mail["text"]
        assert [each["name"] for each in mail["files"]] == ["statistics.png"]


async def test_the_digest_reaches_a_chat_as_a_picture(sim: Sim, start: Start) -> None:
    async with start() as running:
        coordinator = sim.person("coordinator_en")
        await coordinator.says("/start")
        listed = running.services.library.knowledge_base.content.contacts.contacts[0]
        digest = Digest(running.services)
        await coordinator.says("When is the deadline?")
        later = running.services.now() + datetime.timedelta(days=8)
        contact = listed.model_copy(update={"chat": 1004})
        await digest.queue(later, (contact,))
        assert "Figures from" in (await coordinator.waits_for("Pre-applications sent: 0")).text
        assert coordinator.photos
