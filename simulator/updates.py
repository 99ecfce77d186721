"""The updates that wait for the bot: long polling as Telegram does it. The web hook is in webhook.py."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence

from simulator.call import Json
from simulator.errors import conflict

KEPT_FOR_REPEATING = 1000
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


class UpdateQueue:
    """Numbers updates and keeps them until the bot confirms them.

    Numbers start from the clock (units of 10 microseconds): a bot that remembers them across restarts of the
    simulator must never see a lower one.
    """

    def __init__(self) -> None:
        self._next_id = time.time_ns() // 10_000
        self._pending: deque[Json] = deque()
        self._past: deque[Json] = deque(maxlen=KEPT_FOR_REPEATING)
        self._arrived: set[asyncio.Future[None]] = set()
        self._poller: asyncio.Future[None] | None = None
        # Repeated updates have old numbers: until they were sent once, no offset confirms them.
        self._unsent_repeats: set[int] = set()
        self.allowed: Sequence[str] = ()

    def add(self, kind: str, content: Json) -> Json:
        """Queue an update of this kind unless the bot did not ask for it; return it either way."""
        update = {"update_id": self._next_id, kind: content}
        self._next_id += 1
        self._past.append(update)
        if kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT:
            self._queue(update)
        return update

    def inject(self, update: Json) -> Json:
        """Queue any update as it is; one without an id gets the next."""
        if "update_id" not in update:
            update = {"update_id": self._next_id, **update}
            self._next_id += 1
        self._past.append(update)
        self._queue(update)
        return update

    def repeat(self, update_id: int | None = None) -> Json | None:
        """Queue an earlier update again, the last one by default; None if it is not remembered."""
        for update in reversed(self._past):
            if update_id in (None, update["update_id"]):
                self._unsent_repeats.add(update["update_id"])
                self._queue(update)
                return update
        return None

    def __len__(self) -> int:
        return len(self._pending)

    def first(self) -> Json | None:
        """The oldest update that waits."""
        return self._pending[0] if self._pending else None

    def confirm(self, update: Json) -> None:
        """Forget one update that a web hook took."""
        if update in self._pending:
            self._pending.remove(update)

    def clear(self) -> None:
        """Forget everything that waits."""
        self._pending.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Answer getUpdates; an older call that still waits ends with 409, as on Telegram."""
        self._confirm_before(offset)
        if self._poller and not self._poller.done():
            self._poller.set_exception(
                conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
            )
        if not self._pending and seconds > 0:
            await self._wait_as_poller(seconds)
        batch = sorted(self._pending, key=_number)[: min(max(limit, 1), 100)]
        self._unsent_repeats.difference_update(map(_number, batch))
        return batch

    async def wait(self, seconds: float) -> None:
        """Return when something waits, or after so many seconds."""
        if not self._pending:
            future = asyncio.get_running_loop().create_future()
            self._arrived.add(future)
            try:
                await asyncio.wait([future], timeout=seconds)
            finally:
                self._arrived.discard(future)

    def wake(self) -> None:
        """Let everybody who waits look again."""
        for future in self._arrived:
            if not future.done():
                future.set_result(None)

    async def _wait_as_poller(self, seconds: float) -> None:
        poller = self._poller = asyncio.get_running_loop().create_future()
        self._arrived.add(poller)
        try:
            done, _ = await asyncio.wait([poller], timeout=seconds)
            if done:
                poller.result()
        finally:
            self._arrived.discard(poller)
            if self._poller is poller:
                self._poller = None

    def _queue(self, update: Json) -> None:
        self._pending.append(update)
        self.wake()

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        elif offset:
            self._pending = deque(
                update
                for update in self._pending
                if _number(update) >= offset or _number(update) in self._unsent_repeats
            )


def _number(update: Json) -> int:
    number: int = update["update_id"]
    return number
