"""A chat as somebody sees it: the messages, buttons and keys that are there, and waiting for others.

Every wait is for an event and ends with an error that shows the chat.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.screen import Json, Screen, buttons_of, line_of, screen_of
from tests.waiting import PATIENCE

MOMENTS = ("Working on it …", "Un momento, lo estoy preparando…")
"""What the bot says while a command takes longer: no answer yet."""


class Source(Protocol):
    """What tells of all chats: a simulator."""

    async def read(self, name: str, **query: str | float | None) -> Any:
        """GET /sim/<name>."""

    async def calls(self, method: str = "") -> list[Json]:
        """The bot's calls so far, of one method or of all."""


@dataclass
class Chat:
    """What one person sees of a chat. `seq` is the number of the last event that they saw."""

    sim: Source
    key: str
    chat: int | None = None
    timeout: float = PATIENCE
    seq: int = 0
    messages: dict[int, Json] = field(default_factory=dict)
    keyboard: Json | None = None
    fresh: set[int] = field(default_factory=set)
    """Messages that are new or changed since this person last acted."""
    _id: int | None = None

    async def waits_for(self, text: str) -> Screen:
        """Wait until a message of the bot, new or changed since this person's last act, has this text."""
        await self.until(lambda: self.message_with(text) is not None, f"{text!r}")
        message = self.message_with(text)
        assert message
        return screen_of(message)

    async def waits_for_document(self, part_of_name: str = "") -> Json:
        """Wait for a document of the bot: its Document object."""

        def found() -> list[Json]:
            return [each for each in self._documents() if part_of_name in each.get("file_name", "")]

        await self.until(lambda: bool(found()), f"a document {part_of_name!r}")
        return found()[-1]

    async def button(self, label: str) -> Json:
        """Any inline button with this label (or part of it), waiting for it: its url, copy_text and so on."""

        def found() -> Json | None:
            seen = (button for message in reversed(self.from_bot) for button in buttons_of(message))
            return next((button for button in seen if label in button["text"]), None)

        await self.until(lambda: found() is not None, f"a button {label!r}")
        return found() or {}

    @property
    def screen(self) -> Screen:
        """The latest message of the bot that this person has seen (see `look`)."""
        messages = self.from_bot
        return screen_of(messages[-1]) if messages else Screen("", (), {})

    @property
    def from_bot(self) -> list[Json]:
        """All messages of the bot seen so far, as they stand now."""
        return [message for message in self.messages.values() if message["from"]["is_bot"]]

    @property
    def documents(self) -> list[Json]:
        """The documents that the bot sent."""
        return self._documents()

    @property
    def photos(self) -> list[Json]:
        """The photos that the bot sent, in their largest size."""
        return [message["photo"][-1] for message in self.from_bot if "photo" in message]

    async def look(self) -> Screen:
        """Take in everything that has happened, without waiting."""
        await self.events_since(self.seq)
        return self.screen

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Take in what happens until something is true of it; `what` names it in the error."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self.timeout
        await self.events_since(self.seq)
        while not condition():
            left = end - loop.time()
            if left <= 0:
                raise AssertionError(f"waited {self.timeout:g} s for {what}.\n{await self.transcript()}")
            await self.events_since(self.seq, left)

    async def number_of_chat(self) -> int:
        if self.chat:
            return self.chat
        if self._id is None:
            self._id = (await self.sim.read("person", user=self.key))["id"]
        assert self._id is not None
        return self._id

    async def events_since(self, since: int, wait: float = 0) -> list[Json]:
        """Apply the events after this number and return them."""
        chat_id = await self.number_of_chat()
        answer = await self.sim.read("events", since=since, chat_id=chat_id, timeout=wait)
        for event in answer["events"]:
            if event["seq"] > self.seq:
                self._apply(event)
        self.seq = max(self.seq, answer["seq"])
        events: list[Json] = answer["events"]
        return events

    def _apply(self, event: Json) -> None:
        if event["kind"] in ("message", "edit"):
            self.messages[event["message"]["message_id"]] = event["message"]
            self.fresh.add(event["message"]["message_id"])
        elif event["kind"] == "delete":
            self.messages.pop(event["message_id"], None)
        elif event["kind"] == "keyboard":
            self.keyboard = event["keyboard"]

    @staticmethod
    def is_news(event: Json) -> bool:
        if event["kind"] not in ("message", "edit"):
            return False
        message = event["message"]
        return message["from"]["is_bot"] and message.get("text") not in MOMENTS

    async def waits_for_news(self, seconds: float = PATIENCE) -> bool:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (left := end - loop.time()) > 0:
            if any(self.is_news(event) for event in await self.events_since(self.seq, left)):
                return True
        return False

    def message_with(self, text: str) -> Json | None:
        fresh = (each for each in reversed(self.from_bot) if each["message_id"] in self.fresh)
        return next((each for each in fresh if text in screen_of(each).text), None)

    def button_place(self, label: str) -> tuple[int, str] | None:
        """Message and data of a button: in the latest message, the whole label before a part."""
        for message in reversed(self.from_bot):
            for matches in (str.__eq__, str.__contains__):
                for button in buttons_of(message):
                    if "callback_data" in button and matches(button["text"], label):
                        return message["message_id"], button["callback_data"]
        return None

    def reply_key(self, label: str) -> Json | None:
        for row in (self.keyboard or {}).get("keyboard", ()):
            for key in row:
                button: Json = key if isinstance(key, dict) else {"text": key}
                if label in button["text"]:
                    return button
        return None

    def _documents(self) -> list[Json]:
        return [message["document"] for message in self.from_bot if "document" in message]

    async def transcript(self) -> str:
        """The last messages and failed calls, for a failing test."""
        lines = [f"{self.key}'s chat ends with:"]
        lines += [line_of(message) for message in list(self.messages.values())[-6:]]
        failed = [call for call in await self.sim.calls() if not call["ok"]]
        lines += [f"  failed call: {call['method']}: {call['description']}" for call in failed[-5:]]
        return "\n".join(lines)
