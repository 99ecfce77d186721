"""What happened, in order, for the page and the tests: a numbered log that can be waited on."""

import asyncio
from collections import deque

from simulator.call import Json

KEPT = 20_000


class EventLog:
    """Keeps the last events; who asks for more than there is waits."""

    def __init__(self) -> None:
        self.sequence = 0
        self.closed = False
        self._events: deque[Json] = deque(maxlen=KEPT)
        self._waiting: set[asyncio.Future[None]] = set()

    def add(self, kind: str, chat_id: int | None = None, **content: object) -> int:
        """Append an event, wake everybody who waits, and return its number."""
        self.sequence += 1
        self._events.append({"seq": self.sequence, "kind": kind, "chat_id": chat_id, **content})
        self._wake()
        return self.sequence

    def since(self, sequence: int, chat_id: int | None = None) -> list[Json]:
        """The events after this number; with a chat, only those that concern it."""
        found: list[Json] = []
        for event in reversed(self._events):
            if event["seq"] <= sequence:
                break
            if chat_id is None or event["chat_id"] == chat_id:
                found.append(event)
        return found[::-1]

    async def wait(self, sequence: int, chat_id: int | None, seconds: float) -> list[Json]:
        """The same, waiting up to so many seconds for the first one."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not (found := self.since(sequence, chat_id)) and not self.closed:
            left = end - loop.time()
            if left <= 0:
                break
            await self._next(left)
        return found

    def close(self) -> None:
        """Let everybody who waits go."""
        self.closed = True
        self._wake()

    async def _next(self, seconds: float) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await asyncio.wait([waiter], timeout=seconds)
        finally:
            self._waiting.discard(waiter)

    def _wake(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()
