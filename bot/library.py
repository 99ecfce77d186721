"""Holds what the bot knows: content, learned search, gazetteer; replaces it as a whole when content is reloaded."""

import datetime
from dataclasses import dataclass
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

    def __init__(self, content: Path | None, cache: Path) -> None:
        self._content = content or CONTENT
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
        knowledge = load(self._content)
        reader = CandidateReader(self._gazetteer, self._countries, knowledge.rulebook)
        return Known(knowledge, learned(knowledge, self._cache), self._gazetteer, self._countries, reader)
