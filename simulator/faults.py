"""Calls made to fail on purpose: errors, time-outs, lost answers, slowness, Telegram's own rate limits."""

import asyncio
import contextlib
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Literal

from simulator.call import Call, Json
from simulator.errors import ApiError, bad_request, too_many_requests

ANY = "*"
Mode = Literal["error", "timeout", "lost"]
_WORDS = {
    400: "Bad Request",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}


@dataclass
class Fault:
    """The next calls of a method that fail, and how. ANY leaves getUpdates alone."""

    method: str = ANY
    remaining: int = 1
    mode: Mode = "error"
    status: int = 500
    description: str = ""
    retry_after: int = 0
    seconds: float = 30.0
    chat_id: int | None = None

    def concerns(self, call: Call) -> bool:
        """Whether this call is one of those that fail."""
        named = self.method.lower() == call.method.lower()
        here = self.chat_id is None or call.text("chat_id") == str(self.chat_id)
        return here and (named or (self.method == ANY and call.method.lower() != "getupdates"))

    def error(self) -> ApiError:
        """The error that the caller gets."""
        if self.status == 429:
            return too_many_requests(self.retry_after or 1)
        description = self.description or _WORDS.get(self.status, "Internal Server Error")
        if self.retry_after:
            return ApiError(self.status, description, retry_after=self.retry_after)
        return ApiError(self.status, description)


@dataclass
class Faults:
    """All faults that are waiting for their call."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, call: Call) -> Fault:
        """Plan a fault from the control API's parameters."""
        mode = call.text("mode", "error")
        if mode not in ("error", "timeout", "lost"):
            raise bad_request("mode is error, timeout or lost")
        fault = Fault(
            method=call.text("method") or ANY,
            remaining=call.integer("count", 1),
            mode=mode,  # type: ignore[arg-type]
            status=call.integer("status", 429 if call.has("retry_after") else 500),
            description=call.text("description"),
            retry_after=call.integer("retry_after"),
            seconds=call.number("seconds", 30.0),
            chat_id=call.integer("chat_id") or None,
        )
        self.waiting.append(fault)
        return fault

    def take(self, call: Call) -> Fault | None:
        """The fault that this call runs into, counted down; None if it goes well."""
        for fault in self.waiting:
            if fault.concerns(call):
                fault.remaining -= 1
                self.waiting = [other for other in self.waiting if other.remaining > 0]
                return fault
        return None

    def listed(self) -> list[Json]:
        """The faults as JSON."""
        return [asdict(fault) for fault in self.waiting]


@dataclass
class Latency:
    """The delay of every call; `waiting` counts the calls that are held up just now."""

    seconds: float = 0.0
    waiting: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def change(self, seconds: float) -> None:
        """Set another one; what waits for the old one goes on."""
        self.seconds = seconds
        self._changed.set()
        self._changed = asyncio.Event()

    async def holds_up(self) -> None:
        """Let the time pass."""
        self.waiting += 1
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), self.seconds)
        self.waiting -= 1


@dataclass
class RateLimits:
    """Telegram's published limits, off unless asked for.

    30 messages a second, 1 a second per chat with bursts of three, 20 a minute per group.
    """

    enforced: bool = False
    _sent: dict[int, deque[float]] = field(default_factory=dict)
    _all: deque[float] = field(default_factory=lambda: deque(maxlen=30))

    def count(self, chat_id: int) -> None:
        """Count a message; refuses with 429 when there were too many."""
        if not self.enforced:
            return
        now = time.monotonic()
        of_chat = self._sent.setdefault(chat_id, deque(maxlen=20))
        if len(self._all) == 30 and now - self._all[0] < 1:
            raise too_many_requests(1)
        if len(of_chat) >= 3 and now - of_chat[-3] < 2:
            raise too_many_requests(2)
        if chat_id < 0 and len(of_chat) == 20 and now - of_chat[0] < 60:
            raise too_many_requests(int(61 - (now - of_chat[0])))
        self._all.append(now)
        of_chat.append(now)
