"""programme.yaml: every fact and figure of the programme, once."""

import datetime
from collections.abc import Mapping
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StringConstraints, field_validator, model_validator

from knowledge.content.schema.values import (
    AnswerId,
    Colour,
    CountryCode,
    Handle,
    Id,
    LanguageCode,
    MailAddress,
    Telephone,
    WebAddress,
    Website,
)
from knowledge.content.text import ButtonText, Shape, Text


class Call(Shape):
    """When candidatures are taken; the deadline is the last day, until its end in `timezone`.

    A rolling call has no end. `note` says what else there is to know about it.
    """

    opens: datetime.date | None = None
    deadline: Annotated[datetime.date | None, Field(examples=[datetime.date(2200, 1, 1)])] = None
    rolling: bool = False
    timezone: Annotated[str, Field(examples=["Europe/Brussels"])]
    note: Text | None = None

    @model_validator(mode="after")
    def one_end(self) -> Self:
        """Refuse a call with no end that is not said to be rolling, and one with both."""
        if self.rolling and self.deadline:
            raise ValueError("has a `deadline` and is `rolling`; keep one of them")
        if not self.rolling and not self.deadline:
            raise ValueError("needs a `deadline` (2027-03-04), or `rolling: true` if it has no end")
        if self.opens and self.deadline and self.opens > self.deadline:
            raise ValueError("opens after its deadline; check both dates")
        return self

    @field_validator("timezone")
    @classmethod
    def known_timezone(cls, value: str) -> str:
        """Refuse a zone that the time zone database does not have."""
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("is not a time zone; write one such as Europe/Brussels") from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the programme's days begin and end."""
        return ZoneInfo(self.timezone)

    def is_open(self, today: datetime.date) -> bool:
        """Tell whether candidatures are taken on `today` (a date in the call's time zone)."""
        begun = self.opens is None or self.opens <= today
        return begun and (self.deadline is None or today <= self.deadline)

    @property
    def last_open_day(self) -> datetime.date:
        """The last day of the call; of a rolling one, its first."""
        return self.deadline or self.opens or datetime.date(2000, 1, 1)


class Contact(Shape):
    """How the unit is reached, and where the formal application stands; each is a placeholder of its name."""

    email: MailAddress
    phone: Telephone | None = None
    handle: Handle | None = None
    website: Website | None = None
    application_url: WebAddress | None = None


class CountrySet(Shape):
    """A named set of countries (ISO 3166 codes), or the union of other sets: what rules and texts call them by."""

    id: Id
    label: Text | None = None
    countries: Annotated[tuple[CountryCode, ...], Field(examples=[["ES"]])] = ()
    unites: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def filled(self) -> Self:
        """Refuse a set of nothing."""
        if not self.countries and not self.unites:
            raise ValueError("needs `countries: [ES, PT]`, or `unites:` with the ids of other sets")
        return self


BULLET = "• "
"""How a line begins that the picture of the steps shows."""


class MapPicture(Shape):
    """The map of the world: which sets are marked and named, and which is hatched."""

    answer: AnswerId
    marked: Annotated[tuple[Id, ...], Field(min_length=1)]
    hatched: Id | None = None


class AnswerPicture(Shape):
    """A picture made of the list in an answer's words."""

    answer: AnswerId


class Pictures(Shape):
    """Which answers can be seen: on a map, as steps one after another, as a numbered sheet of the topics."""

    map: MapPicture | None = None
    steps: AnswerPicture | None = None
    sheet: AnswerPicture | None = None


class Topic(Shape):
    """A working topic: its full name, and a short one for buttons."""

    id: Id
    label: Text
    button: ButtonText


class Colours(Shape):
    """The colours of mails, documents and pictures."""

    main: Colour = "#003399"
    accent: Colour = "#ffcc00"


class Identity(Shape):
    """What the programme is called, who runs it, and how it appears in Telegram, mails, documents and references."""

    name: Text
    short: Text
    unit: Text
    sender: Text
    tagline: Annotated[Text, Field(description="on the profile: up to 120 characters")]
    about: Annotated[Text, Field(description="over an empty chat: up to 512 characters")]
    colours: Colours = Colours()
    reference: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]


class Programme(Shape):
    """programme.yaml: every fact and figure, once."""

    identity: Identity
    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1)]
    call: Call
    figures: dict[Id, Annotated[int, Field(strict=True)]]
    contact: Contact
    sources: dict[str, Text]
    country_sets: tuple[CountrySet, ...] = ()
    topics: tuple[Topic, ...] = ()
    roles: Mapping[str, AnswerId]
    pictures: Pictures = Pictures()

    @property
    def sets(self) -> dict[str, tuple[CountryCode, ...]]:
        """The countries of each named set; a set that unites others comes after them."""
        found: dict[str, tuple[CountryCode, ...]] = {}
        for each in self.country_sets:
            united = [code for name in each.unites for code in found.get(name, ())]
            found[each.id] = tuple(dict.fromkeys([*united, *each.countries]))
        return found

    @property
    def outer_sets(self) -> dict[str, tuple[CountryCode, ...]]:
        """The sets that no other set unites."""
        inner = {name for each in self.country_sets for name in each.unites}
        return {name: codes for name, codes in self.sets.items() if name not in inner}

    @property
    def home_countries(self) -> tuple[CountryCode, ...]:
        """The countries that a place is looked for in first: those of the first set."""
        return next(iter(self.sets.values()), ())

    @property
    def other_countries(self) -> tuple[CountryCode, ...]:
        """The countries of all other sets, in their order."""
        home = set(self.home_countries)
        return tuple(
            dict.fromkeys(code for codes in self.sets.values() for code in codes if code not in home)
        )
