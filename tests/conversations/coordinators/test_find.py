"""Leads are found by any words in both languages, however they are spelt; and looked up while typing, safely."""

import datetime

import pytest

from bot.handlers.coordinators.finding.search import read_search
from bot.operations.knowledge_base import Library
from bot.views.context import ViewContext
from bot.views.leads.search_in_words import search_in_words
from storage.lead_searches import LeadSearch
from storage.lead_work import Coordinator
from tests.conftest import Start
from tests.conversations.lead_files import library_with_group, send_lead
from tests.person import COORDINATORS, Sim


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("nuevas España", LeadSearch(states=("new",), countries=("ES",))),
        ("French and Spanish cities", LeadSearch(countries=("FR", "ES"))),
        ("ciudades italianas aceptadas", LeadSearch(states=("accepted",), countries=("IT",))),
        ("portuguesas sin asignar", LeadSearch(states=("new",), countries=("PT",))),
        ("los que no ha cogido nadie", LeadSearch(states=("new",))),
        ("groups about mobility and housing", LeadSearch(topics=("mobility", "housing"), kinds=("group",))),
        ("Nueva York", LeadSearch(words=("nueva", "york"))),
        ("las de Ana contactadas", LeadSearch(states=("contacted",), owners=(7,))),
        ("not accepted", LeadSearch(without=("states:accepted",))),
        (
            "everything except declined and withdrawn",
            LeadSearch(without=("states:declined", "states:withdrawn")),
        ),
        ("unowned but contacted", LeadSearch(states=("new", "contacted"))),
        ("las que no son mías", LeadSearch(without=("mine:",))),
        ("show me the accepted ones", LeadSearch(states=("accepted",))),
        ("my open ones", LeadSearch(states=("new", "claimed", "contacted"), mine=True)),
        ("las cerradas", LeadSearch(states=("accepted", "declined", "withdrawn"))),
        ("nuevas de esta semana", LeadSearch(states=("new",), sent=("2026-11-16", "2026-11-22"))),
        ("sent yesterday from Italy", LeadSearch(countries=("IT",), sent=("2026-11-21", "2026-11-21"))),
        ("Mar del Plata", LeadSearch(words=("mar", "del", "plata"))),
        ("Zaragoza o Vigo", LeadSearch(words=("zaragoza", "|", "vigo"))),
        ("mine", LeadSearch(mine=True)),
        ("before 1 November", LeadSearch(sent=("2000-01-01", "2026-10-31"))),
        ("antes del 1 de noviembre", LeadSearch(sent=("2000-01-01", "2026-10-31"))),
        ("italianas después de octubre", LeadSearch(countries=("IT",), sent=("2026-11-01", "2026-11-22"))),
        ("new since Monday", LeadSearch(states=("new",), sent=("2026-11-16", "2026-11-22"))),
        ("desde el lunes", LeadSearch(sent=("2026-11-16", "2026-11-22"))),
        ("Santo Domingo", LeadSearch(words=("santo", "domingo"))),
        ("still to decide", LeadSearch(states=("new", "claimed", "contacted"))),
        ("las que están por decidir", LeadSearch(states=("new", "claimed", "contacted"))),
        ("already decided", LeadSearch(states=("accepted", "declined", "withdrawn"))),
        ("unanswered", LeadSearch(states=("new", "claimed"))),
        ("las que no he contactado", LeadSearch(without=("states:contacted",))),
        ("las sin responder", LeadSearch(without=("states:contacted",))),
        ("not Spain", LeadSearch(without=("countries:ES",))),
        ("todas menos España y Francia", LeadSearch(without=("countries:ES", "countries:FR"))),
        ("everything but Spain", LeadSearch(without=("countries:ES",))),
        ("ciudades de fuera de Brasil", LeadSearch(without=("countries:BR",))),
        ("accepted but not France", LeadSearch(states=("accepted",), without=("countries:FR",))),
        ("not Spain accepted", LeadSearch(states=("accepted",), without=("countries:ES",))),
        ("sin asignar en España", LeadSearch(states=("new",), countries=("ES",))),
        ("without mobility", LeadSearch(without=("topics:mobility",))),
        ("las que no son de Ana", LeadSearch(without=("owners:7",))),
        ("nobody has them", LeadSearch(states=("new",))),
        ("sin dueño", LeadSearch(states=("new",))),
        ("nobody has the Spanish ones", LeadSearch(states=("new",), countries=("ES",))),
        ("cities with more than a million inhabitants", LeadSearch(more_than=1_000_000)),
        ("francesas de menos de 300.000 habitantes", LeadSearch(countries=("FR",), less_than=300_000)),
        ("between 100,000 and 200,000 people", LeadSearch(at_least=100_000, at_most=200_000)),
        (">= 20000", LeadSearch(at_least=20_000)),
        ("italianas a partir de 20.000", LeadSearch(countries=("IT",), at_least=20_000)),
        ("5000 o más", LeadSearch(at_least=5_000)),
        ("smaller than 100k", LeadSearch(less_than=100_000)),
        ("más de 50.000 y no más de 90.000", LeadSearch(more_than=50_000, at_most=90_000)),
        ("agrupaciones de municipios", LeadSearch(kinds=("group",))),
        ("p3@town3.example.eu", LeadSearch(words=("p3@town3.example.eu",))),
        ("qwertz", LeadSearch(words=("qwertz",))),
    ],
)
def test_a_search_is_read_in_both_languages(library: Library, text: str, search: LeadSearch) -> None:
    context = ViewContext("en", library.knowledge_base, datetime.date(2026, 11, 22))
    assert read_search(context, text, [Coordinator(7, "Ana Prueba", -1)]) == search


def test_the_programmes_sets_of_countries_are_known_by_their_names(library: Library) -> None:
    context = ViewContext("es", library.knowledge_base, datetime.date(2026, 11, 22))
    members = context.knowledge_base.content.programme.sets["eu_members"]
    for text in ("de la UE", "Unión Europea", "EU countries"):
        search = read_search(context, text, [])
        assert set(search.countries) == set(members), text
        assert search_in_words(context, search, {}) == "Estados miembros de la Unión Europea"


async def test_an_address_is_looked_up_whole_and_words_before_their_beginnings(
    sim: Sim, start: Start
) -> None:
    unit = sim.coordinator()
    async with start() as running:
        for number, name in ((3, "Ana"), (4, "Anabel"), (39, "Tomás")):
            await send_lead(
                running, number, with_deliveries=False, name=name, email=f"p{number}@town{number}.example.eu"
            )
        for words, count in (
            ("p39@town39.example.eu", 1), ("town39", 1), ("ana", 1), ("anab", 1),
            ("not Spain", 0), ("more than 600000", 3), ("fewer than 600000", 0),
            ("tomás or anabel", 2), ("lead 3", 1), ("not new", 0), ("last year", 0),
        ):  # fmt: skip
            assert (await unit.says(f"/find {words}")).text.partition("\n")[0].endswith(f" · {count}"), words
        assert "[IUC-2026-0003]" in (await unit.says("/lead Tomás")).text
        assert "Leads · new" in (await unit.says("/lead new")).text.replace("<b>", "")
        assert "52 more countries" in (await unit.says("/find Africa")).text
        assert "No lead has: 3@town39.example.eu" in (await unit.says("/find 3@town39.example.eu")).text
        assert (
            "not Spain, more than 5,000 inhabitants"
            in (await unit.says("/find more than 5000 people but not Spain")).text
        )


async def test_a_misspelt_city_is_found_and_said(sim: Sim, start: Start) -> None:
    unit = sim.coordinator()
    async with start() as running:
        await send_lead(running)
        await send_lead(running, 2, place={"name": "Sevilla"})
        await unit.waits_for("[IUC-2026-0002]")
        await unit.says("/find zaragosa")
        assert "“zaragosa” was read as “zaragoza”." in (await unit.waits_for("Leads · “zaragosa” · 1")).text
        await unit.says("/find sevila xyzzy")
        screen = await unit.waits_for("“sevila” was read as “sevilla”.")
        assert "No lead has: xyzzy" in screen.text
        assert "Sevilla" in screen.buttons[0]


async def test_leads_are_looked_up_while_typing_and_shown_in_the_units_chat_alone(
    sim: Sim, start: Start
) -> None:
    unit, stranger = sim.coordinator(), sim.person("officer_en")
    private = sim.person("coordinator_en")
    async with start() as running:
        await send_lead(running)
        await unit.says("/unclaimed")
        found = await private.looks_up("lead zaragoza")
        assert [each["id"] for each in found["results"]] == ["IUC-2026-0001"]
        assert "Zaragoza" in found["results"][0]["title"]
        await private.chooses(found, "IUC-2026-0001", COORDINATORS)
        await unit.waits_for("Inhabitants: 686,986")
        theirs = await stranger.looks_up("lead zaragoza")
        assert "IUC-2026-0001" not in str(theirs)
        posted = found["results"][0]["input_message_content"]["message_text"]
        assert posted == "/lead IUC-2026-0001"
        assert "What I can do" in (await stranger.says(posted)).text


def test_a_list_up_to_a_day_says_the_day_alone(library: Library) -> None:
    context = ViewContext("es", library.knowledge_base, datetime.date(2026, 11, 22))
    search = read_search(context, "antes del 1 de noviembre", [])
    assert search_in_words(context, search, {}) == "enviadas hasta el 31 de octubre de 2026"
