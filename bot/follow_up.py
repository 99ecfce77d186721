"""What follows later from what was sent: authors are told what became of their messages, and leads that nobody
claims are brought up again. Both look at what is stored and queue each occasion once, so nothing repeats.
"""

import asyncio
import datetime
import sqlite3
from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog

from bot.context import Services
from bot.scene import Scene
from bot.views import coordinators, talking
from bot.views.leads import payload
from knowledge.models import ContactPerson
from knowledge.routing import takers
from storage.clock import moment
from storage.database import StorageError
from storage.leads import Lead
from storage.outbox import Delivery, Entry
from storage.threads import Outcome, Threads

log = structlog.get_logger("follow-up")

EVERY = 60.0
"""Seconds between two looks."""

CLAIMED_WITHIN = 2
"""Working days after which an unclaimed lead is brought up, again and again."""

OFTEN_ENOUGH = 10


class Reporter:
    """Tells authors what became of their messages, as soon as the delivery worker knows."""

    def __init__(self, threads: Threads, now: Callable[[], datetime.datetime]) -> None:
        self.threads = threads
        self._now = now

    async def sent(self, entry: Entry) -> None:
        """Hear of a delivery that arrived."""
        if entry.delivery.key.startswith("thread:"):
            await self.report()

    async def failed(self, entry: Entry, _reason: str) -> None:
        """Hear of a delivery given up."""
        await self.sent(entry)

    async def report(self) -> int:
        """Queue all that authors have to be told."""
        return await self.threads.report(telling, self._now())


def telling(outcome: Outcome) -> Delivery:
    """The word to an author, below their own message."""
    leg = outcome.leg
    chat = leg.person_chat_id if leg.direction == "to_staff" else leg.staff_chat_id
    return Delivery(
        outcome.key, "chat", str(chat), payload(talking.told(outcome), leg.message_id), leg.subject
    )


async def watch(services: Services, reporter: Reporter) -> None:
    """Look every minute, until cancelled; a database that is busy or gone is looked at again."""
    while True:
        try:
            await reporter.report()
            await bring_up(services, services.now())
        except (StorageError, sqlite3.Error) as error:
            log.warning("follow-up failed, trying again", error=type(error).__name__)
        await asyncio.sleep(EVERY)


async def bring_up(services: Services, now: datetime.datetime) -> int:
    """Queue a word about each lead that waits unclaimed for two working days, four, and so on; say how many."""
    zone = services.library.known.knowledge.programme.call.zone
    count = 0
    for lead in await services.lead_work.waiting(working_days_before(now, CLAIMED_WITHIN, zone)):
        time = times_due(lead, now, zone)
        for delivery in reminders(services, lead, time):
            count += await services.outbox.add(delivery, now)
    return count


def times_due(lead: Lead, now: datetime.datetime, zone: ZoneInfo) -> int:
    """How many times a lead should have been brought up by now."""
    sent = moment(lead.created_at)
    due = (sent < working_days_before(now, CLAIMED_WITHIN * n, zone) for n in range(1, OFTEN_ENOUGH + 1))
    return sum(due)


def reminders(services: Services, lead: Lead, time: int) -> list[Delivery]:
    """The word about a lead to everybody who takes it: in their chat, by mail where there is none."""
    contacts = takers(services.library.known.knowledge.contacts, lead.data["answers"])
    return [reminder(services, lead, time, contact) for contact in contacts]


def reminder(services: Services, lead: Lead, time: int, contact: ContactPerson) -> Delivery:
    """The word to one contact."""
    known = services.library.known
    scene = Scene(contact.language, known, services.today(known))
    key = f"lead:{lead.reference}:waiting:{time}:{contact.id}"
    if contact.chat:
        shown = payload(coordinators.waiting(scene, lead))
        return Delivery(key, "chat", str(contact.chat), shown, lead.reference)
    body = coordinators.waiting_mail(scene, lead, f"lead:{lead.reference}:{contact.id}:mail")
    return Delivery(key, "mail", str(contact.email), body, lead.reference)


def working_days_before(now: datetime.datetime, days: int, zone: ZoneInfo) -> datetime.datetime:
    """Go back so many working days (Monday to Friday, holidays are not known); a weekend counts as its beginning."""
    local = now.astimezone(zone)
    while local.weekday() >= 5 and (local - datetime.timedelta(days=1)).weekday() >= 5:
        local -= datetime.timedelta(days=1)
    if local.weekday() >= 5:
        local = local.replace(hour=0, minute=0, second=0, microsecond=0)
    while days:
        local -= datetime.timedelta(days=1)
        days -= local.weekday() < 5
    return local
