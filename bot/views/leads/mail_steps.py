"""Links in mails with which a contact works on a lead without Telegram: claim it, note that the applicant was
written to, decline it. Where there are no pages, a contact who has no chat is told what is missing.
"""

from collections.abc import Callable, Mapping
from html import escape

from bot.views.context import ViewContext
from knowledge.content.schema import ContactPerson

STEPS = ("claim", "contacted", "decline")
Addresses = Mapping[str, str]
"""The address of each step; empty where there are no pages."""
AddressesOf = Callable[[str, str], Addresses]
"""Gives the addresses for the reference of a lead and the id of a contact."""


def no_addresses(_reference: str, _contact_id: str) -> Addresses:
    """Give no addresses: there are no pages in the browser."""
    return {}


def step_label(context: ViewContext, step: str) -> str:
    """A step in words."""
    _ = context.say
    labels = {
        "claim": _("I take it"),
        "contacted": _("The applicant was written to"),
        "decline": _("Decline …"),
    }
    return labels[step]


def steps_text(context: ViewContext, contact: ContactPerson, addresses: Addresses) -> str:
    """The steps as text, a link each; for a contact without a chat where there are none, what is missing."""
    _ = context.say
    if addresses:
        lines = [f"{step_label(context, step)}: {address}" for step, address in addresses.items()]
        return "\n".join([explanation_of_links(context), *lines])
    return "" if contact.chat else nothing_yet(context)


def steps_html(context: ViewContext, contact: ContactPerson, addresses: Addresses) -> str:
    """The steps as HTML, a link each."""
    small = "margin-top:18px;font-size:13px;color:#5a6275"
    if not addresses:
        return "" if contact.chat else f'<div style="{small}">{escape(nothing_yet(context))}</div>'
    links = " ".join(
        f'<a href="{escape(address)}" '
        f'style="color:{context.colours.main};display:inline-block;padding:10px 14px 10px 0">'
        f"{escape(step_label(context, step))}</a>"
        for step, address in addresses.items()
    )
    return f'<div style="{small}">{escape(explanation_of_links(context))}</div><div>{links}</div>'


def explanation_of_links(context: ViewContext) -> str:
    """Explain what the links of a mail do."""
    return context.say("In your browser, without signing in (each link works once, for 30 days):")


def nothing_yet(context: ViewContext) -> str:
    """Explain why a mail has no links."""
    return context.say(
        "This mail could hold links to claim or decline the pre-application: whoever runs this assistant has to set "
        "PUBLIC_URL (docs/operations.md). Until then, agree among yourselves who answers."
    )
