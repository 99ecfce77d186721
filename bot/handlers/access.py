"""Who may do a coordinator's work, and the refusal of everybody else."""

from collections.abc import Awaitable, Callable

import structlog
from telegram import Chat, User

from bot.context import Turn
from bot.handlers.start import help_command
from knowledge.models import ContactPerson

log = structlog.get_logger("access")


def authorised(turn: Turn) -> bool:
    """Tell whether this turn's person may see leads in this turn's chat.

    In a chat named in contacts.yaml: its members, of them only those in COORDINATORS where that is set; in a
    private chat also whoever is in COORDINATORS. A public group counts for nothing: anybody could read it.
    """
    chat, user = turn.update.effective_chat, turn.update.effective_user
    if chat is None or user is None or (chat.username is not None and chat.type != Chat.PRIVATE):
        return False
    listed = turn.services.settings.coordinators
    if chat.type == Chat.PRIVATE and user.id in listed:
        return True
    return own_contact(turn) is not None and (not listed or user.id in listed)


def own_contact(turn: Turn) -> ContactPerson | None:
    """The contact of contacts.yaml whose chat this is."""
    contacts = turn.known.knowledge.contacts.contacts
    return next((contact for contact in contacts if contact.chat == turn.chat.chat_id), None)


def coordinator(turn: Turn) -> User | None:
    """The person who acts, with a name of their own; None for a group's anonymous administrator."""
    user = turn.update.effective_user
    return user if user and not user.is_bot else None


def guarded(handler: Callable[[Turn], Awaitable[None]]) -> Callable[[Turn], Awaitable[None]]:
    """Let only coordinators reach a handler; to others the command does not exist. The refusal is logged."""

    async def handle(turn: Turn) -> None:
        if authorised(turn):
            await handler(turn)
            return
        user = turn.update.effective_user
        log.warning(
            "coordinator's command refused",
            update_id=turn.update.update_id,
            chat_id=turn.chat.chat_id,
            user_id=user.id if user else None,
        )
        if turn.pressed:
            await turn.pop_up(turn.scene.say("This is only for the coordination unit."), alert=True)
        elif turn.chat.chat_id > 0:
            await help_command(turn)

    return handle
