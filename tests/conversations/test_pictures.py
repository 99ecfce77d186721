"""Answers that people would rather look at: a button sends the picture, drawn once and in the chat's language."""

import io

import pytest
from PIL import Image

from bot.documents import make
from bot.operations.knowledge_base import Library
from bot.views.context import ViewContext
from bot.views.pictures import PICTURES
from storage.sent_messages import keep_picture
from tests.conftest import BEFORE_THE_DEADLINE, Start
from tests.person import Sim

pytestmark = pytest.mark.slow


async def test_the_topics_come_as_a_picture_with_their_words_under_it(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        await officer.says("¿Sobre qué temas se puede cooperar?")
        await officer.presses("Ver como imagen")
        caption = (await officer.waits_for("Lámina con los temas")).text
        assert "2. Vivienda; 3. Integración de refugiados y migrantes" in caption
        assert "Fuente: presentación del programa IUC" in caption
        assert Image.open(io.BytesIO(await officer.downloads(officer.photos[-1]))).format == "PNG"


async def test_a_picture_is_drawn_once_and_then_sent_by_telegrams_name_for_it(sim: Sim, start: Start) -> None:
    async with start():
        first, second = sim.person("officer_en"), sim.person("coordinator_en")
        for person in (first, second):
            await person.says("Which countries can a city be paired with?")
            await person.presses("Show as a picture")
            assert "Asia: India, Japan and China" in (await person.waits_for("Map of the world")).text
        assert first.photos[-1]["file_id"] == second.photos[-1]["file_id"]
        assert len(await sim.calls("sendChatAction")) == 1


async def test_a_picture_that_telegram_forgot_is_drawn_again(sim: Sim, start: Start) -> None:
    async with start() as running:
        officer = sim.person("officer_en")
        drawn = PICTURES["steps"](
            ViewContext(
                "en",
                running.services.library.knowledge_base,
                running.services.settings.today or BEFORE_THE_DEADLINE,
            )
        )
        await keep_picture(running.services.database, 1234567, drawn.key, "gone")
        await officer.says("What stages does the cooperation have?")
        await officer.presses("Show as a picture")
        caption = (await officer.waits_for("The stages as arrows")).text
        assert "The pairing → The technical visits (2 to 3) → A joint roadmap" in caption
        assert "not known" in caption


async def test_every_picture_is_drawn_from_the_content_in_both_languages(library: Library) -> None:
    for language in ("es", "en"):
        for view in PICTURES.values():
            drawn = view(ViewContext(language, library.knowledge_base, BEFORE_THE_DEADLINE))
            assert len(drawn.alt) < 900
            width, height = Image.open(io.BytesIO(await make(drawn.kind, drawn.data))).size
            assert width == 1560
            assert 600 < height < 1400
