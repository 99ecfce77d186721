"""`python -m bot ask`: the same understanding, rules and texts as in the chat, without a chat."""

import datetime
import html
import re

from bot import form_trial
from bot.conversation import conversation_after
from bot.evaluation.judging import AskRow, Reply
from bot.operations.knowledge_base import KnowledgeBase, Library
from bot.operations.meaning import encoder
from bot.replies import reply_screen
from bot.settings import Settings
from bot.views import render
from bot.views.context import ViewContext
from knowledge.conversation.context import NOTHING_SAID, Conversation
from knowledge.conversation.understood import Understanding


class Asker:
    """Answers messages one by one; those of one chat are turns of a conversation."""

    def __init__(self, settings: Settings, knowledge_base: KnowledgeBase | None = None) -> None:
        self.knowledge_base = knowledge_base or loaded(settings)
        zone = self.knowledge_base.content.programme.call.zone
        self.today = settings.today or datetime.datetime.now(zone).date()
        self._conversations: dict[str, Conversation] = {}

    def ask(self, text: str, lang: str | None, chat: str | None = None) -> Reply:
        """Understand `text` as in a chat in `lang`; the reply as JSON can hold it.

        Without `chat` nothing was spoken of before.
        """
        language = lang if lang in self.knowledge_base.content.programme.languages else None
        before = self._conversations.get(chat, NOTHING_SAID) if chat is not None else NOTHING_SAID
        understood = self.knowledge_base.interpreter.understand(text, language, self.today, before)
        context = ViewContext(understood.language, self.knowledge_base, self.today)
        screen = reply_screen(context, understood)
        if chat is not None:
            self._conversations[chat] = conversation_after(understood.conversation, screen)
        return reply_of(understood, readable(render(context, screen).text))

    def reply(self, row: AskRow) -> Reply:
        """Answer a row of a batch: a turn of its `chat`; one with a `question` of the form is a reply typed at it."""
        text, lang, chat = str(row["text"]), row.get("lang"), row.get("chat")
        understood = self.ask(text, lang, None if chat is None else str(chat))
        if "question" not in row:
            return understood
        base = self.knowledge_base
        languages = base.content.programme.languages
        language = lang if lang in languages else languages[0]
        given = row.get("answers") or {}
        typed = form_trial.type_in_chat(
            base, str(row["question"]), given, text, language, self.today, understood["outcome"]
        )
        return {**understood, "stored": typed.stored, "problem": typed.problem, "aside": typed.aside}


def loaded(settings: Settings) -> KnowledgeBase:
    """Load the content in service; a message waits longer for the sentence model than in a chat."""
    encode = encoder(settings, patience=2.0)
    return Library(settings.programme_folder, settings.cache, encode=encode).knowledge_base


def reply_of(understood: Understanding, text: str) -> Reply:
    """Give what was understood, and the words of the reply, as JSON can hold them."""
    return {
        "outcome": understood.outcome,
        "id": understood.id if understood.outcome in ("answer", "eligibility") else None,
        "ids": list(understood.ids),
        "candidates": [{"id": c.id, "score": round(c.score, 4)} for c in understood.candidates],
        "verdict": understood.verdict.outcome if understood.verdict else None,
        "language": understood.language,
        "text": text,
    }


def readable(markup: str) -> str:
    """Telegram's HTML as plain text."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))
