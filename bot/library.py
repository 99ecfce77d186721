"""Holds what the bot knows: content, learned search, gazetteer; replaces it as a whole when content is reloaded."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from knowledge.cities import Gazetteer, open_gazetteer
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

    def form(self, language: Language, today: datetime.date) -> Form:
        """The pre-application for replies typed in `language` on `today`."""
        return Form(
            self.knowledge.questionnaire,
            self.knowledge.programme,
            self.knowledge.rules,
            self.gazetteer,
            today,
            language,
        )


class Library:
    """The knowledge in service; `reload` replaces it only with content that is whole."""

    def __init__(self, content: Path | None, cache: Path) -> None:
        self._content = content or CONTENT
        self._cache = cache
        self.known = self._read(open_gazetteer(cache))

    def reload(self) -> Known:
        """Read the content again; BrokenContent, and the old one stays, if anything in it is wrong."""
        self.known = self._read(self.known.gazetteer)
        return self.known

    def _read(self, gazetteer: Gazetteer) -> Known:
        knowledge = load(self._content)
        return Known(knowledge, learned(knowledge, self._cache), gazetteer)
