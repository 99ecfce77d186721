"""Talks between a coordinator and a person: the messages on both sides, and notices to their authors."""

from bot.telegram.callback_data import LeadButton, Talk, Unsent
from bot.views.context import ViewContext
from bot.views.message import Button, Message, bold, italic, paragraphs, plain, rows_of, shortened
from bot.views.screens import view
from locales import Translator
from storage.leads import Lead
from storage.questions import StoredQuestion
from storage.talks import Outcome, SentFile, UnsentMessage

TO_PERSON = "✉️"
"""The sign that only a coordinator's messages to people begin with."""

MOST_CHARACTERS = 3500
"""Characters (as Telegram counts them) that are forwarded as one message."""


def subject_label(subject: str) -> str:
    """A subject at the head of messages: a lead's reference, or Q-17 for a question."""
    kind, _sep, number = subject.partition(":")
    return f"Q-{number}" if kind == "question" else subject


LONGEST_CAPTION = 700
"""The same under a file: Telegram's captions are shorter."""
QUOTED, QUOTED_BELOW_FILE = 300, 80
"""Characters of a question that are quoted above its answer."""


# What the person sees


def message_to_person(
    context: ViewContext,
    subject: str,
    text: str,
    question: StoredQuestion | None = None,
    *,
    correction: bool = False,
    below_file: bool = False,
) -> Message:
    """A coordinator's message, and the way back to the automatic answers; less is quoted `below_file`."""
    _ = context.say
    head = f"{TO_PERSON} [{subject_label(subject)}] "
    corrected = _("{Unit} corrects its answer")
    title = bold(head + (corrected if correction else _("{Unit} writes to you")))
    longest = QUOTED_BELOW_FILE if below_file else QUOTED
    asked = f"<blockquote>{plain(shortened(question.text, longest))}</blockquote>" if question else ""
    return Message(paragraphs(title, asked, plain(text), italic(talk_begins(context))), end_button(context))


def talk_begins(context: ViewContext) -> str:
    """Say who receives what is typed next."""
    return context.say("A person is writing to you: what you type now goes to {unit}, not to me.")


def end_button(context: ViewContext) -> tuple[tuple[Button, ...], ...]:
    """The button that ends a talk."""
    return ((Button(context.say("Back to the assistant"), Talk("end")),),)


@view("talk")
def talk(context: ViewContext, subject: str) -> Message:
    """The screen of a person who talks with the coordination unit."""
    title = bold(f"[{subject_label(subject)}] " + context.say("You are writing with {unit}."))
    return Message(paragraphs(title, talk_begins(context)), end_button(context))


def talk_ended(context: ViewContext, subject: str) -> Message:
    """The automatic answers are back."""
    text = context.say(
        "I am answering you again. To write to {unit} once more, reply to its message [{label}].",
        label=subject_label(subject),
    )
    return Message(plain(text))


def talk_ended_by_unit(context: ViewContext, subject: str) -> Message:
    """The unit has ended the talk: the automatic answers are back."""
    text = context.say(
        "[{label}] {Unit} has ended this conversation: I am answering you again. To write to it once "
        "more, reply to its message.",
        label=subject_label(subject),
    )
    return Message(plain(text))


def set_aside_notice(context: ViewContext, question: StoredQuestion) -> Message:
    """The unit has read a question and cannot answer it here."""
    _ = context.say
    said = _("{Unit} has read your question and cannot answer it here.")
    where = _("You can write to {unit} by e-mail: /contact")
    asked = f"<blockquote>{plain(shortened(question.text, QUOTED))}</blockquote>"
    return Message(paragraphs(bold(f"[Q-{question.question_id}]"), asked, plain(said), plain(where)))


# What the coordinator sees


def confirm_message(context: ViewContext, lead: Lead, unsent: UnsentMessage) -> Message:
    """Ask whether to send a message to the applicant."""
    _ = context.say
    city = shortened(context.applicant(lead.data["answers"]).name, 30)
    file = SentFile.restored(unsent.file)
    attached = f"📎 {file.name or file.kind}" if file else ""
    said = _("Shall this go to the applicant? Nothing has been sent yet.")
    rows = (
        (Button(_("Send to {city}", city=city), Unsent("send", unsent.unsent_id)),),
        (
            *((Button(_("Make it a note"), Unsent("note", unsent.unsent_id)),) if unsent.text else ()),
            Button(_("Cancel"), Unsent("cancel", unsent.unsent_id)),
        ),
    )
    quoted = f"<blockquote>{plain(unsent.text)}</blockquote>" if unsent.text else ""
    return Message(paragraphs(bold(f"[{lead.reference}] " + said), plain(attached), quoted), rows)


def confirm_answer(context: ViewContext, unsent: UnsentMessage, people: int, correction: bool) -> Message:
    """Ask whether to send an answer to those who asked."""
    _ = context.say
    send = _.count("Send to {n} person", "Send to {n} people", people)
    again = _("They were answered already: this goes to them as a correction.") if correction else ""
    said = _("Shall this answer go out? Nothing has been sent yet.")
    rows = (
        (Button(send, Unsent("send", unsent.unsent_id)),),
        (Button(_("Cancel"), Unsent("cancel", unsent.unsent_id)),),
    )
    quoted = f"<blockquote>{plain(unsent.text)}</blockquote>"
    return Message(paragraphs(bold(f"[{unsent.subject}] " + said), plain(again), quoted), rows)


def choose_saved(context: ViewContext, lead: Lead) -> Message:
    """The saved replies, a button each."""
    _ = context.say
    saved = context.knowledge_base.content.coordinator_texts.saved_replies
    buttons = [
        Button(each.title.within(context.language), LeadButton(lead.reference, "saved", each.id))
        for each in saved[:40]
    ]
    said = _("Which reply? You will see it before it is sent.")
    return Message(paragraphs(bold(f"[{lead.reference}]"), plain(said)), rows_of(buttons, 1))


def message_to_unit(context: ViewContext, subject: str, text: str) -> Message:
    """A person's message in the thread."""
    title = bold(f"💬 [{subject_label(subject)}] " + context.say("The person writes:"))
    hint = context.say("Reply to this message to answer.")
    return Message(paragraphs(title, plain(text), italic(hint)))


def outcome_message(outcome: Outcome, _: Translator) -> Message:
    """Tell the author whether a message arrived, in their language."""
    name = f"[{subject_label(outcome.message.subject)}] "
    if outcome.message.direction == "to_staff":
        if outcome.sent:
            return Message("✓ " + name + _("{Unit} has your message."))
        return Message(
            "⚠️ " + name + _("Your message could not be delivered. Please write to {unit} by e-mail: /contact")
        )
    arrived = _.count("Delivered.", "Delivered to {n} people.", outcome.sent) if outcome.sent else ""
    lost = _.count("Not delivered.", "Not delivered to {n} people.", outcome.failed) if outcome.failed else ""
    marks = [f"✓ {name}{arrived}" if arrived else "", f"⚠️ {name}{lost}" if lost else ""]
    why = _("The person may have blocked this assistant. Please write to their e-mail address.")
    update_id = outcome.message.update_id
    after = (
        Button(_("Take it back"), Unsent("back", update_id)),
        Button(_("End the conversation"), Unsent("end", update_id)),
    )
    return Message(
        paragraphs(*marks, italic(why) if outcome.failed else ""), (after,) if outcome.sent else ()
    )
