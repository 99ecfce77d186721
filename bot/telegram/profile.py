"""What people see of the bot before they write: commands per scope and language, descriptions, menu button.

Everything is read first and set only where it differs: Telegram allows few changes a day, and restarts are many.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    MenuButtonCommands,
)
from telegram.error import RetryAfter, TelegramError

from bot.operations.knowledge_base import KnowledgeBase
from bot.telegram.limits import in_background
from knowledge.content.schema import Language, Programme
from locales import Translator

log = structlog.get_logger("profile")

WITHIN = 20.0
"""Seconds that all of it may take: the bot serves without it rather than wait for Telegram's permission."""


async def publish_profile(bot: Bot, known: KnowledgeBase, coordinator_chats: Mapping[int, Language]) -> None:
    """Set commands, descriptions and menu button where they differ; what Telegram refuses is left for later."""
    try:
        with in_background():  # what Telegram wants to wait for is raised
            await asyncio.wait_for(update_where_different(bot, known, coordinator_chats), WITHIN)
    except (RetryAfter, TimeoutError) as error:
        log.warning("the profile is left as it is; the next start tries again", error=type(error).__name__)


async def update_where_different(
    bot: Bot, known: KnowledgeBase, coordinator_chats: Mapping[int, Language]
) -> None:
    """Go through everything, and set what differs."""
    programme = known.content.programme
    for scope, code, wanted in expected_commands(known):
        await log_refusal(set_commands, bot, scope, code, wanted)
    for code, language in language_by_code(programme.languages):
        await log_refusal(set_descriptions, bot, code, programme, language)
    await log_refusal(set_menu_button, bot)
    for chat_id, language in coordinator_chats.items():
        await publish_unit_commands(bot, chat_id, known.say(language))


async def publish_unit_commands(bot: Bot, chat_id: int, words: Translator) -> None:
    """Set the commands that are only seen in one of the coordinators' chats, in the language of its contact."""
    await log_refusal(set_commands, bot, BotCommandScopeChat(chat_id), None, for_coordinators(words))


async def log_refusal(step: Callable[..., Awaitable[None]], *arguments: object) -> None:
    """Do one step; a refusal is logged, since the bot serves without it."""
    try:
        await step(*arguments)
    except RetryAfter:
        raise
    except TelegramError as error:
        # InvalidToken among them: so the library names a server that does not know the method.
        log.warning("refused by Telegram", step=step.__name__, error=type(error).__name__)


def language_by_code(languages: Sequence[Language]) -> list[tuple[str | None, Language]]:
    """Telegram's language codes with the language shown in each; None is what people of all others see."""
    return [(None, languages[0]), *((code, code) for code in languages[1:])]


def expected_commands(
    known: KnowledgeBase,
) -> Iterator[tuple[BotCommandScope, str | None, list[BotCommand]]]:
    """The commands of each scope and language; the default scope is what is left: channels' discussions."""
    for code, language in language_by_code(known.content.programme.languages):
        _, title = known.say(language), known.eligibility_title(language)
        ends = known.content.programme.call.deadline is not None
        yield BotCommandScopeDefault(), code, for_everybody(_, title, ends=ends)
        yield BotCommandScopeAllPrivateChats(), code, for_everybody(_, title, ends=ends)
        yield BotCommandScopeAllGroupChats(), code, for_groups(_)


async def set_commands(bot: Bot, scope: BotCommandScope, code: str | None, wanted: list[BotCommand]) -> None:
    """Set one scope's commands in one language."""
    if list(await bot.get_my_commands(scope, code)) != wanted:
        await bot.set_my_commands(wanted, scope, code)


async def set_descriptions(bot: Bot, code: str | None, programme: Programme, language: Language) -> None:
    """Set the programme's texts over an empty chat and on the profile in one language."""
    identity = programme.identity
    long, short = identity.about.within(language), identity.tagline.within(language)
    if (await bot.get_my_description(code)).description != long:
        await bot.set_my_description(long, code)
    if (await bot.get_my_short_description(code)).short_description != short:
        await bot.set_my_short_description(short, code)


async def set_menu_button(bot: Bot) -> None:
    """Let the button beside the typing field list the commands."""
    if not isinstance(await bot.get_chat_menu_button(), MenuButtonCommands):
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


def for_everybody(_: Translator, eligibility: str, *, ends: bool) -> list[BotCommand]:
    """The commands of private chats; `eligibility` is what the programme calls the look at who can take part.

    `ends`: the call has a last day, which goes into a calendar.
    """
    dated, rolling = _("until when, and the date for your calendar"), _("until when the call is open")
    return [
        BotCommand("start", _("the main menu")),
        BotCommand("faq", _("questions by subject")),
        BotCommand("eligibility", eligibility),
        BotCommand("apply", _("start or continue the pre-application")),
        BotCommand("deadline", dated if ends else rolling),
        BotCommand("contact", _("{unit}'s contact details")),
        BotCommand("language", _("change the language")),
        BotCommand("status", _("the pre-applications that you sent: see, correct, withdraw")),
        BotCommand("privacy", _("what is stored about you")),
        BotCommand("help", _("what I can do")),
        BotCommand("cancel", _("leave what you are doing; nothing is lost")),
    ]


def for_groups(_: Translator) -> list[BotCommand]:
    """The commands that are answered before everybody."""
    return [
        BotCommand("faq", _("questions by subject; add some words to look them up")),
        BotCommand("deadline", _("until when the call is open")),
        BotCommand("contact", _("{unit}'s contact details")),
        BotCommand("help", _("what I can do")),
    ]


def for_coordinators(_: Translator) -> list[BotCommand]:
    """The commands of the coordinators' chats."""
    return [
        BotCommand("leads", _("leads by state, country, topic")),
        BotCommand("unclaimed", _("leads that nobody has claimed")),
        BotCommand("find", _("leads by any words: place, person, state, country …")),
        BotCommand("reply", _("write a saved reply, in reply to a lead")),
        BotCommand("decline", _("decline a lead for a reason of your own, in reply to it")),
        BotCommand("lead", _("one lead: /lead and its reference")),
        BotCommand("note", _("take a note about a lead, in reply to it")),
        BotCommand("desk", _("the leads as a table in your browser")),
        BotCommand("unanswered", _("questions that wait for an answer")),
        BotCommand("reload", _("read the content again")),
        BotCommand("stats", _("the figures of the last weeks")),
        BotCommand("export", _("the pre-applications as a spreadsheet")),
        BotCommand("audit", _("who did what and when")),
        *for_groups(_),
    ]
