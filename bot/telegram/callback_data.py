"""What the buttons carry: typed, checked against Telegram's 64 bytes, and read back without trust."""

from dataclasses import dataclass, fields
from typing import ClassVar, Literal, TypeVar, get_args

LONGEST = 64
SEPARATOR = "|"
LARGEST = 2**63 - 1

OpenScreen = Literal[
    "menu",
    "help",
    "contact",
    "language",
    "privacy",
    "categories",
    "category",
    "answer",
    "deadline",
    "eligibility",
    "form",
    "status",
    "leave_question",
]
LeadStep = Literal[
    "open",
    "answers",
    "history",
    "claim",
    "take",
    "release",
    "card",
    "undo",
    "assign",
    "give",
    "accept",
    "because",
    "tell",
    "show",
    "end",
    "saved",
    "contacted",
    "accepted",
    "declined",
    "withdrawn",
]
MoveName = Literal[
    "back",
    "keep",
    "edit",
    "group",
    "show",
    "change",
    "details",
    "why",
    "share",
    "send",
    "send_anyway",
    "restart",
    "erase",
    "leave",
]


@dataclass(frozen=True)
class Data:
    """The base of all button payloads; `prefix` tells them apart."""

    prefix: ClassVar[str] = ""

    def pack(self) -> str:
        """Write the payload; ValueError if Telegram would not take it."""
        parts = [self.prefix, *(str(value) for value in vars(self).values())]
        packed = SEPARATOR.join(parts)
        if any(SEPARATOR in part for part in parts) or len(packed.encode()) > LONGEST:
            raise ValueError(f"not a payload for a button: {packed!r}")
        return packed


D = TypeVar("D", bound=Data)


def unpack(shape: type[D], packed: str) -> D | None:
    """Read a payload of this shape; None if it is another's, made up, or a step that there is no more."""
    prefix, *values = packed.split(SEPARATOR)
    wanted = fields(shape)
    if prefix != shape.prefix or len(values) != len(wanted):
        return None
    try:
        return shape(*(part(value, field.type) for field, value in zip(wanted, values, strict=True)))
    except ValueError:
        return None


def part(text: str, kind: object) -> int | str:
    """Read a field of a payload; ValueError if it is not of its kind."""
    if kind is int:
        return storable_number(text)
    if get_args(kind) and text not in get_args(kind):
        raise ValueError(f"there is no {text}")
    return text


def storable_number(text: str) -> int:
    """Read a number that the database can hold; ValueError for any other."""
    if not -LARGEST <= (found := int(text[:21])) <= LARGEST or len(text) > 20:
        raise ValueError("the number is too large")
    return found


@dataclass(frozen=True)
class Open(Data):
    """Go to a screen that needs at most one argument."""

    prefix: ClassVar[str] = "o"
    screen: OpenScreen
    argument: str = ""


@dataclass(frozen=True)
class ChooseLanguage(Data):
    """Choose a language."""

    prefix: ClassVar[str] = "l"
    language: str


@dataclass(frozen=True)
class ChooseGroupLanguage(Data):
    """Choose the language of one of the unit's groups."""

    prefix: ClassVar[str] = "lg"
    language: str


@dataclass(frozen=True)
class Vote(Data):
    """A thumb under an answer: 1 up, 0 down."""

    prefix: ClassVar[str] = "v"
    answer_id: str
    helpful: int


@dataclass(frozen=True)
class Picture(Data):
    """Show an answer as a picture."""

    prefix: ClassVar[str] = "pic"
    answer_id: str


@dataclass(frozen=True)
class PassOn(Data):
    """Pass a stored question on to the coordination unit."""

    prefix: ClassVar[str] = "q"
    question_id: int
    step: Literal["ask", "no"]


@dataclass(frozen=True)
class EligibilityReply(Data):
    """A reply on the eligibility screen."""

    prefix: ClassVar[str] = "e"
    fact: str
    value: str


@dataclass(frozen=True)
class FormReply(Data):
    """A reply to a question of the pre-application."""

    prefix: ClassVar[str] = "f"
    draft_id: int
    question: str
    value: str


@dataclass(frozen=True)
class Move(Data):
    """A step within the pre-application that answers nothing: back, edit, send and the like."""

    prefix: ClassVar[str] = "m"
    draft_id: int
    move: MoveName
    question: str = ""


@dataclass(frozen=True)
class LeadButton(Data):
    """A coordinator's step with a lead: open, answers, claim … or a state to move it to; `value`: a choice."""

    prefix: ClassVar[str] = "w"
    reference: str
    step: LeadStep
    value: str = ""


@dataclass(frozen=True)
class Listing(Data):
    """A list of leads: the number of what it is narrowed to, its page; a `menu` over it and what is chosen there."""

    prefix: ClassVar[str] = "k"
    search: int = 0
    page: int = 0
    menu: str = ""
    value: str = ""


@dataclass(frozen=True)
class Unsent(Data):
    """What to do with a message to an applicant; `back` and `end` once it was sent."""

    prefix: ClassVar[str] = "u"
    step: Literal["send", "note", "cancel", "back", "end"]
    number: int


@dataclass(frozen=True)
class OpenQuestion(Data):
    """A coordinator's step with unanswered questions; `number` is the page of a list, else a question's."""

    prefix: ClassVar[str] = "g"
    step: Literal["list", "open", "aside", "aside_quiet", "aside_tell"]
    number: int = 0


@dataclass(frozen=True)
class Talk(Data):
    """A person's step in a talk with the coordination unit."""

    prefix: ClassVar[str] = "t"
    step: Literal["end"]


@dataclass(frozen=True)
class OwnLeadStep(Data):
    """What to do with a pre-application that the person sent."""

    prefix: ClassVar[str] = "my"
    reference: str
    step: Literal["page", "see", "copy", "correct", "discard", "withdraw", "because", "confirm"]
    value: str = ""


@dataclass(frozen=True)
class Privacy(Data):
    """What to do with the data stored about the person, or with reminders."""

    prefix: ClassVar[str] = "pr"
    step: Literal["mydata", "forget", "erase", "quiet", "remind"]
