"""Leads that nobody claims are brought up again after two working days, four and six: to each contact that takes them,
many at once as one message.
"""

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.context import Services
from bot.views.context import ViewContext
from bot.views.leads import unclaimed as view
from bot.views.leads.card import screen_payload
from knowledge.content.schema import ContactPerson
from knowledge.routing import recipients_of
from storage.clock import moment
from storage.database import Connection
from storage.leads import Lead, read_lead, unclaimed_leads
from storage.outbox import Delivery, enqueue_as_one

CLAIMED_WITHIN = 2
"""Working days after which an unclaimed lead is brought up, again and again."""

OFTEN_ENOUGH = 3
"""How many times a lead that nobody claims is brought up at most."""

ONE_BY_ONE = 3
"""Up to this many leads that are due at once are brought up one by one; more of them together."""


async def remind_of_unclaimed(services: Services, now: datetime.datetime) -> int:
    """Queue a word about the leads that wait unclaimed for two working days, four, and so on; say how many words."""
    zone = services.library.knowledge_base.content.programme.call.zone
    leads = await unclaimed_leads(services.database, working_days_before(now, CLAIMED_WITHIN, zone))
    contacts = services.library.knowledge_base.content.contacts.contacts
    count = 0
    for contact in contacts if leads else ():
        taken = [lead for lead in leads if contact in lead_recipients(services, lead)]
        count += await queue_reminders_to(services, contact, taken, now)
    return count


def lead_recipients(services: Services, lead: Lead) -> Sequence[ContactPerson]:
    """Who takes a lead."""
    content = services.library.knowledge_base.content
    return recipients_of(content.contacts, content.applicant(lead.data["answers"]))


async def queue_reminders_to(
    services: Services, contact: ContactPerson, leads: Sequence[Lead], now: datetime.datetime
) -> int:
    """Queue what a contact was not told yet of leads, unless they were erased meanwhile; say how many words."""
    zone = services.library.knowledge_base.content.programme.call.zone
    words = {
        lead.reference: reminder(services, lead, reminders_due(lead, now, zone), contact) for lead in leads
    }

    def job(db: Connection) -> int:
        current = {lead.reference: lead for lead in leads if is_kept(db, lead.reference)}
        due = [words[reference] for reference in current]

        def together(new: Sequence[Delivery]) -> Delivery:
            told = [current[str(each.subject_reference)] for each in new]
            return joint_delivery(services, told, new[0].key, contact, now)

        return enqueue_as_one(db, due, ONE_BY_ONE, together, now)

    return await services.database.run(job)


def is_kept(db: Connection, reference: str) -> bool:
    """Tell whether a lead is still kept."""
    lead = read_lead(db, "reference = ?", reference)
    return lead is not None and not lead.erased


def reminders_due(lead: Lead, now: datetime.datetime, zone: ZoneInfo) -> int:
    """How many times a lead should have been brought up by now."""
    sent = moment(lead.created_at)
    due = (sent < working_days_before(now, CLAIMED_WITHIN * n, zone) for n in range(1, OFTEN_ENOUGH + 1))
    return sum(due)


def reminder(services: Services, lead: Lead, time: int, contact: ContactPerson) -> Delivery:
    """The word about one lead: in the contact's chat, by mail where there is none."""
    context, key = context_of(services, contact), f"lead:{lead.reference}:waiting:{time}:{contact.id}"
    if contact.chat:
        shown = screen_payload(view.unclaimed_reminder(context, lead))
        return Delivery(key, "chat", str(contact.chat), shown, lead.reference)
    steps = services.links.mail_steps(lead.reference, contact.id)
    return Delivery(
        key, "mail", str(contact.email), view.reminder_mail(context, lead, contact, steps), lead.reference
    )


def joint_delivery(
    services: Services, leads: Sequence[Lead], first: str, contact: ContactPerson, now: datetime.datetime
) -> Delivery:
    """The word about many leads; nothing of a person stands in it."""
    context, key = context_of(services, contact), f"{first}:and {len(leads) - 1} more"
    if contact.chat:
        return Delivery(
            key, "chat", str(contact.chat), screen_payload(view.joint_reminder(context, leads, now))
        )
    steps = {lead.reference: services.links.mail_steps(lead.reference, contact.id) for lead in leads}
    return Delivery(key, "mail", str(contact.email), view.joint_mail(context, leads, contact, steps, now))


def context_of(services: Services, contact: ContactPerson) -> ViewContext:
    """What is said to a contact, in the language of its chat if it has one."""
    knowledge_base = services.library.knowledge_base
    language = services.unit.language(contact.chat) if contact.chat else contact.language
    return ViewContext(language, knowledge_base, services.today(knowledge_base))


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
