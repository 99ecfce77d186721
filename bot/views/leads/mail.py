"""Mails to the coordination unit: a lead in text and HTML with its data and a PDF, and questions passed on."""

import base64
import json
from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import quote

from bot.delivery.addresses import single_address
from bot.delivery.payloads import MailPayload
from bot.views.context import ViewContext
from bot.views.dates import stored_day
from bot.views.leads.card import screen_payload
from bot.views.leads.lists import questions_message
from bot.views.leads.mail_steps import Addresses, AddressesOf, no_addresses, steps_html, steps_text
from bot.views.leads.summary import DOTS, LabelledValue, Summary, heading, lead_summary, with_flag
from bot.views.message import paragraphs, shortened
from knowledge.content.languages import language_name
from knowledge.content.schema import ContactPerson, Language
from storage.leads import Lead
from storage.outbox import Delivery
from storage.questions import StoredQuestion

COLOURS = {DOTS["strong"]: "#1a7f37", DOTS["fair"]: "#9a6700", DOTS["weak"]: "#b42318"}
CELL = "padding:6px 12px 6px 0;vertical-align:top;border-bottom:1px solid #e6e9f2"


def lead_deliveries(
    contexts: Mapping[Language, ViewContext],
    lead: Lead,
    contacts: Iterable[ContactPerson],
    addresses: AddressesOf = no_addresses,
) -> list[Delivery]:
    """The deliveries of a lead: to each contact a mail with the `addresses` of steps, and a message to their chat."""
    found = []
    for contact in contacts:
        context = contexts[contact.language]
        key = f"lead:{lead.reference}:{contact.id}"
        if contact.email:
            letter = lead_mail(context, lead, contact, addresses(lead.reference, contact.id))
            found.append(Delivery(f"{key}:mail", "mail", contact.email, letter, lead.reference))
        if contact.chat:
            shown = {"card": lead.reference, "kept_as": "card"}
            found.append(Delivery(f"{key}:chat", "chat", str(contact.chat), shown, lead.reference))
    return found


def lead_mail(context: ViewContext, lead: Lead, contact: ContactPerson, addresses: Addresses) -> MailPayload:
    """The lead as a mail: subject that sorts by reference, text, HTML, replies to the applicant, PDF and data."""
    _ = context.say
    summary = lead_summary(context, lead)
    return {
        "subject": summary.heading,
        "text": paragraphs(
            mail_text(context, summary, email_of(context, lead)), steps_text(context, contact, addresses)
        ),
        "html": mail_html(context, lead, summary, below=steps_html(context, contact, addresses)),
        "reply_to": email_of(context, lead),
        "language": context.language,
        "attachments": [
            {
                "filename": f"{lead.reference}.pdf",
                "mime": "application/pdf",
                "described": {"kind": "summary", "data": summary_document(context, lead, summary)},
                "missing": _("The summary as a PDF could not be made; this mail holds all of it."),
            },
            {
                "filename": f"{lead.reference}.json",
                "mime": "application/json",
                "content_base64": base64.b64encode(machine_readable(lead).encode()).decode(),
            },
        ],
    }


def machine_readable(lead: Lead) -> str:
    """The lead as JSON: codes and free text."""
    data = {"reference": lead.reference, "sent_at": lead.created_at, "language": lead.language, **lead.data}
    return json.dumps(data, ensure_ascii=False, indent=2)


def summary_document(context: ViewContext, lead: Lead, summary: Summary) -> dict[str, object]:
    """The data of the PDF (bot/documents)."""
    _ = context.say

    def rows(lines: Iterable[LabelledValue]) -> list[list[str]]:
        return [[label, value] for label, value in lines]

    return {
        "language": context.language,
        "colour": context.colours.main,
        "title": summary.heading,
        "subtitle": _("Pre-application to {programme}"),
        "sections": [
            {"title": _("At a glance"), "rows": rows(summary.facts)},
            {"title": _("In the applicant's words"), "rows": rows(summary.rest)},
        ],
        "footer": [
            _("Sent on {date}", date=stored_day(context, lead.created_at)),
            _("Personal data: for {unit} only."),
        ],
    }


def mail_text(context: ViewContext, summary: Summary, email: str) -> str:
    """The text part: labels in a column, then the free text."""
    _ = context.say
    width = max(len(label) for label, _value in summary.facts) + 2
    return "\n\n".join(
        [
            _("A pre-application has arrived through the automatic assistant."),
            summary.heading,
            "\n".join(f"{label + ':':{width}}{value}" for label, value in summary.facts),
            *(f"{label}\n{'-' * len(label)}\n{value}" for label, value in summary.rest),
            how_to_write(context, email),
        ]
    )


def mail_html(context: ViewContext, lead: Lead, summary: Summary, news: str = "", below: str = "") -> str:
    """The HTML part: any `news` (HTML), the table of facts, the free text, a button to reply, then `below`."""
    _ = context.say
    email = email_of(context, lead)
    kind = _("Pre-application to {programme}")
    name, _sep, place = with_flag(context, lead).partition("] ")
    return (
        f'<!doctype html><html lang="{context.language}"><body style="margin:0;background:#f3f5fa">'
        '<div style="font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.45;color:#1f2430;'
        'max-width:660px;margin:0 auto;background:#ffffff">'
        f'<div style="background:{context.colours.main};color:#ffffff;padding:16px 24px">'
        f'<div style="font-size:13px;opacity:.85">{escape(name.strip("["))} · '
        f"{escape(kind)}</div>"
        f'<div style="font-size:22px;font-weight:bold;margin-top:2px" dir="auto">{escape(place)}</div></div>'
        f'<div style="padding:16px 24px 24px">{news}'
        '<table role="presentation" cellspacing="0" style="border-collapse:collapse;width:100%">'
        f"{''.join(fact_row(fact) for fact in summary.facts)}</table>"
        f"{''.join(section(context, fact) for fact in summary.rest)}"
        f"{reply_button(context, lead, email) if email else ''}{below}</div></div></body></html>"
    )


def fact_row(fact: LabelledValue) -> str:
    """A fact as a row of the table; its level in colour and as dots."""
    label, value = fact
    colour = "".join(f"color:{colour};" for dots, colour in COLOURS.items() if value.startswith(dots))
    return (
        f'<tr><td style="{CELL};color:#5a6275;width:32%">{escape(label)}</td>'
        f'<td style="{CELL};overflow-wrap:anywhere;{colour}font-weight:bold" dir="auto">{escape(value)}</td></tr>'
    )


def section(context: ViewContext, fact: LabelledValue) -> str:
    """A longer answer under its own title, line breaks as they were typed."""
    main, accent = context.colours.main, context.colours.accent
    return (
        f'<div style="margin-top:18px;font-size:13px;font-weight:bold;color:{main}">{escape(fact[0])}</div>'
        '<div dir="auto" '
        f'style="margin-top:4px;padding-left:12px;border-left:3px solid {accent};white-space:pre-wrap">'
        f"{escape(fact[1])}</div>"
    )


def reply_button(context: ViewContext, lead: Lead, email: str) -> str:
    """A link that begins a mail to the applicant, its subject being the reference."""
    address = f"mailto:{quote(email, safe='@')}?subject={quote(heading(context, lead))}"
    label = context.say("Write to the applicant")
    said = how_to_write(context, email)
    return (
        f'<div style="margin-top:24px"><a href="{escape(address)}" '
        f'style="background:{context.colours.main};color:#ffffff;'
        f'text-decoration:none;padding:10px 18px;border-radius:4px;display:inline-block">'
        f"{escape(label)}</a></div>"
        f'<div style="margin-top:12px;font-size:13px;color:#5a6275">{escape(said)}</div>'
    )


def email_of(context: ViewContext, lead: Lead) -> str:
    """The applicant's address; empty where there is none."""
    return context.applicant(lead.data["answers"]).contact("email")


def how_to_write(context: ViewContext, email: str) -> str:
    """Say how to write to the person; no reply reaches an address with accents before the @: some servers refuse it."""
    _ = context.say
    if single_address(email):
        return _("Reply to this e-mail to write to the applicant.")
    return _(
        "A reply to this e-mail does not reach the applicant: not every mail server takes such an address. "
        "Write to {email} yourself.",
        email=email,
    )


def question_deliveries(
    contexts: Mapping[Language, ViewContext],
    question: StoredQuestion,
    reply_to: str,
    contacts: Iterable[ContactPerson],
) -> list[Delivery]:
    """The deliveries of a question passed on: to each contact a mail, and a message to their chat."""
    found = []
    subject = f"question:{question.question_id}"
    for contact in contacts:
        context, key = contexts[contact.language], f"{subject}:{contact.id}"
        if contact.email:
            body = question_mail(context, question.text, reply_to, question.language)
            found.append(Delivery(f"{key}:mail", "mail", contact.email, body, subject))
        if contact.chat:
            shown = screen_payload(questions_message(context, [question], reply_to))
            found.append(Delivery(f"{key}:chat", "chat", str(contact.chat), shown, subject))
    return found


def question_mail(context: ViewContext, text: str, reply_to: str, language: str) -> MailPayload:
    """A question that the bot could not answer, passed on with its author's consent."""
    _ = context.say
    said = _(
        "Somebody asked the automatic assistant what it cannot answer, and agreed to this question being passed on:"
    )
    closing = _(
        "Reply to this e-mail to answer. Language: {language}.",
        language=language_name(language, context.language),
    )
    return {
        "subject": _("[{programme} question] {text}", text=shortened(" ".join(text.split()), 60)),
        "text": f"{said}\n\n{text}\n\n{closing}",
        "html": f"<p>{escape(said)}</p>"
        f'<blockquote dir="auto">{escape(text)}</blockquote>'
        f"<p>{escape(closing)}</p>",
        "reply_to": reply_to,
        "language": context.language,
    }
