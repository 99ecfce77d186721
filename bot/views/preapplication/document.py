"""The content of the applicant's own copy of a pre-application; bot/documents makes the PDF."""

from collections.abc import Mapping

from bot.delivery.payloads import ChatFile, ChatPayload
from bot.documents.shapes import Pdf
from bot.views.context import ViewContext
from bot.views.dates import stored_day
from bot.views.leads.summary import DOTS
from bot.views.message import plain
from bot.views.preapplication.question import answer_lines
from knowledge.content.schema import Question
from knowledge.content.wording import country
from knowledge.form.readiness import strongest
from storage.leads import Lead
from storage.outbox import Delivery

Row = list[str]


def summary_document(context: ViewContext, lead: Lead) -> Pdf:
    """The document in the language of the context: the candidate, the keys, the contact."""
    _ = context.say
    answers = lead.data["answers"]
    lines = answer_lines(context, answers)
    sections = [
        (
            _("Candidate"),
            [answer_row(context, *line) for line in lines if not (line[0].key or line[0].personal)],
        ),
        (_("The programme's keys"), [key_row(context, *line, answers) for line in lines if line[0].key]),
        (_("Contact"), [answer_row(context, *line) for line in lines if line[0].personal]),
    ]
    applicant = context.applicant(answers)
    code = applicant.country
    where = f", {country(code, context.language)}" if code else ""
    return {
        "language": context.language,
        "colour": context.colours.main,
        "title": _("Pre-application {reference}", reference=lead.reference),
        "subtitle": f"{applicant.name}{where}",
        "sections": [{"title": title, "rows": rows} for title, rows in sections if rows],
        "footer": footer(context, lead),
    }


def answer_row(context: ViewContext, question: Question, text: str) -> Row:
    """A label and what was answered."""
    return [question.short.within(context.language), text]


def key_row(context: ViewContext, question: Question, text: str, answers: Mapping[str, object]) -> Row:
    """A key with how strong the candidature is on it."""
    level = strongest(question, answers.get(question.id))
    return [question.short.within(context.language), f"{DOTS[level]} {text}" if level else text]


def footer(context: ViewContext, lead: Lead) -> list[str]:
    """When it was sent, where the formal application is made, and whom to write to."""
    _ = context.say
    contact = context.knowledge_base.content.programme.contact
    address = contact.application_url
    replaced = _("This pre-application does not replace the formal application: {url}", url=address)
    formal = [replaced] if address else []
    if context.call_open and (deadline := context.words.figures.get("deadline")):
        formal.append(_("The deadline of the formal application is {deadline}.", deadline=deadline))
    return [
        _("Sent on {date}", date=stored_day(context, lead.created_at)),
        *formal,
        f"{context.words.figures['Unit']}: {' · '.join(filter(None, (contact.email, contact.phone)))}",
    ]


def copy_delivery(context: ViewContext, lead: Lead, occasion: str) -> Delivery:
    """The applicant's copy, made when it is sent; once per occasion."""
    caption = context.say("Your copy of the pre-application {reference}.", reference=lead.reference)
    document: ChatFile = {
        "filename": f"{lead.reference}.pdf",
        "described": {"kind": "summary", "data": summary_document(context, lead)},
    }
    payload: ChatPayload = {"text": plain(caption), "document": document}
    return Delivery(f"copy:{lead.reference}:{occasion}", "chat", str(lead.chat_id), payload, lead.reference)
