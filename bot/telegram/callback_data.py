"""What the buttons carry: typed, checked against Telegram's 64 bytes, and read back without trust."""

from dataclasses import dataclass, fields
from typing import ClassVar, TypeVar

LONGEST = 64
SEPARATOR = "|"
LARGEST = 2**63 - 1


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
    """Read a payload of this shape; None if it is another's or was made up."""
    prefix, *values = packed.split(SEPARATOR)
    wanted = fields(shape)
    if prefix != shape.prefix or len(values) != len(wanted):
        return None
    try:
        return shape(
            *(
                number(value) if field.type is int else value
                for field, value in zip(wanted, values, strict=True)
            )
        )
    except ValueError:
        return None


def number(text: str) -> int:
    """Read a number that the database can hold; ValueError for any other."""
    if not -LARGEST <= (found := int(text[:21])) <= LARGEST or len(text) > 20:
        raise ValueError("the number is too large")
    return found


@dataclass(frozen=True)
class Open(Data):
    """Go to a screen that needs at most one argument."""

    prefix: ClassVar[str] = "o"
    screen: str
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
    step: str


@dataclass(frozen=True)
class EligibilityReply(Data):
    """A reply on the eligibility screen."""

    prefix: ClassVar[str] = "e"
    fact: str
    value: str


@dataclass(frozen=True)
class Reply(Data):
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
    move: str
    question: str = ""


@dataclass(frozen=True)
class Step(Data):
    """A coordinator's step with a lead: open, answers, claim … or a state to move it to; `value`: a choice."""

    prefix: ClassVar[str] = "w"
    reference: str
    step: str
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
    """What to do with a message to an applicant: send, note, cancel; `back` and `end` once it was sent."""

    prefix: ClassVar[str] = "u"
    step: str
    number: int


@dataclass(frozen=True)
class OpenQuestion(Data):
    """A coordinator's step with unanswered questions: list (from page `number`), open or aside (question `number`)."""

    prefix: ClassVar[str] = "g"
    step: str
    number: int = 0


@dataclass(frozen=True)
class Talk(Data):
    """A person's step in a talk with the coordination unit: end."""

    prefix: ClassVar[str] = "t"
    step: str


@dataclass(frozen=True)
class OwnLeadStep(Data):
    """What to do with a pre-application that the person sent."""

    prefix: ClassVar[str] = "my"
    reference: str
    step: str
    value: str = ""


@dataclass(frozen=True)
class Privacy(Data):
    """What to do with the data stored about the person, or with reminders."""

    prefix: ClassVar[str] = "pr"
    step: str
