"""The largest content that a screen can meet: long answers, many members, topics, leads, questions and notes."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pycountry

from bot.operations.knowledge_base import Library
from bot.views.context import ViewContext
from knowledge.content.schema import Language, Question, Topic
from knowledge.content.text import LONGEST_BUTTON
from knowledge.form.draft import Draft
from storage.audit import AuditEntry
from storage.counters import Counted, Figures, Period, SentLead
from storage.lead_work import STATES
from storage.leads import Lead, LeadData, LeadFile, Note
from storage.questions import StoredQuestion
from storage.talks import KeptMessage, Outcome, SentFile, TalkMessage, UnsentMessage

TODAY = datetime.date(2026, 11, 22)
NOW = datetime.datetime(2026, 11, 22, 18, tzinfo=datetime.UTC)
STAMP = "2026-11-22T18:00:00.000000Z"
REFERENCE = "IUC-2026-10001"
TOPICS, MEMBERS, LEADS, MANY = 15, 30, 40, 40
OF_ONE_PLACE, SAVED_REPLIES = 300, 120
COUNTRIES = tuple(each.alpha_2 for each in pycountry.countries)
PERSON = f"{'Ñ' * 64} {'Ü' * 64}"
"""The longest name that Telegram lets somebody have: both parts have 64 characters."""


def typed(length: int) -> str:
    """What somebody types, so many characters as Telegram counts: markup, and signs that count double."""
    return ("<ñ&€𝄞> " * (length // 8 + 1))[: length * 7 // 8]


def context_of(library: Library, language: Language, draft: Draft | None = None) -> ViewContext:
    """A context whose programme has many topics with long names, and many saved replies."""
    knowledge_base = library.knowledge_base
    programme = knowledge_base.content.programme
    topics = [*programme.topics, *(long_topic(programme.topics[0], number) for number in range(TOPICS))]
    programme = programme.model_copy(update={"topics": tuple(topics[:TOPICS])})
    texts = knowledge_base.content.coordinator_texts
    texts = texts.model_copy(update={"saved_replies": texts.saved_replies * SAVED_REPLIES})
    content = replace(knowledge_base.content, programme=programme, coordinator_texts=texts)
    return ViewContext(
        language, replace(knowledge_base, content=content), TODAY, draft, 2**31, "iuc_assistant_bot"
    )


def long_topic(pattern: Topic, number: int) -> Topic:
    """A topic whose name is as long as a button's may be."""
    name = dict.fromkeys(("es", "en"), f"{number} {'ñ' * (LONGEST_BUTTON - 3)}")  # the programme's own
    label = pattern.label.model_copy(update={"root": name})
    return pattern.model_copy(update={"id": f"topic_number_{number}", "label": label, "button": None})


def answers(context: ViewContext) -> dict[str, object]:
    """The longest answer to every question that a group is asked, and to those that it is not."""
    questionnaire = context.knowledge_base.content.questionnaire
    longest = {question.id: longest_answer(context, question) for question in questionnaire.questions}
    return {**{key: value for key, value in longest.items() if value is not None}, **GROUP}


MEMBER = "m" * 75
GROUP: Mapping[str, Any] = {
    "consent": "2026-11",
    "kind": "group",
    "country": "ES",
    "members": [{"name": f"{number} {MEMBER}", "population": 40_000 + number} for number in range(MEMBERS)],
    "representative": f"7 {MEMBER}",
    "partners": ["US", "BR", "CO"],
    "email": f"{'e' * 60}@{'d' * 60}.eu",
}


def longest_answer(context: ViewContext, question: Question) -> object:
    """Free text as long as it may be, the first of the options; None for the other kinds."""
    if question.type == "text":
        return typed(question.max_length or 600)
    if question.type == "choices":
        codes = [topic.id for topic in context.knowledge_base.content.programme.topics]
        codes = codes if question.options_from == "topics" else [option.id for option in question.options]
        return codes[: question.max or len(codes)]
    if question.type == "choice":
        return next((option.id for option in question.options), None)
    return None


def lead(context: ViewContext, number: int = 1, state: str = "claimed") -> Lead:
    """A lead of a group with the longest answers."""
    data: LeadData = {
        "answers": answers(context),
        "population": 1_234_567,
        "verdict": "eligible",
        "rule": "group_over",
        "call_open": True,
        "corrected": STAMP,
    }
    return Lead(
        f"IUC-2026-{10_000 + number}",
        2**40 + number,
        "es",
        state,
        data,
        STAMP,
        updated_at=STAMP,
        opened_at=STAMP,
        owner_id=1004,
        owner=PERSON,
        decision_reason=typed(500),
        contacted_at=STAMP,
    )


def lead_file(context: ViewContext) -> LeadFile:
    """A lead with many long notes and others of the same place."""
    notes = tuple(Note(PERSON, typed(1000), STAMP) for _ in range(MANY))
    others = tuple(f"IUC-2026-{20_000 + number}" for number in range(OF_ONE_PLACE))
    return LeadFile(lead(context), notes, others)


def leads(context: ViewContext) -> tuple[Lead, ...]:
    """Many leads."""
    return tuple(lead(context, number) for number in range(LEADS))


def question(number: int = 1) -> StoredQuestion:
    """A question as long as Telegram lets one type."""
    return StoredQuestion(
        10_000 + number, 2**40, "es", typed(4096), "unknown", None, GROUP["email"], STAMP, STAMP
    )


def audit_entries() -> list[AuditEntry]:
    """Many entries of the audit, each naming two people."""
    return [AuditEntry(REFERENCE, 1004, PERSON, "assigned", PERSON, STAMP) for _ in range(10 * MANY)]


def unsent() -> UnsentMessage:
    """A message as long as one may be, to be confirmed."""
    return UnsentMessage(2**31, 2**31, REFERENCE, -(2**40), 2**31, 1004, typed(3000), "", 0)


def talk_message(length: int = 3000, file: str = "") -> TalkMessage:
    """A message of the unit to a person, with a file or without."""
    return TalkMessage(
        2**31, 2**40, REFERENCE, "to_person", -(2**40), 2**31, "es", 1004, PERSON, typed(length), file
    )


def talk() -> list[KeptMessage]:
    """A long conversation, every message of which was edited and taken back."""
    file = SentFile("document", "ñ" * 60 + ".pdf", "f" * 80).stored()
    return [KeptMessage(talk_message(file=file), STAMP, STAMP, STAMP) for _ in range(MANY)]


def outcome() -> Outcome:
    """What became of a message."""
    return Outcome(talk_message(), 1, 1)


def figures(context: ViewContext) -> Figures:
    """The figures of a busy period: every country, every topic, many owners, drafts left at every step."""
    content = context.knowledge_base.content
    topics = tuple(topic.id for topic in content.programme.topics)
    leads = [
        SentLead(NOW, code, topics, STATES[number % len(STATES)], f"{number} {PERSON}"[:129], NOW)
        for number, code in enumerate(COUNTRIES)
    ]
    drafts = [frozenset({question.id}) for question in content.questionnaire.questions]
    counted = [Counted(TODAY, event, "es", 10**6) for event in ("answer", "suggest", "unknown")]
    votes = {True: 10**6, False: 10**6}
    return Figures(Period(TODAY, TODAY), tuple(leads), tuple(counted), votes, tuple(drafts), 10**6)
