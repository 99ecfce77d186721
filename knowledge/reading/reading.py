"""The Reading: what a message says, read once for everybody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.reading.spans import (
    Address,
    Body,
    Clause,
    Country,
    CountryGroup,
    Number,
    Place,
    Region,
    Reply,
    Span,
    covers,
)
from knowledge.reading.words import Word

MOST_CHARACTERS_READ = 4_000
"""Characters of a message that are read; Telegram's longest message has 4,096."""


@dataclass(frozen=True)
class Reading:
    """A message with everything that was found in it, each list in the order of the text.

    `replies` are what it says as an answer to somebody's question ("yes", "skip"; empty for most messages).
    `together`: speaks of going with others; `both`: of two or more at once, as "both" does.
    `speaking` is where the text has "we" or "I", `of_others` "it" or "them".
    `subjects` are the places of the text where an indirect question begins, with who is asked about: "if Lugo can".
    `either`: the places are named one or another, "Ghent or Bruges".
    """

    text: str
    language: str
    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]
    numbers: tuple[Number, ...] = ()
    places: tuple[Place, ...] = ()
    countries: tuple[Country, ...] = ()
    country_groups: tuple[CountryGroup, ...] = ()
    regions: tuple[Region, ...] = ()
    bodies: tuple[Body, ...] = ()
    addresses: tuple[Address, ...] = ()
    negations: tuple[Span, ...] = ()
    replies: frozenset[Reply] = frozenset()
    asks: bool = False
    speaking: tuple[int, ...] = ()
    together: bool = False
    both: bool = False
    subjects: tuple[int, ...] = ()
    either: bool = False
    of_others: tuple[int, ...] = ()

    @property
    def first_person(self) -> bool:
        """Whether it speaks of "we" or "I"."""
        return bool(self.speaking)

    @property
    def emails(self) -> tuple[str, ...]:
        """The e-mail addresses, as written."""
        return tuple(found.text for found in self.addresses if found.kind == "email")

    @property
    def phones(self) -> tuple[str, ...]:
        """The telephone numbers, as written."""
        return tuple(found.text for found in self.addresses if found.kind == "phone")

    @property
    def links(self) -> tuple[str, ...]:
        """The links, as written."""
        return tuple(found.text for found in self.addresses if found.kind == "link")

    @property
    def spans(self) -> tuple[Span, ...]:
        """Everything that `masked` replaces, in the order of the text; none overlap."""
        found = (
            *self.numbers,
            *self.places,
            *self.countries,
            *self.country_groups,
            *self.regions,
            *self.bodies,
            *self.addresses,
        )
        return tuple(sorted(found, key=lambda span: span.start))

    def words_between(self, start: int, end: int) -> list[str]:
        """List the folded words between two places of the text that belong to no number."""
        return [
            word.folded
            for word in self.words
            if start <= word.start < end and not any(n.start <= word.start < n.end for n in self.numbers)
        ]

    def denied(self, span: Span) -> bool:
        """Tell whether a negation covers a stretch of the text."""
        return covers(self.negations, span)

    def masked(self, label: Callable[[Span], str] | None = None) -> str:
        """Give the folded words with spans replaced by their class: "somos <CITY> con <POP>"."""
        return " ".join(self._masked(label or mask))

    def _masked(self, label: Callable[[Span], str]) -> Iterator[str]:
        spans = list(self.spans)[::-1]
        end = 0
        for word in self.words:
            while spans and spans[-1].start < word.end:
                span = spans.pop()
                end = max(end, span.end)
                yield label(span)
            if word.start >= end:
                yield word.folded
        yield from map(label, reversed(spans))


def mask(span: Span) -> str:
    """Name the class of a span: <CITY>, <POP>, <NUM>, <COUNTRY>, <REGION>, <BODY:municipality> and so on."""
    if isinstance(span, Number):
        return _mask_of_number(span)
    if isinstance(span, Body):
        return f"<BODY:{_plural(span.kind)}>" if span.plural else f"<BODY:{span.kind}>"
    if isinstance(span, Address):
        return f"<{span.kind.upper()}>"
    return _CLASSES[type(span)]


_CLASSES = {Place: "<CITY>", Country: "<COUNTRY>", CountryGroup: "<CONTINENT>", Region: "<REGION>"}


def _plural(kind: str) -> str:
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def _mask_of_number(number: Number) -> str:
    if number.counts_inhabitants:
        return "<POP>"
    if number.ordinal:
        return "<ORDINAL>"
    return "<YEAR>" if number.year and number.unit in (None, "date") else "<NUM>"
