"""What the bot says about itself, per language and scope."""

from telegram import (
    Bot,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
)

from tests.person import COORDINATORS, Sim


async def seen(sim: Sim, **who: str | float) -> list[str]:
    return [each["command"] for each in await sim.read("commands", **who)]


async def test_everybody_sees_the_commands_of_the_narrowest_scope_and_their_language(
    sim: Sim, bot: Bot
) -> None:
    await bot.set_my_commands([("start", "Start")])
    await bot.set_my_commands([("plazo", "Plazo")], BotCommandScopeAllPrivateChats(), language_code="es")
    await bot.set_my_commands([("help", "Help")], BotCommandScopeAllGroupChats())
    await bot.set_my_commands([("leads", "Leads")], BotCommandScopeChat(COORDINATORS))
    assert await seen(sim, user="officer_es") == ["plazo"]
    assert await seen(sim, user="officer_en") == ["start"]
    assert await seen(sim, user="coordinator_en", chat_id=COORDINATORS) == ["leads"]
    await bot.delete_my_commands(BotCommandScopeChat(COORDINATORS))
    assert await seen(sim, user="coordinator_en", chat_id=COORDINATORS) == ["help"]


async def test_commands_are_read_back_for_exactly_their_scope_and_language(bot: Bot) -> None:
    await bot.set_my_commands([("start", "Empezar")], language_code="es")
    assert [each.description for each in await bot.get_my_commands(language_code="es")] == ["Empezar"]
    assert await bot.get_my_commands() == ()


async def test_descriptions_fall_back_to_the_default_language(sim: Sim, bot: Bot) -> None:
    await bot.set_my_description("What I do")
    await bot.set_my_description("Lo que hago", language_code="es")
    await bot.set_my_short_description("Short")
    await bot.set_my_name("IUC")
    assert (await bot.get_my_description("es")).description == "Lo que hago"
    assert (await bot.get_my_description("fr")).description == "What I do"
    assert (await bot.get_my_short_description()).short_description == "Short"
    assert (await bot.get_my_name("es")).name == "IUC"
    assert (await bot.get_me()).first_name == "IUC"
    assert (await sim.read("about", user="officer_es"))["description"] == "Lo que hago"


async def test_the_menu_button_and_the_members_of_the_coordinators_group_can_be_asked_for(bot: Bot) -> None:
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert (await bot.get_chat(COORDINATORS)).title == "Coordination"
    assert (await bot.get_chat_member(COORDINATORS, 1003)).status == "creator"
    assert (await bot.get_chat_member(COORDINATORS, 1001)).status == "left"
    administrators = await bot.get_chat_administrators(COORDINATORS)
    assert [each.user.id for each in administrators] == [1003, 1004]
    assert await bot.leave_chat(COORDINATORS)
