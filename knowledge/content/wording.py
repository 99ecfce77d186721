"""How each language writes numbers, dates, durations and lists, and the programme's figures filled into texts.

Nobody else formats a number or a date for people.
"""

import datetime
import re
import string

from babel.dates import format_date, format_datetime, format_skeleton, format_timedelta, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from knowledge.content.languages import SmallWords, locale_of, shared_words
from knowledge.content.schema import Language, Programme, Text
from knowledge.reading.words import without_case


def number(value: int, language: Language) -> str:
    """Write a whole number with its thousands grouped: 100.000 or 100,000, and 9.500 too: one rule for every size."""
    return str(format_decimal(value, format="#,##0", locale=locale_of(language)))


def long_date(value: datetime.date, language: Language) -> str:
    """Write a date in full: 4 de marzo de 2027, 4 March 2027."""
    return str(format_date(value, format="long", locale=locale_of(language)))


def day_and_month(value: datetime.date, language: Language) -> str:
    """Write a day of this year in figures: 4/3, 3/4."""
    return str(format_skeleton("Md", value, locale=locale_of(language)))


def day_and_time(value: datetime.datetime, language: Language) -> str:
    """Write a moment of these weeks, in its own time zone: 4 mar, 17:05."""
    return str(format_datetime(value, "d MMM, HH:mm", locale=locale_of(language)))


def duration(value: datetime.timedelta, language: Language) -> str:
    """Write a time in its largest unit: 3 days, 5 hours; nothing is shorter than no time at all."""
    longer = max(value, datetime.timedelta())
    return str(format_timedelta(longer, threshold=1.5, locale=locale_of(language)))


def share(part: int, total: int, language: Language) -> str:
    """Write a part in hundredths: 40 %, 40%."""
    return str(format_percent(part / total, locale=locale_of(language)))


def country(code: str, language: Language) -> str:
    """Name a country by its ISO 3166 code; the code itself if Babel does not know it."""
    return str(locale_of(language).territories.get(code, code))


def flag(code: str) -> str:
    """Give a country's flag as the pair of regional indicator letters."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code)


def listing(items: list[str], language: Language) -> str:
    """Join words as a sentence does: «a, b y c», "a, b and c"; «a e Italia» where the language says so."""
    joined = format_list(items, locale=locale_of(language)) if items else ""
    words = shared_words(language)
    joining = words.joining if words else None
    if joining is None or len(items) < 2 or not re.match(joining.before, items[-1], re.IGNORECASE):
        return joined
    usual = joined.removesuffix(items[-1]).rstrip().rpartition(" ")[0]
    return f"{usual} {joining.word} {items[-1]}"


def with_capital(words: str) -> str:
    """Begin words with a capital letter, and leave the rest as it is."""
    return words[:1].upper() + words[1:]


def placeholders(text: str) -> frozenset[str]:
    """Name the {placeholders} of a text; ValueError if a brace is left open, or holds more than a name."""
    found = [parts for parts in string.Formatter().parse(text) if parts[1] is not None]
    if any(form or conversion for _, _, form, conversion in found):
        raise ValueError("more than a name in braces")
    return frozenset(name for _, name, _, _ in found if name is not None)


def named_values(programme: Programme, words: SmallWords, language: Language) -> dict[str, str]:
    """Write every value that a text may name in {braces}."""
    sets = {
        f"countries_{name}": listing([country(code, language) for code in codes], language)
        for name, codes in programme.sets.items()
    }
    contact = programme.contact.model_dump(exclude_none=True)
    return {
        **{name: number(value, language) for name, value in programme.figures.items()},
        **contact,
        **sets,
        "programme": programme.identity.short.within(language),
        "programme_name": programme.identity.name.within(language),
        "unit": programme.identity.unit.within(language),
        "Unit": with_capital(programme.identity.unit.within(language)),
        **deadline_wording(programme, words, language),
        "topics": "\n".join(f"• {topic.label.within(language)}" for topic in programme.topics),
        "topics_count": str(len(programme.topics)),
    }


def deadline_wording(programme: Programme, words: SmallWords, language: Language) -> dict[str, str]:
    """The deadline's day and minute; a rolling call has none, so that no text can name them."""
    call = programme.call
    if call.deadline is None:
        return {}
    city = get_timezone_location(call.timezone, locale=locale_of(language), return_city=True)
    return {
        "deadline": long_date(call.deadline, language),
        "deadline_time": words.until.format(city=city),
    }


NAMES = ("unit", "Unit", "programme", "programme_name")
"""What the interface's own texts name of a programme."""
NAME = re.compile(rf"(?:(\w+) )?\{{({'|'.join(NAMES)})\}}")
"""Such a name in a text, with the word before it."""


class Wording:
    """Texts of the content in one language, with the programme's figures filled in."""

    def __init__(self, programme: Programme, words: SmallWords, language: Language) -> None:
        self.language = language
        self.words = words
        self.figures = named_values(programme, words, language)

    def fill(self, text: Text, **more: str) -> str:
        """Give `text` with its placeholders filled; KeyError cannot happen on checked content."""
        return self.named(text.within(self.language)).format_map({**self.figures, **more})

    def named(self, text: str) -> str:
        """Fill in the programme's and the unit's names, and leave other placeholders."""
        return NAME.sub(self._contracted, text)

    def _contracted(self, found: re.Match[str]) -> str:
        before, name = found.groups()
        words = f"{before} {self.figures[name]}" if before else self.figures[name]
        for apart, together in self.words.contractions.items():
            if without_case(words).startswith(f"{apart} "):
                begins = with_capital(together) if words[0].isupper() else together
                return begins + words[len(apart) :]
        return words
