"""The shapes of the YAML in knowledge/programmes/<name>, read top to bottom as the reference of the format.

What a file may hold is said here; whether the files agree with each other is checked in load.py.
"""

import datetime
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StringConstraints, field_validator, model_validator

from knowledge.content.text import ButtonText, Language, Phrasings, Shape, Text, Words

__all__ = ["ButtonText", "Language", "Phrasings", "Shape", "Text", "Words"]

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,23}$")]
OptionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,23}$")]
AnswerId = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z0-9_]+$", max_length=48)]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
MailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]

CandidateField = Literal["country", "population"]
"""What a candidate has of its own; everything else is among its facts."""

LONGEST_MESSAGE = 4096


# programme.yaml


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
    phone: Words | None = None
    handle: Words | None = None
    website: Words | None = None
    application_url: Words | None = None


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


# answers/*.yaml


class Opening(Shape):
    """The yes or no that an answer opens with where the question wants one; `closed` once the call is closed."""

    says: Text
    closed: Text | None = None
    phrasings: Phrasings


class Answer(Shape):
    """One answer: what is asked, what is said, where it stands, how people put it."""

    id: AnswerId
    question: Text
    button: ButtonText
    answer: Text
    closed: Text | None = None
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    related: tuple[AnswerId, ...] = ()
    phrasings: Phrasings
    openings: tuple[Opening, ...] = ()

    def taught(self) -> Phrasings:
        """Every way in which it is asked for, those of its openings too."""
        each = [self.phrasings, *(opening.phrasings for opening in self.openings)]
        codes = self.phrasings.languages()
        return Phrasings({code: tuple(text for one in each for text in one.within(code)) for code in codes})


class Category(Shape):
    """A file of answers: a section of the programme's facts and an entry of the questions menu.

    `leads_to` says which button stands under its answers: the eligibility check, or the form.
    """

    category: Id
    order: int
    label: ButtonText
    leads_to: Literal["eligibility", "form"] | None = None
    answers: Annotated[tuple[Answer, ...], Field(min_length=1)]


# unstated.yaml, smalltalk.yaml, synonyms.yaml


class Unstated(Shape):
    """A detail that people ask for and the programme does not state; `nearest` is shown instead.

    Without both of them: messages that have nothing to do with the programme.
    """

    id: Id
    subject: Text | None = None
    nearest: AnswerId | None = None
    phrasings: Phrasings

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Refuse a detail of which only one half is given."""
        if (self.subject is None) != (self.nearest is None):
            raise ValueError("give both `subject` and `nearest`, or neither for what is unrelated")
        return self


class UnstatedFile(Shape):
    """unstated.yaml."""

    unstated: tuple[Unstated, ...]


class Smalltalk(Shape):
    """A greeting, thanks and the like, with a short reply; `dissatisfied` with the last reply of the bot."""

    id: Id
    reply: Text
    phrasings: Phrasings
    dissatisfied: bool = False


class SmalltalkFile(Shape):
    """smalltalk.yaml of a programme: what it adds to the small talk of its languages, or puts otherwise."""

    smalltalk: tuple[Smalltalk, ...] = ()


class Concept(Shape):
    """Words and word groups that mean the same here, in every language."""

    id: Id
    words: dict[LanguageCode, tuple[Words, ...]]

    @model_validator(mode="before")
    @classmethod
    def by_language(cls, given: Any) -> Any:
        """Take every key but the id for a language."""
        if not isinstance(given, dict) or "words" in given:
            return given
        words = {key: value for key, value in given.items() if key != "id"}
        return {"id": given.get("id"), "words": words}


class SynonymsFile(Shape):
    """synonyms.yaml of a programme."""

    concepts: tuple[Concept, ...] = ()


# questionnaire.yaml


class Condition(Shape):
    """Holds if the answer to an earlier question is one of `in`."""

    question: Id
    among: Annotated[tuple[str, ...], Field(alias="in", min_length=1)]


Level = Literal["strong", "fair", "weak"]


class Option(Shape):
    """A reply that a button gives; `also` holds other words for it, `level` what it says of readiness."""

    id: OptionId
    label: ButtonText
    also: tuple[str, ...] = ()
    level: Level | None = None


class Advice(Shape):
    """What would strengthen a candidature, by how it stands; `skipped` where an optional answer was left out."""

    fair: Text | None = None
    weak: Text | None = None
    skipped: Text | None = None

    def at(self, level: Level) -> Text | None:
        """Give the advice for a level; a strong one needs none."""
        return {"strong": None, "fair": self.fair, "weak": self.weak}[level]


class Question(Shape):
    """One screen of the pre-application.

    `examples` teach what a typed reply means: lines by option. `openings` are what a reply may begin with
    that does not belong to it. `together` are later questions that a reply to this one may answer as well.
    `interest` marks what an expression of interest asks for once the call is closed; without a mark, all is asked.
    `details` are what a pop-up or a button tells beyond the text. `may_be_unknown`: "we do not know yet" is an answer.
    `may_be_candidate`: "the same as the city" is one, and means the candidate's name.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,17}$")]
    type: Id
    short: ButtonText
    text: Text
    details: Text | None = None
    example: Text | None = None
    why: Text | None = None
    required: bool = True
    interest: bool = False
    personal: bool = False
    may_be_unknown: bool = False
    may_be_candidate: bool = False
    key: bool = False
    advice: Advice | None = None
    when: Condition | None = None
    options: tuple[Option, ...] = ()
    options_from: Id | None = None
    tells: Id | None = None
    fills: tuple[Id, ...] = ()
    exclusive: tuple[OptionId, ...] = ()
    examples: Mapping[OptionId, Mapping[Language, tuple[Words, ...]]] = {}
    together: tuple[Id, ...] = ()
    openings: Mapping[Language, tuple[Words, ...]] = {}
    min: int | None = None
    max: int | None = None
    max_length: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def complete(self) -> Self:
        """Refuse a key that says nothing of readiness; what a kind of question needs is checked by it."""
        if self.key and any(option.level is None for option in self.options):
            raise ValueError("every option of a `key` question needs a `level`: strong, fair or weak")
        if self.key and not (self.advice and self.advice.fair and self.advice.weak):
            raise ValueError("a `key` question needs `advice` with `fair` and `weak`")
        return self


class Questionnaire(Shape):
    """questionnaire.yaml: the questions in the order they are asked."""

    consent_version: Words
    seen_by: Text
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    def telling(self, what: str, among: Collection[str] | None = None) -> Question | None:
        """Find the question that tells something of the candidate; `among` the questions with these ids."""
        return next((q for q in self.questions if q.tells == what and (among is None or q.id in among)), None)

    def question(self, question_id: str) -> Question | None:
        """Find a question by its id; None if the questionnaire no longer has it."""
        return next((question for question in self.questions if question.id == question_id), None)


# contacts.yaml


class Takes(Shape):
    """What a contact takes; an empty part takes all."""

    countries: tuple[CountryCode, ...] = ()
    topics: tuple[Id, ...] = ()
    kinds: tuple[Id, ...] = ()
    subjects: tuple[Literal["leads", "questions"], ...] = ()


class ContactPerson(Shape):
    """Somebody in the coordination unit: where they are reached, in which language, for what."""

    id: Id
    name: Words
    email: Annotated[MailAddress | None, Field(examples=["office@example.org"])] = None
    chat: int | None = None
    language: LanguageCode
    takes: Takes = Takes()
    fallback: bool = False

    @model_validator(mode="after")
    def reachable(self) -> Self:
        """Refuse a contact that nothing can reach."""
        if self.email is None and self.chat is None:
            raise ValueError("a contact needs an `email` or a `chat`")
        return self


class ContactsFile(Shape):
    """contacts.yaml."""

    contacts: Annotated[tuple[ContactPerson, ...], Field(min_length=1)]
