"""questionnaire.yaml: the screens of the pre-application."""

from collections.abc import Collection, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.content.schema.values import Id, OptionId
from knowledge.content.text import ButtonText, Language, Shape, Text, Words


class Condition(Shape):
    """Holds if the answer to an earlier question is one of `in`."""

    question: Id
    among: Annotated[tuple[str, ...], Field(alias="in", min_length=1)]


Level = Literal["strong", "fair", "weak"]


class Option(Shape):
    """A reply that a button gives; `also` holds other words for it, `level` what it says of readiness."""

    id: OptionId
    label: ButtonText
    also: tuple[Words, ...] = ()
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
    `found_in` are the subjects of sentences, in a message of several, that hold an answer to it.
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
    found_in: tuple[Id, ...] = ()
    min: int | None = None
    max: int | None = None
    max_length: Annotated[int, Field(ge=1, le=4000)] | None = None

    @model_validator(mode="after")
    def complete(self) -> Self:
        """Refuse a key that says nothing of readiness; what a kind of question needs is checked by it."""
        if self.key and any(option.level is None for option in self.options):
            raise ValueError("every option of a `key` question needs a `level`: strong, fair or weak")
        if self.key and not (self.advice and self.advice.fair and self.advice.weak):
            raise ValueError("a `key` question needs `advice` with `fair` and `weak`")
        return self


class Questionnaire(Shape):
    """questionnaire.yaml: the questions in the order they are asked.

    `sentences` teach what a sentence of a longer message is about: lines by subject.
    """

    consent_version: Words
    seen_by: Text
    sentences: Mapping[Id, Mapping[Language, tuple[Words, ...]]] = {}
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    def telling(self, what: str, among: Collection[str] | None = None) -> Question | None:
        """Find the question that tells something of the candidate; `among` the questions with these ids."""
        return next((q for q in self.questions if q.tells == what and (among is None or q.id in among)), None)

    def question(self, question_id: str) -> Question | None:
        """Find a question by its id; None if the questionnaire no longer has it."""
        return next((question for question in self.questions if question.id == question_id), None)
