"""A search for leads in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.views.context import ViewContext
from bot.views.leads.card import state_label
from bot.views.message import shortened
from knowledge.content.wording import country, long_date, number
from storage.lead_searches import LeadSearch, LeadsFound

EARLIEST = "2001"
"""The first day of a search is not named if it is earlier."""
MOST_COUNTRIES = 6
"""The most countries that are named."""


def respelt_words(context: ViewContext, found: LeadsFound) -> str:
    """Say which words were taken for misspellings of others."""
    return " ".join(
        context.say("“{typed}” was read as “{word}”.", typed=typed, word=word)
        for typed, word in found.respelt
    )


def search_in_words(context: ViewContext, search: LeadSearch, colleagues: Mapping[int, str]) -> str:
    """Say what a list is filtered by."""
    _ = context.say
    rules = context.knowledge_base.content.rulebook.rules
    kinds = {kind.id: kind.button.within(context.language) for kind in rules.kinds}
    owners = {str(number): name for number, name in colleagues.items()}
    labels: Mapping[str, Callable[[str], str]] = {
        "states": lambda state: state_label(context, state),
        "topics": lambda topic: topic_label(context, topic),
        "kinds": lambda kind: kinds.get(kind, kind),
        "owners": lambda owner: owners.get(owner, owner),
        "mine": lambda _value: _("mine"),
    }
    without = [each.partition(":")[::2] for each in search.without]
    not_from = countries_together(context, [code for part, code in without if part == "countries"])
    left_out = [*not_from, *(labels[part](value) for part, value in without if part in labels)]
    parts = [
        " / ".join(labels["states"](state) for state in search.states),
        " / ".join(countries_together(context, search.countries)),
        *(
            " / ".join(labels[part](str(value)) for value in getattr(search, part))
            for part in ("topics", "kinds", "owners")
        ),
        *(_("not {value}", value=value) for value in left_out),
        *sizes_in_words(context, search),
        days_in_words(context, search.sent),
        _("mine") if search.mine else "",
        " ".join(_("or") if word == "|" else context.quoted(word) for word in search.words),
    ]
    return shortened(", ".join(part for part in parts if part) or _("all"), 300)


def countries_together(context: ViewContext, codes: Sequence[str]) -> list[str]:
    """Countries by name; those of a whole set of the programme's by the name of the set."""
    whole = {
        each.countries: each.label.within(context.language)
        for each in context.knowledge_base.content.programme.country_sets
        if each.label and len(each.countries) > 1 and set(each.countries) <= set(codes)
    }
    named = {code for countries in whole for code in countries}
    rest = [country(code, context.language) for code in codes if code not in named]
    more = len(rest) - MOST_COUNTRIES
    shown = rest if more <= 1 else [*rest[:MOST_COUNTRIES], context.say("{count} more countries", count=more)]
    return [*whole.values(), *shown]


def days_in_words(context: ViewContext, days: Sequence[str]) -> str:
    """Say on which days the leads of a list were sent; empty if that does not matter."""
    if not days:
        return ""
    first, last = (long_date(date.fromisoformat(day), context.language) for day in days)
    if first == last:
        return context.say("sent on {date}", date=first)
    if days[0] < EARLIEST:
        return context.say("sent until {date}", date=last)
    return context.say("sent from {first} to {last}", first=first, last=last)


def sizes_in_words(context: ViewContext, search: LeadSearch) -> list[str]:
    """Say which numbers of inhabitants a list is filtered by."""
    _ = context.say
    words = (
        (search.more_than, _("more than {n} inhabitants")),
        (search.at_least, _("at least {n} inhabitants")),
        (search.less_than, _("fewer than {n} inhabitants")),
        (search.at_most, _("at most {n} inhabitants")),
    )
    return [said.format(n=number(bound, context.language)) for bound, said in words if bound]


def topic_label(context: ViewContext, topic: str) -> str:
    """A topic's short name; its code if the programme no longer has it."""
    topics = context.knowledge_base.content.programme.topics
    return next((t.button.within(context.language) for t in topics if t.id == topic), topic)
