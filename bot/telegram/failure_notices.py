"""What people are told whose messages could not be taken: they cannot be read, or nothing can be stored at present."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog
from telegram.error import TelegramError

from bot.operations.knowledge_base import Library
from bot.telegram.failures import storage_notice
from bot.telegram.raw_updates import Origin, Raw, origin_of
from bot.views.message import plain
from locales import Translator
from storage.chats import chat_and_draft
from storage.database import Database, StorageError
from storage.outbox import Delivery

WITHIN = 10.0
"""Seconds that telling people may hold up receiving."""

log = structlog.get_logger("updates")


@dataclass
class FailureNotices:
    """Tells people; of a failing storage each of them once until it works again. `say` sends a text to a chat."""

    library: Library
    database: Database
    say: Callable[[int, str], Awaitable[object]]
    wake_delivery: Callable[[], None]
    _told: dict[int, Origin] = field(default_factory=dict)

    def unreadable(self, update_id: int, origin: Origin) -> Delivery:
        """The word to a person whose message cannot be read; it is stored with the message."""
        text = plain(unreadable_notice(self._translator(origin)))
        return Delivery(f"notice:{update_id}", "chat", str(origin.chat_id), {"text": text})

    async def not_stored(self, raws: Sequence[Raw]) -> None:
        """Tell those whose messages could not be stored."""
        origins = {origin.chat_id: origin for raw in raws if (origin := origin_of(raw)) and origin.private}
        fresh = {chat: origin for chat, origin in origins.items() if chat not in self._told}
        self._told |= fresh
        await self._tell_all(fresh, storage_notice)

    async def stored_again(self) -> None:
        """Tell the same people that it works again."""
        told, self._told = self._told, {}
        await self._tell_all(told, recovery_notice)

    async def _tell_all(self, origins: dict[int, Origin], words: Callable[[Translator], str]) -> None:
        texts = {chat: plain(words(self._translator(origin))) for chat, origin in origins.items()}
        try:
            async with asyncio.timeout(WITHIN):
                await asyncio.gather(*(self._tell(chat, text) for chat, text in texts.items()))
        except TimeoutError:
            log.info("notices not sent in time", count=len(texts))

    async def _tell(self, chat: int, text: str) -> None:
        try:
            await self.say(chat, text)
        except TelegramError as error:
            log.info("notice not delivered", chat_id=chat, error=type(error).__name__)

    def _translator(self, origin: Origin) -> Translator:
        knowledge_base = self.library.knowledge_base
        languages = knowledge_base.content.programme.languages
        for language in (self._chosen(origin.chat_id), origin.language.lower().partition("-")[0]):
            if language in languages:
                return knowledge_base.say(language)
        return knowledge_base.say(languages[0])

    def _chosen(self, chat_id: int) -> str | None:
        try:
            return chat_and_draft(self.database, chat_id)[0].language
        except StorageError:
            return None


def unreadable_notice(_: Translator) -> str:
    """A message is of a kind that the bot cannot read."""
    return _("I am sorry, I cannot read this message. Could you write it to me as plain text?")


def recovery_notice(_: Translator) -> str:
    """Messages can be stored again."""
    return _("I can store messages again. What you wrote meanwhile is not lost; my reply follows.")
