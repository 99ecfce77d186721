"""Whole conversations with other programmes than the one in service: other ids, facts, kinds, a rolling call."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.application import Running, serving
from bot.operations.knowledge_base import Library
from bot.settings import Settings
from bot.views.leads.mail import lead_mail
from bot.views.leads.summary import lead_summary
from bot.views.leads.table import table
from bot.web.table import TableRequest, sortable_columns, table_rows
from knowledge.content.folders import PROGRAMMES
from storage.clock import moment
from storage.leads import Filter, list_leads_matching, most_frequent
from tests.bot.forked import UNHURRIED
from tests.conftest import BEFORE_THE_DEADLINE, CACHE
from tests.knowledge.copied import copy_of
from tests.person import TOKEN, Person, Sim

StartOther = Callable[[Library], AbstractAsyncContextManager[Running]]


@pytest.fixture(scope="module")
def example() -> Library:
    return Library(PROGRAMMES / "example", CACHE)


@pytest.fixture(scope="module")
def portuguese() -> Library:
    return Library(Path(__file__).parents[1] / "portuguese", CACHE)


WITHOUT_INHABITANTS = {
    "eligibility.yaml": (
        (r"(title|example):.*\n", ""),
        (r"  - id: (people|too_large)\n(    .*\n)+", ""),
        (r"land, people", "land"),
        (r"people: \{up_to: max_population\}, ", ""),
    ),
    "questionnaire.yaml": (
        (r"  - id: head_count\n(    .*\n)+", ""),
        (r"fills: \[land, people\]", "fills: [land]"),
        (r"    fills: \[people\]\n", ""),
    ),
}
"""What is taken out of the example, so that nobody is asked for inhabitants, and nothing heads the rules."""


@pytest.fixture(scope="module")
def without_inhabitants(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = copy_of(PROGRAMMES / "example", tmp_path_factory.mktemp("content"))
    for name, changes in WITHOUT_INHABITANTS.items():
        text = (folder / name).read_text(encoding="utf-8")
        for pattern, instead in changes:
            text = re.sub(pattern, instead, text, flags=re.MULTILINE)
        (folder / name).write_text(text, encoding="utf-8")
    return Library(folder, CACHE)


@pytest.fixture
def start_other(sim: Sim, tmp_path: Path) -> StartOther:
    """Start the bot with another programme."""

    @asynccontextmanager
    async def started(library: Library) -> AsyncIterator[Running]:
        settings = Settings.model_validate(
            {"telegram_bot_token": TOKEN, "data_dir": tmp_path, "today": BEFORE_THE_DEADLINE}
        )
        async with serving(settings, sim.api_url, library, asyncio.Event(), UNHURRIED) as running:
            yield running

    return started


async def says(person: Person, *lines: str) -> str:
    for line in lines:
        await person.says(line)
    return person.screen.text


async def test_a_town_asks_and_applies_in_spanish(
    start_other: StartOther, sim: Sim, example: Library
) -> None:
    async with start_other(example) as running:
        officer = sim.person("officer_es")
        await officer.starts()
        assert "Intercambio de Pueblos" in officer.screen.text
        assert "La estancia dura 5 días" in await says(officer, "¿cuántos días dura la estancia?")
        assert "office@town-exchange.example" in await says(officer, "/contact")
        assert "trasladarlo a la Oficina del Intercambio" in officer.screen.text
        assert "¿Puede participar mi pueblo?" in await says(officer, "/eligibility")
        listed = await sim.read("commands", user="officer_es", chat_id=None)
        assert "¿Puede participar mi pueblo?" in str(listed)
        assert "los datos de contacto de la Oficina del Intercambio" in str(listed)
        assert "60 días" in await says(officer, "/privacy")
        assert "no tiene fecha límite" in await says(officer, "/deadline")
        assert "calendario" not in await says(officer, "/help")
        told = await says(officer, "Somos un pueblo de montaña de 900 habitantes en España sin alojamiento")
        assert "Todavía no" in told
        await says(officer, "Somos Morella, de montaña, con albergue")
        await says(officer, "/apply", "sí")
        assert "temas" in officer.screen.text
        await says(officer, "artesanía", "Ana Núñez", "ana@morella.example.es")
        assert "Resumen" in officer.screen.text
        await officer.presses("Enviar la preinscripción")
        assert "TEX-2026-0001" in officer.screen.text
        mail = await sim.waits_for_mail("TEX-2026-0001")
        assert "Morella" in mail["subject"]
        assert "IUC" not in str(mail)
        assert "Alojamiento: Sí" in " ".join(mail["text"].split())
        await officer.waits_for_document("TEX-2026-0001.pdf")
        database = running.services.database
        (lead,) = await list_leads_matching(
            database, Filter(countries=("ES",), topics=("crafts",), kinds=("town",))
        )
        assert lead.data["consent"]["version"] == "2026-11"
        assert lead.data["consent"]["at"]
        assert most_frequent([lead], "countries") == ["ES"]
        assert most_frequent([lead], "topics") == ["crafts"]
        assert not await list_leads_matching(database, Filter(kinds=("valley",)))


async def test_a_valley_applies_in_english(start_other: StartOther, sim: Sim, example: Library) -> None:
    async with start_other(example):
        officer = sim.person("officer_en")
        await officer.starts()
        await says(officer, "/apply", "yes", "a valley", "Upper Valley", "Spain", "Morella 2400, Ares 200")
        assert "In total: 2,600." in officer.screen.text
        assert "To pass" not in officer.screen.text
        await officer.presses("That is all of them")
        await says(officer, "mountain", "yes")
        await says(officer, "crafts, forests", "Ann Smith", "ann@valley.example.org")
        await officer.waits_for("Review")
        await officer.presses("Send the pre-application")
        mail = await sim.waits_for_mail("TEX-2026-0001")
        assert "Upper Valley" in mail["subject"]


async def test_a_third_language_holds_a_conversation(
    start_other: StartOther, sim: Sim, portuguese: Library
) -> None:
    async with start_other(portuguese):
        officer = sim.person("officer_es")
        await officer.starts()
        assert "Rede de Aldeias" in officer.screen.text
        assert "todo o ano" in await says(officer, "até quando posso concorrer?")
        assert "De nada." in await says(officer, "muito obrigado")
        judged = await says(officer, "Somos uma aldeia de Portugal de 30 mil habitantes, podemos participar?")
        assert "Não, não pode participar." in judged
        assert "30.000" in judged
        await says(officer, "Somos uma aldeia de Portugal de 900 habitantes, podemos participar?")
        assert "Próximo passo" in officer.screen.text
        await says(officer, "/apply", "sim", "Monsanto", "900", "Ana Nunes", "ana@aldeia.example.org")
        await officer.presses("Enviar a pré-inscrição")
        mail = await sim.waits_for_mail("REDE-2026-0001")
        assert "uma aldeia" in str(mail).lower()


async def test_a_programme_without_inhabitants_says_nothing_of_them(
    start_other: StartOther, sim: Sim, without_inhabitants: Library
) -> None:
    async with start_other(without_inhabitants) as running:
        officer = sim.person("officer_en")
        await officer.starts()
        assert "Can we take part?" in await says(officer, "/eligibility")
        assert "Or write it in one sentence." in officer.screen.text
        await says(officer, "/apply", "yes", "a town", "Morella", "rural", "yes")
        await says(officer, "crafts", "Ann Smith", "ann@morella.example.org")
        await officer.presses("Send the pre-application")
        await sim.waits_for_mail("TEX-2026-0001")
        (lead,) = await list_leads_matching(running.services.database, Filter())
        context = running.services.unit.context(0)
        letter = lead_mail(context, lead, context.knowledge_base.content.contacts.contacts[0], {})
        made = table(context, [lead], {}, [])
        assert {len(row) for row in made["rows"]} == {len(made["columns"])}
        said = (letter, made["columns"], lead_summary(context, lead))
        rows = table_rows(context, [lead], moment(lead.created_at))
        shown = str((*said, sortable_columns(context, TableRequest()), rows))
        assert "Can take part" in shown
        assert "nhabitants" not in shown.replace("inhabitants=''", "")
        assert "Strong keys" not in shown
        assert "?'" not in shown
        assert "background:#1b5e20" in letter["html"]
        assert "#003399" not in shown
        assert "IUC" not in shown
