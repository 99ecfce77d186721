"""/reload: read the content again; and which chats are the coordinators'."""

import asyncio

from bot.context import Services, Turn
from bot.handlers.access import desk
from bot.profile import introduce_to
from bot.views import coordinators
from knowledge.load import BrokenContentError
from knowledge.models import Language
from storage.audit import Actor, record


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
    for chat_id, language in desks(turn.services).items():
        await introduce_to(turn.bot, chat_id, language)
    await turn.send(coordinators.reloaded(desk(turn), len(known.knowledge.answers), turn.now))


def desks(services: Services) -> dict[int, Language]:
    """The chats where leads are worked on, and the language of each."""
    contacts = services.library.known.knowledge.contacts.contacts
    chats: dict[int, Language] = dict.fromkeys(services.settings.coordinators, "en")
    return chats | {contact.chat: contact.language for contact in contacts if contact.chat}
