"""What the coordination unit is told about a lead that it has: corrected, withdrawn, erased."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from bot.delivery.payloads import MailPayload
from bot.views.context import ViewContext
from bot.views.leads.mail import lead_mail, mail_html
from bot.views.leads.mail_steps import Addresses, AddressesOf, no_addresses, steps_html
from bot.views.leads.summary import heading, lead_summary
from bot.views.message import bold, paragraphs, plain, shortened
from bot.views.preapplication.own_leads import reason_text
from bot.views.preapplication.question import answer_lines
from knowledge.content.schema import ContactPerson, Language
from storage.leads import Lead
from storage.outbox import Delivery

Contexts = Mapping[Language, ViewContext]
Change = tuple[str, str, str]
"""A question's label, what was answered before, what is answered now."""


def in_each_language(
    contacts: Sequence[ContactPerson],
    chats: Mapping[int, Language],
    deliveries: Callable[[Sequence[ContactPerson]], Iterable[Delivery]],
) -> list[Delivery]:
    """Mails in the language of each contact, messages in that of its chat."""
    there = [
        each.model_copy(update={"language": chats[each.chat]})
        for each in contacts
        if each.chat and each.chat in chats
    ]
    mails = [each for each in deliveries(contacts) if each.channel == "mail"]
    return [*mails, *(each for each in deliveries(there) if each.channel == "chat")]


def changed_facts(context: ViewContext, before: Lead, after: Lead) -> list[Change]:
    """List the answers that a correction changed, in words."""
    old, new = (
        {question.id: (question, text) for question, text in answer_lines(context, lead.data["answers"])}
        for lead in (before, after)
    )
    none = context.say("(no answer)")
    found = []
    for key, (question, _text) in {**old, **new}.items():
        was, now = (lines[key][1] if key in lines else none for lines in (old, new))
        if was != now:
            found.append((question.short.within(context.language), was, now))
    return found


def corrected(
    contexts: Contexts,
    before: Lead,
    after: Lead,
    contacts: Iterable[ContactPerson],
    addresses: AddressesOf = no_addresses,
) -> list[Delivery]:
    """Notify the contacts who have a lead of what its applicant changed; the mail holds the whole new version too.

    Nothing goes out if nothing was changed.
    """
    found = []
    for contact in contacts:
        context = contexts[contact.language]
        title = context.say("The applicant has corrected this pre-application.")
        if changed := changed_facts(context, before, after):
            letter = changed_mail(
                context, after, contact, addresses(after.reference, contact.id), title, changed
            )
            chat = changed_chat(context, after, title, changed)
            found += notice(contact, after, after.updated_at, letter, chat)
    return found


def changed_mail(
    context: ViewContext,
    lead: Lead,
    contact: ContactPerson,
    addresses: Addresses,
    title: str,
    changed: Sequence[Change],
) -> MailPayload:
    """The mail of a lead with what changed on top."""
    whole, word = lead_mail(context, lead, contact, addresses), context.say("corrected")
    lines = "\n".join(f"- {label}: {was} → {now}" for label, was, now in changed)
    cells = "".join(
        f"<li>{escape(label)}: <s>{escape(was)}</s> → <b>{escape(now)}</b></li>"
        for label, was, now in changed
    )
    return {
        **whole,
        "subject": f"{whole['subject']} · {word}",
        "text": f"{title}\n\n{lines}\n\n{whole['text']}",
        "html": mail_html(
            context,
            lead,
            lead_summary(context, lead),
            f"<p><b>{escape(title)}</b></p><ul>{cells}</ul>",
            steps_html(context, contact, addresses),
        ),
    }


def changed_chat(context: ViewContext, lead: Lead, title: str, changed: Sequence[Change]) -> str:
    """What changed, as a message in the coordinators' chat."""
    lines = "\n".join(
        f"<b>{plain(label)}:</b> {plain(shortened(was, 100))} → {plain(shortened(now, 100))}"
        for label, was, now in changed[:12]
    )
    return paragraphs(bold(heading(context, lead)), plain(title), lines)


def withdrawn(contexts: Contexts, lead: Lead, contacts: Iterable[ContactPerson]) -> list[Delivery]:
    """Notify the contacts who have a lead that its applicant withdrew it, and why."""
    found = []
    for contact in contacts:
        context = contexts[contact.language]
        title = context.say("The applicant has withdrawn this pre-application.")
        reason = context.say("Reason: {reason}", reason=reason_text(context, lead.reason))
        found += plain_notice(
            contact, lead, "withdrawn", context.say("withdrawn"), heading(context, lead), [title, reason]
        )
    return found


def erased(contexts: Contexts, lead: Lead, contacts: Iterable[ContactPerson]) -> list[Delivery]:
    """Notify the contacts who have a lead that its applicant had all data erased; the notice names nobody."""
    found = []
    for contact in contacts:
        _ = contexts[contact.language].say
        lines = [
            _("The applicant has withdrawn this pre-application and had their personal data erased."),
            _("Please delete the copies that you hold: e-mails, attachments, exports, notes."),
        ]
        found += plain_notice(contact, lead, "erased", _("data erased"), f"[{lead.reference}]", lines)
    return found


def plain_notice(
    contact: ContactPerson, lead: Lead, occasion: str, word: str, name: str, lines: list[str]
) -> list[Delivery]:
    """A notice of a few lines, by mail and chat."""
    text = "\n\n".join(lines)
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    letter: MailPayload = {
        "subject": f"{name} · {word}",
        "text": text,
        "html": body,
        "language": contact.language,
    }
    return notice(contact, lead, occasion, letter, paragraphs(bold(name), *map(plain, lines)))


def notice(
    contact: ContactPerson, lead: Lead, occasion: str, letter: MailPayload, chat: str
) -> list[Delivery]:
    """The deliveries to one contact for one occasion: a mail, and a message where they have a chat."""
    key = f"lead:{lead.reference}:{contact.id}:{occasion}"
    found = []
    if contact.email:
        below: MailPayload = {**letter, "in_reply_to": f"lead:{lead.reference}:{contact.id}:mail"}
        found.append(Delivery(f"{key}:mail", "mail", contact.email, below, lead.reference))
    if contact.chat:
        found.append(
            Delivery(
                f"{key}:chat", "chat", str(contact.chat), {"text": chat, "kept_as": "text"}, lead.reference
            )
        )
    return found
