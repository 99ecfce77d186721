"""How getting updates goes: when Telegram last answered, whether it still lets the bot in, and whether anybody asks."""

import asyncio
import ssl
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from bot.telegram.connections import Connections

SILENT_AFTER = 120.0
"""Seconds without an answer after which Telegram counts as silent; a long poll takes thirty."""

STOPPED_AFTER = 180.0
"""Seconds without a request after which polling has ended for whatever reason: one takes 46, a pause 30."""


@dataclass
class PollingHealth:
    """When Telegram last answered, when it was last asked, and why the bot may not go on, if so."""

    stop: asyncio.Event
    heard_at: float = field(default_factory=time.monotonic)
    asked_at: float = field(default_factory=time.monotonic)
    reason_to_stop: str = ""

    @property
    def silence(self) -> float:
        """Seconds since Telegram last answered."""
        return time.monotonic() - self.heard_at

    def refuse(self, reason: str) -> None:
        """Give up for a reason that an operator understands."""
        self.reason_to_stop = self.reason_to_stop or reason
        self.stop.set()

    async def watch(self, longest: float = STOPPED_AFTER) -> None:
        """End the bot, so that it is started again, if nobody asks for updates any more; runs until cancelled."""
        while (left := self.asked_at + longest - time.monotonic()) > 0:  # noqa: ASYNC110 - no event tells silence
            await asyncio.sleep(left)
        self.refuse("Updates are no longer fetched: the bot ends, to be started again.")


class WatchedRequest(Connections):
    """The connection for updates: takes note of what Telegram answers."""

    def __init__(self, polling_health: PollingHealth, server: str, certificates: ssl.SSLContext) -> None:
        super().__init__(server, 1, certificates)
        self._polling_health = polling_health

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """Ask; a token that was revoked ends the bot, since every further request would be refused."""
        self._polling_health.asked_at = time.monotonic()
        status, body = await super().do_request(*args, **options)
        if status == HTTPStatus.OK:
            self._polling_health.heard_at = time.monotonic()
        elif status == HTTPStatus.UNAUTHORIZED:
            self._polling_health.refuse(
                "Telegram no longer accepts the token: it was revoked, or the bot was deleted. Ask @BotFather "
                "for the token, set TELEGRAM_BOT_TOKEN and start again."
            )
        return status, body
