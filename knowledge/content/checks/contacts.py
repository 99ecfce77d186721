"""Checks contacts.yaml and coordinators.yaml: every lead reaches somebody, no id is used twice."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.content.checks.files import Files
from knowledge.content.checks.names import duplicates
from knowledge.content.schema import ContactPerson, ContactsFile, Language, Programme, Takes
from knowledge.content.sentences import suggested_name
from knowledge.content.text import NO_LANGUAGE
from knowledge.content.wording import country
from knowledge.content.yaml_file import Mistake, YamlFile
from knowledge.eligibility.rules import Rules
from knowledge.routing import all_cases, contacts_without_cases, unrouted_case


def contact_mistakes(found: Files) -> Iterator[Mistake]:
    """Contacts that are listed twice, take what does not exist, or leave a lead without a recipient."""
    if found.contacts is None or found.programme is None or found.rules is None:
        return
    file, contacts = found.files["contacts.yaml"], found.contacts.contacts
    if not any(contact.fallback for contact in contacts):
        message = "one contact needs `fallback: true`, so that every lead reaches someone"
        yield file.mistake(("contacts", 0), message)
        return
    known = possible_takes(found.programme, found.rules, contacts)
    unknown = list(takes_mistakes(contacts, known, file))
    yield from unknown
    yield from contact_names(contacts, found.programme.languages, file)
    if not unknown:
        yield from routing_mistakes(found.contacts, file, known)


def possible_takes(
    programme: Programme, rules: Rules, contacts: Sequence[ContactPerson]
) -> dict[str, list[str]]:
    """The topics, kinds and countries that a contact may take."""
    codes = {code for contact in contacts for code in contact.takes.countries}
    return {
        "topics": [topic.id for topic in programme.topics],
        "kinds": [kind.id for kind in rules.kinds],
        "countries": sorted(code for code in codes if country(code, programme.languages[0]) != code),
    }


def takes_mistakes(
    contacts: Sequence[ContactPerson], known: Mapping[str, list[str]], file: YamlFile
) -> Iterator[Mistake]:
    """Topics, kinds and countries of contacts that do not exist."""
    for i, contact in enumerate(contacts):
        for name, codes in known.items():
            for code in sorted(set(getattr(contact.takes, name)) - set(codes)):
                remedy = "write its ISO 3166 code" if name == "countries" else suggested_name(code, codes)
                message = f"there is no {code} among the {name}; {remedy}"
                yield file.mistake(("contacts", i, "takes", name), message)


def contact_names(
    contacts: Sequence[ContactPerson], languages: Sequence[Language], file: YamlFile
) -> Iterator[Mistake]:
    """Repeated ids and chats, languages that the programme does not speak, a fallback that takes only some leads."""
    seen: set[str | int] = set()
    for i, contact in enumerate(contacts):
        for name, value in (("id", contact.id), ("chat", contact.chat)):
            if value is not None and value in seen:
                yield file.mistake(("contacts", i, name), f"the {name} {value} stands twice")
            seen |= {value} if value is not None else set()
        if contact.language not in languages:
            message = f"{contact.language} {NO_LANGUAGE}; {suggested_name(contact.language, languages)}"
            yield file.mistake(("contacts", i, "language"), message)
        if contact.fallback and contact.takes != Takes():
            yield file.mistake(("contacts", i, "takes"), "a fallback takes whatever is left; remove `takes`")


def routing_mistakes(
    contacts: ContactsFile, file: YamlFile, known: Mapping[str, list[str]]
) -> Iterator[Mistake]:
    """Route every possible lead, and report leads that reach nobody and contacts that no lead reaches."""
    possible = list(all_cases(known["kinds"], known["countries"], known["topics"]))
    if nobody := unrouted_case(contacts, possible):
        yield file.mistake(("contacts",), f"nobody receives {nobody}")
    unused = contacts_without_cases(contacts, possible)
    for i, contact in enumerate(contacts.contacts):
        if contact in unused:
            yield file.mistake(("contacts", i, "takes"), "nothing ever reaches this contact; check `takes`")


def coordinators_text_mistakes(found: Files) -> Iterator[Mistake]:
    """Saved replies and decline reasons with the same id."""
    if found.coordinator_texts is None or "coordinators.yaml" not in found.files:
        return
    for part in ("saved_replies", "decline_reasons"):
        ids = [entry.id for entry in getattr(found.coordinator_texts, part)]
        yield from duplicates(found.files["coordinators.yaml"], (part,), ids, "id")
