"""Finds the days in a search for leads: "this week", "yesterday", "from 1 to 15 October". periods.py reads them."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.handlers.coordinators.periods import (
    BESIDE,
    TOKEN,
    UNITS,
    WEEKDAYS,
    period_vocabulary,
    read_period,
    written_day,
)
from bot.views.context import ViewContext
from knowledge.reading.words import fold
from storage.counters import Period

DAYS = {"today", "yesterday"}
POINTING = {"this", "last"}
JOINING = {"from", "until", "ignored"}
SHORTEST_MONTH = 4
"""Letters of a month's name that stands without a number: "mar" may begin a city's."""
Token = tuple[re.Match[str], str | int | None]
"""A word or figure, and its role among words of time (a month's number)."""


def without_days(context: ViewContext, text: str) -> tuple[str, Period | None]:
    """Separate the words for days from a search; there may be none."""
    meanings = period_vocabulary(context)
    for run in runs_of_day_words(meanings, text):
        first, last = run[0][0].start(), run[-1][0].end()
        found = read_period(context, text[first:last], context.today).period if names_days(run) else None
        if found:
            return f"{text[:first]} {text[last:]}", found
    return text, None


def runs_of_day_words(meanings: Mapping[str, str | int], text: str) -> list[Sequence[Token]]:
    """Words of time and figures that stand together."""
    tokens = [(found, meanings.get(fold(found[0]))) for found in TOKEN.finditer(text)]
    together = groupby(tokens, key=lambda token: token[1] is not None or token[0][0][:1].isdecimal())
    return [run for is_time, words in together if is_time and (run := without_loose_ends(list(words)))]


def without_loose_ends(run: list[Token]) -> list[Token]:
    """Drop words at the end that belong to what follows: "from" in "yesterday from Italy"."""
    while run and run[-1][1] in JOINING:
        run.pop()
    return run


def names_days(run: Sequence[Token]) -> bool:
    """Tell whether words of time are more than words that may belong to a name, a place or a number."""
    roles, figures = {role for _word, role in run}, any(word[0][:1].isdecimal() for word, _role in run)
    months = [word[0] for word, role in run if isinstance(role, int)]
    if roles & DAYS or any(written_day(word[0]) for word, _role in run):
        return True
    if roles & set(WEEKDAYS) and roles & (POINTING | BESIDE | {"from"}):
        return True
    if roles & set(UNITS):
        return figures or bool(roles & POINTING)
    return bool(months) and (
        figures or (len(run) > 1 and all(len(each) >= SHORTEST_MONTH for each in months))
    )
