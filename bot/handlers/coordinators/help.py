"""/help in a private chat: what everybody can do, and for coordinators their own commands."""

from bot.context import Turn
from bot.handlers import start
from bot.handlers.coordinators.access import authorised, unit_context
from bot.telegram.profile import for_coordinators
from bot.views.groups import commands_of_the_unit


async def help_command(turn: Turn) -> None:
    """Say what the bot can do; to coordinators also their own commands."""
    await start.help_command(turn)
    if await authorised(turn):
        context = unit_context(turn)
        commands = {each.command: each.description for each in for_coordinators(context.say)}
        await turn.send(commands_of_the_unit(context, commands), edit=False)
