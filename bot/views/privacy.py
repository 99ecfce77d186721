"""What is stored about a person, erasing it, and reminders: the screens and the reminder itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.telegram.callback_data import Open, Privacy
from bot.views.context import ViewContext
from bot.views.menu import back_to_menu
from bot.views.message import Button, Message, bold, bullets, paragraphs, plain
from bot.views.screens import view


@view("privacy")
def privacy(context: ViewContext) -> Message:
    """What is stored, for what, how long, who sees it."""
    _ = context.say
    answer = context.knowledge_base.content.answers[context.knowledge_base.content.role("privacy")]
    text = paragraphs(
        bold(answer.question.within(context.language)), plain(context.words.fill(answer.answer))
    )
    rows = (
        (Button(_("Send me my data"), Privacy("mydata")), Button(_("Erase my data"), Privacy("forget"))),
        back_to_menu(context),
    )
    return Message(text, rows)


@view("forget")
def forget(context: ViewContext, references: Sequence[str] = ()) -> Message:
    """Say what erasing means, and ask to confirm."""
    _ = context.say
    points = [
        _("your draft, if there is one"),
        _("your questions and ratings"),
        _("your language and reminders"),
    ]
    sent = (
        _(
            "These pre-applications are withdrawn and their personal data erased; {unit} is asked "
            "to delete its copies: {references}",
            references=", ".join(references),
        )
        if references
        else ""
    )
    text = paragraphs(
        bold(_("Erase everything that is stored about you?")),
        bullets(points),
        plain(sent),
        _("This cannot be undone."),
    )
    rows = (
        (Button(_("Yes, erase everything"), Privacy("erase")),),
        (Button(_("No, keep it"), Open("privacy")),),
    )
    return Message(text, rows)


@dataclass(frozen=True)
class Erasure:
    """What was erased: how many drafts, questions and messages exchanged with the unit, and which pre-applications."""

    drafts: int = 0
    questions: int = 0
    messages: int = 0
    references: tuple[str, ...] = ()


def forgotten(context: ViewContext, erasure: Erasure) -> Message:
    """What was erased, what the unit was asked to erase, and what may be kept."""
    _ = context.say
    text = paragraphs(
        bold(_("Your data has been erased.")),
        _("Erased here:"),
        bullets(erased_here(context, erasure)),
        *asked_of_the_unit(context, erasure.references),
        _("What is kept:"),
        bullets(kept_by_law(context, erasure.references)),
        _("The messages in this chat are yours to delete."),
    )
    return Message(text, (back_to_menu(context),))


def erased_here(context: ViewContext, erasure: Erasure) -> list[str]:
    """What was erased where the bot stores things."""
    _ = context.say
    found = [_("your language, your reminders and where you were in this chat")]
    if erasure.drafts:
        found.append(_("the draft of your pre-application"))
    if erasure.questions:
        found.append(_("questions of yours: {count}", count=erasure.questions))
    if erasure.messages:
        found.append(_("messages between you and {unit}: {count}", count=erasure.messages))
    if erasure.references:
        found.append(_("all that you wrote in {references}", references=", ".join(erasure.references)))
    return found


def asked_of_the_unit(context: ViewContext, references: Sequence[str]) -> list[str]:
    """What the coordination unit holds, and was asked to erase; nothing if nothing was sent to it."""
    if not references:
        return []
    asked = context.say(
        "{Unit} was asked to delete its copies of {references}: e-mails, attachments, exports and "
        "notes. The assistant's own messages about it in its chats are deleted within a minute.",
        references=", ".join(references),
    )
    return [asked]


def kept_by_law(context: ViewContext, references: Sequence[str]) -> list[str]:
    """What may be kept by law."""
    _ = context.say
    found = [
        _("counts by day, without names or words"),
        _("backups, which are deleted after thirty days at most"),
    ]
    if not references:
        return found
    found.append(_("the reference and the day of each pre-application, without what it said"))
    email = context.knowledge_base.content.programme.contact.email
    found.append(_("what the law obliges {unit} to keep; ask it at {email}", email=email))
    return found


def mydata_caption(context: ViewContext) -> str:
    """The caption of the document."""
    return context.say(
        "Everything that is stored about you: this page to read, and a JSON document for machines. To erase it: /forget"
    )


def reminders_off(context: ViewContext) -> Message:
    """No more reminders; the draft stays."""
    _ = context.say
    text = _("Understood: no more reminders. Your draft is kept, and /apply continues it.")
    rows = (
        (Button(_("Continue the pre-application"), Open("form")),),
        (Button(_("Remind me again"), Privacy("remind")),),
        back_to_menu(context),
    )
    return Message(text, rows)
