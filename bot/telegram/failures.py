"""Which failures pass by themselves and which do not, and what people are told of them. attempts.py acts on them."""

import traceback
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import structlog
from telegram import Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import ContextTypes

from bot.context import Services
from bot.telegram.connections import NoAnswerError
from locales import Translator

log = structlog.get_logger("updates")

UNKNOWN_METHOD = "Not Found"
UNREACHABLE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights",
    "have no rights",
    "chat_write_forbidden",
    "topic_closed",
    "group chat was deactivated",
)


def unrouted(services: Services) -> Callable[[object, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
    """Set aside an update that failed before it reached its handler."""

    async def handle(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error or Exception("unknown")
        update_id = update.update_id if isinstance(update, Update) else None
        log.error(
            "update not routed", update_id=update_id, error=type(error).__name__, where=place_in_code(error)
        )
        if update_id is not None:
            await services.inbox.failed(update_id, f"{type(error).__name__}: {error}"[:500])

    return handle


def is_unreachable(error: Exception) -> bool:
    """Tell whether nobody can be written to there: nothing is wrong on our side, and no retry would help."""
    refused = isinstance(error, BadRequest) and any(words in str(error).lower() for words in UNREACHABLE)
    return refused or isinstance(error, Forbidden | ChatMigrated)


def is_transient(error: Exception) -> bool:
    """Tell a failure of the network or of Telegram, which passes, from one of this bot."""
    likely = isinstance(error, NetworkError | RetryAfter | InvalidToken)
    return likely and not isinstance(error, BadRequest) and not is_unknown_method(error)


def is_unknown_method(error: Exception) -> bool:
    """Tell a method that this server does not know from a token that was refused: the library has one name for both."""
    return isinstance(error, InvalidToken) and str(error) == UNKNOWN_METHOD


def place_in_code(error: BaseException) -> str:
    """Where in the code an error came from."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def may_have_had_effect(error: Exception) -> bool:
    """Tell whether a call may have had its effect, although no answer came."""
    return isinstance(error, TimedOut | NoAnswerError)


def delay_notice(_: Translator) -> str:
    """Telegram does not take our reply at present."""
    return _(
        "Telegram is having trouble with my reply. It is not lost: I will send it later. You can go on meanwhile."
    )


def apology(_: Translator) -> str:
    """Something is wrong on our side."""
    return _(
        "I am sorry, something went wrong on my side. What you had entered is kept; please try again with /start."
    )


def storage_notice(_: Translator) -> str:
    """Nothing can be stored at present."""
    return _(
        "I cannot store anything at the moment. Your message is not lost: I will reply as soon as it works again."
    )


def flood_notice(_: Translator) -> str:
    """Somebody writes faster than we answer."""
    return _(
        "You are writing faster than I can reply. Nothing is lost: I will answer one message after another."
    )
