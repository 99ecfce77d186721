"""Drains the outbox: claims what is due, has it sent, marks what became of it, and waits for more.

Mail and chat are drained apart and several recipients at a time, so that none holds up the others. How a
message is built and what a service's failure means is known to mail.py and chat.py.
"""

import asyncio
import random
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.delivery.outcome import (
    RETRY_COMMAND,
    Outcome,
    PermanentFailure,
    RecipientMoved,
    Sent,
    Service,
    TransientFailure,
)
from bot.operations.background import wait_for_event
from storage.database import Database
from storage.delivering import (
    claim_deliveries,
    mark_failed,
    mark_sent,
    next_due,
    postpone_delivery,
    resume_deliveries,
)
from storage.outbox import Channel, Entry, redirect

Clock = Callable[[], datetime]
OnFailed = Callable[[Entry, str], Awaitable[None]]
OnSent = Callable[[Entry], Awaitable[None]]

PAUSES = (5, 30, 120, 600, 3600)
"""Seconds to wait after the first attempts; later ones are LAST_PAUSE apart."""
LAST_PAUSE = 3 * 3600
BATCH_WINDOW = 0.05
"""Seconds to wait once woken: every turn wakes the worker, and under load one look serves many of them."""
ATTEMPTS = 30
"""What makes about three days together with the pauses."""


def pause(attempts: int, jitter: float) -> timedelta | None:
    """Say how long to wait after so many attempts; None: give up. `jitter` is from 0 to 1."""
    if attempts >= ATTEMPTS:
        return None
    seconds = PAUSES[attempts - 1] if attempts <= len(PAUSES) else LAST_PAUSE
    return timedelta(seconds=seconds * (0.8 + 0.4 * jitter))


@dataclass
class _ChannelWork:
    """One channel: its service, what is in hand, and until when the service wants to hear nothing."""

    name: Channel
    service: Service
    in_hand: set[asyncio.Task[None]] = field(default_factory=set)
    held_until: datetime | None = None

    def held(self, now: datetime) -> bool:
        return self.held_until is not None and now < self.held_until


class Worker:
    """Sends what is due. `on_failed(entry, reason)` hears of every delivery given up, `on_sent(entry)` of
    every one that arrived; a process killed in between calls neither of them.

    `at_once`: how many recipients per channel at the same time. `send_limit`: seconds for one attempt, below
    the outbox's LEASE. `look_again`: seconds after which it looks into the outbox unasked, since the command
    line may have changed it.
    """

    def __init__(
        self,
        database: Database,
        mailer: Service,
        chat: Service,
        clock: Clock,
        on_failed: OnFailed | None = None,
        *,
        on_sent: OnSent | None = None,
        at_once: int = 4,
        send_limit: float = 720.0,
        look_again: float = 30.0,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._channels = (_ChannelWork("mail", mailer), _ChannelWork("chat", chat))
        self._clock = clock
        self._on_failed = on_failed
        self._on_sent = on_sent
        self._at_once = at_once
        self._send_limit = send_limit
        self._look_again = look_again
        self._jitter = jitter
        self._woken = asyncio.Event()
        self._stopping = False
        self._log = structlog.get_logger("delivery")

    def wake(self) -> None:
        """Look into the outbox now: something was put there. From the event loop's thread only."""
        self._woken.set()
        self._woken = asyncio.Event()

    def stop(self) -> None:
        """Claim nothing more; `run` ends when what is in hand has been sent or has failed."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Drain the outbox until `stop`. Takes up first what a killed process had in hand."""
        try:
            await resume_deliveries(self._database, self._clock())
        except Exception as error:
            self._note("outbox not resumed", error)
        await asyncio.gather(*(self._serve(channel) for channel in self._channels))

    async def _serve(self, channel: _ChannelWork) -> None:
        try:
            while not self._stopping:
                woken = self._woken
                seconds = await self._step(channel)
                await wait_for_event(woken, seconds)
                await asyncio.sleep(BATCH_WINDOW)
        except asyncio.CancelledError:
            for task in channel.in_hand:
                task.cancel()
            raise
        finally:
            await asyncio.gather(*channel.in_hand, return_exceptions=True)

    async def _step(self, channel: _ChannelWork) -> float:
        """Begin what can be begun; say for how many seconds there is nothing more to do."""
        now = self._clock()
        try:
            if await self._begin(channel, now):
                return 0.0
            due = await next_due(self._database, channel.name, now)
        except Exception as error:
            self._note("outbox not readable", error)
            return self._look_again
        if channel.held_until and channel.held(now):
            due = channel.held_until
        return min(self._look_again, (due - now).total_seconds()) if due else self._look_again

    async def _begin(self, channel: _ChannelWork, now: datetime) -> int:
        free = self._at_once - len(channel.in_hand)
        if free <= 0 or channel.held(now):
            return 0
        entries = await claim_deliveries(self._database, channel.name, now, free)
        for entry in entries:
            task = asyncio.create_task(self._deliver(channel, entry))
            channel.in_hand.add(task)
            task.add_done_callback(lambda done: self._ended(channel, done))
        return len(entries)

    def _ended(self, channel: _ChannelWork, task: asyncio.Task[None]) -> None:
        channel.in_hand.discard(task)
        self.wake()

    async def _deliver(self, channel: _ChannelWork, entry: Entry) -> None:
        outcome = await self._attempt(channel, entry)
        try:
            await self._mark(channel, entry, outcome, self._clock())
        except Exception as error:  # not marked: when the lease ends it is sent again
            self._note("delivery not marked", error, entry)

    async def _attempt(self, channel: _ChannelWork, entry: Entry) -> Outcome:
        try:
            async with asyncio.timeout(self._send_limit):
                return await channel.service.send(entry)
        except TimeoutError:
            reason = f"Sending by {channel.name} took longer than {self._send_limit:.0f} s"
            return TransientFailure("too-long", f"{reason}: it is tried again by itself.")
        except Exception as error:
            self._note("delivery raised", error, entry)
            reason = (
                f"The assistant itself failed to send this by {channel.name} ({type(error).__name__}): "
                f"report it with the log of delivery {entry.id}; after a correction run: {RETRY_COMMAND}"
            )
            return PermanentFailure("fault", reason)

    async def _mark(self, channel: _ChannelWork, entry: Entry, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Sent(receipt):
                await mark_sent(self._database, entry.id, receipt, now)
                self._log.info("delivery sent", delivery=entry.id, channel=channel.name)
                if self._on_sent:
                    await self._on_sent(entry)
            case PermanentFailure(code, reason):
                await self._give_up(entry, code, reason)
            case RecipientMoved(recipient, code, reason):
                old = entry.delivery.recipient
                await self._database.run(partial(redirect, channel=channel.name, old=old, new=recipient))
                self._log.warning("recipient moved", delivery=entry.id, old=old, new=recipient)
                await self._postpone(entry, code, reason, now, timedelta())
            case TransientFailure(code, reason, None):
                await self._postpone(entry, code, reason, now)
            case TransientFailure(code, reason, float() | int() as seconds):
                channel.held_until = now + timedelta(seconds=seconds)
                await self._postpone(entry, code, reason, now, timedelta(seconds=seconds))

    async def _postpone(
        self, entry: Entry, code: str, reason: str, now: datetime, wanted: timedelta | None = None
    ) -> None:
        usual = pause(entry.attempts, self._jitter())
        if usual is None:
            await self._give_up(
                entry, code, f"Given up after {entry.attempts} attempts in three days. {reason}"
            )
            return
        await postpone_delivery(self._database, entry.id, now + (usual if wanted is None else wanted), reason)
        self._log.info("delivery postponed", delivery=entry.id, code=code, attempts=entry.attempts)

    async def _give_up(self, entry: Entry, code: str, reason: str) -> None:
        await mark_failed(self._database, entry.id, reason)
        self._log.warning("delivery failed", delivery=entry.id, code=code, attempts=entry.attempts)
        if self._on_failed:
            await self._on_failed(entry, reason)

    def _note(self, event: str, error: Exception, entry: Entry | None = None) -> None:
        # The place and the kind, not the message: that may quote what was to be sent.
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None
        about: dict[str, object] = {"delivery": entry.id} if entry else {}
        self._log.error(event, error=type(error).__name__, where=where, **about)
