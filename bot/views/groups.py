"""What is said in groups: screens whose buttons lead into the private chat, since members share no screen."""

from dataclasses import replace

from bot.deep_links import link, payload_of
from bot.scene import Scene
from bot.views.message import Button, Message, bold, paragraphs, plain

MENU = "menu"


def public(scene: Scene, message: Message, payload: str = MENU) -> Message:
    """A screen as a group may see it; `payload` says with what the private chat goes on."""
    shown = (tuple(filter(None, (as_link(scene, button) for button in row))) for row in message.rows)
    return replace(message, rows=(*filter(None, shown), continue_row(scene, payload)))


def brief(scene: Scene, message: Message, payload: str) -> Message:
    """The same with one row only: what is asked next stays for the private chat."""
    plain_links = (button for row in message.rows for button in row if button.data is None)
    return replace(message, rows=((*plain_links, *continue_row(scene, payload)),))


def as_link(scene: Scene, button: Button) -> Button | None:
    """A button that works for anybody; None for one that only makes sense to the person whose chat it is."""
    if button.data is None:
        return button
    payload = payload_of(button.data)
    return Button(button.label, url=link(scene.username, payload)) if payload not in (None, MENU) else None


def continue_row(scene: Scene, payload: str) -> tuple[Button, ...]:
    """The way into the private chat."""
    return (Button(scene.say("Continue in private"), url=link(scene.username, payload)),)


def greeting(scene: Scene) -> Message:
    """Who this is, and how to ask here."""
    _ = scene.say
    text = paragraphs(
        bold(_("International Urban Cooperation (IUC)")),
        _("I am the programme's automatic assistant. In this group I answer only when somebody asks me:"),
        "\n".join(
            plain(line)
            for line in (
                _("• mention me, for example: @{bot} what is paid?", bot=scene.username),
                _("• reply to one of my messages"),
                _("• use /faq, /deadline or /contact"),
            )
        ),
        _("Whatever concerns your own city I ask in private."),
    )
    return Message(text, (continue_row(scene, MENU),))


def in_private(scene: Scene, payload: str) -> Message:
    """Say that this is not for everybody's eyes."""
    text = scene.say(
        "That concerns you and your city, so let us do it in private and not in front of the group."
    )
    return Message(text, (continue_row(scene, payload),))
