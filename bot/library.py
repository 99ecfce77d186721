"""Holds what the bot knows: content, learned search, gazetteer; replaces it as a whole when content is reloaded."""

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.cities import Gazetteer, open_gazetteer
from knowledge.countries import Countries, read_countries
from knowledge.entities import CandidateReader
from knowledge.form import Form
from knowledge.load import CONTENT, Knowledge, load
from knowledge.models import Language
from knowledge.search import Search
from knowledge.teaching import learned


@dataclass(frozen=True)
class Known:
    """One consistent state of the knowledge; a turn uses the same from its beginning to its end."""

    knowledge: Knowledge
    search: Search
    gazetteer: Gazetteer
    countries: Countries
    reader: CandidateReader

    def form(self, language: Language, today: datetime.date) -> Form:
        """The pre-application for replies typed in `language` on `today`."""
        return Form(
            self.knowledge.questionnaire,
            self.knowledge.programme,
            self.knowledge.rulebook,
            self.gazetteer,
            self.countries,
            today,
            language,
        )


class Library:
    """The knowledge in service; `reload` replaces it only with content that is whole."""

    def __init__(self, content: Path | None, cache: Path, group: int | None = None) -> None:
        """Read the content; `group` is the chat of a fallback contact that names none (the simulator's)."""
        self._content = content or CONTENT
        self._group = group
        self._cache = cache
        self._gazetteer = open_gazetteer(cache)
        self._countries = read_countries()
        self.known = self._read()

    def reload(self) -> Known:
        """Read the content again; BrokenContentError, and the old one stays, if anything in it is wrong.

        Call it in a thread: it waits a second, and half a minute where the search has to learn.
        """
        self.known = self._read()
        return self.known

    def _read(self) -> Known:
        knowledge = with_group(load(self._content), self._group)
        reader = CandidateReader(self._gazetteer, self._countries, knowledge.rulebook)
        return Known(knowledge, learned(knowledge, self._cache), self._gazetteer, self._countries, reader)


def with_group(knowledge: Knowledge, group: int | None) -> Knowledge:
    """The knowledge with a chat for the fallback contacts that have none; as it is without a group."""
    if group is None:
        return knowledge
    contacts = tuple(
        contact.model_copy(update={"chat": group}) if contact.fallback and contact.chat is None else contact
        for contact in knowledge.contacts.contacts
    )
    return replace(knowledge, contacts=knowledge.contacts.model_copy(update={"contacts": contacts}))
