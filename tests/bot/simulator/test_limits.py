"""What Telegram refuses, the simulator refuses in the same words."""

from typing import Any

import pytest
from telegram import Bot, BotCommand, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden

from tests.person import COLLEAGUES, Sim


@pytest.fixture
async def chat(sim: Sim) -> int:
    await sim.person("officer_en").starts(expects_reply=False)
    return 1002


def button(**what: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("A button", **what)]])


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"text": "x" * 4097}, "Message is too long"),
        ({"text": " \n "}, "Message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "Message text is empty"),
        ({"text": "<b>open", "parse_mode": "HTML"}, "Can't find end tag corresponding to start tag"),
        ({"text": "ñ<div>", "parse_mode": "HTML"}, 'Unsupported start tag "div" at byte offset 2'),
        ({"text": "1 < 2", "parse_mode": "HTML"}, 'Unsupported start tag "" at byte offset 2'),
        ({"text": "x</b>", "parse_mode": "HTML"}, "Unexpected end tag at byte offset 1"),
        ({"text": "<b><i>x</b></i>", "parse_mode": "HTML"}, 'expected "</i>", found "</b>"'),
        ({"text": "x", "reply_markup": button(callback_data="ñ" * 33)}, "Button_data_invalid"),
        (
            {"text": "x", "reply_markup": button(copy_text=CopyTextButton("x" * 257))},
            "Button_copy_text_invalid",
        ),
        ({"text": "x", "reply_markup": button(url="no link")}, "is invalid: Wrong HTTP URL"),
        ({"text": "x", "reply_markup": button()}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": "x", "reply_to_message_id": 1}, "Message to be replied not found"),
    ],
)
async def test_a_message_is_refused(bot: Bot, chat: int, fields: dict[str, Any], refusal: str) -> None:
    with pytest.raises(BadRequest) as raised:
        await bot.send_message(chat, **fields)
    assert refusal.lower() in str(raised.value).lower()  # the library changes the case


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"text": "x" * 4096}, "x" * 4096),
        ({"text": f"<b>{'x' * 4096}</b>", "parse_mode": "HTML"}, "x" * 4096),
        ({"text": "1 &lt; 2 &amp;amp; &nbsp;", "parse_mode": "HTML"}, "1 < 2 &amp; &nbsp;"),
        ({"text": "<b>not parsed</b>"}, "<b>not parsed</b>"),
        ({"text": "x", "reply_markup": button(callback_data="ñ" * 32)}, "x"),
    ],
)
async def test_what_is_just_within_the_limits_is_taken(
    bot: Bot, chat: int, fields: dict[str, Any], shown: str
) -> None:
    assert (await bot.send_message(chat, **fields)).text == shown


async def test_no_more_than_a_hundred_buttons(bot: Bot, chat: int) -> None:
    rows = [[InlineKeyboardButton(str(number), callback_data="x")] for number in range(101)]
    await bot.send_message(chat, "x", reply_markup=InlineKeyboardMarkup(rows[:100]))
    with pytest.raises(BadRequest, match="Reply_markup_too_long"):
        await bot.send_message(chat, "x", reply_markup=InlineKeyboardMarkup(rows))


async def test_edits_need_a_change_and_an_own_message_that_is_there(sim: Sim, bot: Bot, chat: int) -> None:
    keyboard = button(callback_data="x")
    sent = await bot.send_message(chat, "<b>x</b>", parse_mode="HTML", reply_markup=keyboard)
    with pytest.raises(BadRequest, match=r"Message is not modified: specified new message content and reply"):
        await sent.edit_text("<b>x</b>", parse_mode="HTML", reply_markup=keyboard)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(keyboard)
    await sent.edit_text("x")
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", chat, 5)
    theirs = (await sim.read("messages", chat_id=chat))["messages"][0]["message_id"]
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("y", chat, theirs)
    await sent.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()


async def test_captions_have_their_own_limit(bot: Bot, chat: int) -> None:
    await bot.send_document(chat, b"x", caption="x" * 1024)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(chat, b"x", caption="x" * 1025)


async def test_a_person_who_never_wrote_or_who_blocked_the_bot_cannot_be_written_to(
    sim: Sim, bot: Bot
) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(424242, "x")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(1001, "x")
    person = sim.person("officer_es")
    await person.starts(expects_reply=False)
    await person.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(1001, "x")
    await person.blocks(False)
    await bot.send_message(1001, "x")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(COLLEAGUES, "x")


@pytest.mark.parametrize("name", ["Start", "with-dash", "x" * 33, ""])
async def test_command_names_are_short_and_in_lower_case(bot: Bot, name: str) -> None:
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand(name, "Description")])


@pytest.mark.parametrize("description", ["", "x" * 257])
async def test_command_descriptions_are_neither_empty_nor_long(bot: Bot, description: str) -> None:
    with pytest.raises(BadRequest, match="Bot_command_description_invalid"):
        await bot.set_my_commands([BotCommand("start", description)])


async def test_bare_http_gets_telegrams_own_answers(sim: Sim) -> None:
    wrong = await sim.client.get("/bot1:wrong/getMe")
    assert (wrong.status, await wrong.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    unknown = await sim.client.post(f"/bot{sim.token}/makeCoffee")
    assert (unknown.status, (await unknown.json())["description"]) == (404, "Not Found: method not found")
    broken = await sim.client.post(
        f"/bot{sim.token}/sendMessage", data="{", headers={"Content-Type": "application/json"}
    )
    assert broken.status == 400
    empty = await sim.client.get(f"/bot{sim.token}/sendmessage")
    assert (await empty.json())["description"] == "Bad Request: chat_id is empty"
