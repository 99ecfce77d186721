"""Updates as Telegram hands them over: which are any, whose they are, and reading them, whatever stands in there."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.constants import ChatType
from telegram.error import NetworkError

from storage.inbox import Arrival
from storage.outbox import Delivery

log = structlog.get_logger("updates")

Raw = Mapping[str, Any]

COMMAND = re.compile(r"/[a-zA-Z]\w*(?:@\w+)?(?:\s|$)")

LONGEST_ID = 2**52
"""The largest id that Telegram gives."""

UNREADABLE = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
"""What the library raises for an update that it cannot make sense of."""

KINDS_WITH_A_CHAT = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""The kinds of updates that come from a chat."""


@dataclass(frozen=True)
class Origin:
    """The chat that an update came from; `private`: one person's own. `language` is that of their Telegram."""

    chat_id: int
    private: bool
    language: str


def with_numbers(answer: object) -> list[Raw]:
    """The updates in an answer that have a number; NetworkError if there is nothing but others."""
    raws = answer if isinstance(answer, list) else [answer]
    found: list[Raw] = [
        raw for raw in raws if isinstance(raw, dict) and is_storable_number(raw.get("update_id"))
    ]
    if len(found) < len(raws):
        log.warning("updates without a number", count=len(raws) - len(found))
    if raws and not found:
        raise NetworkError("no answer of a Bot API: nothing in it is an update")
    return found


def is_storable_number(value: object) -> bool:
    """Tell whether it is a number of Telegram's, which a database can hold."""
    return type(value) is int and abs(value) <= LONGEST_ID


def parse_update(
    raw: Raw, bot: Bot, notice: Callable[[int, Origin], Delivery] | None = None
) -> tuple[Arrival, Update]:
    """Read a raw update; one that cannot be read carries its error, and nothing but its number.

    `notice` makes what a person is told whose message cannot be read.
    """
    body = json.dumps(raw, ensure_ascii=False)
    try:
        body.encode()
    except UnicodeEncodeError:  # half a character: cannot be stored, nor sent back
        body = body.encode(errors="replace").decode()
        raw = json.loads(body)
    update_id = int(raw["update_id"])
    try:
        update = Update.de_json(dict(with_command_marked(raw)), bot)
        place = update.effective_chat or update.effective_user
        if place and abs(place.id) > LONGEST_ID:
            raise ValueError(f"no chat has the number {place.id}")
    except UNREADABLE as error:
        log.warning("update cannot be read", update_id=update_id, error=type(error).__name__)
        origin, reason = origin_of(raw), f"{type(error).__name__}: {error}"[:500]
        told = notice(update_id, origin) if notice and origin and origin.private else None
        return Arrival(update_id, origin.chat_id if origin else None, body, reason, told), Update(update_id)
    return Arrival(update_id, place.id if place else None, body), update


def origin_of(raw: Raw) -> Origin | None:
    """Say where an update came from without reading more of it; None if that does not stand there."""
    content: Raw = next((raw[kind] for kind in KINDS_WITH_A_CHAT if isinstance(raw.get(kind), dict)), {})
    chat = object_in(content, "chat") or object_in(object_in(content, "message"), "chat")
    number, language = chat.get("id"), object_in(content, "from").get("language_code")
    if number is None or not is_storable_number(number):
        return None
    private = chat.get("type") == ChatType.PRIVATE and number > 0
    return Origin(number, private, language if isinstance(language, str) else "")


def object_in(whole: Raw, name: str) -> Raw:
    """A part of an object that is an object itself; empty if it is none."""
    found = whole.get(name)
    return found if isinstance(found, dict) else {}


def with_command_marked(raw: Raw) -> Raw:
    """Mark the command that a message opens with, as Telegram does, where a server left that out."""
    message = raw.get("message")
    if not isinstance(message, dict) or "entities" in message:
        return raw
    text = message.get("text")
    if not isinstance(text, str) or not COMMAND.match(text):
        return raw
    length = len(text.split(maxsplit=1)[0])
    entity = {"type": "bot_command", "offset": 0, "length": length}
    return {**raw, "message": {**message, "entities": [entity]}}
