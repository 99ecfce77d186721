"""Choosing a language; whatever was begun continues in that language."""

from bot.context import Turn
from bot.handlers.coordinators.content import coordinator_chats
from bot.telegram.callback_data import ChooseLanguage, unpack
from bot.telegram.profile import publish_unit_commands
from bot.views import menu
from bot.views.preapplication.question import form


async def ask_language(turn: Turn) -> None:
    """Offer the languages."""
    await turn.save(menu.language.screen())
    await turn.show()


async def choose_language(turn: Turn) -> None:
    """Switch, and show the present screen again (the form, if one was being filled in)."""
    wanted = unpack(ChooseLanguage, turn.pressed)
    chosen = next(
        (language for language in turn.context.languages if wanted and wanted.language == language), None
    )
    screen = turn.screen
    if screen.name == "language":
        screen = form.screen() if turn.stored_draft else menu.menu.screen()
    await turn.save(screen, language=chosen)
    await turn.show()
    if chosen and turn.chat.chat_id in coordinator_chats(turn.services):
        await publish_unit_commands(turn.bot, turn.chat.chat_id, turn.context.say)
