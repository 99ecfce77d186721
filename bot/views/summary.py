"""A pre-application as a document that the applicant keeps: its content; bot/documents makes the PDF."""

from typing import Any

from bot.scene import Scene
from bot.views.leads import DOTS
from bot.views.message import plain
from bot.views.moments import day
from bot.views.preapplication import answer_lines
from knowledge.models import Question
from knowledge.questionnaire import candidate_name
from knowledge.readiness import strongest
from knowledge.wording import country
from storage.leads import Lead
from storage.outbox import Delivery

Row = list[str]


def summary(scene: Scene, lead: Lead) -> dict[str, Any]:
    """What the document says, in the language of the scene: the candidate, the keys, the contact."""
    _ = scene.say
    answers = lead.data["answers"]
    lines = answer_lines(scene, answers)
    sections = [
        (_("Candidate"), [row(scene, *line) for line in lines if not (line[0].key or line[0].personal)]),
        (_("The programme's keys"), [key_row(scene, *line, answers) for line in lines if line[0].key]),
        (_("Contact"), [row(scene, *line) for line in lines if line[0].personal]),
    ]
    code = answers.get("country")
    where = f", {country(code, scene.language)}" if code else ""
    return {
        "language": scene.language,
        "title": _("Pre-application {reference}", reference=lead.reference),
        "subtitle": f"{candidate_name(answers)}{where}",
        "sections": [{"title": title, "rows": rows} for title, rows in sections if rows],
        "footer": footer(scene, lead),
    }


def row(scene: Scene, question: Question, text: str) -> Row:
    """A label and what was answered."""
    return [question.short.within(scene.language), text]


def key_row(scene: Scene, question: Question, text: str, answers: dict[str, Any]) -> Row:
    """A key with how strong the candidature is on it."""
    level = strongest(question, answers.get(question.id))
    return [question.short.within(scene.language), f"{DOTS[level]} {text}" if level else text]


def footer(scene: Scene, lead: Lead) -> list[str]:
    """When it was sent, where the formal application is made, and whom to write to."""
    _ = scene.say
    contact = scene.known.knowledge.programme.contact
    return [
        _("Sent on {date}", date=day(scene, lead.created_at)),
        _("This pre-application does not replace the formal application: {url}", url=contact.application_url),
        _("IUC coordination unit") + f": {contact.email} · {contact.phone}",
    ]


def copy_delivery(scene: Scene, lead: Lead, occasion: str) -> Delivery:
    """The applicant's copy, made when it is sent; once per occasion."""
    caption = scene.say("Your copy of the pre-application {reference}.", reference=lead.reference)
    document = {
        "filename": f"{lead.reference}.pdf",
        "make": {"kind": "summary", "data": summary(scene, lead)},
    }
    payload = {"text": plain(caption), "document": document}
    return Delivery(f"copy:{lead.reference}:{occasion}", "chat", str(lead.chat_id), payload, lead.reference)
