"""What a screen is drawn from: the person's language, the knowledge base, the day, and their draft."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

import structlog
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from bot.operations.knowledge_base import KnowledgeBase
from bot.views.stored import ScreenArguments
from knowledge.content.schema import Colours, Language
from knowledge.content.wording import Wording
from knowledge.form.applicant import Applicant
from knowledge.form.draft import Draft
from knowledge.form.moves import Form
from locales import Translator

log = structlog.get_logger("views")

CONVERSATION = "conversation"
"""The key under which a stored screen keeps the conversation's topic; no view has an argument of that name."""


@dataclass(frozen=True)
class Screen:
    """Where a chat is: the name of a view and what it shows; stored as JSON."""

    name: str
    arguments: ScreenArguments = field(default_factory=ScreenArguments)

    def stored(self) -> dict[str, object]:
        """The screen as it is stored with the chat."""
        return {"name": self.name, **to_jsonable_python(self.arguments)}

    @classmethod
    def restored(cls, stored: Mapping[str, object]) -> "Screen":
        """Read a stored screen; the menu for a chat without one, or with one of another version."""
        name = str(stored.get("name", "menu"))
        try:
            return cls(name, _arguments().validate_python(dict(stored)))
        except ValidationError:
            log.error("a stored screen cannot be read, the menu is shown", screen=name, exc_info=True)
            return cls("menu")


@cache
def _arguments() -> TypeAdapter[ScreenArguments]:
    return TypeAdapter(ScreenArguments)


@dataclass(frozen=True)
class ViewContext:
    """Everything a view may use; views are pure functions of it."""

    language: Language
    knowledge_base: KnowledgeBase
    today: datetime.date
    draft: Draft | None = None
    draft_id: int = 0
    username: str = ""
    corrects: str | None = None

    @cached_property
    def say(self) -> Translator:
        """The interface's words."""
        return self.knowledge_base.say(self.language)

    def quoted(self, words: str) -> str:
        """Somebody's words in the language's quotation marks."""
        return self.say("“{words}”", words=words)

    @cached_property
    def words(self) -> Wording:
        """The content's words, with figures filled in."""
        return self.knowledge_base.content.wordings[self.language]

    @property
    def colours(self) -> Colours:
        """The programme's colours."""
        return self.knowledge_base.content.programme.identity.colours

    @property
    def form(self) -> Form:
        """The pre-application under the present content."""
        return self.knowledge_base.form(self.language, self.today)

    def applicant(self, answers: Mapping[str, object]) -> Applicant:
        """The applicant that the answers of a pre-application describe."""
        return self.knowledge_base.content.applicant(answers)

    @property
    def call_open(self) -> bool:
        """Whether the call takes candidatures today."""
        return self.knowledge_base.content.programme.call.is_open(self.today)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The programme's languages; the first is the default."""
        return self.knowledge_base.content.programme.languages

    @property
    def other_languages(self) -> tuple[Language, ...]:
        """The languages that the person could switch to."""
        return tuple(code for code in self.languages if code != self.language)

    def within(self, language: Language) -> "ViewContext":
        """The same context in another language; in the programme's first if it no longer has that one."""
        return replace(self, language=self.knowledge_base.spoken(language))
