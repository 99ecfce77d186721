"""Everything stored about a person, as a readable page; the JSON file has every field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tornado.template import Template

from bot.direction_marks import html_with_names_in_place
from bot.views.context import ViewContext
from bot.views.dates import stored_day
from bot.views.preapplication.question import answer_lines
from knowledge.content.languages import name_of
from storage.people import ChatRow, DraftRow, LeadRow, StoredAboutPerson

PAGE = Path(__file__).with_name("my_data.html")


@dataclass(frozen=True)
class DataSection:
    """A part of the page: labels and values."""

    title: str
    rows: Sequence[tuple[str, str]]


def my_data_page(context: ViewContext, stored: StoredAboutPerson) -> bytes:
    """Draw the page, in the language of the context; everything in it is escaped."""
    title = context.say("What is stored about you")
    beside = context.say(
        "Every last field, in a form for machines, is in the JSON document beside this page. To erase everything, "
        "send /forget to the assistant."
    )
    drawn = Template(PAGE.read_text("utf-8"), name=PAGE.name).generate(
        language=context.language,
        colour=context.colours.main,
        title=title,
        sections=list(sections(context, stored)),
        beside=beside,
    )
    return html_with_names_in_place(drawn.decode()).encode()


def sections(context: ViewContext, stored: StoredAboutPerson) -> Iterator[DataSection]:
    """The parts of the page, without the empty ones."""
    _ = context.say
    yield from (lead_section(context, row) for row in stored.get("leads", ()) if row["data"])
    yield from (draft(context, row) for row in stored.get("drafts", ()) if row["answers"])
    lists = (
        (
            _("Your questions"),
            [(stored_day(context, q["created_at"]), q["text"]) for q in stored.get("questions", ())],
        ),
        (_("Messages with {unit}"), talks(context, stored)),
        (_("Your ratings"), ratings(context, stored)),
        (_("Sent to you or on your behalf"), deliveries(context, stored)),
        (_("This chat"), [row for chat in stored.get("chats", ()) for row in chat_facts(context, chat)]),
    )
    yield from (DataSection(title, rows) for title, rows in lists if rows)


def lead_section(context: ViewContext, row: LeadRow) -> DataSection:
    """A pre-application that was sent."""
    _ = context.say
    answers = row["data"].get("answers", {})
    heading = _(
        "Pre-application {reference}", reference=f"{row['reference']} · {context.applicant(answers).name}"
    )
    sent_on = (_("Sent on"), stored_day(context, row["created_at"]))
    return DataSection(heading, [sent_on, *answers_by_short_name(context, answers)])


def draft(context: ViewContext, row: DraftRow) -> DataSection:
    """A pre-application that was begun."""
    changed = (context.say("Last changed on"), stored_day(context, row["updated_at"]))
    return DataSection(context.say("Your draft"), [changed, *answers_by_short_name(context, row["answers"])])


def answers_by_short_name(context: ViewContext, answers: Mapping[str, object]) -> list[tuple[str, str]]:
    """Answers in words, by their short names."""
    return [
        (question.short.within(context.language), text) for question, text in answer_lines(context, answers)
    ]


def talks(context: ViewContext, stored: StoredAboutPerson) -> list[tuple[str, str]]:
    """What was written to the unit and by it."""
    _ = context.say
    who = {"to_person": _("{Unit} to you"), "to_staff": _("You to {unit}")}
    return [
        (f"{stored_day(context, row['written_at'])} · {who[row['direction']]}", row["text"] or row["file"])
        for row in stored.get("talk_messages", ())
    ]


def ratings(context: ViewContext, stored: StoredAboutPerson) -> list[tuple[str, str]]:
    """The thumbs under answers, by the question that the answer is for."""
    _, answers = context.say, context.knowledge_base.content.answers
    return [
        (
            answers[row["answer_id"]].question.within(context.language)
            if row["answer_id"] in answers
            else row["answer_id"],
            _("helpful") if row["helpful"] else _("not helpful"),
        )
        for row in stored.get("votes", ())
    ]


def deliveries(context: ViewContext, stored: StoredAboutPerson) -> list[tuple[str, str]]:
    """Deliveries: when, by which channel, to whom."""
    _ = context.say

    own = {str(chat["chat_id"]) for chat in stored.get("chats", ())}

    def channel(recipient: str, *, by_mail: bool) -> str:
        if by_mail:
            return _("E-mail to {recipient}", recipient=recipient)
        return _("Message in Telegram to you") if recipient in own else _("Message in Telegram to {unit}")

    return [
        (stored_day(context, row["created_at"]), channel(row["recipient"], by_mail=row["channel"] == "mail"))
        for row in stored.get("outbox", ())
    ]


def chat_facts(context: ViewContext, chat: ChatRow) -> list[tuple[str, str]]:
    """What is kept of the chat itself."""
    _ = context.say
    language = chat["language"] or chat["spoken"] or context.language
    return [
        (_("First message"), stored_day(context, chat["created_at"])),
        (_("Last message"), stored_day(context, chat["seen_at"])),
        (_("Language"), name_of(language)),
        (_("Reminders"), _("on") if chat["reminders"] else _("off")),
    ]
