"""The replies to /desk: the link to the table, where it was sent, or which setting it needs."""

from bot.views.context import ViewContext
from bot.views.message import Button, Message, bold, paragraphs, plain


def table_link(context: ViewContext, address: str) -> Message:
    """The link, for one person."""
    _ = context.say
    said = _(
        "It opens the pre-applications in your browser, in your name. It works once, within an hour: do not pass it on."
    )
    return Message(
        paragraphs(bold(_("Your link to the table")), plain(said)),
        ((Button(_("Open the table"), url=address),),),
    )


def sent_privately(context: ViewContext, chat: str) -> Message:
    """In a group: the link goes to the private chat."""
    _ = context.say
    said = _(
        "I am sending you the link in our private chat. If nothing arrives there, open that chat, press Start, and "
        "write /desk here again."
    )
    return Message(plain(said), ((Button(_("Open our private chat"), url=chat),),) if chat else ())


def no_address(context: ViewContext) -> Message:
    """There are no pages: nothing says where browsers would reach them."""
    said = context.say(
        "The table has no address yet. Whoever runs this assistant has to set PUBLIC_URL (docs/operations.md, "
        "“Pages in the browser”)."
    )
    return Message(plain(said))
