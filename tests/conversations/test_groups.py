"""Groups: what is answered there, what goes on in private, and what becomes of the bot's place in chats."""

import pytest

from storage.chats import chat_and_draft
from storage.outbox import Delivery, add_delivery, list_deliveries
from tests.conftest import Start
from tests.person import COLLEAGUES, Json, Person, Sim


async def in_group(sim: Sim, key: str = "officer_es") -> Person:
    """Somebody in the colleagues' group, with the bot in it."""
    await sim.do("membership", user=key, chat_id=COLLEAGUES, status="member")
    member = sim.person(key, COLLEAGUES)
    await member.waits_for("IUC")
    return member


async def mention(sim: Sim, words: str) -> str:
    name = (await sim.read("state"))["bot"]["username"]
    return f"@{name} {words}"


def urls(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [button.get("url", "") for row in rows for button in row]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("officer_es", "solo respondo cuando alguien me pregunta"),
        ("officer_en", "I answer only when somebody asks"),
    ],
)
async def test_a_group_is_greeted_in_the_language_of_whoever_added_the_bot(
    sim: Sim, start: Start, who: str, said: str
) -> None:
    async with start():
        member = await in_group(sim, who)
        assert said in member.screen.text
        assert len(member.screen.text.splitlines()) < 10


@pytest.mark.parametrize(
    ("who", "question", "answer"),
    [
        ("officer_es", "¿qué se paga?", "alojamiento"),
        ("officer_en", "what is paid?", "travel and accommodation"),
    ],
)
async def test_a_mention_is_answered_with_a_reply_in_the_members_language(
    sim: Sim, start: Start, who: str, question: str, answer: str
) -> None:
    async with start():
        member = await in_group(sim, who)
        reply = await member.says(await mention(sim, question))
        assert answer in reply.text
        assert reply.message["reply_to_message"]["text"].endswith(question)


async def test_no_button_in_a_group_carries_a_tap_back(sim: Sim, start: Start) -> None:
    async with start():
        member = await in_group(sim)
        reply = await member.says(await mention(sim, "¿qué se paga?"))
        rows = reply.message["reply_markup"]["inline_keyboard"]
        assert all("url" in button for row in rows for button in row)
        assert any(address.endswith("start=faq_funding-covered") for address in urls(reply.message))


async def test_two_members_who_ask_at_once_both_get_their_own_answer(sim: Sim, start: Start) -> None:
    async with start():
        first = await in_group(sim)
        second = sim.person("officer_en", COLLEAGUES)
        await second.look()
        await first.says(await mention(sim, "plazo"), expects_reply=False)
        await second.says(await mention(sim, "what is paid?"), expects_reply=False)
        await second.waits_for("travel and accommodation")
        await first.waits_for("4 de marzo de 2027")


async def test_a_reply_to_the_bot_is_answered_and_talk_among_members_is_not(sim: Sim, start: Start) -> None:
    await sim.do("settings", privacy_mode=False)
    async with start():
        member = await in_group(sim, "officer_en")
        greeting = member.screen.message["message_id"]
        await member.says("What is paid?", expects_reply=False)
        await member.says("/start@some_other_bot", expects_reply=False)
        await member.says("/unknown", expects_reply=False)
        reply = await member.says("How long does it last?", reply_to=greeting)
        assert "18 months" in reply.text
        assert len(member.from_bot) == 2


@pytest.mark.parametrize("command", ["/apply", "/eligibility", "/privacy", "/mydata", "/forget", "/language"])
async def test_what_is_personal_goes_on_in_private(sim: Sim, start: Start, command: str) -> None:
    async with start():
        member = await in_group(sim, "officer_en")
        reply = await member.says(command)
        assert "in private" in reply.text
        assert reply.buttons == ["Continue in private"]
        private = await member.opens("Continue in private")
        assert private.message["chat"]["type"] == "private"


async def test_a_case_that_needs_more_facts_is_carried_into_private(sim: Sim, start: Start) -> None:
    async with start():
        member = await in_group(sim, "officer_en")
        reply = await member.says(await mention(sim, "We are a Polish city, can we apply?"))
        assert reply.buttons == ["Continue in private"]
        assert "How many inhabitants" in (await member.opens("Continue in private")).text


async def test_what_is_not_known_can_be_passed_on_in_private(sim: Sim, start: Start) -> None:
    async with start():
        member = await in_group(sim, "officer_en")
        reply = await member.says(await mention(sim, "Do our staff need a visa to travel to India?"))
        assert "say nothing about visas" in reply.text
        assert "Ask the coordination unit" in (await member.opens("Continue in private")).buttons


async def test_group_commands_are_answered_with_and_without_the_bots_name(sim: Sim, start: Start) -> None:
    async with start():
        member = await in_group(sim, "officer_en")
        assert "4 March 2027" in (await member.says("/deadline")).text
        name = (await sim.read("state"))["bot"]["username"]
        assert "coordination-unit@" in (await member.says(f"/contact@{name}")).text
        assert "Technical visits" in (await member.says(f"/faq@{name} technical visits")).buttons
        assert "mention me" in (await member.says(f"/nonsense@{name}")).text
        assert not member.documents


async def test_a_group_keeps_no_screen_and_disturbs_nobodys_private_chat(sim: Sim, start: Start) -> None:
    async with start() as running:
        private = sim.person("officer_en")
        await private.says("/apply")
        member = await in_group(sim, "officer_en")
        await member.says(await mention(sim, "what is paid?"))
        chat, draft = chat_and_draft(running.services.database, COLLEAGUES)
        assert (chat.screen, draft) == ({}, None)
        await private.presses("I agree")
        assert "question 1 of" in private.screen.text


async def test_a_made_up_tap_in_a_group_changes_nothing(sim: Sim, start: Start) -> None:
    async with start():
        member = await in_group(sim, "officer_en")
        greeting = member.screen.message["message_id"]
        await member.press_data("o|form|", greeting, forged=True)
        assert member.toast == "Please go on in our private chat."


async def test_an_edited_question_in_a_group_replaces_its_answer(sim: Sim, start: Start) -> None:
    async with start():
        member = await in_group(sim, "officer_en")
        first = await member.says(await mention(sim, "what is paid?"))
        changed = await member.edits(await mention(sim, "how long does it last?"))
        assert "18 months" in changed.text
        assert changed.message["message_id"] == first.message["message_id"]


async def test_an_answer_stays_in_the_topic_where_it_was_asked(sim: Sim, start: Start) -> None:
    async with start():
        people = [(await sim.read("person", user=key))["id"] for key in ("officer_en", "officer_es")]
        group = await sim.do(
            "groups", title="Forum", members=people, bot="member", type="supergroup", forum=True
        )
        chat_id = group["id"]
        asker = await sim.read("person", user="officer_en")
        text = await mention(sim, "what is paid?")
        length = text.index(" ")
        message = {
            "message_id": 77,
            "date": 1_800_000_000,
            "chat": {"id": chat_id, "type": "supergroup", "title": "Forum", "is_forum": True},
            "from": {"id": asker["id"], "is_bot": False, "first_name": "A", "language_code": "en"},
            "message_thread_id": 42,
            "is_topic_message": True,
            "text": text,
            "entities": [{"type": "mention", "offset": 0, "length": length}],
        }
        await sim.do("update", update={"message": message})
        member = sim.person("officer_en", chat_id)
        shown = await member.waits_for("travel and accommodation")
        assert shown.message["message_thread_id"] == 42


async def test_a_group_that_became_a_supergroup_is_followed(sim: Sim, start: Start) -> None:
    async with start() as running:
        member = await in_group(sim, "officer_en")
        later = Delivery("x", "chat", str(COLLEAGUES), {"text": "hello"})
        soon = running.services.now()
        await add_delivery(running.services.database, later, soon, soon.replace(year=soon.year + 1))
        new = (await sim.do("migrate", user="officer_en", chat_id=COLLEAGUES))["id"]
        there = sim.person("officer_en", new)
        assert "4 March" in (await there.says("/deadline")).text
        assert [entry.delivery.recipient for entry in await list_deliveries(running.services.database)] == [
            str(new)
        ]
        assert member.chat == COLLEAGUES


async def test_being_removed_from_a_group_and_added_again_is_taken_calmly(sim: Sim, start: Start) -> None:
    async with start() as running:
        member = await in_group(sim, "officer_en")
        await sim.do("membership", user="officer_en", chat_id=COLLEAGUES, status="kicked")
        await sim.do("membership", user="officer_en", chat_id=COLLEAGUES, status="member")
        await member.says("/contact")
        assert len([m for m in member.from_bot if "mention me" in m["text"]]) == 2
        assert not await running.services.inbox.listing("failed")


async def test_what_waits_for_somebody_who_blocks_the_bot_is_dropped(sim: Sim, start: Start) -> None:
    async with start() as running:
        officer = sim.person("officer_en")
        await officer.says("/start")
        soon = running.services.now()
        reminder = Delivery(
            "reminder", "chat", str(officer.messages.popitem()[1]["chat"]["id"]), {"text": "hello"}
        )
        await add_delivery(running.services.database, reminder, soon, soon.replace(year=soon.year + 1))
        await officer.blocks()
        await officer.blocks(False)
        await officer.says("/start")
        assert not await list_deliveries(running.services.database)
