"""Who is in which chat: the bot added, removed, blocked; others gone; a group that became a supergroup."""

import structlog
from telegram import ChatMember, ChatMemberUpdated

from bot.context import Turn
from bot.handlers.coordinators.content import coordinator_chats
from bot.handlers.groups import answer_in_group, context_of_writer
from bot.telegram.members import is_member
from bot.telegram.profile import publish_unit_commands
from bot.views.groups import greeting
from storage.chats import drop_waiting_deliveries, move_chat

log = structlog.get_logger("membership")

ABSENT = (ChatMember.LEFT, ChatMember.BANNED)


async def bot_added_or_removed(turn: Turn) -> None:
    """Greet a group that the bot was added to; cancel messages that wait for somebody who blocked it."""
    change = turn.update.my_chat_member
    if change is None:
        return
    was, is_now = presence(change)
    log.info(
        "the bot was added to a chat or removed",
        chat_id=change.chat.id,
        kind=change.chat.type,
        present=is_now,
    )
    if change.chat.type == change.chat.PRIVATE and not is_now:
        await drop_waiting_deliveries(turn.services.database, change.chat.id)
    elif change.chat.type in (change.chat.GROUP, change.chat.SUPERGROUP) and is_now and not was:
        language = coordinator_chats(turn.services).get(change.chat.id)
        if language:
            await publish_unit_commands(turn.bot, change.chat.id, turn.context.within(language).say)
        await answer_in_group(turn, greeting(await context_of_writer(turn)))


def presence(change: ChatMemberUpdated) -> tuple[bool, bool]:
    """Whether the bot was there before, and is now."""
    return change.old_chat_member.status not in ABSENT, change.new_chat_member.status not in ABSENT


async def member_changed(turn: Turn) -> None:
    """Note that somebody joined a group or left it: access ends with membership."""
    change = turn.update.chat_member
    if change is not None:
        member = change.new_chat_member
        turn.services.members.remember(change.chat.id, member.user.id, is_member(member))


async def member_left(turn: Turn) -> None:
    """Note that somebody left, by the group's own message: of members, Telegram tells administrators only."""
    message = turn.update.effective_message
    if message is not None and message.left_chat_member is not None:
        turn.services.members.remember(message.chat_id, message.left_chat_member.id, False)


async def follow_group_to_new_id(turn: Turn) -> None:
    """Follow a group to its new id."""
    message = turn.update.effective_message
    if message is None or not message.migrate_to_chat_id:
        return
    await move_chat(turn.services.database, turn.chat.chat_id, message.migrate_to_chat_id)
    if any(contact.chat == turn.chat.chat_id for contact in turn.knowledge_base.content.contacts.contacts):
        log.warning(
            "a coordinators' group has a new id; write it into contacts.yaml",
            old=turn.chat.chat_id,
            new=message.migrate_to_chat_id,
        )
