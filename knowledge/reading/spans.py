"""What a message can hold: numbers, places, countries, regions, bodies, addresses; each with its position.

Only shapes live here; `reader` finds them. `start` and `end` are positions in the text that was read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge.geo.gazetteer import City

Bound = Literal["over", "under"]
Unit = Literal[
    "inhabitants", "people", "students", "staff", "money", "time", "date", "distance", "bodies", "other"
]
"""What a number counts. `people`: persons who may or may not be the inhabitants ("54.000 personas")."""
Share = Literal["each", "total"]
Reply = Literal["yes", "no", "skip", "done", "back", "refusal", "unsure", "help", "any"]
"""What a message, or its beginning, says as an answer: yes, nothing to add, prefers not to tell …"""


@dataclass(frozen=True)
class Span:
    """A stretch of the text."""

    start: int
    end: int


def covers(scopes: Iterable[Span], span: Span) -> bool:
    """Tell whether a stretch of the text begins within one of some others."""
    return any(scope.start <= span.start < scope.end for scope in scopes)


@dataclass(frozen=True)
class Number(Span):
    """A number in figures or words.

    `upper` ends a range ("90-110 mil"); `unit` is None where nothing beside it says what it counts; `amount`
    tells 54.000 or "120 mil", which nobody writes of a year or a place in a list, from 2019. `year`: may be one.
    `ordinal`: a place in a list ("la 3", "the second"; -1 is "the last").
    """

    value: int
    upper: int | None = None
    bound: Bound | None = None
    approximate: bool = False
    unit: Unit | None = None
    share: Share | None = None
    ordinal: bool = False
    amount: bool = False
    year: bool = False
    negated: bool = False
    corrects: bool = False  # takes back the number before it: "I mean 110,000"
    missing: bool = False  # how many are wanting, required or were once, not how many there are

    @property
    def counts_inhabitants(self) -> bool:
        """Whether it may be the inhabitants of a candidate: said so, or nothing else claims it."""
        if self.ordinal or self.missing or self.unit not in (None, "inhabitants", "people"):
            return False
        return self.unit is not None or (self.value >= 1_000 and not self.year)


@dataclass(frozen=True)
class Place(Span):
    """A municipality's name: everything of that name in `cities`, likeliest first.

    `likely` are those that may be meant: one if it is clear, several if it has to be asked. `beside`: a place
    that is spoken of but is not who writes or is asked about (near X, a partner like X); `near`: one close to it.
    """

    text: str
    cities: tuple[City, ...]
    likely: tuple[City, ...]
    negated: bool = False
    beside: bool = False
    near: bool = False

    @property
    def city(self) -> City | None:
        """The city meant, if only one is likely."""
        return self.likely[0] if len(self.likely) == 1 else None


@dataclass(frozen=True)
class Country(Span):
    """A country by its ISO code; `demonym`: named by an adjective ("una ciudad polaca")."""

    code: str
    demonym: bool = False
    negated: bool = False
    beside: bool = False


@dataclass(frozen=True)
class CountryGroup(Span):
    """Countries that have a name together ("América Latina", "Asia", "the EU").

    `negated`: somebody is not in one of them; `within`: somebody is.
    """

    id: str
    codes: frozenset[str]
    negated: bool = False
    within: bool = False


@dataclass(frozen=True)
class Region(Span):
    """A region of a country, by name or adjective ("andaluza"): it distinguishes places, and is no place itself.

    `within`: said to be where something is ("in Tuscany", "de Andalucía").
    """

    country: str
    name: str
    demonym: bool = False
    negated: bool = False
    within: bool = False


@dataclass(frozen=True)
class Body(Span):
    """A kind of body that is named: a class such as `municipality` or `university`.

    `own`: the speaker's ("somos un ayuntamiento", "my company"); `denied`: said not to be it;
    `count`: how many of them, where a number stands before ("tres municipios", "several towns": 0).
    `within`: said to be where something is ("en la provincia", "of the county"); `locates`: nothing but that.
    `country`: where alone such a body is called so ("concello", "gmina").
    """

    kind: str
    plural: bool = False
    own: bool = False
    denied: bool = False
    beside: bool = False
    count: int | None = None
    within: bool = False
    locates: bool = False
    country: str | None = None


@dataclass(frozen=True)
class Address(Span):
    """An e-mail address, a telephone number or a link, as written, whether or not it is valid."""

    kind: Literal["email", "phone", "link"]
    text: str


@dataclass(frozen=True)
class Clause(Span):
    """A sentence or a question of a message."""

    text: str
    asks: bool
