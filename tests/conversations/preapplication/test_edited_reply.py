"""A reply to the form that its author changes: the answer follows; pictures and the like in the middle of the form."""

import pytest

from bot.telegram.serving import Running
from knowledge.form.draft import place_in
from storage.chats import chat_and_draft
from storage.drafts import StoredDraft
from tests.conftest import Start
from tests.person import Person, Sim


async def says(person: Person, *lines: str) -> None:
    for line in lines:
        await person.says(line)


def draft_of(running: Running, person: Person) -> StoredDraft:
    """The open draft of a person."""
    _, draft = chat_and_draft(running.services.database, person.screen.message["chat"]["id"])
    assert draft
    return draft


@pytest.mark.parametrize(
    ("who", "lines", "changed", "shown", "question", "value"),
    [
        ("officer_es", ("sí", "ciudad"), "una agrupación", "¿Cómo se llama la agrupación", "kind", "group"),
        ("officer_en", ("yes", "city", "Gdansk", "housing"), "housing, water", "Water", "topics", 2),
        ("officer_en", ("yes", "city", "Gdansk"), "Gdynia", "✓ Gdynia · 🇵🇱 Poland", "country", "PL"),
        (
            "officer_en",
            ("yes", "city", "Gdansk", "no, 57.000"),
            "no, 570.000",
            "570,000",
            "population",
            570_000,
        ),
    ],
)
async def test_the_answer_follows_a_changed_reply(
    sim: Sim,
    start: Start,
    who: str,
    lines: tuple[str, ...],
    changed: str,
    shown: str,
    question: str,
    value: object,
) -> None:
    async with start() as running:
        officer = sim.person(who)
        await says(officer, "/apply", *lines)
        screen = await officer.edits(changed)
        assert shown in screen.text
        stored = draft_of(running, officer).answers[question]
        assert (len(stored) if isinstance(value, int) and isinstance(stored, list) else stored) == value


async def test_a_reply_that_was_not_taken_is_taken_once_it_is_changed(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await says(officer, "/apply", "yes", "city", "Gdansk", "astronomy")
        screen = await officer.edits("culture")
        assert "✓ Topics: Culture" in screen.text
        again = await officer.edits("culture and water")
        assert "Water" in again.text


async def test_a_changed_line_of_municipalities_takes_the_place_of_the_first(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await says(
            officer, "/apply", "yes", "group", "Towns", "Poland", "Reda 26,000", "Tczew 59,000, Gdynia 9,000"
        )
        screen = await officer.edits("Tczew 59,000, Sopot 9,000")
        assert "Gdynia" not in screen.text
        assert "Reda: 26,000" in screen.text
        assert "In total: 94,000." in screen.text


async def test_a_change_that_is_no_answer_leaves_what_was_stored(sim: Sim, start: Start) -> None:
    async with start() as running:
        officer = sim.person("officer_en")
        await says(officer, "/apply", "yes", "city", "Gdansk")
        await officer.edits("asdfasdf")
        place = place_in(draft_of(running, officer).answers["place"])
        assert place
        assert place["country"] == "PL"


@pytest.mark.parametrize(
    ("who", "yes", "kind", "sentence", "question"),
    [
        ("officer_es", "sí", "voice", "No puedo escuchar grabaciones. Escriba aquí", "¿Quién presenta"),
        ("officer_es", "sí", "location", "No puedo leer un lugar en el mapa", "¿Quién presenta"),
        ("officer_en", "yes", "photo", "I cannot look at pictures. Please type your answer", "Who is making"),
        ("officer_en", "yes", "document", "I cannot read files", "Who is making"),
    ],
)
async def test_what_is_no_words_gets_a_sentence_and_the_question_again(
    sim: Sim, start: Start, who: str, yes: str, kind: str, sentence: str, question: str
) -> None:
    async with start():
        officer = sim.person(who)
        await says(officer, "/apply", yes)
        screen = await officer.sends(kind)
        assert sentence in screen.text
        assert question in screen.text
        assert screen.buttons


async def test_a_caption_is_a_reply_and_an_album_is_answered_once(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await says(officer, "/apply", "yes", "city", "Gdansk", "housing")
        before = len(officer.from_bot)
        screen = await officer.sends("photo", caption="The old port is empty.", media_group_id="7")
        await officer.sends("photo", media_group_id="7", expects_reply=False)
        await officer.sends("photo", media_group_id="8")
        await officer.sends("photo", media_group_id="8", expects_reply=False)
        await officer.says("A museum")
        assert "✓ Challenge: The old port is empty." in screen.text
        assert len(officer.from_bot) == before + 3


async def test_a_contact_where_none_is_asked_for_says_so(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        await says(officer, "/apply", "yes")
        assert "I do not need a contact for this" in (await officer.shares_contact()).text
