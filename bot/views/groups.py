"""Screens in groups: their buttons lead into the private chat, since a group has no screen of its own."""

from collections.abc import Mapping
from dataclasses import replace

from bot.telegram.deep_links import link, screen_payload
from bot.views.context import ViewContext
from bot.views.message import Button, Message, bold, paragraphs, plain

MENU = "menu"


def screen_for_group(context: ViewContext, message: Message, payload: str = MENU) -> Message:
    """A screen without personal buttons; `payload` is the deep link that continues it in the private chat."""
    shown = (tuple(filter(None, (as_link(context, button) for button in row))) for row in message.rows)
    return replace(message, rows=(*filter(None, shown), continue_row(context, payload)))


def answer_for_group(context: ViewContext, message: Message, payload: str) -> Message:
    """An answer without personal buttons, in one row; related questions are left to the private chat."""
    plain_links = (button for row in message.rows for button in row if button.data is None)
    return replace(message, rows=((*plain_links, *continue_row(context, payload)),))


def as_link(context: ViewContext, button: Button) -> Button | None:
    """A button as a link that works for anybody; None for one that only works in its person's own chat."""
    if button.data is None:
        return button
    payload = screen_payload(button.data)
    return Button(button.label, url=link(context.username, payload)) if payload not in (None, MENU) else None


def continue_row(context: ViewContext, payload: str) -> tuple[Button, ...]:
    """The button that opens the private chat."""
    return (Button(context.say("Continue in private"), url=link(context.username, payload)),)


def greeting(context: ViewContext) -> Message:
    """Who this is, and how to ask here."""
    _ = context.say
    text = paragraphs(
        bold(context.words.figures["programme_name"]),
        _("I am the programme's automatic assistant. In this group I answer only when somebody asks me:"),
        "\n".join(
            plain(line)
            for line in (
                _("• mention me, for example: @{bot} what is paid?", bot=context.username),
                _("• reply to one of my messages"),
                _("• use /faq, /deadline or /contact"),
            )
        ),
        _("Whatever concerns your own case I ask in private."),
    )
    return Message(text, (continue_row(context, MENU),))


def greeting_to_the_unit(context: ViewContext, commands: Mapping[str, str]) -> Message:
    """What the unit can do in its own group."""
    _ = context.say
    text = paragraphs(
        bold(context.words.figures["programme_name"]),
        _("Pre-applications and unanswered questions arrive here. Reply to one of these messages to answer."),
        command_lines(commands),
    )
    return Message(text)


def commands_of_the_unit(context: ViewContext, commands: Mapping[str, str]) -> Message:
    """The commands of a coordinator in the private chat."""
    return Message(paragraphs(bold(context.say("Your work on leads")), command_lines(commands)))


def command_lines(commands: Mapping[str, str]) -> str:
    """Commands and what they do, a line each."""
    return "\n".join(f"/{command} – {plain(does)}" for command, does in commands.items())


def continue_in_private(context: ViewContext, payload: str) -> Message:
    """Say that this is personal and continues in the private chat."""
    text = context.say("That is about you, so let us do it in private and not in front of the group.")
    return Message(text, (continue_row(context, payload),))
