"""/reload: read the content again; and which chats are the coordinators'."""

import asyncio

from bot.context import Services, Turn
from bot.handlers.coordinators.access import desk
from bot.telegram.profile import introduce_to
from bot.views.leads import lists as coordinators
from knowledge.content.load import BrokenContentError
from knowledge.content.schema import Language
from storage.audit import Actor, record


async def reload_content(turn: Turn, who: Actor) -> None:
    """Put the content as it now is into service, or list what is wrong with it."""
    library = turn.services.library
    try:
        knowledge_base = await asyncio.to_thread(library.reload)
    except BrokenContentError as broken:
        mistakes = [str(mistake) for mistake in broken.mistakes]
        await turn.send(coordinators.broken(desk(turn), mistakes))
        return
    await turn.save(None, record("content", who, "reloaded", turn.now, knowledge_base.content.version))
    for chat_id, language in coordinator_chats(turn.services).items():
        await introduce_to(turn.bot, chat_id, language)
    await turn.send(coordinators.reloaded(desk(turn), len(knowledge_base.content.answers), turn.now))


def coordinator_chats(services: Services) -> dict[int, Language]:
    """The chats where leads are worked on, and the language of each."""
    content = services.library.knowledge_base.content
    contacts, first = content.contacts.contacts, content.programme.languages[0]
    chats: dict[int, Language] = dict.fromkeys(services.settings.coordinators, first)
    return chats | {contact.chat: contact.language for contact in contacts if contact.chat}
