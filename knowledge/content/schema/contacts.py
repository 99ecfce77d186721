"""contacts.yaml: who in the coordination unit receives what."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from knowledge.content.schema.values import CountryCode, Id, LanguageCode, MailAddress
from knowledge.content.text import Shape, Words


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
