"""Groups: commands, mentions and replies are answered, each with a message of its own; the rest is ignored.

A group has no screen of its own. Whatever is personal continues in the private chat.
"""

import asyncio
import re

from telegram import Message as TelegramMessage
from telegram import MessageEntity

from bot.chat_language import language_of
from bot.context import Turn
from bot.handlers.coordinators.access import own_contact, unit_context
from bot.handlers.coordinators.content import coordinator_chats
from bot.replies import reply_screen
from bot.telegram.deep_links import answer_payload
from bot.telegram.profile import for_coordinators
from bot.telegram.show import answer_tap
from bot.views import answers, menu, render
from bot.views.context import ViewContext
from bot.views.deadline import deadline_screen
from bot.views.groups import (
    answer_for_group,
    continue_in_private,
    greeting,
    greeting_to_the_unit,
    screen_for_group,
)
from bot.views.message import Message
from knowledge.conversation.understood import Understanding
from storage.chats import chat_and_draft
from storage.questions import keep_inline_question
from storage.sent_messages import find_answer_message

PERSONAL = {
    "eligibility": "eligibility",
    "apply": "apply",
    "status": "status",
    "language": "language",
    "privacy": "privacy",
    "mydata": "privacy",
    "forget": "privacy",
    "cancel": "menu",
}
"""Commands that go on in private, and the link that takes the person there."""
GREETED = ("start", "help")
COMMAND = re.compile(r"/(\w+)(?:@(\w+))?\s*(.*)", re.DOTALL)


async def message_in_group(turn: Turn) -> None:
    """Answer a message to the bot."""
    message = turn.update.effective_message
    if message is None or is_from_other_bot(message):
        return
    context = await context_of_writer(turn)
    if command := COMMAND.fullmatch(message.text or ""):
        name, bot, words = command.groups()
        if name.lower() in GREETED and turn.chat.chat_id in coordinator_chats(turn.services):
            commands = {each.command: each.description for each in for_coordinators(context.say)}
            await answer_in_group(turn, greeting_to_the_unit(context, commands))
        elif bot is None or bot.lower() == turn.bot.username.lower():
            named = bot is not None
            await answer_in_group(
                turn, await asyncio.to_thread(reply_to_command, context, name.lower(), words, named=named)
            )
    elif addressed(message, turn.bot.username, turn.bot.id):
        await answer_in_group(
            turn, await group_reply(turn, context, without_mention(message, turn.bot.username))
        )


async def answer_edited_in_group(turn: Turn) -> None:
    """Answer a changed question in place of the earlier answer; any other change is ignored."""
    message = turn.update.effective_message
    if message is None:
        return
    turn.replaces = find_answer_message(turn.services.database, turn.chat.chat_id, message.message_id)
    words = without_mention(message, turn.bot.username)
    if turn.replaces is not None and not words.startswith("/"):
        await answer_in_group(turn, await group_reply(turn, await context_of_writer(turn), words))


async def refuse_tap(turn: Turn) -> None:
    """Nothing that the bot shows in a group carries a tap back; say so to whoever made one up."""
    await answer_tap(turn.update, turn.context.say("Please go on in our private chat."))


async def context_of_writer(turn: Turn) -> ViewContext:
    """What a screen is drawn from, in the language of the member who writes; in the unit's groups in the group's."""
    user = turn.update.effective_user
    if own_contact(turn) is not None:
        return unit_context(turn)
    if user is None:
        return turn.context
    writer, _ = chat_and_draft(turn.services.database, user.id)
    return turn.context.within(language_of(writer, turn.update, turn.languages))


async def answer_in_group(turn: Turn, message: Message | None) -> None:
    """Answer in the group, if there is anything to say."""
    if message is not None:
        await turn.answer(message)


def is_from_other_bot(message: TelegramMessage) -> bool:
    """Tell whether another bot wrote a message; anonymous administrators write as a bot too, but are people."""
    return bool(message.from_user and message.from_user.is_bot and not message.sender_chat)


def reply_to_command(context: ViewContext, command: str, words: str, *, named: bool) -> Message | None:
    """The reply to a command; None for what may be another bot's, since it does not name ours."""
    if command in PERSONAL:
        return continue_in_private(context, PERSONAL[command])
    if command in ("deadline", "contact"):
        return screen_for_group(
            context, (menu.contact if command == "contact" else deadline_screen)(context), command
        )
    if command == "faq":
        return faq(context, words)
    return greeting(context) if named or command in GREETED else None


def faq(context: ViewContext, words: str) -> Message:
    """The subjects, or what some words find."""
    if not words:
        return screen_for_group(context, answers.categories(context), "faq")
    found = context.knowledge_base.search.find(words, language=context.language)
    ids = [candidate.id for candidate in found.candidates[:5]]
    return screen_for_group(context, answers.faq_results(context, ids, words[:200]), "faq")


def addressed(message: TelegramMessage, username: str, bot_id: int) -> bool:
    """Tell whether a message mentions the bot or replies to it."""
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == bot_id:
        return True
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    mentions = {**message.parse_entities(kinds), **message.parse_caption_entities(kinds)}
    return any(
        word.lower() == f"@{username}".lower() or (entity.user is not None and entity.user.id == bot_id)
        for entity, word in mentions.items()
    )


def without_mention(message: TelegramMessage, username: str) -> str:
    """The words of a message without the bot's name."""
    name = rf"@{re.escape(username)}\b[\s,:]*"
    return re.sub(name, "", message.text or message.caption or "", flags=re.IGNORECASE).strip()


async def group_reply(turn: Turn, context: ViewContext, words: str) -> Message:
    """The reply to a question asked before everybody; a case of one's own goes on in private."""
    if not words:
        return greeting(context)
    understood = await asyncio.to_thread(
        turn.knowledge_base.interpreter.understand, words, context.language, context.today
    )
    spoken = context.within(understood.language)
    if understood.outcome == "answer" and understood.id:
        return answer_for_group(
            spoken, render(spoken, reply_screen(spoken, understood)), answer_payload(understood.id)
        )
    if understood.outcome == "smalltalk":
        return screen_for_group(spoken, render(spoken, reply_screen(spoken, understood)))
    key = f"ask_{await keep_inline_question(turn.services.database, words, turn.now)}"
    if needs_more(understood):
        return continue_in_private(spoken, key)
    return screen_for_group(spoken, render(spoken, reply_screen(spoken, understood)), key)


def needs_more(understood: Understanding) -> bool:
    """Tell whether a candidacy cannot be judged without asking about it."""
    described, verdict = understood.described, understood.verdict
    return bool(described and described.alternatives) or (verdict is not None and verdict.undecided)
