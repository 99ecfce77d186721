"""The coordination unit's chats: whose they are, which language is spoken there, and how a lead looks in them."""

import datetime
import hashlib
import time
from collections.abc import Callable

from bot.operations.knowledge_base import Library
from bot.settings import Settings
from bot.views.context import ViewContext
from bot.views.leads.card import erased_message, lead_message
from bot.views.message import Message
from knowledge.content.schema import ContactPerson, Language
from storage.audit import Actor
from storage.chats import chat_and_draft
from storage.database import Database
from storage.leads import find_lead, find_lead_file


def mail_actor(contact: ContactPerson) -> Actor:
    """A contact as one who works on leads by mail alone: a number below zero, which no person in Telegram has."""
    number = int.from_bytes(hashlib.sha256(contact.id.encode()).digest()[:5])
    return Actor(-1 - number, contact.name)


class CardQuestions:
    """Cards that gave way to a question ("Why is it declined?"): nothing is drawn over it while it may be answered."""

    ANSWERED_WITHIN = 90.0
    """Seconds; after that the card comes back once its lead changes."""

    def __init__(self) -> None:
        self._until: dict[tuple[int, int], float] = {}

    def ask(self, chat_id: int, message_id: int) -> None:
        """Note that a message shows a question."""
        now = time.monotonic()
        self._until = {message: until for message, until in self._until.items() if until > now}
        self._until[chat_id, message_id] = now + self.ANSWERED_WITHIN

    def close(self, chat_id: int, message_id: int) -> None:
        """Note that it was answered; does nothing if none was asked there."""
        self._until.pop((chat_id, message_id), None)

    def seconds_left(self, chat_id: int, message_id: int) -> float:
        """How long a message is still to be left alone; 0 if it shows no question."""
        return max(0.0, self._until.get((chat_id, message_id), 0.0) - time.monotonic())


class Unit:
    """What is known of the unit outside of a turn; made once, in application.py."""

    def __init__(
        self, settings: Settings, library: Library, database: Database, now: Callable[[], datetime.datetime]
    ) -> None:
        self._settings = settings
        self._library = library
        self._database = database
        self._now = now
        self.questions = CardQuestions()

    def contact(self, chat_id: int) -> ContactPerson | None:
        """The contact of contacts.yaml whose chat this is."""
        contacts = self._library.knowledge_base.content.contacts.contacts
        return next((contact for contact in contacts if contact.chat == chat_id), None)

    def contact_by_mail(self, actor_id: int) -> ContactPerson | None:
        """The contact that works by mail under this number (`mail_actor`)."""
        contacts = self._library.knowledge_base.content.contacts.contacts
        return next((contact for contact in contacts if mail_actor(contact).id == actor_id), None)

    def language(self, chat_id: int) -> Language:
        """The language of a chat: the one chosen there, else its contact's; a person's own, else the last spoken."""
        languages = self._library.knowledge_base.content.programme.languages
        chat, contact = chat_and_draft(self._database, chat_id)[0], self.contact(chat_id)
        wanted = (chat.language, contact.language if contact else None, chat.spoken if chat_id > 0 else None)
        return next((code for code in wanted if code in languages), languages[0])

    def chat_languages(self) -> dict[int, Language]:
        """The language of each contact's chat."""
        contacts = self._library.knowledge_base.content.contacts.contacts
        return {contact.chat: self.language(contact.chat) for contact in contacts if contact.chat}

    def sender_name(self, language: str) -> str:
        """The name that mails come under, in their language or else the programme's first."""
        content = self._library.knowledge_base.content
        code = language if language in content.programme.languages else content.programme.languages[0]
        return content.wordings[code].fill(content.programme.identity.sender)

    def context(self, chat_id: int) -> ViewContext:
        """The context for views, in the language of a chat."""
        knowledge_base = self._library.knowledge_base
        zone = knowledge_base.content.programme.call.zone
        today = self._settings.today or self._now().astimezone(zone).date()
        return ViewContext(self.language(chat_id), knowledge_base, today)

    async def card(self, reference: str, chat_id: int) -> Message:
        """A lead as it stands now, for a chat; what is left of it once it was erased."""
        file = await find_lead_file(self._database, reference)
        if file is not None:
            return lead_message(self.context(chat_id), file, self._now())
        return erased_message(self.context(chat_id), reference)

    async def erased(self, reference: str) -> bool:
        """Tell whether a lead was erased."""
        lead = await find_lead(self._database, reference)
        return lead is None or lead.erased
