"""/reload: read the content again; and which chats are the coordinators'."""

import structlog
from telegram.error import TelegramError

from bot.context import Services, Turn
from bot.handlers.coordinators.access import unit_context
from bot.operations.background import in_thread
from bot.telegram.profile import introduce_to
from bot.views.leads import lists as coordinators
from bot.views.message import Message
from knowledge.content.changes import changes
from knowledge.content.load import BrokenContentError
from knowledge.content.schema import Language
from storage.audit import Actor, record

log = structlog.get_logger("content")


async def reload_content(turn: Turn, who: Actor) -> None:
    """Say that the content is being read, and read it beside the turn: with new texts it takes half a minute."""
    background = turn.services.background
    if background.is_under_way("reload"):
        await turn.send(coordinators.reading_content(unit_context(turn), already=True))
        return
    await turn.send(coordinators.reading_content(unit_context(turn)))
    background.begin("reload", reading(turn, who))


async def reading(turn: Turn, who: Actor) -> None:
    """Put the content as it now is into service and report what changed, or what is wrong with it."""
    report = await read_again(turn, who)
    try:
        await turn.send(report, edit=False)
    except TelegramError as error:
        log.warning("the report of a reading was not delivered", error=type(error).__name__)


async def read_again(turn: Turn, who: Actor) -> Message:
    """Read the content; gives the report."""
    services, before = turn.services, turn.services.library.knowledge_base.content
    try:
        content = (await in_thread(services.library.reload, "content")).content
    except BrokenContentError as broken:
        return coordinators.content_refused(unit_context(turn), [str(mistake) for mistake in broken.mistakes])
    now = services.now()
    writes = (*turn.extra_writes, record("content", who, "reloaded", now, content.version))
    await services.database.run(lambda db: [write(db) for write in writes])
    for chat_id, language in coordinator_chats(services).items():
        await introduce_to(turn.bot, chat_id, language)
    return coordinators.reloaded(unit_context(turn), changes(before, content), len(content.answers), now)


def coordinator_chats(services: Services) -> dict[int, Language]:
    """The chats where leads are worked on, and the language of each."""
    contacts = services.library.knowledge_base.content.contacts.contacts
    chats = [*services.settings.coordinators, *(contact.chat for contact in contacts if contact.chat)]
    return {chat: services.unit.language(chat) for chat in chats}
