"""Look-ups from any chat: what is listed, what is posted, and how an unanswered question gets into the private chat."""

import pytest

from storage.counters import most_given_answers
from tests.conftest import Start
from tests.person import COLLEAGUES, Json, Sim


def titles(answer: Json) -> list[str]:
    return [result["title"] for result in answer["results"]]


@pytest.mark.parametrize(
    ("who", "words", "title", "teaser"),
    [
        (
            "officer_es",
            "plazo",
            "¿Hasta cuándo puedo presentarme?",
            "El plazo está abierto hasta el 4 de marzo",
        ),
        ("officer_en", "deadline", "What is the deadline?", "The call is open until 4 March 2027"),
        ("officer_en", "plazo", "What is the deadline?", "The call is open until 4 March 2027"),
        ("officer_es", "pla", "¿Hasta cuándo puedo presentarme?", "El plazo está abierto"),
    ],
)
async def test_a_look_up_lists_answers_in_the_persons_language(
    sim: Sim, start: Start, who: str, words: str, title: str, teaser: str
) -> None:
    async with start():
        answer = await sim.person(who).looks_up(words)
        assert titles(answer)[0] == title
        assert answer["results"][0]["description"].startswith(teaser)
        assert len(answer["results"]) <= 10
        assert answer["is_personal"]
        assert answer["cache_time"] >= 60


async def test_a_language_chosen_in_the_private_chat_holds_for_look_ups(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_es")
        await officer.says("/start")
        await officer.presses("English")
        assert titles(await officer.looks_up("plazo"))[0] == "What is the deadline?"


async def test_people_of_other_languages_are_answered_in_english(sim: Sim, start: Start) -> None:
    async with start():
        guest = await sim.add_person("guest_de", first_name="Uta", language_code="de")
        assert titles(await guest.looks_up("deadline"))[0] == "What is the deadline?"


async def test_the_chosen_answer_is_posted_whole_with_its_source_and_a_link_to_the_bot(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_en")
        answer = await officer.looks_up("what is paid")
        message = await officer.chooses(answer, answer["results"][0]["id"], COLLEAGUES)
        assert "travel and accommodation" in message["text"]
        assert "Source: IUC programme introduction deck" in message["text"]
        links = [each["url"] for each in message["entities"] if each["type"] == "text_link"]
        assert links == [f"https://t.me/{await username(sim)}?start=faq_funding-covered"]
        preview = answer["results"][0]["input_message_content"]["link_preview_options"]
        assert preview == {"is_disabled": True}
        assert message["reply_markup"]["inline_keyboard"][0][0]["url"] == links[0]


async def username(sim: Sim) -> str:
    name: str = (await sim.read("state"))["bot"]["username"]
    return name


async def test_nothing_typed_lists_a_bit_of_every_subject_and_then_what_is_asked_most(
    sim: Sim, start: Start
) -> None:
    async with start() as running:
        officer = sim.person("officer_en")
        first = await officer.looks_up("")
        assert len(first["results"]) == 10
        assert first["results"][0]["id"] == "programme.what"
        found = await officer.looks_up("deadline")
        await officer.chooses(found, "apply.deadline", COLLEAGUES)
        await officer.says("What is paid?")
        await officer.says("/start")
        await officer.says("What is paid?")
        listed = await officer.looks_up("")
        assert [each["id"] for each in listed["results"][:3]] == [
            "funding.covered",
            "apply.deadline",
            "programme.what",
        ]
        assert len(await most_given_answers(running.services.database, 10)) == 2


@pytest.mark.parametrize(
    ("who", "question", "label", "offer"),
    [
        ("officer_en", "visa for India?", "Ask this in the private chat", "Ask the coordination unit"),
        (
            "officer_es",
            "¿visado para la India?",
            "Preguntarlo en el chat privado",
            "Preguntar a la unidad de coordinación",
        ),
    ],
)
async def test_what_is_not_found_is_carried_over_into_the_private_chat(
    sim: Sim, start: Start, who: str, question: str, label: str, offer: str
) -> None:
    async with start():
        officer = sim.person(who)
        answer = await officer.looks_up(question)
        assert not answer["results"]
        assert answer["button"]["text"] == label
        assert answer["cache_time"] < 60
        reply = await officer.starts(answer["button"]["start_parameter"])
        assert offer in reply.buttons
        await officer.presses(offer)
        assert question in officer.screen.text


async def test_a_case_of_ones_own_gets_the_rule_and_goes_on_in_private(sim: Sim, start: Start) -> None:
    async with start():
        officer = sim.person("officer_en")
        answer = await officer.looks_up("we are a town of 98,000 in Poland, can we apply?")
        assert answer["results"][0]["id"].startswith("eligibility.")
        verdict = await officer.starts(answer["button"]["start_parameter"])
        assert "group" in verdict.text


async def test_a_link_whose_question_is_gone_leads_to_the_menu(sim: Sim, start: Start) -> None:
    async with start():
        menu = await sim.person("officer_en").starts("ask_0123456789abcdef")
        assert "Type your question or choose" in menu.text


async def test_an_answer_posted_to_the_bots_own_chat_is_not_taken_for_a_question(
    sim: Sim, start: Start
) -> None:
    async with start():
        officer = sim.person("officer_en")
        await officer.says("/start")
        answer = await officer.looks_up("deadline")
        await officer.chooses(answer, "apply.deadline")
        before = len(await sim.calls("sendMessage"))
        await officer.says("/help")
        assert len(await sim.calls("sendMessage")) == before + 1


async def test_after_the_deadline_a_look_up_says_that_the_call_is_closed(sim: Sim, start: Start) -> None:
    async with start(today="2027-03-05"):
        answer = await sim.person("officer_en").looks_up("deadline")
        assert answer["results"][0]["description"].startswith("The deadline was 4 March 2027")


async def test_a_look_up_that_nobody_waits_for_any_more_is_ignored(sim: Sim, start: Start) -> None:
    async with start() as running:
        await sim.do("settings", query_seconds=0)
        await sim.do("inline", user="officer_en", query="deadline", wait=1)
        await sim.person("officer_en").says("/start")
        assert not await running.services.inbox.listing("failed")
