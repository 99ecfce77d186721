"""The two ends of a conversation between a coordinator and a person, and what its authors are told of it."""

from bot.telegram.callback_data import Talk
from bot.views.context import ViewContext
from bot.views.message import Button, Message, bold, italic, paragraphs, plain
from bot.views.screens import view
from locales import translator
from storage.questions import StoredQuestion
from storage.talks import Outcome

TO_PERSON = "✉️"
"""What a coordinator's messages to people begin with, and nothing else does."""

LONGEST = 3500
"""Characters (as Telegram counts them) that are handed on as one message."""


def label(subject: str) -> str:
    """A subject as it stands at the head of messages: IUC-2026-0001, or Q-17 for a question."""
    kind, _sep, number = subject.partition(":")
    return f"Q-{number}" if kind == "question" else subject


def too_long(text: str) -> bool:
    """Tell whether a text does not fit into one message beside what the bot adds."""
    return len(text.encode("utf-16-le", "replace")) // 2 > LONGEST


# What the person sees


def to_person(
    context: ViewContext, subject: str, text: str, question: StoredQuestion | None = None
) -> Message:
    """A coordinator's message, and the way back to the automatic answers."""
    _ = context.say
    title = bold(f"{TO_PERSON} [{label(subject)}] " + _("The IUC coordination unit writes to you"))
    asked = f"<blockquote>{plain(question.text[:300])}</blockquote>" if question else ""
    return Message(paragraphs(title, asked, plain(text), italic(now_to_unit(context))), way_back(context))


def now_to_unit(context: ViewContext) -> str:
    """Say where what is typed next goes."""
    return context.say(
        "A person is writing to you: what you type now goes to the coordination unit, not to me."
    )


def way_back(context: ViewContext) -> tuple[tuple[Button, ...], ...]:
    """The button that ends a talk."""
    return ((Button(context.say("Back to the assistant"), Talk("end")),),)


@view("talk")
def talk(context: ViewContext, subject: str) -> Message:
    """Where a person is who talks with the coordination unit."""
    title = bold(
        f"[{label(subject)}] " + context.say("You are writing with the coordination unit of the programme.")
    )
    return Message(paragraphs(title, now_to_unit(context)), way_back(context))


def ended(context: ViewContext, subject: str) -> Message:
    """The automatic answers are back."""
    text = context.say(
        "I am answering you again. To write to the coordination unit once more, reply to its message [{label}].",
        label=label(subject),
    )
    return Message(plain(text))


# What the coordinator sees


def to_staff(context: ViewContext, subject: str, text: str) -> Message:
    """A person's message in the thread."""
    title = bold(f"💬 [{label(subject)}] " + context.say("The person writes:"))
    hint = context.say("Reply to this message to answer.")
    return Message(paragraphs(title, plain(text), italic(hint)))


def told(outcome: Outcome) -> Message:
    """What became of a message, for its author and in their language."""
    _ = translator(outcome.message.language)
    name = f"[{label(outcome.message.subject)}] "
    if outcome.message.direction == "to_staff":
        if outcome.sent:
            return Message("✓ " + name + _("The coordination unit has your message."))
        return Message(
            "⚠️ "
            + name
            + _("Your message could not be delivered. Please write to the unit by e-mail: /contact")
        )
    arrived = _.count("Delivered.", "Delivered to {n} people.", outcome.sent) if outcome.sent else ""
    lost = _.count("Not delivered.", "Not delivered to {n} people.", outcome.failed) if outcome.failed else ""
    marks = [f"✓ {name}{arrived}" if arrived else "", f"⚠️ {name}{lost}" if lost else ""]
    why = _("The person may have blocked this assistant. Please write to their e-mail address.")
    return Message(paragraphs(*marks, italic(why) if outcome.failed else ""))
