"""Reminders of unclaimed leads: one with its data, many as a list of references."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.telegram.callback_data import LeadButton
from bot.views.context import ViewContext
from bot.views.leads.card import line, moment_in_words
from bot.views.leads.lists import age
from bot.views.leads.mail_steps import Addresses, explanation_of_links, nothing_yet, step_label, steps_text
from bot.views.leads.summary import Summary, heading, known_inhabitants, lead_summary, with_flag
from bot.views.message import Button, Message, bold, paragraphs, plain, rows_of
from knowledge.content.schema import ContactPerson
from knowledge.content.wording import country
from storage.leads import Lead

MOST_LISTED = 60
"""How many waiting leads one message lists at most."""
MOST_BUTTONS = 12
"""How many of the longest waiting have a button of their own."""


def unclaimed_reminder(context: ViewContext, lead: Lead) -> Message:
    """A lead that nobody has claimed for too long."""
    rows = ((Button(context.say("🙋 I take it"), LeadButton(lead.reference, "claim")),),)
    lines = "\n".join(line(fact, 120) for fact in lead_summary(context, lead).facts[:2])
    return Message(
        paragraphs(f"⏰ {bold(with_flag(context, lead))}", plain(waiting_since(context, lead)), lines), rows
    )


def waiting_since(context: ViewContext, lead: Lead) -> str:
    """Since when a lead waits."""
    moment = moment_in_words(context, lead.created_at)
    return context.say("Nobody has claimed this yet. It was sent on {moment}.", moment=moment)


def reminder_mail(
    context: ViewContext, lead: Lead, contact: ContactPerson, addresses: Addresses
) -> dict[str, object]:
    """The reminder of one lead as a mail, for a contact without a chat; it stands below the lead's own mail."""
    summary: Summary = lead_summary(context, lead)
    facts = "\n".join(f"{label}: {value}" for label, value in summary.facts)
    how = context.say("Reply to the first mail about it to write to the applicant.")
    return {
        "subject": heading(context, lead),
        "text": paragraphs(waiting_since(context, lead), facts, how, steps_text(context, contact, addresses)),
        "language": context.language,
        "in_reply_to": f"lead:{lead.reference}:{contact.id}:mail",
    }


def joint_reminder(context: ViewContext, leads: Sequence[Lead], now: datetime) -> Message:
    """Many leads that nobody has claimed for too long, the longest waiting first."""
    lines = "\n".join(plain(waiting_line(context, lead, now)) for lead in leads[:MOST_LISTED])
    buttons = [Button(lead.reference, LeadButton(lead.reference, "open")) for lead in leads[:MOST_BUTTONS]]
    hint = context.say("/unclaimed lists all of them.")
    return Message(
        paragraphs(
            f"⏰ {bold(reminder_title(context, leads))}",
            lines + plain(not_listed(context, leads)),
            plain(hint),
        ),
        rows_of(buttons, 2),
    )


def joint_mail(
    context: ViewContext,
    leads: Sequence[Lead],
    contact: ContactPerson,
    addresses: Mapping[str, Addresses],
    now: datetime,
) -> dict[str, object]:
    """The reminder of many leads as a mail, for a contact without a chat, with a link to claim each."""
    lines = "\n".join(
        "\n".join(
            filter(None, (waiting_line(context, lead, now), claim_line(context, addresses[lead.reference])))
        )
        for lead in leads[:MOST_LISTED]
    )
    linked = any(addresses.values())
    steps = explanation_of_links(context) if linked else "" if contact.chat else nothing_yet(context)
    how = context.say("Reply to the first mail about each to write to its applicant.")
    return {
        "subject": context.say("[{programme}] {title}", title=reminder_title(context, leads)),
        "text": paragraphs(reminder_title(context, leads), steps, lines + not_listed(context, leads), how),
        "language": context.language,
    }


def reminder_title(context: ViewContext, leads: Sequence[Lead]) -> str:
    """How many wait."""
    return context.say.count(
        "{n} pre-application that nobody has claimed yet",
        "{n} pre-applications that nobody has claimed yet",
        len(leads),
    )


def waiting_line(context: ViewContext, lead: Lead, now: datetime) -> str:
    """A lead by what names no person: reference, country, inhabitants, age."""
    code, size = context.applicant(lead.data["answers"]).country, known_inhabitants(context, lead)
    inhabitants = context.say("{n} inhabitants", n=size) if size else ""
    where = country(code, context.language) if code else ""
    return " · ".join(filter(None, (lead.reference, where, inhabitants, age(context, lead, now))))


def claim_line(context: ViewContext, addresses: Addresses) -> str:
    """The link to claim a lead; empty where there is none."""
    return f"   {step_label(context, 'claim')}: {addresses['claim']}" if "claim" in addresses else ""


def not_listed(context: ViewContext, leads: Sequence[Lead]) -> str:
    """How many more wait than the list shows."""
    more = len(leads) - MOST_LISTED
    return "\n" + context.say("… and {count} more.", count=more) if more > 0 else ""
