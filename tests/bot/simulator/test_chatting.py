"""A bot and a person talk through the simulator, each over HTTP."""

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)

from tests.person import Sim


async def next_update(bot: Bot, offset: int = 0) -> Update:
    updates = await bot.get_updates(offset=offset, timeout=5)
    assert updates, "no update came"
    return updates[0]


async def test_what_a_person_says_reaches_the_bot_with_its_command_marked(sim: Sim, bot: Bot) -> None:
    await sim.person("officer_es").says("/faq plazo 🏙 de España", expects_reply=False)
    update = await next_update(bot)
    assert update.message
    assert update.message.text == "/faq plazo 🏙 de España"
    assert update.effective_user
    assert update.effective_user.language_code == "es"
    assert [(each.type, each.offset, each.length) for each in update.message.entities] == [
        ("bot_command", 0, 4)
    ]


async def test_the_bots_answer_is_the_persons_screen(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_en")
    await person.says("/start", expects_reply=False)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    await bot.send_message(1002, "<b>Hello</b> &amp; welcome", parse_mode="HTML", reply_markup=keyboard)
    screen = await person.waits_for("Hello & welcome")
    assert screen.buttons == ["Yes"]
    assert screen.message["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
