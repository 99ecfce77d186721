"""/reload reads the content again; also lists the coordinators' chats."""

from bot.context import Services, Turn
from bot.handlers.coordinators.access import unit_context
from bot.operations.background import run_in_thread
from bot.telegram.profile import publish_unit_commands
from bot.views.leads import lists as lead_lists
from bot.views.message import Message
from knowledge.content.changes import changes
from knowledge.content.load import BrokenContentError
from knowledge.content.schema import Language
from storage.audit import Actor, record


async def reload_content(turn: Turn, who: Actor) -> None:
    """Read the content again and report; with new texts it takes half a minute, and is done once at a time."""
    if turn.services.library.is_being_read:
        await turn.send(lead_lists.already_being_read(unit_context(turn)))
    else:
        await turn.send(await read_again(turn, who), edit=False)


async def read_again(turn: Turn, who: Actor) -> Message:
    """Reload the content; return what changed, or what is wrong with it."""
    services, before = turn.services, turn.services.library.knowledge_base.content
    try:
        content = (await run_in_thread(services.library.reload, "content")).content
    except BrokenContentError as broken:
        return lead_lists.content_refused(unit_context(turn), [str(mistake) for mistake in broken.mistakes])
    now = services.now()
    await turn.save(None, record("content", who, "reloaded", now, content.version))
    for chat_id, language in coordinator_chats(services).items():
        await publish_unit_commands(turn.bot, chat_id, services.library.knowledge_base.say(language))
    return lead_lists.reloaded(unit_context(turn), changes(before, content), len(content.answers), now)


def coordinator_chats(services: Services) -> dict[int, Language]:
    """The chats where leads are worked on, and the language of each."""
    contacts = services.library.knowledge_base.content.contacts.contacts
    chats = [*services.settings.coordinators, *(contact.chat for contact in contacts if contact.chat)]
    return {chat: services.unit.language(chat) for chat in chats}
