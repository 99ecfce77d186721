"""/reload: read the content again; and which commands coordinators find behind "/" in their chats."""

import asyncio

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.context import Services, Turn
from bot.handlers.access import desk
from bot.views import coordinators
from knowledge.load import BrokenContentError
from knowledge.models import Language
from locales import translator
from storage.audit import Actor, record

log = structlog.get_logger("access")


async def reload_content(turn: Turn, who: Actor) -> None:
    """Put the content as it now is into service, or list what is wrong with it."""
    library = turn.services.library
    try:
        known = await asyncio.to_thread(library.reload)
    except BrokenContentError as broken:
        mistakes = [str(mistake) for mistake in broken.mistakes]
        await turn.send(coordinators.broken(desk(turn), mistakes))
        return
    await turn.save(None, record("content", who, "reloaded", turn.now, known.knowledge.version))
    await introduce(turn.bot, turn.services)
    await turn.send(coordinators.reloaded(desk(turn), len(known.knowledge.answers), turn.now))


async def introduce(bot: Bot, services: Services) -> None:
    """Set the commands that are only seen in the unit's chats; a chat without the bot is left for later."""
    contacts = services.library.known.knowledge.contacts.contacts
    chats: dict[int, Language] = dict.fromkeys(services.settings.coordinators, "en")
    chats |= {contact.chat: contact.language for contact in contacts if contact.chat}
    for chat_id, language in chats.items():
        try:
            await bot.set_my_commands(commands(language), scope=BotCommandScopeChat(chat_id))
        except TelegramError as error:
            log.warning("coordinators' commands not set", chat_id=chat_id, error=type(error).__name__)


def commands(language: Language) -> list[BotCommand]:
    """The unit's commands as Telegram's menu shows them."""
    _ = translator(language)
    return [
        BotCommand("leads", _("leads by state, country, topic")),
        BotCommand("unclaimed", _("leads that nobody has claimed")),
        BotCommand("lead", _("one lead: /lead IUC-2026-0001")),
        BotCommand("note", _("take a note about a lead, in reply to it")),
        BotCommand("unanswered", _("questions that wait for an answer")),
        BotCommand("reload", _("read the content again")),
    ]
