"""Keeps the cards of leads in the unit's chats up to date.

A card is drawn right before it is sent, and edited when its lead changes.
Edits are merged: a chat gets one at a time, each shows the newest state, and a busy chat gets them less often.
"""

import asyncio
import time
from collections import defaultdict, deque
from dataclasses import replace

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.delivery.outcome import Outcome, Service
from bot.delivery.payloads import chat_payload
from bot.operations.background import BackgroundTasks, wait_for_event
from bot.telegram.limits import in_background
from bot.telegram.show import replace_message
from bot.unit import Unit
from bot.views.leads.card import erased_message, screen_payload
from storage.database import Database, StorageError
from storage.outbox import Entry
from storage.sent_messages import LeadMessage, forget_lead_message, mark_stale, take_stale_messages

log = structlog.get_logger("cards")

LOOK_AGAIN = 5.0
"""Seconds after which stale cards are looked for unasked: the command line may have changed a lead."""
QUICK_PAUSE, SLOW_PAUSE = 0.2, 3.5
"""Seconds between two edits in a chat while it is quiet, and once it had BURST of them within a minute."""
BURST, MINUTE = 6, 60.0
UNDO_ENDS = 61.0
"""Seconds after which a card that offers to undo is drawn without the button."""


class WithCards:
    """A service whose deliveries may name a lead (payload: {card: reference}) in the place of a text."""

    def __init__(self, service: Service, unit: Unit) -> None:
        self._service = service
        self._unit = unit

    async def send(self, entry: Entry) -> Outcome:
        """Draw the lead as it stands now, if one is named, and send."""
        reference = chat_payload(entry).get("card")
        if not reference:
            return await self._service.send(entry)
        drawn = screen_payload(await self._unit.card(reference, int(entry.delivery.recipient)))
        delivery = replace(entry.delivery, payload={**entry.delivery.payload, **drawn})
        return await self._service.send(replace(entry, delivery=delivery))


class CardEditor:
    """Edits the messages about leads that are no longer up to date."""

    def __init__(self, bot: Bot, unit: Unit, database: Database) -> None:
        self._bot = bot
        self._unit = unit
        self._database = database
        self._woken = asyncio.Event()
        self._busy: set[int] = set()
        self._edits: defaultdict[int, deque[float]] = defaultdict(lambda: deque(maxlen=BURST))
        self._edits_under_way = BackgroundTasks()

    def wake(self) -> None:
        """Look for stale cards now."""
        self._woken.set()

    async def run(self) -> None:
        """Edit until cancelled."""
        try:
            while True:
                self._woken.clear()
                await self._look()
                await wait_for_event(self._woken, LOOK_AGAIN)
        finally:
            await self._edits_under_way.stop()

    async def _look(self) -> None:
        try:
            stale = await take_stale_messages(self._database, frozenset(self._busy))
        except StorageError as error:
            log.warning("cards not readable, trying again", error=type(error).__name__)
            return
        for message in stale:
            self._busy.add(message.chat_id)
            self._edits_under_way.begin("card edited", self._serve(message))

    async def _serve(self, message: LeadMessage) -> None:
        """Edit one message, then let its chat rest; whatever fails here, the chat's other messages have their turn."""
        try:
            await self._edit_or_mark(message)
            await asyncio.sleep(self._pause(message.chat_id))
        finally:
            self._busy.discard(message.chat_id)
            self.wake()

    async def _edit_or_mark(self, message: LeadMessage) -> None:
        """Edit one message; what fails for a while is marked as stale again, what is gone for good forgotten."""
        try:
            await self._edit(message)
        except (BadRequest, Forbidden):
            await forget_lead_message(self._database, message)
        except (TelegramError, StorageError) as error:
            log.info("card not edited, trying again", error=type(error).__name__)
            await asyncio.sleep(LOOK_AGAIN)
            await mark_stale(self._database, message)

    def _pause(self, chat_id: int) -> float:
        """Seconds until the next edit in a chat."""
        edits, now = self._edits[chat_id], time.monotonic()
        edits.append(now)
        return SLOW_PAUSE if len(edits) == BURST and now - edits[0] < MINUTE else QUICK_PAUSE

    async def _edit(self, message: LeadMessage) -> None:
        with in_background():
            if message.kind == "card":
                seconds = self._unit.questions.seconds_left(message.chat_id, message.message_id)
                if seconds:
                    self._draw_again(message, seconds)
                    return
                drawn = await self._unit.card(message.subject, message.chat_id)
                await replace_message(self._bot, message.chat_id, message.message_id, drawn)
                if any(getattr(b.data, "step", "") == "undo" for row in drawn.rows for b in row):
                    self._draw_again(message, UNDO_ENDS)
            elif await self._unit.erased(message.subject):
                await self._empty(message)

    async def _empty(self, message: LeadMessage) -> None:
        """Take the words out of a message about an erased lead; a file is deleted where it still can be."""
        words = erased_message(self._unit.context(message.chat_id), message.subject)
        chat_id, number = message.chat_id, message.message_id
        if message.kind == "text":
            await replace_message(self._bot, message.chat_id, message.message_id, words)
            return
        try:
            await self._bot.delete_message(chat_id, number)
        except BadRequest:  # older than two days
            await self._bot.edit_message_caption(
                chat_id, number, caption=words.text, parse_mode=ParseMode.HTML
            )

    def _draw_again(self, message: LeadMessage, seconds: float) -> None:
        """Have a message drawn again after so many seconds."""
        self._edits_under_way.begin("card drawn again", self._mark_later(message, seconds))

    async def _mark_later(self, message: LeadMessage, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await mark_stale(self._database, message)
        self.wake()
