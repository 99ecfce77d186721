"""Who receives what, and the proof that every possible lead reaches someone."""

from pathlib import Path

import pytest

from knowledge.content.folders import CONTENT
from knowledge.content.load import BrokenContentError, load
from knowledge.content.schema import ContactPerson, ContactsFile, Takes
from knowledge.routing import RoutingCase, all_cases, recipients, unrouted_case
from tests.knowledge.copied import copy_of

KINDS, COUNTRIES, TOPICS = ["city", "group"], ["ES", "PL"], ["housing", "mobility"]


def contact(name: str, fallback: bool = False, **takes: tuple[str, ...]) -> ContactPerson:
    address = f"{name}@example.eu"
    wanted = Takes.model_validate(takes)
    return ContactPerson(id=name, name=name, email=address, language="en", takes=wanted, fallback=fallback)


CONTACTS = ContactsFile(
    contacts=(
        contact("iberia", countries=("ES", "PT"), subjects=("leads",)),
        contact("mobility", topics=("mobility",)),
        contact("groups", kinds=("group",)),
        contact("answers", subjects=("questions",)),
        contact("everything", fallback=True),
    )
)


@pytest.mark.parametrize(
    ("matter", "names"),
    [
        (RoutingCase("leads", "ES", "city", ("housing",)), ["iberia"]),
        (RoutingCase("leads", "ES", "group", ("mobility", "housing")), ["iberia", "mobility", "groups"]),
        (RoutingCase("leads", "PL", "city", ("housing",)), ["everything"]),
        (RoutingCase("leads", "PL", "city", ("housing", "mobility")), ["mobility"]),
        (RoutingCase("leads"), ["everything"]),
        (RoutingCase("questions"), ["answers"]),
    ],
)
def test_a_matter_reaches_those_who_take_it_and_else_the_fallback(
    matter: RoutingCase, names: list[str]
) -> None:
    assert [each.id for each in recipients(CONTACTS, matter)] == names


def test_every_possible_matter_is_routed_and_one_that_reaches_nobody_is_found() -> None:
    possible = list(all_cases(KINDS, COUNTRIES, TOPICS))
    assert len(possible) == 3 * 4 * 3 + 1
    assert unrouted_case(CONTACTS, possible) is None
    without = CONTACTS.model_construct(contacts=CONTACTS.contacts[:4])
    assert unrouted_case(without, possible) == RoutingCase("leads")


@pytest.mark.parametrize(
    ("contacts", "said"),
    [
        ("takes: {kinds: [citys]}", "there is no citys among the kinds"),
        ("takes: {countries: [XX]}", "there is no XX among the countries"),
        ("takes: {topics: [parking]}", "there is no parking among the topics"),
        ("fallback: true\n    takes: {countries: [ES]}", "a fallback takes whatever is left"),
        ("id: coordination-unit", "the id coordination-unit stands twice"),
        ("chat: -100200", "the chat -100200 stands twice"),
        ("takes: {kinds: [city], subjects: [questions]}", "nothing ever reaches this contact"),
    ],
)
def test_mistakes_in_contacts_are_named(tmp_path: Path, contacts: str, said: str) -> None:
    folder = copy_of(CONTENT, tmp_path)
    name = "" if contacts.startswith("id:") else "id: second\n    "
    first = (folder / "contacts.yaml").read_text("utf-8").replace("chat: null", "chat: -100200")
    text = (
        f"{first}\n  - {name}{contacts}\n    name: Second\n    email: second@example.eu\n    language: es\n"
    )
    (folder / "contacts.yaml").write_text(text, "utf-8")
    with pytest.raises(BrokenContentError) as broken:
        load(folder)
    assert said in str(broken.value)
