"""The language of a chat: the one chosen, else Telegram's, else the programme's first."""

from collections.abc import Sequence

from telegram import Update

from knowledge.content.schema import Language
from storage.chats import Chat


def language_of(chat: Chat, update: Update, languages: Sequence[Language]) -> Language:
    """The language of the chat: the one chosen, else Telegram's, else the programme's first."""
    if chat.language in languages:
        return str(chat.language)
    chosen_in_telegram = telegram_language(update)
    return chosen_in_telegram if chosen_in_telegram in languages else languages[0]


def telegram_language(update: Update) -> Language:
    """The language that a person uses Telegram in; empty if Telegram does not say."""
    code = (update.effective_user.language_code or "") if update.effective_user else ""
    return code.lower().partition("-")[0]


def speaks_other_language(chat: Chat, update: Update, languages: Sequence[Language]) -> bool:
    """Tell whether a person's Telegram is in a language that the bot does not speak, and none was chosen."""
    return not chat.language and telegram_language(update) not in ("", *languages)
