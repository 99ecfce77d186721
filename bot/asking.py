"""`python -m bot ask`: the same understanding, rules and texts as in the chat, without a chat."""

import datetime
import html
import re
from typing import Any

from bot.library import Library
from bot.scene import Scene
from bot.screens import reply_screen
from bot.settings import Settings
from bot.views import render
from knowledge.models import LANGUAGES
from knowledge.understanding import understand


class Asker:
    """Answers questions one by one."""

    def __init__(self, settings: Settings) -> None:
        self._known = Library(settings.content_dir, settings.cache).known
        zone = self._known.knowledge.programme.call.zone
        self._today = settings.today or datetime.datetime.now(zone).date()

    def ask(self, text: str, lang: str | None) -> dict[str, Any]:
        """Understand `text` as in a chat in `lang`; the reply as JSON can hold it."""
        language = next((known for known in LANGUAGES if known == lang), None)
        known = self._known
        understood = understand(known.search, known.reader, text, language, self._today)
        scene = Scene(understood.language, known, self._today)
        message = render(scene, reply_screen(scene, understood))
        return {
            "outcome": understood.outcome,
            "id": understood.id if understood.outcome in ("answer", "eligibility") else None,
            "candidates": [{"id": c.id, "score": round(c.score, 4)} for c in understood.candidates],
            "verdict": understood.verdict.outcome if understood.verdict else None,
            "language": understood.language,
            "text": readable(message.text),
        }


def readable(markup: str) -> str:
    """Telegram's HTML as plain text."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))
