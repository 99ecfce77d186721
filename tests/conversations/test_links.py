"""Deep links: to answers, subjects and screens, for campaigns, and the share button that makes them."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.operations.knowledge_base import Library
from bot.telegram.callback_data import Open
from bot.telegram.deep_links import Link, answer_payload, read_link, screen_payload
from storage.counters import list_campaigns
from tests.conftest import Start
from tests.person import Sim


@pytest.mark.parametrize(
    "payload", ["faq_apply-deadline", "faq_apply__deadline", "faq_apply_deadline", "FAQ_Apply-Deadline"]
)
def test_an_answers_link_is_read_in_every_sensible_spelling(library: Library, payload: str) -> None:
    assert read_link(payload, library.knowledge_base.content) == Link("answer", "apply.deadline")


def test_every_answer_has_a_payload_that_telegram_takes_and_that_leads_back_to_it(library: Library) -> None:
    for answer_id in library.knowledge_base.content.answers:
        payload = answer_payload(answer_id)
        assert len(payload) <= 64
        assert payload.replace("_", "").replace("-", "").isalnum()
        assert read_link(payload, library.knowledge_base.content) == Link("answer", answer_id)


@pytest.mark.parametrize("name", ["funding", "two-words", "two_words", "a-b-c"])
def test_every_subject_has_a_payload_that_leads_back_to_it_whatever_its_name(
    library: Library, name: str
) -> None:
    content = library.knowledge_base.content
    subject = content.categories[0].model_copy(update={"category": name})
    changed = replace(content, categories=(subject, *content.categories[1:]))
    payload = screen_payload(Open("category", name))
    assert payload is not None
    assert read_link(payload, changed) == Link("category", name)


def test_what_is_no_screen_is_a_campaign_and_a_screen_may_belong_to_one(library: Library) -> None:
    knowledge_base = library.knowledge_base.content
    assert read_link("fair-madrid_2027", knowledge_base) == Link("menu", "", "fair-madrid_2027")
    assert read_link("apply--newsletter-3", knowledge_base) == Link("apply", "", "newsletter-3")
    assert read_link("faq_gone-answer", knowledge_base) == Link("faq")


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ("faq_apply-deadline", "4 de marzo de 2027"),
        ("faq_funding", "Qué se paga"),
        ("faq", "Elija un tema"),
        ("eligibility", "¿A quién representa?"),
        ("apply", "Preinscripción"),
        ("deadline", "Bruselas"),
        ("contact", "coordination-unit@iuc-europe.eu"),
        ("privacy", "guarda"),
        ("language", "idioma"),
        ("help", "/apply"),
    ],
)
async def test_each_screen_can_be_linked_to(sim: Sim, start: Start, payload: str, shown: str) -> None:
    async with start():
        officer = sim.person("officer_es")
        screen = await officer.starts(payload)
        if payload == "deadline":  # a file comes after the screen
            screen = await officer.waits_for(shown)
        assert shown in screen.text + " ".join(screen.buttons)


async def test_campaigns_are_counted_without_saying_who_came(sim: Sim, start: Start) -> None:
    async with start() as running:
        await sim.person("officer_es").starts("Fair-2027")
        await sim.person("officer_en").starts("fair-2027")
        answer = await sim.person("officer_en").starts("faq_funding-covered--newsletter")
        assert "travel and accommodation" in answer.text
        counted = await list_campaigns(running.services.database)
        assert [(each.name, each.starts) for each in counted] == [("fair-2027", 2), ("newsletter", 1)]


async def test_when_somebody_is_erased_names_hardly_followed_are_counted_as_other(
    sim: Sim, start: Start
) -> None:
    async with start() as running:
        officer = sim.person("officer_es")
        for payload in ("fair", "maria_lopez", "fair", "fair", "maria_lopez"):
            await officer.starts(payload)
        await officer.says("/forget")
        await officer.presses("Sí, borrarlo todo")
        counted = await list_campaigns(running.services.database)
        assert [(each.name, each.starts) for each in counted] == [("fair", 3), ("other", 2)]


async def test_a_start_that_telegram_repeats_is_counted_once(sim: Sim, start: Start) -> None:
    async with start() as running:
        officer = sim.person("officer_es")
        await officer.starts("fair")
        await sim.do("repeat")
        await officer.says("/help")
        assert [each.starts for each in await list_campaigns(running.services.database)] == [1]


@pytest.mark.parametrize(
    ("who", "label", "asked"),
    [("officer_es", "Compartir", "¿Hasta cuándo"), ("officer_en", "Share", "deadline?")],
)
async def test_every_answer_can_be_shared_by_a_link_that_opens_it(
    sim: Sim, start: Start, who: str, label: str, asked: str
) -> None:
    async with start():
        officer = sim.person(who)
        answer = await officer.starts("faq_apply-deadline")
        query = parse_qs(urlsplit((await officer.button(label))["url"]).query)
        assert asked in query["text"][0]
        payload = parse_qs(urlsplit(query["url"][0]).query)["start"][0]
        assert (
            await sim.person("coordinator_es" if who == "officer_es" else "coordinator_en").starts(payload)
        ).text == (answer.text)


async def test_a_link_does_not_touch_a_pre_application_that_was_begun(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.says("/apply")
        await officer.presses("I agree")
        answer = await officer.starts("faq_funding-covered")
        assert "travel and accommodation" in answer.text
        assert "You left off here" in (await officer.starts("apply")).text
