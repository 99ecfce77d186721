"""Who is a coordinator, in which language they are addressed, and how others are refused."""

from collections.abc import Awaitable, Callable

import structlog
from telegram import Chat, Message
from telegram.ext.filters import MessageFilter

from bot.context import Services, Turn
from bot.handlers.start import help_command
from bot.telegram.updates import Receiver
from bot.views.context import ViewContext
from bot.views.groups import greeting
from knowledge.content.schema import ContactPerson
from storage.audit import Actor
from storage.lead_work import note_coordinator

log = structlog.get_logger("access")


async def authorised(turn: Turn) -> bool:
    """Tell whether this turn's person may see leads in this turn's chat.

    In a group named in contacts.yaml: its members as Telegram knows them now, of them only those in COORDINATORS
    where that is set. In a private chat: the contact whose chat it is, and who is in COORDINATORS as long as they
    are in a group of the unit, if it has one. A public group counts for nothing: anybody could read it.
    """
    chat, user = turn.update.effective_chat, turn.update.effective_user
    if chat is None or user is None or (chat.username is not None and chat.type != Chat.PRIVATE):
        return False
    listed = turn.services.settings.coordinators
    if is_anonymous_administrator(turn, chat.id):
        return own_contact(turn) is not None and (not listed or user.id in listed)
    return await works_in(turn.services, turn.bot, user.id, chat.id)


async def works_in(services: Services, bot: Receiver, user_id: int, chat_id: int) -> bool:
    """Tell whether a person, by their Telegram id, may see leads in a chat; a private chat has its person's id."""
    listed, contact = services.settings.coordinators, services.unit.contact(chat_id)
    if chat_id > 0:
        of_the_unit = contact is not None and (not listed or user_id in listed)
        return of_the_unit or (user_id in listed and await is_in_unit_group(services, bot, user_id))
    if contact is None or (listed and user_id not in listed):
        return False
    return await services.members.has(bot, chat_id, user_id)


async def contacts_seen_from(
    services: Services, bot: Receiver, user_id: int, chat_id: int
) -> list[ContactPerson]:
    """List the contacts whose leads are seen in a chat: the chat's own; in private those of all the person's groups."""
    contacts = services.library.knowledge_base.content.contacts.contacts
    own = [contact for contact in contacts if contact.chat == chat_id]
    if chat_id < 0 or user_id not in services.settings.coordinators:
        return own
    groups = [contact for contact in contacts if contact.chat is not None and contact.chat < 0]
    inside = [each for each in groups if await services.members.has(bot, each.chat or 0, user_id)]
    return [*own, *inside] if groups else list(contacts)


def is_anonymous_administrator(turn: Turn, chat_id: int) -> bool:
    """Tell whether a message comes from an anonymous administrator: Telegram names the group as its sender."""
    message = turn.update.effective_message if not turn.update.callback_query else None
    return bool(message and message.sender_chat and message.sender_chat.id == chat_id)


async def is_in_unit_group(services: Services, bot: Receiver, user_id: int) -> bool:
    """Tell whether somebody is in one of the unit's groups; where it has none, being listed is enough."""
    contacts = services.library.knowledge_base.content.contacts.contacts
    groups = {contact.chat for contact in contacts if contact.chat is not None and contact.chat < 0}
    for group in groups:
        if await services.members.has(bot, group, user_id):
            return True
    return not groups


def own_contact(turn: Turn) -> ContactPerson | None:
    """The contact whose chat this is."""
    contacts = turn.knowledge_base.content.contacts.contacts
    return next((contact for contact in contacts if contact.chat == turn.chat.chat_id), None)


class UnitGroupFilter(MessageFilter):
    """The messages in groups of the coordination unit, by the contacts as they are now."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._library = services.library

    def filter(self, message: Message) -> bool:
        """Tell whether a message stands in such a group."""
        contacts = self._library.knowledge_base.content.contacts.contacts
        return message.chat.type != Chat.PRIVATE and message.chat_id in {each.chat for each in contacts}


def unit_context(turn: Turn) -> ViewContext:
    """The context in the language of the unit's chat that this is; elsewhere in the person's own."""
    if own_contact(turn) is None:
        return turn.context
    return turn.context.within(turn.services.unit.language(turn.chat.chat_id))


def actor(turn: Turn) -> Actor | None:
    """Who acts, for the audit; None for a group's anonymous administrator, who is nobody in particular."""
    user = turn.update.effective_user
    return Actor(user.id, user.full_name) if user and not user.is_bot else None


def for_the_unit(handler: Callable[[Turn], Awaitable[None]]) -> Callable[[Turn], Awaitable[None]]:
    """Let only coordinators reach a handler; to others the command does not exist. The refusal is logged."""

    async def handle(turn: Turn) -> None:
        await (handler if await authorised(turn) else refuse)(turn)

    return handle


def for_coordinators(handler: Callable[[Turn, Actor], Awaitable[None]]) -> Callable[[Turn], Awaitable[None]]:
    """Let only coordinators reach a handler; it is given who acts, for the audit."""

    async def handle(turn: Turn) -> None:
        who = actor(turn)
        if who is None:
            await ask_for_own_name(turn)
        else:
            if who.id is not None:
                turn.extra_writes = (
                    *turn.extra_writes,
                    note_coordinator(who.id, who.name, turn.chat.chat_id, turn.now),
                )
            await handler(turn, who)

    return for_the_unit(handle)


async def refuse(turn: Turn) -> None:
    """Log the attempt without its content, and behave as if the command did not exist."""
    user = turn.update.effective_user
    log.warning(
        "coordinator's command refused",
        update_id=turn.update.update_id,
        chat_id=turn.chat.chat_id,
        user_id=user.id if user else None,
    )
    if turn.pressed:
        await turn.pop_up(turn.context.say("This is only for {unit}."), alert=True)
    elif turn.chat.chat_id > 0:
        await help_command(turn)
    elif own_contact(turn):  # in other groups the command may be another bot's
        await turn.send(greeting(unit_context(turn)))


async def ask_for_own_name(turn: Turn) -> None:
    """Ask an anonymous administrator to act under their own name."""
    text = unit_context(turn).say("Please switch “remain anonymous” off: work on leads needs a name.")
    if turn.pressed:
        await turn.pop_up(text, alert=True)
    else:
        await turn.bot.send_message(turn.chat.chat_id, text)
