"""One update being handled: who wrote where, what is known, and how a handler saves and shows."""

import asyncio
import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from telegram import Update

from bot.chat_language import language_of
from bot.conversation import conversation_after
from bot.operations.background import BackgroundTasks
from bot.operations.knowledge_base import KnowledgeBase, Library
from bot.operations.metrics import Metrics
from bot.operations.quotas import LOOK_UPS, DailyCounter
from bot.settings import Settings
from bot.telegram.albums import Albums
from bot.telegram.limits import FloodGate
from bot.telegram.members import Members
from bot.telegram.show import ShownMessageId, answer_tap, remove_contact_keyboard, show
from bot.telegram.updates import Receiver
from bot.unit import Unit
from bot.views import render
from bot.views.context import CONVERSATION, Screen, ViewContext
from bot.views.message import Message, length, paragraphs, plain
from bot.web.links import Links
from knowledge.content.schema import LONGEST_MESSAGE, Language
from knowledge.conversation.context import Conversation
from knowledge.form.draft import Draft
from storage.chats import Chat, chat_and_draft, save_turn
from storage.database import Connection, Database, Write
from storage.drafts import StoredDraft
from storage.inbox import Inbox
from storage.sent_messages import forget_answer_message, remember_answer_message


@dataclass(frozen=True)
class Services:
    """What is built once, in application.py, and used by every turn."""

    settings: Settings
    library: Library
    unit: Unit
    links: Links
    database: Database
    inbox: Inbox
    metrics: Metrics
    now: Callable[[], datetime.datetime]
    wake_delivery: Callable[[], None]
    flood: FloodGate
    stopping: asyncio.Event
    look_ups: DailyCounter = field(default_factory=lambda: DailyCounter(LOOK_UPS))
    background: BackgroundTasks = field(default_factory=BackgroundTasks)
    members: Members = field(default_factory=Members)
    albums: Albums = field(default_factory=Albums)

    def today(self, knowledge_base: KnowledgeBase) -> datetime.date:
        """The day in the call's time zone, or the one that the operator set."""
        zone = knowledge_base.content.programme.call.zone
        return self.settings.today or self.now().astimezone(zone).date()


class Turn:
    """An update with all that its handler needs; made by routes.py, used once."""

    def __init__(
        self, services: Services, bot: Receiver, update: Update, chat: Chat, draft: StoredDraft | None
    ) -> None:
        self.services = services
        self.bot = bot
        self.update = update
        self.chat = chat
        self.stored_draft = draft
        self.knowledge_base = services.library.knowledge_base
        self.now = services.now()
        self.context = self._context(language_of(chat, update, self.languages))
        self.screen = Screen.restored(chat.screen)
        self.conversation = Conversation.restored(chat.screen.get(CONVERSATION, {}), self.now)
        self.repeated = update.update_id == chat.last_update_id
        self.given_text: str | None = None  # the words, where they are not simply the message's text
        self.extra_writes: tuple[Write, ...] = ()  # stored with the next save, whatever the handler saves
        self.writes_when_done: list[Write] = []  # stored when the update is done, of what was shown
        self.notice = ""  # to be said at the top of the next message
        self.replaces: int | None = None  # the earlier message that the next one takes the place of
        self.contact_key_was_out = bool(self.screen.arguments.get("contact_key"))

    @property
    def languages(self) -> tuple[Language, ...]:
        """The programme's languages."""
        return self.knowledge_base.content.programme.languages

    @property
    def text(self) -> str:
        """What was typed, below a picture too; empty for anything without words."""
        if self.given_text is not None:
            return self.given_text
        message = self.update.effective_message
        return (message.text or message.caption or "") if message and not self.update.callback_query else ""

    @property
    def pressed(self) -> str:
        """The payload of the button that was pressed; empty if none was."""
        query = self.update.callback_query
        return query.data or "" if query and isinstance(query.data, str) else ""

    async def save(
        self,
        screen: Screen | Callable[[Connection], Screen] | None = None,
        *writes: Write,
        language: Language | None = None,
    ) -> None:
        """Store what the turn did, in one transaction, and update the turn.

        `screen` may be made from what was written. A repeated update stores nothing, and the turn takes
        over the stored state.
        """
        await save_turn(
            self.services.database,
            self.chat.chat_id,
            self.update.update_id,
            self.now,
            *self.extra_writes,
            *writes,
            screen=screen_to_store(screen, self.conversation, self.now),
            language=language,
            spoken=self.context.language,
        )
        await self.refresh()
        self.services.wake_delivery()

    async def refresh(self) -> None:
        """Read the stored state again."""
        self.chat, self.stored_draft = chat_and_draft(self.services.database, self.chat.chat_id)
        self.screen = Screen.restored(self.chat.screen)
        self.conversation = Conversation.restored(self.chat.screen.get(CONVERSATION, {}), self.now)
        self.context = self._context(language_of(self.chat, self.update, self.languages))

    async def show(
        self, screen: Screen | None = None, *, context: ViewContext | None = None, note: str = ""
    ) -> ShownMessageId:
        """Put a screen (the stored one unless told otherwise) before the person; `note` pops up after a tap."""
        drawn = render(context or self.context, screen or self.screen)
        return await self.send(drawn, note=note)

    async def send(self, message: Message, *, note: str = "", edit: bool = True) -> ShownMessageId:
        """Put a message before the person: in place after a tap, below what they typed otherwise."""
        message = self._with_notice(message)
        shown = await show(self.bot, self.update, message, note=note, edit=edit, replaces=self.replaces)
        if self.contact_key_was_out and not self.screen.arguments.get("contact_key"):
            await remove_contact_keyboard(self.bot, self.chat.chat_id)
        if self.update.callback_query and shown is not None:
            self.writes_when_done.append(forget_answer_message(self.chat.chat_id, shown))
        return shown

    async def answer(self, message: Message) -> None:
        """Send the answer to a question that was typed; it is replaced if the question is edited."""
        shown, asked = await self.send(message), self.update.effective_message
        if asked is not None and shown is not None:
            self.writes_when_done.append(
                remember_answer_message(self.chat.chat_id, asked.message_id, shown, self.now)
            )

    async def pop_up(self, text: str, *, alert: bool = False) -> None:
        """Answer a tap with a short text over the chat; nothing else changes."""
        await answer_tap(self.update, text, alert=alert)

    def _with_notice(self, message: Message) -> Message:
        text = paragraphs(plain(self.notice), message.text)
        if not self.notice or length(text) > LONGEST_MESSAGE:
            return message
        self.notice = ""
        return replace(message, text=text)

    def contexts(self) -> dict[Language, ViewContext]:
        """The context in every language, for messages to others."""
        return {language: self.context.within(language) for language in self.context.languages}

    def _context(self, language: Language) -> ViewContext:
        stored = self.stored_draft
        draft = Draft.restored(stored.answers, stored.pending, stored.at) if stored else None
        today = self.services.today(self.knowledge_base)
        username = self.bot.username if self.bot.bot else ""
        draft_id, corrects = (stored.draft_id, stored.corrects) if stored else (0, None)
        return ViewContext(language, self.knowledge_base, today, draft, draft_id, username, corrects)


def screen_to_store(
    screen: Screen | Callable[[Connection], Screen] | None,
    conversation: Conversation,
    now: datetime.datetime,
) -> Mapping[str, object] | Callable[[Connection], Mapping[str, object]] | None:
    """A screen as it is stored, with the topic of the conversation once it is shown."""

    def stored(shown: Screen) -> Mapping[str, object]:
        return {**shown.stored(), CONVERSATION: conversation_after(conversation, shown).stored(now)}

    if screen is None or isinstance(screen, Screen):
        return stored(screen) if screen else None
    return lambda db: stored(screen(db))
