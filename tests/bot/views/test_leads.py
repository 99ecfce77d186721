"""A lead as a mail and as a screen: labels in the reader's language, free text verbatim, never taken for markup."""

import asyncio
import base64
import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.delivery.documents import with_attachments_made
from bot.delivery.mail import build_mail
from bot.delivery.payloads import MailPayload, mail_payload
from bot.operations.knowledge_base import Library
from bot.views.context import ViewContext
from bot.views.leads.card import ROOM, all_answers, lead_message
from bot.views.leads.mail import lead_deliveries, lead_mail, question_mail
from bot.views.message import Button
from bot.web.table import table_row as table_row
from knowledge.content.schema import ContactPerson, Language
from storage.leads import Lead, LeadData, LeadFile, Note
from storage.outbox import Delivery, Entry

DAY = datetime.date(2026, 11, 22)
NOW = datetime.datetime(2026, 11, 22, 18, tzinfo=datetime.UTC)
HOSTILE = '<img src=x onerror="alert(1)"> & "quoted"\r\nBcc: everybody@example.eu'
ANSWERS: Mapping[str, object] = {
    "kind": "city",
    "place": {"name": "Gdańsk"},
    "country": "PL",
    "population": 486022,
    "topics": ["circular"],
    "challenge": HOSTILE,
    "offer": "A deposit scheme that works.",
    "partners": ["JP", "IN"],
    "stakeholders": "not_yet",
    "programmes": ["uia", "other"],
    "strategy": "approved",
    "staff": "one",
    "name": HOSTILE,
    "post": "Officer",
    "organisation": "City hall",
    "email": "officer@gdansk.example.pl",
}


def lead(**changed: object) -> Lead:
    answers = {**ANSWERS, **changed}
    data: LeadData = {
        "answers": answers,
        "population": 486022,
        "verdict": "eligible",
        "rule": "city_over",
        "call_open": True,
    }
    return Lead("IUC-2026-0042", 1001, "en", "new", data, "2026-11-22T18:00:00.000000Z")


def context(library: Library, language: Language) -> ViewContext:
    return ViewContext(language, library.knowledge_base, DAY)


def entry(payload: Mapping[str, object]) -> Entry:
    delivery = Delivery("lead:1:unit:mail", "mail", "unit@example.eu", payload, "IUC-2026-0042")
    return Entry(1, delivery, "pending", 1, NOW, None, NOW, None, None)


def mail_of(context: ViewContext, lead: Lead) -> MailPayload:
    """A lead's mail to a contact who has no chat, where there are no pages."""
    contact = ContactPerson(id="unit", name="Unit", email="unit@iuc.example.eu", language="en")
    return lead_mail(context, lead, contact, {})


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (
            "es",
            "[IUC-2026-0042] Gdańsk, Polonia",
            ("Habitantes", "486.022", "Cumple los requisitos", "●○○ Todavía no", "Japón", "Responder en"),
        ),
        (
            "en",
            "[IUC-2026-0042] Gdańsk, Poland",
            ("Inhabitants", "486,022", "Meets the requirements", "●○○ Not yet", "Japan", "Answer in"),
        ),
    ],
)
def test_the_mail_speaks_the_readers_language_in_text_and_html(
    library: Library, language: Language, subject: str, words: tuple[str, ...]
) -> None:
    drawn = mail_of(context(library, language), lead())
    assert drawn["subject"] == subject
    assert drawn["reply_to"] == "officer@gdansk.example.pl"
    for word in words:
        assert word in drawn["text"]
        assert word in drawn["html"]
    assert HOSTILE in drawn["text"]


def test_what_an_applicant_types_is_never_taken_for_markup_or_headers(library: Library) -> None:
    drawn = mail_of(context(library, "en"), lead(place={"name": HOSTILE}, email=HOSTILE))
    assert "<img" not in drawn["html"]
    message = build_mail(entry({**drawn, "attachments": []}), "bot@example.eu")
    assert message["Bcc"] is None
    assert message["Reply-To"] is None
    assert "\n" not in message["Subject"]
    assert question_mail(context(library, "en"), HOSTILE, "a@b.eu", "en")["html"].count("<img") == 0


def test_the_screen_escapes_everything_and_has_room_for_the_longest_answers(library: Library) -> None:
    longest = {"challenge": 1500, "offer": 1500, "name": 100, "post": 100, "organisation": 150}
    long = {name: "Ñ" * length for name, length in longest.items()}
    file = LeadFile(
        lead(**long, stakeholder_names="x" * 600), (Note("A <b>", HOSTILE * 10, lead().created_at),)
    )
    message = lead_message(context(library, "en"), file)
    assert len(message.text) < ROOM + 1000
    assert "<img" not in lead_message(context(library, "en"), LeadFile(lead(), ())).text
    assert "<blockquote expandable>" in lead_message(context(library, "en"), LeadFile(lead(), ())).text
    pages = all_answers(context(library, "en"), file.lead)
    assert all(len(page) < 4096 and "[IUC-2026-0042]" in page for page in pages)
    assert "".join(pages).count("Ñ") == sum(longest.values())


def test_the_data_is_attached_as_json_and_the_summary_as_pdf_made_when_it_is_sent(library: Library) -> None:
    drawn = mail_of(context(library, "en"), lead())
    assert len(json.dumps(drawn)) < 20_000, "the outbox holds the data of the PDF, not the PDF"
    made = asyncio.run(with_attachments_made(entry(drawn)))
    attached = {part.get_filename(): part for part in build_mail(made, "bot@example.eu").iter_attachments()}
    assert set(attached) == {"IUC-2026-0042.pdf", "IUC-2026-0042.json"}
    assert attached["IUC-2026-0042.pdf"].get_content().startswith(b"%PDF")
    data = json.loads(attached["IUC-2026-0042.json"].get_content())
    assert data["answers"]["challenge"] == HOSTILE
    assert data["verdict"] == "eligible"


def test_a_mail_whose_pdf_cannot_be_made_goes_without_it_and_says_so(library: Library) -> None:
    drawn = mail_of(context(library, "es"), lead())
    drawn["attachments"][0]["described"]["kind"] = "no-such-kind"
    made = mail_payload(asyncio.run(with_attachments_made(entry(drawn))))
    assert [each["filename"] for each in made["attachments"]] == ["IUC-2026-0042.json"]
    assert "No se ha podido generar el resumen en PDF" in made["text"]
    assert "No se ha podido generar el resumen en PDF" in made["html"]


def test_each_contact_gets_a_mail_and_a_message_with_buttons_in_its_language(library: Library) -> None:
    contact = library.knowledge_base.content.contacts.contacts[0]
    contacts = [
        contact.model_copy(update={"id": "a", "chat": -1001, "language": "es"}),
        contact.model_copy(update={"id": "b", "email": None, "chat": -1002, "language": "en"}),
    ]
    contexts = {"es": context(library, "es"), "en": context(library, "en")}
    sent = lead_deliveries({"es": contexts["es"], "en": contexts["en"]}, lead(), contacts)
    assert [(each.channel, each.recipient) for each in sent] == [
        ("mail", "coordination-unit@iuc-europe.eu"),
        ("chat", "-1001"),
        ("chat", "-1002"),
    ]
    assert [each.payload for each in sent[1:]] == [{"card": "IUC-2026-0042", "kept_as": "card"}] * 2
    assert base64.b64decode(mail_payload(entry(sent[0].payload))["attachments"][1]["content_base64"])


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("new", ["claim", "assign", "answers", "history"]),
        (
            "claimed",
            [
                "contacted",
                "accepted",
                "declined",
                "withdrawn",
                "release",
                "take",
                "assign",
                "answers",
                "history",
            ],
        ),
        ("contacted", ["accepted", "declined", "withdrawn", "take", "assign", "end", "answers", "history"]),
        ("accepted", ["contacted", "take", "tell", "answers", "history"]),
        ("withdrawn", ["answers", "history"]),
    ],
)
def test_the_buttons_are_those_that_the_state_allows(library: Library, state: str, steps: list[str]) -> None:
    rows = lead_message(context(library, "en"), LeadFile(replace(lead(), state=state), ())).rows
    assert [
        getattr(button.data, "step", "") for row in rows for button in row if isinstance(button, Button)
    ] == steps


@pytest.mark.parametrize(
    ("language", "said"), [("es", "no llega a la persona"), ("en", "does not reach the applicant")]
)
def test_an_address_that_not_every_server_takes_is_named_in_the_mail(
    library: Library, language: Language, said: str
) -> None:
    drawn = mail_of(context(library, language), lead(email="íñigo@gdansk.example.pl"))
    assert said in drawn["text"]
    assert said in drawn["html"]
    assert "íñigo@gdansk.example.pl" in drawn["text"]


def test_a_groups_sum_and_looked_up_figures_stand_in_the_mail(library: Library) -> None:
    members = [
        {"name": "Ibi", "population": 60_000},
        {"name": "Onil", "population": 50_000, "approximate": True},
    ]
    drawn = mail_of(
        context(library, "en"), lead(kind="group", group_name="Foia", country="ES", members=members)
    )
    assert "110,000 in total: Ibi, 60,000; Onil, 50,000 (approx.)" in " ".join(drawn["text"].split())


@pytest.mark.parametrize(
    ("place", "figure"),
    [
        ({"name": "Gdańsk", "population": 486022}, "486,022 (approx.)"),
        ({"name": "Gdańsk", "population": 461865}, "486,022"),
        ({"name": "Gdańsk"}, "486,022"),
    ],
)
def test_a_figure_that_was_looked_up_is_approximate_wherever_the_unit_reads_it(
    library: Library, place: object, figure: str
) -> None:
    looked_up, within = lead(place=place), context(library, "en")
    assert f"<b>Inhabitants:</b> {figure}\n" in lead_message(within, LeadFile(looked_up, ())).text
    drawn = mail_of(within, looked_up)
    assert re.search(rf"Inhabitants:?\s+{re.escape(figure)}\n", drawn["text"])
    assert figure in drawn["html"]
    assert table_row(within, looked_up, NOW).inhabitants == figure
