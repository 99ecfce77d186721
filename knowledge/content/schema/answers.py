"""answers/*.yaml, and what is found like an answer: unstated.yaml, smalltalk.yaml, synonyms.yaml."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from knowledge.content.schema.values import AnswerId, Id, LanguageCode
from knowledge.content.text import ButtonText, Phrasings, Shape, Text, Words


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
    """A greeting, thanks and the like, with a short reply; its flags: see knowledge/content/languages.py."""

    id: Id
    reply: Text
    phrasings: Phrasings
    dissatisfied: bool = False
    corrects: bool = False
    agrees: bool = False


class SmalltalkFile(Shape):
    """smalltalk.yaml of a programme: what it adds to the small talk of its languages, or puts otherwise."""

    smalltalk: tuple[Smalltalk, ...] = ()


class Concept(Shape):
    """Words and word groups that mean the same here, in every language."""

    id: Id
    words: dict[LanguageCode, tuple[Words, ...]]

    @model_validator(mode="before")
    @classmethod
    def by_language(cls, given: object) -> object:
        """Take every key but the id for a language."""
        if not isinstance(given, dict) or "words" in given:
            return given
        words = {key: value for key, value in given.items() if key != "id"}
        return {"id": given.get("id"), "words": words}


class SynonymsFile(Shape):
    """synonyms.yaml of a programme."""

    concepts: tuple[Concept, ...] = ()
