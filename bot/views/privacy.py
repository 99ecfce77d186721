"""What is stored about a person, erasing it, and reminders: the screens and the reminder itself."""

from collections.abc import Sequence

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
            "These pre-applications are withdrawn and their personal data erased; the coordination unit is asked "
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


def forgotten(context: ViewContext) -> Message:
    """Nothing is left."""
    _ = context.say
    text = paragraphs(
        bold(_("Your data has been erased.")),
        _("Nothing about you is stored here any more. The messages in this chat are yours to delete."),
    )
    return Message(text, (back_to_menu(context),))


def mydata_caption(context: ViewContext) -> str:
    """What comes with the document."""
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
