"""/language in one of the unit's groups: which language leads, commands and notices have there."""

from bot.context import Turn
from bot.handlers.coordinators.access import unit_context
from bot.telegram.callback_data import ChooseGroupLanguage, unpack
from bot.telegram.profile import publish_unit_commands
from bot.views.message import Button, Message, plain
from knowledge.content.languages import name_of
from storage.audit import Actor


async def ask_group_language(turn: Turn, _who: Actor) -> None:
    """Offer the languages."""
    context = unit_context(turn)
    rows = tuple((Button(name_of(code), ChooseGroupLanguage(code)),) for code in context.languages)
    await turn.send(Message(plain(context.say("Which language shall I use in this group?")), rows))


async def choose_group_language(turn: Turn, _who: Actor) -> None:
    """Speak the language that was chosen, in this group alone."""
    wanted = unpack(ChooseGroupLanguage, turn.pressed)
    if wanted is None or wanted.language not in turn.context.languages:
        await turn.pop_up("")
        return
    await turn.save(None, language=wanted.language)
    await publish_unit_commands(turn.bot, turn.chat.chat_id, unit_context(turn).say)
    await turn.send(Message(plain(unit_context(turn).say("From now on I write to this group in English."))))
