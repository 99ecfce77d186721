"""What days /stats is asked for: "4", "last month", "2026-11", "november 2025", "desde el 1 de octubre hasta hoy"."""

import calendar
import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from babel.dates import get_day_names, get_month_names

from bot.views.context import ViewContext
from knowledge.content.languages import locale_of
from knowledge.content.yaml_file import read_plain
from knowledge.reading.words import fold
from storage.counters import Period

WEEKS, MOST_WEEKS = 12, 520
"""How many weeks are shown where nothing is said, and how many at most."""
BESIDE = {"before", "after"}
ROLES = (
    *("from", "until", "last", "this", "day", "week", "month", "year", "today", "yesterday", "ignored"),
    *BESIDE,
)
TOKEN = re.compile(
    r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b|\d{1,2}[-/]\d{4}|\w+|[^\w\s,]"
)
UNITS = ("day", "week", "month", "year")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DASHES = {"-", "–", "—"}
DAY = datetime.timedelta(days=1)
FIRST_DAY = datetime.date(2000, 1, 1)
"""Earlier than all that is kept: where "before …" begins."""


@dataclass(frozen=True)
class PeriodRead:
    """A period, or the words that were not understood."""

    period: Period | None
    unknown: tuple[str, ...] = ()


@dataclass
class PeriodReading:
    """A period while it is being read: numbers, days, units, and words that connect them."""

    today: datetime.date
    periods: list[Period] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    year_guessed: list[int] = field(default_factory=list)
    """Positions in `periods` of days given without their year."""


def read_period(context: ViewContext, text: str, today: datetime.date) -> PeriodRead:
    """Read the days that are asked for, in any of our languages; the last twelve weeks where nothing is said."""
    reading, meanings = PeriodReading(today), period_vocabulary(context)
    tokens = TOKEN.findall(with_figures(context, text[:200]))
    at = 0
    while at < len(tokens):
        at += take_words(reading, meanings, tokens[at : at + 5])
    if reading.unknown:
        return PeriodRead(None, tuple(reading.unknown))
    found = period_of(reading)
    return PeriodRead(found) if found and found.first <= found.last else PeriodRead(None, (text,))


def with_figures(context: ViewContext, text: str) -> str:
    """The text with its numbers in words ("two", "dos") in figures."""
    numbers = context.knowledge_base.interpreter.messages.read(text, context.language).numbers
    for number in reversed(numbers):
        if text[number.start : number.end].isalpha() and not number.ordinal:
            text = f"{text[: number.start]}{number.value}{text[number.end :]}"
    return text


def period_vocabulary(context: ViewContext) -> dict[str, str | int]:
    """Folded words with their role, months with their number."""
    meanings: dict[str, str | int] = {}
    for language, folder in context.knowledge_base.content.language_folders.items():
        if language not in context.languages:
            continue
        for width in ("wide", "abbreviated"):
            names = get_month_names(width, locale=locale_of(language))
            meanings |= {fold(name).strip("."): number for number, name in names.items()}
        days = get_day_names("wide", locale=locale_of(language))
        meanings |= {fold(name): WEEKDAYS[number] for number, name in days.items()}
        file = folder / "leads.yaml"
        roles: Mapping[str, list[str]] = read_plain(file).get("periods", {}) if file.exists() else {}
        for role in ROLES:
            meanings |= {fold(word): role for word in roles.get(role, ())}
    return meanings


def take_words(reading: PeriodReading, meanings: Mapping[str, str | int], tokens: list[str]) -> int:
    """Take the next words; give how many they were."""
    known = [meanings.get(fold(token)) for token in tokens]
    if day := written_day(tokens[0]):
        reading.periods.append(day)
        return 1
    if found := day_of_month(reading, tokens, known):
        return found
    if found := month_and_year(reading, tokens, known, 0, None):
        return found
    if found := week_of_year(reading, tokens, known):
        return found
    if tokens[0] in DASHES:
        reading.roles.append("until")
    elif tokens[0].isdecimal() and len(tokens[0]) < 5:
        read_number(reading, int(tokens[0]))
    elif known[0] in WEEKDAYS:
        back = (reading.today.weekday() - WEEKDAYS.index(str(known[0]))) % 7
        reading.periods.append(Period(reading.today - back * DAY, reading.today - back * DAY))
    elif isinstance(known[0], str):
        reading.roles.append(known[0])
    else:
        reading.unknown.append(tokens[0])
    return 1


def week_of_year(reading: PeriodReading, tokens: list[str], known: list[str | int | None]) -> int:
    """Take "week 45", the latest such week that has begun; 0 if that is not what stands there."""
    after = tokens[1] if len(tokens) > 1 else ""
    if known[0] != "week" or reading.numbers or not after.isdecimal() or not 1 <= int(after) <= 52:
        return 0
    year = reading.today.isocalendar().year
    first = datetime.date.fromisocalendar(year, int(after), 1)
    if first > reading.today:
        first = datetime.date.fromisocalendar(year - 1, int(after), 1)
    reading.periods.append(Period(first, first + 6 * DAY))
    return 2


def read_number(reading: PeriodReading, value: int) -> None:
    """A year stands for itself, a smaller number counts."""
    if 2000 <= value <= 2100:
        reading.periods.append(Period(datetime.date(value, 1, 1), datetime.date(value, 12, 31)))
    else:
        reading.numbers.append(value)


def written_day(token: str) -> Period | None:
    """2026-11-05, 5/11/2026, 5.11.2026; 2026-11 and 11/2026 as whole months."""
    parts = [int(part) for part in re.split(r"[-/.]", token) if part.isdecimal()]
    if len(parts) < 2 or not re.search(r"\d[-/.]\d", token):
        return None
    year_first = len(re.split(r"[-/.]", token)[0]) == 4
    year, *rest = parts if year_first else parts[::-1]
    try:
        return day_or_month(year + 2000 if year < 100 else year, *rest)
    except ValueError:
        return None


def day_or_month(year: int, month: int, day: int | None = None) -> Period:
    """One day, or a whole month; ValueError if there is no such day."""
    first = datetime.date(year, month, day or 1)
    return Period(first, first if day else first.replace(day=calendar.monthrange(year, month)[1]))


def day_of_month(reading: PeriodReading, tokens: list[str], known: list[str | int | None]) -> int:
    """Take "5 november 2026", "5 de noviembre"; 0 if that is not what stands there."""
    if not tokens[0].isdecimal() or not 1 <= int(tokens[0]) <= 31:
        return 0
    at = 1 + (len(known) > 1 and known[1] == "ignored")
    return month_and_year(reading, tokens, known, at, int(tokens[0]))


def month_and_year(
    reading: PeriodReading, tokens: list[str], known: list[str | int | None], at: int, day: int | None
) -> int:
    """Take a month's name and its year, "november 2026", "noviembre de 2026", "5 november" with its day before it.

    Without a year it is the latest such month that has begun. 0 if no month stands there.
    """
    month = known[at] if at < len(known) else None
    if not isinstance(month, int):
        return 0
    after = at + 1 + (len(known) > at + 1 and known[at + 1] == "ignored")
    year = int(tokens[after]) if after < len(tokens) and re.fullmatch(r"20\d\d", tokens[after]) else None
    today = reading.today
    try:
        reading.periods.append(day_or_month(year or today.year - (month > today.month), month, day))
        if not year:
            reading.year_guessed.append(len(reading.periods) - 1)
    except ValueError:
        reading.unknown.append(" ".join(tokens[: at + 1]))
    return after + 1 if year else at + 1


def period_of(reading: PeriodReading) -> Period | None:
    """The period that was read; None where its parts do not fit together."""
    today, roles, numbers = reading.today, reading.roles, reading.numbers
    days = {"today": today, "yesterday": today - DAY}
    points = [*in_order(reading), *(Period(days[role], days[role]) for role in roles if role in days)]
    unit = next((role for role in roles if role in UNITS), None)
    if 0 in numbers or (BESIDE & set(roles) and len(points) != 1) or (points and unit not in (None, "month")):
        return None
    if points:
        return period_between(points, numbers, roles, today)
    if unit and {"this", "last"} <= set(roles):
        return counted_back(unit, 2, True, today)
    if unit:
        return counted_back(unit, numbers[0] if numbers else None, "last" in roles, today)
    if len(numbers) <= 1 and not set(roles) - {"last", "ignored"}:
        return counted_back("week", numbers[0] if numbers else WEEKS, True, today)
    return None


def in_order(reading: PeriodReading) -> list[Period]:
    """What was told, the first of two a year earlier if it would come after the second: november to january."""
    told = list(reading.periods)
    if len(told) == 2 and told[0].first > told[1].first and 0 in reading.year_guessed:
        first, last = told[0].first, told[0].last
        one_day = first == last
        told[0] = day_or_month(first.year - 1, first.month, first.day if one_day else None)
    return told


def period_between(
    points: list[Period], numbers: list[int], roles: list[str], today: datetime.date
) -> Period | None:
    """From the first point to the last; "del 1 al 15 de noviembre" has the month with its second day alone."""
    if len(points) == 2 and not numbers:
        return Period(min(p.first for p in points), max(p.last for p in points))
    if len(points) != 1:
        return None
    (only,) = points
    if "before" in roles:
        return Period(FIRST_DAY, only.first - DAY) if not numbers else None
    if "after" in roles:
        return Period(only.last + DAY, today) if not numbers else None
    if len(numbers) == 1 and only.first == only.last and "until" in roles and numbers[0] < only.first.day:
        return Period(only.first.replace(day=numbers[0]), only.last)
    if numbers or ("until" in roles and "from" not in roles):
        return None
    return Period(only.first, today) if "from" in roles else only


def counted_back(unit: str, count: int | None, last: bool, today: datetime.date) -> Period:
    """The last so many units up to today; without a number the last whole one, or the present one."""
    starts = list(unit_starts(unit, today, min(count or 2, MOST_WEEKS)))
    if count:
        return Period(starts[-1], today)
    return Period(starts[1], starts[0] - DAY) if last else Period(starts[0], today)


def unit_starts(unit: str, today: datetime.date, count: int) -> Iterator[datetime.date]:
    """The beginnings of the present unit and of those before it, latest first."""
    starts = {
        "day": today,
        "week": today - today.weekday() * DAY,
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }
    start = starts[unit]
    for _number in range(max(count, 1)):
        yield start
        before = start - DAY
        start = {
            "day": before,
            "week": start - 7 * DAY,
            "month": before.replace(day=1),
            "year": before.replace(month=1, day=1),
        }[unit]
