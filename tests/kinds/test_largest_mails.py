"""Every mail, caption, notice and inline list with the largest content that it can meet fits where it is shown."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from bot.operations.knowledge_base import Library
from bot.views import answers, deadline, groups, inline, pictures, privacy
from bot.views.context import ViewContext
from bot.views.leads import mail, notices, statistics, table, talk, unclaimed
from bot.views.leads.mail_steps import STEPS
from bot.views.message import Message
from bot.views.preapplication import reminder
from knowledge.content.schema import ContactPerson
from knowledge.form.draft import Draft
from simulator.formatting import CAPTION_LIMIT, parse_html, utf16_length
from storage.lead_searches import LeadsFound
from storage.outbox import Delivery
from tests.kinds import largest
from tests.kinds.largest import MANY, NOW, REFERENCE, typed
from tests.kinds.test_largest_content import LANGUAGES, Case, mistakes

SUBJECT = 200
"""Characters of a mail's subject: what a list of mails still shows of it in two lines."""
CLIPPED = 100_000
"""Bytes from which on mail programs hide the rest of a mail."""
TEASER = 120
"""Characters below a result of an inline look-up: two lines on a telephone."""
RESULTS = 20
"""Results of one inline look-up: Telegram takes 50, nobody scrolls through as many."""
CONTACT = ContactPerson(id="unit", name="Ñ" * 80, email="unit@iuc.example.eu", chat=-1, language="en")
ADDRESSES = dict.fromkeys(STEPS, "https://iuc.example.eu/" + "s" * 120)


@pytest.fixture(params=LANGUAGES)
def context(request: pytest.FixtureRequest, library: Library) -> ViewContext:
    return largest.context_of(library, request.param)


def captions(context: ViewContext) -> Iterator[tuple[str, str]]:
    """What stands below files and pictures."""
    figures, found = largest.figures(context), LeadsFound(largest.leads(context), ("ñ" * 60,) * 6)
    longest, question = typed(talk.LONGEST_CAPTION), largest.question()
    yield "figures", statistics.chart_caption(context, figures, NOW)
    yield "table", table.table_caption(context, found.leads, found.unknown)
    yield "my data", privacy.mydata_caption(context)
    yield "calendar", deadline.calendar_caption(context)
    yield "file to a person", talk.message_to_person(context, REFERENCE, longest).text
    yield (
        "file as an answer",
        talk.message_to_person(
            context, "question:1", longest, question, correction=True, below_file=True
        ).text,
    )
    yield "file to the unit", talk.message_to_unit(context, REFERENCE, longest).text
    for answer_id, draw in pictures.pictures_of(context).items():
        yield f"picture of {answer_id}", pictures.picture_caption(context, answer_id, draw(context))


def test_every_caption_fits(context: ViewContext) -> None:
    lengths = {name: utf16_length(parse_html(text).text) for name, text in captions(context)}
    assert {name: length for name, length in lengths.items() if length > CAPTION_LIMIT} == {}


def deliveries(context: ViewContext) -> Iterator[Delivery]:
    """What the unit gets of a large lead and a long question, and what is told later of both."""
    lead, contexts = largest.lead(context), {"en": context, "es": context}
    before = largest.lead(context)
    changed = dict.fromkeys(before.data["answers"], "")
    after = replace(before, data={**before.data, "answers": {**changed, "kind": "group", "country": "ES"}})
    yield from mail.lead_deliveries(contexts, lead, [CONTACT], lambda _reference, _contact: ADDRESSES)
    yield from mail.question_deliveries(contexts, largest.question(), largest.GROUP["email"], [CONTACT])
    yield from notices.corrected(contexts, before, after, [CONTACT])
    yield from notices.withdrawn(contexts, replace(lead, reason=typed(500)), [CONTACT])
    yield from notices.erased(contexts, lead, [CONTACT])


def mails(context: ViewContext) -> Iterator[Mapping[str, object]]:
    """All mails: those of deliveries, reminders, figures."""
    yield from (each.payload for each in deliveries(context) if each.channel == "mail")
    leads = [largest.lead(context, number) for number in range(20 * MANY)]
    addresses = {lead.reference: ADDRESSES for lead in leads}
    yield unclaimed.reminder_mail(context, leads[0], CONTACT, ADDRESSES)
    yield unclaimed.joint_mail(context, leads, CONTACT, addresses, NOW)
    yield statistics.digest(context, largest.figures(context), NOW, b"")


def messages(context: ViewContext) -> Iterator[Case]:
    """The chat's part of the same, and what the unit and groups are told besides."""
    kept = [each.payload for each in deliveries(context) if each.channel == "chat" and "text" in each.payload]
    yield from ((f"notice {n}", lambda each=each: Message(each["text"])) for n, each in enumerate(kept))
    changes = [("ñ" * 60, typed(1500), typed(1500))] * MANY
    yield "changed", lambda: Message(notices.changed_chat(context, largest.lead(context), "?", changes))
    draft = Draft.restored(largest.answers(context))
    yield "reminder", lambda: Message(reminder.draft_reminder(context, draft, None, 3)["text"])
    yield "correction", lambda: Message(reminder.draft_reminder(context, draft, REFERENCE, 0)["text"])
    yield "greeting", lambda: groups.greeting(context)
    everything = answers.faq_results(context, list(context.knowledge_base.content.answers)[:10], typed(4096))
    yield "in a group", lambda: groups.screen_for_group(context, everything)


def test_every_mail_has_a_subject_that_is_read_at_once(context: ViewContext) -> None:
    subjects = [str(each["subject"]) for each in mails(context)]
    assert [each for each in subjects if not 0 < len(each) <= SUBJECT] == []
    assert len(subjects) > 6


def test_no_mail_is_clipped(context: ViewContext) -> None:
    parts = [str(each[name]) for each in mails(context) for name in ("text", "html") if name in each]
    assert [part[:60] for part in parts if len(part.encode()) > CLIPPED] == []


def test_every_notice_fits(context: ViewContext) -> None:
    assert [each for name, draw in messages(context) for each in mistakes(name, draw())] == []


def test_an_inline_list_fits_whatever_is_looked_up(context: ViewContext) -> None:
    ids = list(context.knowledge_base.content.answers)
    assert 0 < len(inline.inline_entries(context, ids)) <= RESULTS < len(ids)
    entries = [inline.entry(context, each) for each in ids]
    assert [entry.teaser for entry in entries if len(entry.teaser) > TEASER] == []
    assert [each for entry in entries for each in mistakes(entry.answer_id, entry.message)] == []
