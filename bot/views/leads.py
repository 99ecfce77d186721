"""A lead as the coordination unit reads it: one screen in Telegram, a mail in text and HTML. Labels from codes."""

import base64
import json
from collections.abc import Mapping
from html import escape
from typing import Any

from bot.scene import Scene
from bot.views.message import bold, paragraphs, plain, shortened
from bot.views.preapplication import answer_lines
from knowledge.models import Language, Question
from knowledge.wording import country, flag, number
from storage.leads import Lead
from storage.outbox import Delivery

LEVELS = {"strong": "●●●", "fair": "●●○", "weak": "●○○"}


def heading(scene: Scene, lead: Lead) -> str:
    """Name the lead in one line: reference, candidate, country."""
    answers = lead.data["answers"]
    place = (answers.get("place") or {}).get("name") or answers.get("group_name") or "?"
    code = answers.get("country")
    where = f", {country(code, scene.language)}" if code else ""
    return f"[{lead.reference}] {place}{where}"


def facts(scene: Scene, lead: Lead) -> list[tuple[str, str]]:
    """What a coordinator decides on in half a minute: label and value, most important first."""
    _ = scene.say
    answers = lead.data["answers"]
    code = answers.get("country")
    lines = {question.id: (question, text) for question, text in answer_lines(scene, answers)}
    contact = [lines[i][1] for i in ("name", "post", "organisation", "email", "phone") if answers.get(i)]
    rows = [
        (_("Candidate"), heading(scene, lead).split("] ", 1)[1] + (f" {flag(code)}" if code else "")),
        (
            _("Inhabitants"),
            number(lead.data["population"], scene.language) if lead.data.get("population") else "?",
        ),
        (_("Verdict"), verdict_label(scene, lead)),
        *same_place(scene, lead),
        *readiness(scene, lines, answers),
        *[
            (question.short.within(scene.language), text)
            for i in ("topics", "partners")
            for question, text in [lines[i]]
            if i in lines
        ],
        (_("Contact"), " · ".join(contact)),
        (_("Answer in"), {"es": _("Spanish"), "en": _("English")}[lead.language]),
    ]
    return rows


def same_place(scene: Scene, lead: Lead) -> list[tuple[str, str]]:
    """Name the other pre-applications for the same city, if there are any."""
    others = lead.data.get("same_place")
    return [(scene.say("Also for this city"), ", ".join(others))] if others else []


def verdict_label(scene: Scene, lead: Lead) -> str:
    """The verdict that the rules gave when it was sent."""
    _ = scene.say
    labels = {
        "eligible": _("meets the requirements"),
        "eligible_in_group": _("within a group only"),
        "not_eligible": _("does not meet the requirements"),
        "partner_city": _("partner city"),
        "need_more": _("not decided"),
    }
    late = (
        ""
        if lead.data.get("call_open", True)
        else " · " + _("sent after the deadline: expression of interest")
    )
    return labels[lead.data["verdict"]] + late


def readiness(
    scene: Scene, lines: Mapping[str, tuple[Question, str]], answers: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """How the candidature stands on each of the programme's keys."""
    return [
        (question.short.within(scene.language), f"{LEVELS[level]} {text}")
        for question, text in lines.values()
        if question.key and (level := strongest(question, answers.get(question.id)))
    ]


def strongest(question: Question, value: Any) -> str | None:
    """The best level among the options chosen."""
    chosen = value if isinstance(value, list) else [value]
    levels = [option.level for option in question.options if option.id in chosen and option.level]
    return min(levels, key=("strong", "fair", "weak").index) if levels else None


def rest(scene: Scene, lead: Lead) -> list[tuple[str, str]]:
    """Everything else, free text as it was typed."""
    shown = {
        "topics",
        "partners",
        "name",
        "post",
        "organisation",
        "email",
        "phone",
        "population",
        "place",
        "country",
    }
    return [
        (question.short.within(scene.language), text)
        for question, text in answer_lines(scene, lead.data["answers"])
        if question.id not in shown and not question.key
    ]


def chat_summary(scene: Scene, lead: Lead) -> str:
    """The lead as one Telegram screen."""
    lines = "\n".join(
        f"<b>{plain(label)}:</b> {plain(shortened(value, 200))}" for label, value in facts(scene, lead)
    )
    extra = "\n".join(
        f"<b>{plain(label)}:</b> {plain(shortened(value, 200))}" for label, value in rest(scene, lead)
    )
    return paragraphs(bold(heading(scene, lead)), lines, extra)


def mail(scene: Scene, lead: Lead) -> dict[str, Any]:
    """The lead as a mail: subject that sorts by reference, text, HTML, replies to the applicant, data attached."""
    _ = scene.say
    top, more = facts(scene, lead), rest(scene, lead)
    text = "\n\n".join(
        [
            _("A new pre-application has arrived through the IUC assistant."),
            "\n".join(f"{label}: {value}" for label, value in top),
            "\n\n".join(f"{label}:\n{value}" for label, value in more),
            _("Reply to this e-mail to write to the applicant."),
        ]
    )
    data = json.dumps(
        {"reference": lead.reference, "language": lead.language, **lead.data}, ensure_ascii=False, indent=2
    )
    return {
        "subject": heading(scene, lead),
        "text": text,
        "html": html(scene, lead, top, more),
        "reply_to": lead.data["answers"].get("email"),
        "language": scene.language,
        "attachments": [
            {
                "filename": f"{lead.reference}.json",
                "mime": "application/json",
                "content_base64": base64.b64encode(data.encode()).decode(),
            }
        ],
    }


def html(scene: Scene, lead: Lead, top: list[tuple[str, str]], more: list[tuple[str, str]]) -> str:
    """The HTML part: a table to decide on, then the free text."""
    cell = "padding:4px 12px 4px 0;vertical-align:top"
    table = "".join(
        f'<tr><th align="left" style="{cell};color:#555;font-weight:normal">{escape(label)}</th>'
        f'<td style="{cell}"><b>{escape(value)}</b></td></tr>'
        for label, value in top
    )
    texts = "".join(
        f'<h3 style="margin:16px 0 4px;color:#003399">{escape(label)}</h3>'
        f'<p style="margin:0;white-space:pre-wrap">{escape(value)}</p>'
        for label, value in more
    )
    closing = escape(scene.say("Reply to this e-mail to write to the applicant."))
    return (
        '<div style="font-family:Arial,Helvetica,sans-serif;font-size:15px;max-width:680px;color:#222">'
        f'<h2 style="color:#003399">{escape(heading(scene, lead))}</h2><table>{table}</table>{texts}'
        f'<p style="margin-top:24px;color:#555">{closing}</p></div>'
    )


def question_mail(scene: Scene, text: str, reply_to: str, language: str) -> dict[str, Any]:
    """A question that the bot could not answer, passed on with its author's consent."""
    _ = scene.say
    said = _(
        "Somebody asked the IUC assistant what it cannot answer, and agreed to this question being passed on:"
    )
    closing = _(
        "Reply to this e-mail to answer. Language: {language}.",
        language={"es": _("Spanish"), "en": _("English")}[language],
    )
    return {
        "subject": _("[IUC question] {text}", text=shortened(" ".join(text.split()), 60)),
        "text": f"{said}\n\n{text}\n\n{closing}",
        "html": f"<p>{escape(said)}</p><blockquote>{escape(text)}</blockquote><p>{escape(closing)}</p>",
        "reply_to": reply_to,
        "language": scene.language,
    }


def lead_deliveries(scenes: Mapping[Language, Scene], lead: Lead, contacts: Any) -> list[Delivery]:
    """What goes out for a lead: to each contact a mail, and a message where they have a chat."""
    found = []
    for contact in contacts:
        scene = scenes[contact.language]
        key = f"lead:{lead.reference}:{contact.id}"
        if contact.email:
            found.append(Delivery(f"{key}:mail", "mail", contact.email, mail(scene, lead), lead.reference))
        if contact.chat:
            payload = {"text": chat_summary(scene, lead)}
            found.append(Delivery(f"{key}:chat", "chat", str(contact.chat), payload, lead.reference))
    return found
