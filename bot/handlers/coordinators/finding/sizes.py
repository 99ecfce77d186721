"""How many inhabitants a search asks for: "more than 5,000", "a partir de 20.000", "<= 300k". The words are in each
language's leads.yaml; other numbers are read as in any message.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.views.context import ViewContext
from knowledge.content.yaml_file import read_plain
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Number
from knowledge.reading.words import plain_letters

Sizes = Sequence[tuple[str, str]]
"""Parts of a search ("at_least", "more_than", "at_most", "less_than") and the number of each."""
READ_AS = {"over": "more_than", "under": "less_than"}


def sizes_named(context: ViewContext, text: str, reading: Reading) -> Iterator[tuple[Number, Sizes]]:
    """What numbers of inhabitants a search names, each with its words; a number without a bound narrows nothing."""
    phrases = phrases_of(context)
    for number in reading.numbers:
        part, whole = bound_of(phrases, text, number)
        if not number.counts_inhabitants:
            continue
        if number.upper:
            yield number, (("at_least", str(number.value)), ("at_most", str(number.upper)))
        elif part:
            yield whole, ((part, str(number.value)),)


def bound_of(phrases: Mapping[str, str], text: str, number: Number) -> tuple[str, Number]:
    """The part of a search that a number is, empty if none, and the number with the words that say so."""
    before, after = plain_letters(text[: number.start]), plain_letters(text[number.end :])
    for phrase, part in phrases.items():
        if stands_last(before, phrase):
            return part, replace(number, start=before.rindex(phrase))
        if stands_first(after, phrase):
            return part, replace(number, end=number.end + after.index(phrase) + len(phrase))
    return READ_AS.get(number.bound or "", ""), number


def stands_last(before: str, phrase: str) -> bool:
    """Tell whether a text ends with a phrase, as words of its own."""
    rest = before.rstrip()
    return rest.endswith(phrase) and not (phrase[0].isalpha() and rest[: -len(phrase)][-1:].isalpha())


def stands_first(after: str, phrase: str) -> bool:
    """Tell whether a text begins with a phrase, as words of its own."""
    rest = after.lstrip()
    return rest.startswith(phrase) and not (phrase[-1].isalpha() and rest[len(phrase) :][:1].isalpha())


def phrases_of(context: ViewContext) -> dict[str, str]:
    """The phrases of all languages and the part that each stands for, the longest first."""
    found: dict[str, str] = {}
    for folder in context.knowledge_base.content.language_folders.values():
        file = folder / "leads.yaml"
        found |= dict(phrases_in(file)) if file.exists() else {}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def phrases_in(file: Path) -> Iterator[tuple[str, str]]:
    """The phrases of one language."""
    for part, phrases in read_plain(file).get("inhabitants", {}).items():
        yield from ((plain_letters(phrase), part) for phrase in phrases)
