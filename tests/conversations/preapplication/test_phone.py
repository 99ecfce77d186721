"""Whole pre-applications in a real browser of a phone's size: a city by taps, a group by words, in both languages."""

import datetime
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.chromium import PHONE, chromium, needs_chromium
from tests.conftest import BEFORE_THE_DEADLINE, Start
from tests.person import Person, Sim, simulator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    needs_chromium,
]
PATIENCE = 20_000
"""Milliseconds for the chat to show a reply, also beside other tests."""

Steps = list[tuple[str, str, str]]
"""What is done (say or tap), with which words, and what the bot shows then."""

CITY_ES: Steps = [
    ("say", "/apply", "¿Está de acuerdo?"),
    ("tap", "Más detalles", "90 días"),
    ("tap", "De acuerdo", "¿Quién presenta"),
    ("tap", "1. Una ciudad o municipio", "¿De qué ciudad"),
    ("say", "Zaragoza", "¿Sobre qué temas"),
    ("tap", "2", "☑ 2. Vivienda"),
    ("tap", "Listo (1 de 3)", "¿Qué reto"),
    ("say", "El casco antiguo pierde vecinos.", "¿Qué pueden ofrecer"),
    ("say", "Veinte años de rehabilitación.", "¿Con qué países"),
    ("say", "cualquiera menos China", "los 3 que más le importan"),
    ("say", "Brasil y Perú", "agentes clave"),
    ("tap", "2. Estamos en contacto", "otros programas"),
    ("say", "URBACT", "estrategia de desarrollo urbano"),
    ("tap", "2. En redacción", "¿Cuántas personas"),
    ("tap", "Dos o tres", "¿Cómo se llama usted?"),
    ("say", "Ana Núñez, técnica de proyectos, Ayuntamiento de Zaragoza, ana@zaragoza.example.es", "Resumen"),
    ("tap", "Añadir: Teléfono", "¿Quiere dejar un teléfono?"),
    ("say", "976 123 456", "Resumen"),
    ("tap", "Enviar la preinscripción", "Su referencia: IUC-2026-0001"),
]
GROUP_ES: Steps = [
    ("say", "/apply", "¿Está de acuerdo?"),
    ("say", "sí", "¿Quién presenta"),
    ("say", "somos una agrupación de tres pueblos", "¿Cómo se llama la agrupación"),
    ("say", "Hoya de Alcoy", "¿En qué país"),
    ("say", "España", "¿Qué municipios"),
    ("say", "Alcoy 59.000, Ibi 33.500 y Onil 17.500", "En total: 110.000"),
    ("say", "ya está", "¿Qué municipio representa"),
    ("say", "Alcoy", "¿Qué problema comparten"),
    ("say", "El agua escasea en verano.", "¿Sobre qué temas"),
    ("say", "el agua y la movilidad", "¿Qué reto"),
    ("say", "Repartir el agua entre tres municipios.", "¿Qué pueden ofrecer"),
    ("say", "Un plan común contra incendios.", "¿Con qué países"),
    ("say", "nos da igual", "agentes clave"),
    ("say", "todavía no", "otros programas"),
    ("say", "ninguno", "estrategia de desarrollo urbano"),
    ("say", "no, solo un plan general", "¿Cuántas personas"),
    ("say", "de momento solo yo", "¿Cómo se llama usted?"),
    ("say", "Luis Gil, técnico, Ayuntamiento de Alcoy, luis@alcoy.example.es, 965 12 34 56", "Resumen"),
    ("say", "enviar", "Su referencia: IUC-2026-0001"),
]
CITY_EN: Steps = [
    ("say", "/apply", "Do you agree?"),
    ("tap", "I agree", "Who is making"),
    ("tap", "1. A city or municipality", "Which city is it?"),
    ("say", "Gdańsk", "Which topics"),
    ("tap", "6", "☑ 6. Circular economy"),
    ("tap", "7", "☑ 7. Water and waste"),
    ("tap", "Done (2 of 3)", "Which challenge"),
    ("say", "Too much waste is burnt.", "What can you offer"),
    ("say", "A deposit scheme that works.", "Which countries"),
    ("say", "Japan & Canada please", "key stakeholders"),
    ("tap", "1. Yes, they are committed", "other programmes"),
    ("tap", "☐ 2. URBACT", "☑ 2. URBACT"),
    ("tap", "Done", "Do you have a strategy"),
    ("tap", "3. No", "How many members"),
    ("tap", "One", "What is your name?"),
    ("say", "Jan Nowak, officer, City of Gdańsk, jan@gdansk.example.pl", "Review"),
    ("tap", "Add: Which stakeholders", "Who are these"),
    ("say", "The university and the port.", "Review"),
    ("tap", "Send the pre-application", "Your reference: IUC-2026-0001"),
]
GROUP_EN: Steps = [
    ("say", "/apply", "Do you agree?"),
    ("say", "I agree", "Who is making"),
    ("say", "several small towns together", "What is the group"),
    ("say", "Three towns", "In which country"),
    ("say", "Poland", "Which municipalities"),
    ("say", "Reda 26,000, Sopot 35,000 and Tczew 59,000", "In total: 120,000"),
    ("tap", "That is all of them", "Which municipality represents"),
    ("tap", "1. Reda", "Which problem"),
    ("say", "Young people leave.", "Which topics"),
    ("say", "housing, mobility", "Which challenge"),
    ("say", "Homes that the young can pay.", "What can you offer"),
    ("say", "Trains that run on time.", "Which countries"),
    ("say", "we don't mind", "key stakeholders"),
    ("say", "we've met them a couple of times", "other programmes"),
    ("say", "none yet", "Do you have a strategy"),
    ("say", "adopted by the council last year", "How many members"),
    ("say", "4 or 5 people", "What is your name?"),
    ("say", "Eva Kos, mayor, City of Reda, eva@reda.example.pl", "Review"),
    ("tap", "Send the pre-application", "Your reference: IUC-2026-0001"),
]
INTEREST_ES: Steps = [
    ("say", "/apply", "Manifestación de interés"),
    ("tap", "De acuerdo", "¿Quién presenta"),
    ("say", "Zaragoza", "Cumple los requisitos, pero el plazo está cerrado."),
    ("tap", "2", "☑ 2. Vivienda"),
    ("tap", "Listo (1 de 3)", "¿Cómo se llama usted?"),
    ("say", "Ana Núñez, técnica de proyectos, Ayuntamiento de Zaragoza, ana@zaragoza.example.es", "Resumen"),
    ("tap", "Enviar nuestro interés", "Hemos registrado su interés. Su referencia: IUC-2026-0001"),
]
INTEREST_EN: Steps = [
    ("say", "/apply", "Expression of interest"),
    ("say", "I agree", "Who is making"),
    ("say", "City of Gdańsk", "It meets the requirements, but the call is closed."),
    ("say", "housing and mobility", "What is your name?"),
    ("say", "Jan Nowak, officer, City of Gdańsk, jan@gdansk.example.pl", "Review"),
    ("tap", "Send our interest", "Your interest is registered. Your reference: IUC-2026-0001"),
]
AFTER_THE_DEADLINE = datetime.date(2027, 3, 5)
ELEVEN_ANSWERS = (
    "Buenos días. Somos el Ayuntamiento de Albacete, con 174.000 habitantes. Nos interesan el agua y la movilidad. "
    "Nuestro reto es que las calles se inundan cada otoño. Podemos ofrecer veinte años de experiencia con depuradoras. "
    "Nos gustaría cooperar con Chile y Perú. Hemos hablado con la universidad. Firmamos el Pacto de los "
    "Alcaldes en 2012. La estrategia la aprobó el pleno en 2021."
)


# One browser for all tests of this module takes one event loop for all: hence the scopes.
@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def sim(tmp_path: Path) -> AsyncIterator[Sim]:
    mail = tmp_path / "mail"
    mail.mkdir()
    async with simulator(mail) as simulated:
        yield simulated


@pytest.mark.parametrize(
    ("who", "steps"),
    [("officer_es", CITY_ES), ("officer_en", GROUP_EN)],
    ids=["city_es", "group_en"],
)
async def test_a_whole_pre_application_on_a_phone(
    sim: Sim, start: Start, browser: Browser, who: str, steps: Steps
) -> None:
    async with start():
        await goes_through(sim, browser, who, steps)


async def test_after_the_deadline_an_expression_of_interest_on_a_phone(
    sim: Sim, start: Start, browser: Browser
) -> None:
    async with start(today=AFTER_THE_DEADLINE):
        await goes_through(sim, browser, "officer_es", INTEREST_ES)


@pytest.mark.parametrize(
    ("who", "steps", "day"),
    [
        ("officer_es", GROUP_ES, BEFORE_THE_DEADLINE),
        ("officer_en", CITY_EN, BEFORE_THE_DEADLINE),
        ("officer_en", INTEREST_EN, AFTER_THE_DEADLINE),
    ],
    ids=["group_es", "city_en", "interest_en"],
)
async def test_the_same_in_the_other_language_without_a_browser(
    sim: Sim, start: Start, who: str, steps: Steps, day: datetime.date
) -> None:
    person = sim.person(who)
    async with start(today=day):
        for kind, words, shown in steps:
            await (person.says(words) if kind == "say" else person.presses(whole_label(person, words)))
            await person.until(lambda shown=shown: is_seen(person, shown), shown)  # type: ignore[misc]
        await sim.waits_for_mail("IUC-2026-0001")


async def test_the_consent_fits_a_phone_with_eleven_pasted_answers(
    sim: Sim, start: Start, browser: Browser
) -> None:
    async with start():
        page = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
        await page.goto(f"{sim.address}/#officer_es")
        await say(page, "/apply")
        await say(page, ELEVEN_ANSWERS)
        last = page.locator("article.theirs").last
        await expect(last).to_contain_text("Pacto de Alcaldes", timeout=PATIENCE)
        await fits(page)
        text = await last.inner_text()
        assert text.index("Pacto de Alcaldes") < text.index("¿Está de acuerdo?") < text.index("De acuerdo")
        await page.close()


async def goes_through(sim: Sim, browser: Browser, who: str, steps: Steps) -> None:
    """Take the steps in a browser of a phone's size; what was sent arrives as a mail."""
    page = await browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    await page.goto(f"{sim.address}/#{who}")
    await expect(page.locator("#composer")).to_be_visible()
    for kind, words, shown in steps:
        await (say(page, words) if kind == "say" else tap(page, words))
        await expect(page.locator("article.theirs").last).to_contain_text(shown, timeout=PATIENCE)
        if shown not in ("Resumen", "Review"):
            await fits(page)
    await sim.waits_for_mail("IUC-2026-0001")
    await page.close()


def whole_label(person: Person, beginning: str) -> str:
    """The button of the newest message that begins with these words."""
    return next(label for label in person.screen.buttons if starts_with(beginning).search(label))


def is_seen(person: Person, words: str) -> bool:
    """Whether the newest message says this, or one of its buttons."""
    return any(words in each for each in (person.screen.text, *person.screen.buttons))


def starts_with(label: str) -> re.Pattern[str]:
    """What the label of a button begins with; marks may stand before it, and a number is a whole one."""
    return re.compile(rf"^\W*{re.escape(label)}(?!\d)")


async def say(page: Page, words: str) -> None:
    await page.locator("#composer").fill(words)
    await page.keyboard.press("Enter")


async def tap(page: Page, label: str) -> None:
    """Press the newest button that begins with these words."""
    newest = page.locator("article.theirs").last
    await newest.get_by_role("button", name=starts_with(label)).first.click()


async def fits(page: Page) -> None:
    """The newest message with its buttons fits what the screen shows of the chat; nothing stands beyond its side."""
    box = await page.locator("article.theirs").last.bounding_box()
    assert box
    assert box["height"] <= await page.get_by_role("log").evaluate("log => log.clientHeight")
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
