"""Another Bot API server, of the barest kind, with a client that types faster than anybody can."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.application import serving
from bot.operations.knowledge_base import Library
from bot.settings import Settings
from tests.conftest import BEFORE_THE_DEADLINE
from tests.plain_bot_api import PlainBotApi, buttons, plain_bot_api
from tests.waiting import PATIENCE

pytestmark = pytest.mark.slow

TYPED = [
    ("/start", "International Urban Cooperation"),
    ("/apply", "Do you agree"),
    ("I agree", "Who is making"),
    ("1", "Which city"),
    ("Gdańsk", "Which topics"),
    ("circular economy, 7", "Which challenge"),
    ("Too much waste is burnt.", "What can you offer"),
    ("A deposit scheme that works.", "Which countries"),
    ("4", "mobilised the key stakeholders"),
    ("2", "other programmes"),
    ("2, 3", "Do you have a strategy"),
    ("2. Being drafted", "How many members"),
    ("two", "your name"),
    ("Jan Nowak", "your post"),
    ("Officer", "Which organisation"),
    ("City of Gdańsk", "At which e-mail"),
    ("jan@gmial.com", "Did you mean"),
    ("no", "Review"),
    ("add: telephone", "Would you like to leave a telephone"),
    ("+48 500 000 000", "Review"),
    ("send", "Your reference: IUC-2026-0001"),
]
TAPPED = [
    "Empezar la preinscripción",
    "De acuerdo",
    "Una ciudad",
    "=Zaragoza",
    "2",
    "Listo",
    "=El casco antiguo",
    "=Rehabilitación",
    "Brasil",
    "Listo",
    "Todavía no",
    "URBACT",
    "Listo",
    "No",
    "Dos o tres",
    "=Ana",
    "=Técnica",
    "=Ayuntamiento",
    "=ana@zaragoza.example.es",
    "Enviar la preinscripción",
]


@asynccontextmanager
async def assistant(language: str | None, library: Library, folder: Path) -> AsyncIterator[PlainBotApi]:
    """The bot as shipped, limits included, at a plain server that has tokens of its own form."""
    async with plain_bot_api(language) as api:
        told = {"telegram_bot_token": "any-token", "telegram_api_url": api.url, "data_dir": folder}
        settings = Settings.model_validate({**told, "today": BEFORE_THE_DEADLINE})
        async with serving(settings, api.url, library, asyncio.Event()):
            yield api


async def mail(folder: Path) -> str:
    """The coordination unit's mail, once it is there."""
    async with asyncio.timeout(PATIENCE):
        while not (found := list((folder / "mail").glob("*.eml"))):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return found[0].read_text()


async def test_everything_can_be_typed_in_no_time_each_line_brings_one_screen_and_the_mail_goes_out(
    library: Library, tmp_path: Path
) -> None:
    async with assistant("en", library, tmp_path) as api:
        async with asyncio.timeout(PATIENCE):
            for words, expected in TYPED:
                shown = await api.says(words)
                assert expected in shown["text"], (words, shown["text"])
        assert "IUC-2026-0001" in await mail(tmp_path)
        assert len(api.shown) == len(TYPED)
        assert sum("faster than I can reply" in message["text"] for _, message in api.shown) == 1


async def test_every_tap_changes_the_screen_in_place_for_a_person_without_a_language_code(
    library: Library, tmp_path: Path
) -> None:
    async with assistant(None, library, tmp_path) as api:
        await api.says("/start")
        await api.presses("Español")
        for step in TAPPED:
            shown = await (api.says(step[1:]) if step.startswith("=") else api.presses(step))
            assert buttons(shown), shown["text"]
        assert "IUC-2026-0001" in shown["text"]
        assert "IUC-2026-0001" in await mail(tmp_path)
        assert len(api.answered) == 1 + sum(not step.startswith("=") for step in TAPPED)
        assert len(api.shown) == 2 + len(TAPPED)


async def test_forty_lines_at_once_are_all_answered_soon(library: Library, tmp_path: Path) -> None:
    async with assistant("en", library, tmp_path) as api:
        for _ in range(40):
            await api.writes("/contact")
        async with asyncio.timeout(PATIENCE), api.changed:
            await api.changed.wait_for(lambda: len(api.shown) == 40)
        assert sum("faster than I can reply" in message["text"] for _, message in api.shown) == 1


async def test_a_picture_that_the_server_does_not_know_how_to_send_holds_nobody_up(
    library: Library, tmp_path: Path
) -> None:
    async with assistant("en", library, tmp_path) as api:
        await api.says("which are the fifteen topics?")
        await api.press("as a picture")
        await asyncio.wait_for(api.waits_for("I am sorry, something went wrong"), PATIENCE)
        assert "4 March 2027" in (await api.says("/deadline"))["text"]
        await api.says("/contact")
        assert "sendDocument" in api.unknown
