"""Who in the coordination unit receives what: the rules of contacts.yaml."""

from dataclasses import dataclass
from typing import Literal

from knowledge.models import ContactPerson, ContactsFile


@dataclass(frozen=True)
class Matter:
    """What is to be routed: a lead or a question, with what is known of it."""

    subject: Literal["leads", "questions"]
    country: str | None = None
    kind: str | None = None
    topics: tuple[str, ...] = ()


def recipients(contacts: ContactsFile, matter: Matter) -> tuple[ContactPerson, ...]:
    """Give everybody who takes this matter; the fallbacks if nobody else does. Never empty."""
    specific = tuple(c for c in contacts.contacts if not c.fallback and takes(c, matter))
    return specific or tuple(c for c in contacts.contacts if c.fallback)


def takes(contact: ContactPerson, matter: Matter) -> bool:
    """Tell whether a contact takes a matter; a part that says nothing takes all."""
    wanted = contact.takes
    return (
        (not wanted.subjects or matter.subject in wanted.subjects)
        and (not wanted.countries or matter.country in wanted.countries)
        and (not wanted.kinds or matter.kind in wanted.kinds)
        and (not wanted.topics or bool(set(wanted.topics) & set(matter.topics)))
    )
