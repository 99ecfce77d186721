"""The table of leads as a page shows it: what is asked for, the rows in their order, the choices to narrow it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot.views.context import ViewContext
from bot.views.leads.card import moment_in_words, state_label
from bot.views.leads.lists import age, keys_matter, strong_keys
from bot.views.leads.search_in_words import topic_label
from bot.views.leads.summary import inhabitants_matter, known_inhabitants, verdict_label
from knowledge.content.wording import country
from knowledge.reading.words import fold
from storage.lead_searches import LeadSearch
from storage.lead_work import STATES
from storage.leads import Lead, most_frequent

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

PER_PAGE = 50
PARTS = ("states", "countries", "topics")
"""What can be chosen beside the words."""


@dataclass(frozen=True)
class TableRequest:
    """What a page is asked for, as its address says: words, choices, page, order (a column; "-" for backwards)."""

    words: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mine: bool = False
    order: str = ""
    page: int = 0

    def narrows(self, search: LeadSearch) -> LeadSearch:
        """A search for the words, narrowed by the choices too."""
        for part, values in self.choices.items():
            search = search.changed(part, tuple(dict.fromkeys((*getattr(search, part), *values))))
        return replace(search, mine=search.mine or self.mine)

    def address(self, page: int, order: str | None = None) -> str:
        """The address of another page, or of the same in another order."""
        pairs = [("q", self.words), *((p, v) for p, vs in self.choices.items() for v in vs)]
        pairs += [("mine", "1" if self.mine else ""), ("order", self.order if order is None else order)]
        pairs += [("page", str(page) if page else "")]
        return "/desk?" + urlencode([(name, value) for name, value in pairs if value])


@dataclass(frozen=True)
class Row:
    """A lead in the table."""

    reference: str
    city: str
    country: str
    state: str
    owner: str
    sent: str
    age: str
    inhabitants: str
    verdict: str
    keys: str
    withdrawn: bool


@dataclass(frozen=True)
class Choice:
    """A value to narrow the table by."""

    value: str
    label: str
    chosen: bool


ORDERS: Mapping[str, Callable[[ViewContext, Lead], "SupportsRichComparison"]] = {
    "sent": lambda _context, lead: lead.created_at,
    "city": lambda context, lead: fold(context.applicant(lead.data["answers"]).name),
    "country": lambda context, lead: fold(country_of(context, lead)),
    "state": lambda _context, lead: STATES.index(lead.state) if lead.state in STATES else len(STATES),
    "owner": lambda _context, lead: (lead.owner is None, fold(lead.owner or "")),
    "inhabitants": lambda _context, lead: lead.data.get("population") or 0,
    "verdict": lambda context, lead: fold(verdict_label(context, lead)),
    "keys": lambda context, lead: strong_keys(context, lead),
}
"""What a column is sorted by."""


def ordered(context: ViewContext, leads: Sequence[Lead], order: str) -> list[Lead]:
    """Sort by a column, backwards after a "-"; any other order leaves them as they come."""
    key = ORDERS.get(order.removeprefix("-"))
    if key is None:
        return list(leads)
    return sorted(leads, key=lambda lead: key(context, lead), reverse=order.startswith("-"))


def country_of(context: ViewContext, lead: Lead) -> str:
    """The country's name."""
    code = context.applicant(lead.data["answers"]).country
    return country(code, context.language) if code else ""


def table_rows(context: ViewContext, leads: Sequence[Lead], now: datetime) -> list[Row]:
    """The leads as rows."""
    return [table_row(context, lead, now) for lead in leads]


def table_row(context: ViewContext, lead: Lead, now: datetime) -> Row:
    """One lead as a row."""
    return Row(
        reference=lead.reference,
        city=context.applicant(lead.data["answers"]).name,
        country=country_of(context, lead),
        state=state_label(context, lead.state),
        owner=lead.owner or "",
        sent=moment_in_words(context, lead.created_at),
        age=age(context, lead, now),
        inhabitants=inhabitants_cell(context, lead),
        verdict=verdict_label(context, lead),
        keys=strong_keys(context, lead),
        withdrawn=lead.withdrawn,
    )


def inhabitants_cell(context: ViewContext, lead: Lead) -> str:
    """The number of inhabitants; empty where the programme does not ask for it."""
    if not inhabitants_matter(context):
        return ""
    return known_inhabitants(context, lead) or "?"


def sortable_columns(context: ViewContext, asked: TableRequest) -> list[tuple[str, str, str]]:
    """The columns: what sorts by one, its name, a mark where the table is sorted by it."""
    _ = context.say
    names = {
        "city": _("Candidate"),
        "country": _("Country"),
        **({"inhabitants": _("Inhabitants")} if inhabitants_matter(context) else {"verdict": _("Verdict")}),
        **({"keys": _("Strong keys")} if keys_matter(context) else {}),
        "state": _("State"),
        "owner": _("Owner"),
        "sent": _("Sent"),
    }
    marks = {asked.order: " ▼" if asked.order.startswith("-") else " ▲"}
    return [
        (
            asked.address(order=f"-{name}" if asked.order == name else name, page=0),
            label,
            marks.get(name, marks.get(f"-{name}", "")),
        )
        for name, label in names.items()
    ]


def table_filters(
    context: ViewContext, asked: TableRequest, leads: Sequence[Lead]
) -> list[tuple[str, str, list[Choice]]]:
    """What the table can be narrowed by: the part, its name, the values that the visitor's leads have."""
    _ = context.say
    found: dict[str, list[tuple[str, str]]] = {
        "states": [(state, state_label(context, state)) for state in STATES],
        "countries": sorted(
            ((code, country(code, context.language)) for code in most_frequent(leads, "countries")),
            key=lambda pair: fold(pair[1]),
        ),
        "topics": sorted(
            ((topic, topic_label(context, topic)) for topic in most_frequent(leads, "topics")),
            key=lambda pair: fold(pair[1]),
        ),
    }
    names = {"states": _("State"), "countries": _("Country"), "topics": _("Topic")}
    return [
        (part, names[part], [Choice(v, label, v in asked.choices.get(part, ())) for v, label in values])
        for part, values in found.items()
    ]
