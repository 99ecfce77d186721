"""What follows later from what was sent: authors are told what became of their messages, the unit is told what
did not reach it (unclaimed.py: which leads nobody claims). All look at what is stored and queue each occasion
once, so nothing repeats.
"""

import datetime
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.context import Services
from bot.operations.knowledge_base import KnowledgeBase, Library
from bot.scheduled.unclaimed import remind_of_unclaimed
from bot.views.context import ViewContext
from bot.views.leads import lists as lead_lists
from bot.views.leads import talk as talking
from bot.views.leads.card import screen_payload
from bot.views.message import plain
from knowledge.content.schema import ContactPerson
from storage.database import Database
from storage.outbox import Delivery, Entry, list_unreported, queue_reports
from storage.talks import Outcome, report_outcomes

EVERY = 60.0
"""Seconds between two looks."""

TO_THE_UNIT = ("lead:", "question:", "digest:")
"""The beginnings of the keys of deliveries to the coordination unit."""

FAILURES = 200
"""The latest failures that are looked at."""


class OutcomeReporter:
    """Tells authors what became of their messages, as soon as the delivery worker knows."""

    def __init__(self, database: Database, library: Library, now: Callable[[], datetime.datetime]) -> None:
        self._database = database
        self._library = library
        self._now = now

    async def sent(self, entry: Entry) -> None:
        """Hear of a delivery that arrived."""
        if entry.delivery.key.startswith("talk:"):
            await self.report()

    async def failed(self, entry: Entry, _reason: str) -> None:
        """Hear of a delivery given up."""
        await self.sent(entry)

    async def report(self) -> int:
        """Queue all that authors have to be told."""
        return await report_outcomes(self._database, self._delivery, self._now())

    def _delivery(self, outcome: Outcome) -> Delivery:
        return outcome_delivery(outcome, self._library.knowledge_base)


def outcome_delivery(outcome: Outcome, known: KnowledgeBase) -> Delivery:
    """The word to an author, below their own message."""
    message = outcome.message
    text = talking.outcome_message(outcome, known.say(known.spoken(message.language)))
    chat = message.person_chat_id if message.direction == "to_staff" else message.staff_chat_id
    return Delivery(
        outcome.key,
        "chat",
        str(chat),
        screen_payload(text, message.message_id),
        message.subject,
    )


async def queue_follow_ups(services: Services, reporter: OutcomeReporter) -> None:
    """Queue what is due: outcomes for authors, and warnings of what could not be delivered."""
    await reporter.report()
    await remind_of_unclaimed(services, services.now())
    await report_undelivered(services, services.now())


async def report_undelivered(services: Services, now: datetime.datetime) -> int:
    """Queue a word about what was meant for the unit and was given up, one for each cause; say how many.

    A mail that one address refuses goes to the fallback contacts too.
    """
    failed = await list_unreported(services.database, FAILURES)
    causes: dict[str, list[Entry]] = {}
    for entry in failed:
        if entry.delivery.key.startswith(TO_THE_UNIT):
            causes.setdefault(cause_of(entry), []).append(entry)
    words = [
        word for cause, entries in causes.items() for word in failure_warnings(services, cause, entries, now)
    ]
    instead = [
        mail for entries in causes.values() for entry in entries for mail in to_fallbacks(services, entry)
    ]
    return await queue_reports(services.database, failed, [*instead, *words], now)


def cause_of(entry: Entry) -> str:
    """Name what failures have in common: what was said, how often they were tried again, and whom that concerns."""
    said = re.sub(r"\d+", "#", entry.error or "")
    recipient = entry.delivery.recipient if is_of_the_recipient(entry) else ""
    parts = (entry.delivery.channel, recipient, said, str(entry.failures))
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def is_of_the_recipient(entry: Entry) -> bool:
    """Tell a failure of one recipient, which a correction of contacts.yaml mends, from one of the whole service."""
    error = entry.error or ""
    return entry.delivery.recipient in error or "contacts.yaml" in error


def to_fallbacks(services: Services, entry: Entry) -> list[Delivery]:
    """The same mail to the fallback contacts, where its own recipient was refused."""
    lost = entry.delivery
    if lost.channel != "mail" or lost.key.startswith("digest:") or not is_of_the_recipient(entry):
        return []
    return [
        replace(lost, key=f"{lost.key}:{contact.id}", recipient=contact.email)
        for contact in services.library.knowledge_base.content.contacts.contacts
        if contact.fallback and contact.email and contact.email != lost.recipient
    ]


def failure_warnings(
    services: Services, cause: str, entries: Sequence[Entry], now: datetime.datetime
) -> list[Delivery]:
    """The word about a cause of failures to everybody reachable, once a day: never the way that failed."""
    knowledge_base, key = services.library.knowledge_base, f"failed:{cause}:{now:%Y-%m-%d}"
    contacts = knowledge_base.content.contacts.contacts
    context = ViewContext(
        knowledge_base.content.programme.languages[0], knowledge_base, services.today(knowledge_base)
    )
    found = [
        warning
        for contact in contacts
        if (warning := warning_to(services, contact, context.within(contact.language), key, entries))
    ]
    for person in sorted(services.settings.coordinators - {contact.chat for contact in contacts}):
        found.append(in_chat(person, f"{key}:{person}", services.unit.context(person), entries))
    return found


def warning_to(
    services: Services, contact: ContactPerson, context: ViewContext, key: str, entries: Sequence[Entry]
) -> Delivery | None:
    """A warning to a contact, in their chat's language or else by mail; None where these ways are what failed."""
    lost, key = entries[0].delivery, f"{key}:{contact.id}"
    if contact.chat and not is_lost(entries, "chat", str(contact.chat)):
        return in_chat(contact.chat, key, services.unit.context(contact.chat), entries)
    if not contact.email or is_lost(entries, "mail", contact.email):
        return None
    letter = {
        "subject": context.say("[{programme}] Not delivered"),
        "text": undelivered_in_words(context, entries),
        "language": context.language,
    }
    return Delivery(key, "mail", contact.email, letter, lost.subject_reference)


def is_lost(entries: Sequence[Entry], channel: str, recipient: str) -> bool:
    """Tell whether a way to somebody is one that failed: a service as a whole, or for this recipient."""
    failed = entries[0].delivery.channel == channel
    of_all = not is_of_the_recipient(entries[0])
    return failed and (of_all or any(entry.delivery.recipient == recipient for entry in entries))


def in_chat(chat: int, key: str, context: ViewContext, entries: Sequence[Entry]) -> Delivery:
    """The warning as a message in a chat."""
    text = {"text": "⚠️ " + plain(undelivered_in_words(context, entries))}
    return Delivery(key, "chat", str(chat), text, entries[0].delivery.subject_reference)


def undelivered_in_words(context: ViewContext, entries: Sequence[Entry]) -> str:
    """What was not delivered and why; how much else for the same reason."""
    words, more = lead_lists.undelivered_notice(context, entries[0]), len(entries) - 1
    return words + ("\n\n" + context.say("For the same reason: {count} more.", count=more) if more else "")
