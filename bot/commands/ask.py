"""`python -m bot ask`: the same understanding, rules and texts as in the chat, without a chat."""

import datetime
import html
import re
from collections.abc import Mapping
from typing import Any

from bot import form_trial
from bot.operations.knowledge_base import Library
from bot.operations.meaning import encoder
from bot.replies import reply_screen
from bot.settings import Settings
from bot.views import render
from bot.views.context import ViewContext
from knowledge.understanding import understand


class Asker:
    """Answers questions one by one."""

    def __init__(self, settings: Settings) -> None:
        encode = encoder(settings, patience=2.0)
        self._known = Library(settings.programme_folder, settings.cache, encode=encode).knowledge_base
        zone = self._known.content.programme.call.zone
        self._today = settings.today or datetime.datetime.now(zone).date()

    def ask(self, text: str, lang: str | None) -> dict[str, Any]:
        """Understand `text` as in a chat in `lang`; the reply as JSON can hold it."""
        knowledge_base = self._known
        language = lang if lang in knowledge_base.content.programme.languages else None
        understood = understand(knowledge_base.search, knowledge_base.reader, text, language, self._today)
        context = ViewContext(understood.language, knowledge_base, self._today)
        message = render(context, reply_screen(context, understood))
        return {
            "outcome": understood.outcome,
            "id": understood.id if understood.outcome in ("answer", "eligibility") else None,
            "candidates": [{"id": c.id, "score": round(c.score, 4)} for c in understood.candidates],
            "verdict": understood.verdict.outcome if understood.verdict else None,
            "language": understood.language,
            "text": readable(message.text),
        }

    def reply(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a row of a batch; one with a `question` of the form is a reply typed at it."""
        text, lang = str(row["text"]), row.get("lang")
        understood = self.ask(text, lang)
        if "question" not in row:
            return understood
        base = self._known
        language = lang if lang in base.content.programme.languages else base.content.programme.languages[0]
        given = row.get("answers") or {}
        return understood | form_trial.reply(
            base, str(row["question"]), given, text, language, self._today, understood["outcome"]
        )


def readable(markup: str) -> str:
    """Telegram's HTML as plain text."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))
