"""Who in the coordination unit receives what: the rules of contacts.yaml, and the proof that nothing gets lost."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from knowledge.content.schema import ContactPerson, ContactsFile
from knowledge.form.applicant import Applicant

ELSEWHERE = "ZZ"
"""ISO 3166's code for an unknown country: stands for every country that nobody names."""


@dataclass(frozen=True)
class RoutingCase:
    """What is to be routed: a lead or a question, with what is known of it."""

    subject: Literal["leads", "questions"]
    country: str | None = None
    kind: str | None = None
    topics: tuple[str, ...] = ()


def recipients(contacts: ContactsFile, matter: RoutingCase) -> tuple[ContactPerson, ...]:
    """Give everybody who takes this matter; the fallbacks if nobody else does. Never empty."""
    specific = tuple(c for c in contacts.contacts if not c.fallback and takes(c, matter))
    return specific or tuple(c for c in contacts.contacts if c.fallback)


def recipients_of(contacts: ContactsFile, applicant: Applicant) -> tuple[ContactPerson, ...]:
    """Give everybody who takes a pre-application that tells this. Never empty."""
    return recipients(
        contacts, RoutingCase("leads", applicant.country, applicant.kind, tuple(applicant.topics))
    )


def takes(contact: ContactPerson, matter: RoutingCase) -> bool:
    """Tell whether a contact takes a matter; a part that says nothing takes all."""
    wanted = contact.takes
    return (
        (not wanted.subjects or matter.subject in wanted.subjects)
        and (not wanted.countries or matter.country in wanted.countries)
        and (not wanted.kinds or matter.kind in wanted.kinds)
        and (not wanted.topics or bool(set(wanted.topics) & set(matter.topics)))
    )


def all_cases(kinds: Iterable[str], countries: Iterable[str], topics: Iterable[str]) -> Iterator[RoutingCase]:
    """Everything that may have to be routed, as far as the rules can tell it apart.

    A lead with several topics reaches at least whom it reaches with one of them, so one at a time is enough.
    """
    some_topics = [(), *((topic,) for topic in topics)]
    for kind, country, chosen in product([None, *kinds], [None, ELSEWHERE, *countries], some_topics):
        yield RoutingCase("leads", country, kind, chosen)
    yield RoutingCase("questions")


def unrouted_case(contacts: ContactsFile, possible: Iterable[RoutingCase]) -> RoutingCase | None:
    """Find a matter that reaches nobody; None is the proof that there is none."""
    return next((matter for matter in possible if not reaches_somebody(contacts, matter)), None)


def contacts_without_cases(contacts: ContactsFile, possible: Iterable[RoutingCase]) -> list[ContactPerson]:
    """Find the contacts that nothing ever reaches; a fallback may wait for ever."""
    busy = {contact.id for matter in possible for contact in recipients(contacts, matter)}
    return [c for c in contacts.contacts if c.id not in busy and not c.fallback]


def reaches_somebody(contacts: ContactsFile, matter: RoutingCase) -> bool:
    """Tell whether somebody who can be reached receives a matter."""
    return any(contact.email or contact.chat for contact in recipients(contacts, matter))
