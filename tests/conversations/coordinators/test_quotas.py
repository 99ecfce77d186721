"""Nobody buries the unit: what exceeds a day's measure is kept, grouped and told kindly."""

import datetime

from bot.operations import quotas
from bot.operations.quotas import DailyCounter
from storage.outbox import list_deliveries
from storage.questions import list_open_questions
from tests.conftest import Start
from tests.conversations.filled_in import ES, stores_draft
from tests.conversations.lead_files import send_lead
from tests.person import Sim


async def test_a_sixth_question_of_a_day_waits_in_the_list(sim: Sim, start: Start) -> None:
    officer = sim.person("officer_en")
    async with start() as running:
        for number in range(quotas.QUESTIONS + 1):
            await officer.says(f"How many blue lampposts {number} are in my street?")
            await officer.presses("Ask the coordination unit")
            told = await officer.says("me@town.example.eu")
            assert ("several questions today" in told.text) == (number == quotas.QUESTIONS)
        keys = {entry.delivery.key for entry in await list_deliveries(running.services.database)}
        assert len({key for key in keys if key.startswith("question:")}) == quotas.QUESTIONS
        kept = await list_open_questions(running.services.database)
        assert [each.reply_to for each in kept] == ["me@town.example.eu"] * (quotas.QUESTIONS + 1)


async def test_a_sixth_pre_application_of_a_day_arrives_without_a_message_of_its_own(
    sim: Sim, start: Start
) -> None:
    town = sim.person("officer_es")
    async with start() as running:
        await town.starts()
        for number in range(quotas.LEADS):
            await send_lead(running, draft=100 + number, person=ES, with_deliveries=False)
        await stores_draft(running, ES, place={"name": "Teruel", "country": "ES"})
        await town.says("/apply")
        await town.presses("Enviar")
        told = await town.waits_for("IUC-")
        assert "varias preinscripciones" in told.text
        keys = [entry.delivery.key for entry in await list_deliveries(running.services.database)]
        assert not [key for key in keys if key.startswith("lead:") and key.endswith(":mail")]


async def test_look_ups_have_a_daily_measure(sim: Sim, start: Start) -> None:
    officer = sim.person("officer_en")
    async with start() as running:
        running.services.look_ups.most = 1
        assert (await officer.looks_up("deadline"))["results"]
        answer = await officer.looks_up("deadline 2")
        assert not answer["results"]
        assert "Enough for today" in answer["button"]["text"]


def test_counts_begin_anew_each_day() -> None:
    counted, day = DailyCounter(1), datetime.date(2026, 11, 20)
    assert counted.count_one(7, day)
    assert not counted.count_one(7, day)
    assert counted.count_one(8, day)
    assert counted.count_one(7, day + quotas.DAY)
