"""A Bot API of the barest kind, by other hands than the simulator's, and a client that reacts within milliseconds.

It knows six methods; any other gets Telegram's 404. What the bot puts before the person is in `shown`.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tornado.web import Application, RequestHandler

from tests.ports import served
from tests.waiting import PATIENCE

Json = dict[str, Any]
ME = {"id": 42, "is_bot": True, "first_name": "Assistant", "username": "plain_bot"}


@dataclass
class PlainBotApi:
    """One private chat with one person; `language` None leaves the person's language code out."""

    language: str | None = "en"
    port: int = 0
    updates: list[Json] = field(default_factory=list)
    shown: list[tuple[str, Json]] = field(default_factory=list)  # ("new" or "edited", message)
    answered: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    messages: int = 0

    @property
    def url(self) -> str:
        """What TELEGRAM_API_URL is set to."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def person(self) -> Json:
        """Who writes."""
        code = {"language_code": self.language} if self.language else {}
        return {"id": 7, "is_bot": False, "first_name": "Somebody", **code}

    async def says(self, text: str) -> Json:
        """Write, and wait for the one message that follows."""
        before = len(self.shown)
        await self.writes(text)
        return await self._next("new", before)

    async def writes(self, text: str) -> None:
        """Write; a command is not marked as one."""
        await self._arrives({"message": self._message(text, self.person)})

    async def presses(self, label: str) -> Json:
        """Press a button of the last message, and wait for the change of that message."""
        before, message = len(self.shown), self.shown[-1][1]
        await self.press(label)
        changed = await self._next("edited", before)
        assert changed["message_id"] == message["message_id"]
        return changed

    async def press(self, label: str) -> None:
        """Press a button of the last message."""
        message = self.shown[-1][1]
        data = next((data for text, data in buttons(message) if label in text), None)
        assert data, f"no button {label!r}: {buttons(message)}"
        query = {"id": f"q{len(self.updates)}", "from": self.person, "chat_instance": "1", "data": data}
        await self._arrives({"callback_query": {**query, "message": message}})

    async def waits_for(self, text: str) -> None:
        """Wait until some message has this text."""
        async with self.changed:
            await self.changed.wait_for(lambda: any(text in each["text"] for _, each in self.shown))

    async def _arrives(self, update: Json) -> None:
        async with self.changed:
            self.updates.append({"update_id": len(self.updates) + 1, **update})
            self.changed.notify_all()

    async def _next(self, kind: str, before: int) -> Json:
        async with asyncio.timeout(PATIENCE), self.changed:
            await self.changed.wait_for(lambda: len(self.shown) > before)
        how, message = self.shown[before]
        assert how == kind, f"{how} instead of {kind}: {message['text']}"
        return message

    def _message(self, text: str, author: Json) -> Json:
        self.messages += 1
        chat = {"id": 7, "type": "private", "first_name": "Somebody"}
        return {"message_id": self.messages, "date": 1, "chat": chat, "from": author, "text": text}

    # The methods

    async def getUpdates(self, call: Json) -> list[Json]:  # noqa: N802 - Telegram's names
        """Wait for updates from `offset` on."""
        offset, wait = int(call.get("offset", 1)), float(call.get("timeout", 0))
        async with self.changed:
            try:
                async with asyncio.timeout(wait):
                    await self.changed.wait_for(lambda: len(self.updates) >= offset)
            except TimeoutError:
                return []
        return self.updates[max(offset, 1) - 1 :]

    async def sendMessage(self, call: Json) -> Json:  # noqa: N802
        """Take a new message."""
        return await self._show("new", self._message(call["text"], ME), call)

    async def editMessageText(self, call: Json) -> Json:  # noqa: N802
        """Change a message."""
        old = {"message_id": int(call["message_id"]), "text": call["text"]}
        return await self._show("edited", self._message(call["text"], ME) | old, call)

    async def answerCallbackQuery(self, call: Json) -> bool:  # noqa: N802
        """Take note that a press was answered."""
        self.answered.add(call["callback_query_id"])
        return True

    async def getMe(self, _: Json) -> Json:  # noqa: N802
        """Say who the bot is."""
        return ME

    async def deleteWebhook(self, _: Json) -> bool:  # noqa: N802
        """There is none."""
        return True

    async def _show(self, how: str, message: Json, call: Json) -> Json:
        markup = json.loads(call["reply_markup"]) if "reply_markup" in call else {}
        message |= {"reply_markup": markup} if "inline_keyboard" in markup else {}
        async with self.changed:
            self.shown.append((how, message))
            self.changed.notify_all()
        return message


METHODS = ("getMe", "deleteWebhook", "getUpdates", "sendMessage", "editMessageText", "answerCallbackQuery")


def buttons(message: Json) -> list[tuple[str, str]]:
    """The labels and data of a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [(each["text"], each["callback_data"]) for row in rows for each in row if "callback_data" in each]


class _Method(RequestHandler):
    def initialize(self, api: PlainBotApi) -> None:
        self.api = api

    async def post(self, method: str) -> None:
        if method not in METHODS:
            self.api.unknown.add(method)
            self.set_status(404)
            self.finish({"ok": False, "error_code": 404, "description": "Not Found"})
            return
        call = {name: self.get_body_argument(name) for name in self.request.body_arguments}
        self.finish({"ok": True, "result": await getattr(self.api, method)(call)})


@asynccontextmanager
async def plain_bot_api(language: str | None = "en") -> AsyncIterator[PlainBotApi]:
    """Serve on a free port of the loopback interface; any token will do."""
    api = PlainBotApi(language)
    async with served(Application([(r"/bot[^/]+/(\w+)", _Method, {"api": api})])) as api.port:
        yield api
