"""How fast things may go: what Telegram lets a bot send, and what one person may send the bot."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine, Hashable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol, TypeVar

import structlog
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

BACKGROUND: ContextVar[bool] = ContextVar("background", default=False)

LET_CHAT_GO_ON: ContextVar[Callable[[], None] | None] = ContextVar("let_chat_go_on", default=None)
"""Lets the next update of the chat begin, for an update that waits for a place in its group."""

NOTICED = 0.5
"""Seconds that an update may wait for a place in its group before the next one of the group begins."""

TRIES = 20
"""How often a reply is tried that Telegram answers with 429; each time after the pause that it asks for."""

LONGEST_HELD = 10.0
"""Seconds that a reply waits here for Telegram; for longer, its update is postponed and the chat goes on."""

MANY_CHATS = 4096
"""From this many chats on, the counts of quiet ones are forgotten."""

NOTICE_LASTS = 600.0
"""Seconds in which nobody is told a second time that they write too fast."""

log = structlog.get_logger("limits")


@contextmanager
def in_background() -> Iterator[None]:
    """Send what nobody waits for (outbox, reminders): it never takes the last places from replies."""
    token = BACKGROUND.set(True)
    try:
        yield
    finally:
        BACKGROUND.reset(token)


@dataclass(frozen=True)
class Limits:
    """Telegram's published limits for messages, and when somebody floods us. Times in seconds."""

    overall: int = 30
    background: int = 20
    overall_seconds: float = 1.0
    # One a second per chat; "short bursts" may go over, says Telegram. A person gets a burst in reply to what
    # they write; what they did not ask for gets none.
    chat_seconds: float = 1.0
    chat_burst: int = 30
    group: int = 20
    group_seconds: float = 60.0
    flood: int = 20
    flood_seconds: float = 5.0
    flood_pause: float = 0.5
    flood_calm: float = 10.0


class Window:
    """At most `most` events within any `seconds`; places are given out in the order they are asked for."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._places: deque[float] = deque(maxlen=most)

    def reserve(self, now: float) -> float:
        """Take the next place; gives the moment from which it may be used."""
        full = len(self._places) == self._places.maxlen
        at = max(now, self._places[0] + self._seconds) if full else now
        self._places.append(at)
        return at

    def is_idle(self, now: float) -> bool:
        """Tell whether all that was ever reserved is past."""
        return not self._places or self._places[-1] + self._seconds < now


class Bucket:
    """One place every `seconds`, and up to `burst` at once after as many seconds of silence."""

    def __init__(self, burst: int, seconds: float) -> None:
        self._seconds = seconds
        self._slack = (burst - 1) * seconds
        self._next = 0.0  # when the next place would be, had there been no bursts

    def reserve(self, now: float) -> float:
        """Take the next place; gives the moment from which it may be used."""
        at = max(now, self._next - self._slack)
        self._next = max(now, self._next) + self._seconds
        return at

    def is_idle(self, now: float) -> bool:
        """Tell whether all that was ever reserved is past."""
        return self._next <= now


@dataclass
class ChatPace:
    """One chat's places, and until when Telegram accepts nothing for it."""

    places: Window | Bucket
    held_until: float = 0.0

    def is_idle(self, now: float) -> bool:
        """Tell whether nothing is lost by forgetting it."""
        return self.held_until <= now and self.places.is_idle(now)


class TelegramLimits(BaseRateLimiter[None]):
    """Keeps to Telegram's limits. A 429 makes its own chat wait, unlike AIORateLimiter's, which stops all.

    Counted are new messages, and in groups every change too; edits in private, answers to taps and what Telegram is
    asked are free. An update that waits for a place in a group lets the next one begin: taps are answered meanwhile.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._overall = Window(limits.overall, limits.overall_seconds)
        self._background = Window(limits.background, limits.overall_seconds)
        self._chats: dict[str, ChatPace] = {}

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to take down."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, object],
        endpoint: str,
        data: dict[str, object],
        rate_limit_args: None,  # noqa: ARG002 - the library's signature
    ) -> Any:
        """Wait for a place, call; on 429 wait as told and try again. What runs in the background raises instead."""
        background = BACKGROUND.get()
        chat = str(data.get("chat_id", endpoint))
        for attempt in range(1, TRIES + 1):
            await self._place(chat, endpoint, background)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                seconds = retry_after_seconds(error)
                self._pace(chat).held_until = self._clock() + seconds
                log.info("Telegram asks to wait", endpoint=endpoint, seconds=seconds, attempt=attempt)
                if background or attempt == TRIES or seconds > LONGEST_HELD:
                    raise
        return None

    async def _place(self, chat: str, endpoint: str, background: bool) -> None:
        new = endpoint.startswith(("send", "forward", "copy")) and endpoint != "sendChatAction"
        changes = is_group(chat) and endpoint.startswith(("edit", "delete"))
        if new or changes:
            at = self._pace(chat, background).places.reserve(self._clock())
            go_on = LET_CHAT_GO_ON.get()
            if go_on and is_group(chat) and not background and at - self._clock() > NOTICED:
                go_on()
            await self._until(at)
        if new and background:
            await self._until(self._background.reserve(self._clock()))
        if new:
            await self._until(self._overall.reserve(self._clock()))
        while (held := self._pace(chat).held_until) > self._clock():
            if not background and held - self._clock() > LONGEST_HELD:
                raise RetryAfter(int(held - self._clock()) + 1)
            await self._until(held)

    async def _until(self, moment: float) -> None:
        seconds = moment - self._clock()
        if seconds > 0:
            await asyncio.sleep(seconds)

    def _pace(self, chat: str, background: bool = False) -> ChatPace:
        key = f"background {chat}" if background and not is_group(chat) else chat
        pace = self._chats.get(key)
        if pace is None:
            forget_idle(self._chats, self._clock())
            pace = self._chats[key] = ChatPace(self._places(chat, background))
        return pace

    def _places(self, chat: str, background: bool) -> Window | Bucket:
        limits = self._limits
        if is_group(chat):
            return Window(limits.group, limits.group_seconds)
        return Bucket(1 if background else limits.chat_burst, limits.chat_seconds)


@dataclass
class SenderRate:
    """When somebody's last messages came, and whether they flood."""

    arrivals: deque[float]
    flooding_until: float = 0.0
    next_at: float = 0.0
    warning_due: bool = False
    told_at: float | None = None

    def is_idle(self, now: float) -> bool:
        """Tell whether nothing is lost by forgetting it."""
        return self.flooding_until <= now and (not self.arrivals or self.arrivals[-1] < now - NOTICE_LASTS)


@dataclass
class FloodGate:
    """Notices people who send many messages in no time: one polite notice, and two answers a second.

    Nothing is thrown away; whoever floods no more for `flood_calm` seconds is served as fast as everybody.
    """

    limits: Limits
    clock: Callable[[], float] = time.monotonic
    _senders: dict[int, SenderRate] = field(default_factory=dict)

    def arrived(self, person: int) -> None:
        """Count a message that somebody wrote."""
        now = self.clock()
        flow = self._senders.get(person)
        if flow is None:
            forget_idle(self._senders, now)
            flow = self._senders[person] = SenderRate(deque(maxlen=self.limits.flood))
        flow.arrivals.append(now)
        full = len(flow.arrivals) == self.limits.flood
        floods = full and now - flow.arrivals[0] <= self.limits.flood_seconds
        if floods and (flow.told_at is None or flow.told_at < now - NOTICE_LASTS):
            flow.warning_due, flow.told_at = True, now
        if floods:
            flow.flooding_until = now + self.limits.flood_calm

    def pause(self, person: int) -> float:
        """Take a place for the next message to be dealt with; gives the seconds until then, 0 as a rule."""
        flow, now = self._senders.get(person), self.clock()
        if flow is None or flow.flooding_until <= now:
            return 0.0
        at = max(now, flow.next_at)
        flow.next_at = at + self.limits.flood_pause
        return at - now

    def must_warn(self, person: int) -> bool:
        """Tell, once, that this person has begun to flood."""
        flow = self._senders.get(person)
        if flow is None or not flow.warning_due:
            return False
        flow.warning_due = False
        return True


class Sender(Protocol):
    """A person or a chat whose messages are counted."""

    def is_idle(self, now: float) -> bool:
        """Whether it may be forgotten."""


K = TypeVar("K", bound=Hashable)
S = TypeVar("S", bound=Sender)


def forget_idle(senders: MutableMapping[K, S], now: float) -> None:
    """Forget those without recent messages once there are many."""
    if len(senders) >= MANY_CHATS:
        for key in [key for key, sender in senders.items() if sender.is_idle(now)]:
            del senders[key]


def is_group(chat: str) -> bool:
    """Tell groups and channels, which have negative numbers or @names, from people."""
    return chat.startswith(("-", "@"))


def retry_after_seconds(error: RetryAfter) -> float:
    """Seconds that Telegram asks for."""
    seconds = error._retry_after  # the property warns, whatever the type
    return seconds.total_seconds() if isinstance(seconds, timedelta) else float(seconds)
