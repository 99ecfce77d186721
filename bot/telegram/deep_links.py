"""What `?start=` links carry, written and read here; handlers/links.py follows them.

A payload has at most 64 characters of A-Za-z0-9_-. `faq_apply-deadline` opens the answer apply.deadline (an id's dot
becomes a hyphen; other separators and capitals are read too), `faq_funding` a subject, a screen's name that screen,
`ask_<key>` a question carried over. Anything else is a campaign; `apply--fair2027` is a screen and a campaign.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from bot.telegram.callback_data import Data, Open
from knowledge.content.load import Content
from storage.counters import OTHER

SCREENS = (
    "menu",
    "help",
    "faq",
    "contact",
    "privacy",
    "language",
    "deadline",
    "eligibility",
    "apply",
    "status",
)
CAMPAIGN = "--"


@dataclass(frozen=True)
class Link:
    """Where a link leads: a screen's name, "answer", "category" or "ask", with what it needs; and its campaign."""

    name: str = "menu"
    argument: str = ""
    campaign: str = ""


def read_link(payload: str, content: Content) -> Link:
    """Read a payload; one that names nothing known is a campaign that leads to the menu."""
    head, _, campaign = payload.partition(CAMPAIGN)
    places = {"faq_" + folded_payload(each): Link("answer", each) for each in content.answers}
    places |= {"faq_" + folded_payload(c.category): Link("category", c.category) for c in content.categories}
    places |= {name: Link(name) for name in SCREENS}
    found = places.get(folded_payload(head))
    if found is None and (carried := re.fullmatch(r"ask_([0-9a-f]+)", head)):
        found = Link("ask", carried[1])
    if found is None and folded_payload(head).startswith("faq_"):
        found = Link("faq")
    name = campaign_name(campaign if found else payload)
    return Link(found.name, found.argument, name) if found else Link(campaign=name)


def campaign_name(campaign: str) -> str:
    """A campaign's name as it is counted: anybody may put anything into a link, a person's name too."""
    name = campaign.lower()
    return name if not name or re.fullmatch(r"[a-z0-9_-]{1,64}", name) else OTHER


def folded_payload(text: str) -> str:
    """Make spellings of a name alike: apply.deadline, apply-deadline and Apply__Deadline are apply_deadline."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower())


def answer_payload(answer_id: str) -> str:
    """The payload that opens an answer."""
    return f"faq_{answer_id.replace('.', '-')}"


def screen_payload(data: Data) -> str | None:
    """The payload that does what a button does; None for a button that only works where it stands."""
    if not isinstance(data, Open):
        return None
    if data.screen == "answer":
        return answer_payload(data.argument)
    named = {"category": f"faq_{data.argument}", "categories": "faq", "form": "apply"}
    return named.get(data.screen, data.screen if data.screen in SCREENS else None)


def link(username: str, payload: str) -> str:
    """The address that opens the bot with a payload."""
    return f"https://t.me/{username}?start={payload}"


def share_link(username: str, payload: str, text: str) -> str:
    """The address that offers a link to the bot, with a text, to the person's chats."""
    return f"https://t.me/share/url?url={quote(link(username, payload), safe='')}&text={quote(text)}"
