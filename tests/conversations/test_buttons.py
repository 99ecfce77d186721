"""Every button that is shown does something: a wanderer presses all that they come by, in both languages."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import Start
from tests.conversations.wanderer import Wanderer, rows_of
from tests.person import COLLEAGUES, Sim

STARTERS = {
    "officer_en": (
        "/start",
        "/faq",
        "/eligibility",
        "/deadline",
        "/privacy",
        "/forget",
        "/language",
        "/status",
        "/apply",
        "who pays for the flights?",
        "is there parking for camper vans at the workshop?",
        "We have 120,000 inhabitants, can we take part?",
        "We are a group of towns, can we apply?",
        "Can Springfield take part?",
        "We are a company, can we apply?",
        "Can Canada take part?",
        "I want to talk to a person",
    ),
    "officer_es": (
        "/start",
        "/faq",
        "/eligibility",
        "/deadline",
        "/privacy",
        "/apply",
        "¿quién paga los vuelos?",
        "¿hay aparcamiento para autocaravanas en el taller?",
        "Somos 120.000 habitantes, ¿podemos participar?",
        "Somos un grupo de municipios",
        "¿Puede participar Santiago?",
        "Somos la diputación de Badajoz, ¿podemos?",
        "¿Puede participar Canadá?",
    ),
}


@pytest.mark.parametrize("officer", STARTERS)
async def test_every_button_does_something(sim: Sim, start: Start, officer: str) -> None:
    wanderer = Wanderer(sim, sim.person(officer))
    async with start():
        for starter in STARTERS[officer]:
            await wanderer.explores(starter)
    assert not wanderer.dead
    assert len(wanderer.pressed) > 60


async def test_every_button_in_a_group_leads_to_the_private_chat(sim: Sim, start: Start) -> None:
    async with start():
        await sim.do("membership", user="officer_en", chat_id=COLLEAGUES, status="member")
        member, name = sim.person("officer_en", COLLEAGUES), (await sim.read("state"))["bot"]["username"]
        await member.waits_for("IUC")
        for words in ("who pays?", "can Canada take part?", "what is the purple form?", "thanks"):
            await member.says(f"@{name} {words}")
        await member.says("/faq")
        links = [b.get("url", "") for m in member.from_bot for row in rows_of(m) for b in row]
        assert len(links) > 5
        for link in set(links):
            shared = parse_qs(urlsplit(link).query).get("url", [link])[0]  # "Share" hands the same link on
            payload = parse_qs(urlsplit(shared).query)["start"][0]
            assert (await sim.person("officer_en").starts(payload)).text
