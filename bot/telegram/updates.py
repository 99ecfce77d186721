"""The durable queue: updates are stored before Telegram is told. processor.py deals with them in order per chat."""

import asyncio
import contextlib
import datetime
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

import structlog
from telegram import Bot, Update
from telegram.constants import ParseMode
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.operations.background import wait_for_event
from bot.telegram.limits import retry_after_seconds
from bot.telegram.raw_updates import Raw, parse_update, with_numbers
from storage.database import StorageError
from storage.inbox import Inbox, StoredUpdate

if TYPE_CHECKING:
    from bot.telegram.failure_notices import FailureNotices

log = structlog.get_logger("updates")

LOOK_AGAIN = 5.0
"""Seconds between two looks for updates that an operator wants tried again, and into a database that fails."""

LONGEST_PAUSE_OF_POLLING = 30.0
"""Seconds without updates that anybody may ask of us."""

ROUNDS_BEFORE_ASKING = 2
"""Rounds of the event loop until what came before is begun: a reply goes out before Telegram is asked for more."""


class StoredQueue(asyncio.Queue[object]):
    """The queue handed to python-telegram-bot: what it gives out is on disk.

    Telegram is told that an update was received only after `take` in webhook mode, and after `receive` and `keep` in
    polling. One that came before is given out again only if it was done, and then changes nothing.
    """

    def __init__(self, inbox: Inbox, now: Callable[[], datetime.datetime]) -> None:
        super().__init__()
        self.stopping = asyncio.Event()
        self._inbox = inbox
        self._now = now
        self._received: dict[int, bool] = {}  # on the way from `receive` to `put`: is it to be dealt with?
        self._looking: asyncio.Task[None] | None = None
        self._notices: FailureNotices | None = None

    def notify_by(self, notices: "FailureNotices") -> None:
        """From now on tell people whose messages cannot be read or stored."""
        self._notices = notices

    async def receive(self, raws: Sequence[Raw], bot: Bot) -> tuple[Update, ...]:
        """Store what getUpdates brought, in one transaction; nothing is given out if that fails."""
        try:
            stored = await self._store(raws, bot)
        except StorageError:  # told to the operator by the storage; Telegram keeps the updates meanwhile
            await wait_for_event(self.stopping, LOOK_AGAIN)
            return ()
        self._received |= {update.update_id: fresh for update, fresh in stored}
        return tuple(update for update, _ in stored)

    async def take(self, raw: Raw, bot: Bot) -> None:
        """Store what a webhook brought, give it out, and return once it is on the disk; StorageError if that fails."""
        for update, fresh in await self._store([raw], bot):
            if fresh:
                await super().put(update)
            else:
                log.info("update received again, ignored", update_id=update.update_id)
        await self.keep()

    async def _store(self, raws: Sequence[Raw], bot: Bot) -> list[tuple[Update, bool]]:
        """Store updates; gives of each whether it is new. Tells the writers of what cannot be read or stored."""
        notices = self._notices
        read = [parse_update(raw, bot, notices.unreadable if notices else None) for raw in raws]
        try:
            fresh = await self._inbox.store([arrival for arrival, _ in read], self._now())
        except StorageError:
            if notices:
                await notices.not_stored(raws)
            raise
        if notices and fresh:
            await notices.stored_again()
        if notices and any(arrival.notice for arrival, _ in read):
            notices.wake_delivery()
        return [(update, arrival.update_id in fresh) for arrival, update in read]

    async def keep(self) -> None:
        """Bring what was received onto the disk: from now on Telegram may forget it."""
        await self._inbox.sync()

    async def put(self, item: object) -> None:
        """Queue an update that was received. Anything else is the library's signal to stop."""
        if not isinstance(item, Update):
            self._stop()
        elif not self._received.pop(item.update_id, False):
            log.info("update received again, ignored", update_id=item.update_id)
            return
        await super().put(item)

    async def resume(self, bot: Bot) -> int:
        """Queue what a crash left unfinished, and from now on what an operator wants tried again.

        Gives how many were left unfinished.
        """
        waiting = await self._inbox.unfinished()
        await self._give_out(waiting, bot)
        self._looking = asyncio.create_task(self._look_again(bot))
        return len(waiting)

    async def _look_again(self, bot: Bot) -> None:
        while not await wait_for_event(self.stopping, LOOK_AGAIN):
            with contextlib.suppress(StorageError):
                await self._give_out(await self._inbox.take_due(self._now()), bot)

    async def _give_out(self, stored: Sequence[StoredUpdate], bot: Bot) -> None:
        for each in stored:
            arrival, update = parse_update(json.loads(each.body), bot)
            if arrival.error:
                await self._inbox.failed(each.update_id, arrival.error)
            else:
                await super().put(update)

    def _stop(self) -> None:
        """Give out nothing more: what was not begun waits on disk for the next start."""
        self.stopping.set()
        if self._looking:
            self._looking.cancel()
        while not self.empty():
            self.get_nowait()
            self.task_done()


class Receiver(ExtBot[None]):
    """A bot whose `get_updates` has stored what it returns, as it came."""

    def __init__(self, queue: StoredQueue, token: str, **options: Any) -> None:
        super().__init__(token, **options)
        self._queue = queue

    def __repr__(self) -> str:
        """Say what it is; the library's own would tell the token."""
        return f"{type(self).__name__}[...]"

    async def send_text(self, chat_id: int, text: str, **more: object) -> int:
        """Send a text in Telegram's HTML, with `more` as the Bot API has it; gives the message's number.

        `send_message` makes objects of all that Telegram repeats of it, 0.3 ms, and nobody looks at them.
        """
        asked = {"chat_id": chat_id, "text": text, "parse_mode": ParseMode.HTML, **more}
        sent = await self._post("sendMessage", asked)
        return int(cast(Raw, sent)["message_id"])

    async def get_updates(
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: int | datetime.timedelta | None = None,
        allowed_updates: Sequence[str] | None = None,
        **_: object,
    ) -> tuple[Update, ...]:
        """Fetch and store, as whole seconds wait. TelegramError, after which the library asks again, for any failure.

        What came before is on the disk first. An update that the library cannot read is set aside; the rest would
        wait behind it forever.
        """
        for _round in range(ROUNDS_BEFORE_ASKING):
            await asyncio.sleep(0)
        try:
            await self._queue.keep()  # since asking for more tells Telegram that the rest was received
        except StorageError:
            await wait_for_event(self._queue.stopping, LOOK_AGAIN)
            return ()
        seconds = int(timeout.total_seconds() if isinstance(timeout, datetime.timedelta) else timeout or 0)
        asked = {"timeout": seconds, "offset": offset, "limit": limit, "allowed_updates": allowed_updates}
        try:
            raws = with_numbers(await self._post("getUpdates", asked, read_timeout=seconds + 5.0))
            if not seconds:  # a stopping updater only confirms; what that brings will come again
                return ()
            return await self._queue.receive(raws, self)
        except RetryAfter as error:
            raise RetryAfter(int(min(retry_after_seconds(error), LONGEST_PAUSE_OF_POLLING))) from error
        except InvalidToken as error:  # the library would stop asking, whoever answered 404
            raise NetworkError(str(error)) from error
        except TelegramError:
            raise
        except Exception as error:
            log.error("updates cannot be taken", exc_info=True)
            raise NetworkError(type(error).__name__) from error
