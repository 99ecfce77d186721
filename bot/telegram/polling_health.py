"""How getting updates goes: when Telegram last answered, and whether it still lets the bot in."""

import asyncio
import ssl
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from bot.telegram.connections import Connections


@dataclass
class Reception:
    """What is known of it: when Telegram last answered, and why the bot may not go on, if so."""

    stop: asyncio.Event
    heard_at: float = field(default_factory=time.monotonic)
    shut_out: str = ""

    def refuse(self, reason: str) -> None:
        """Give up for a reason that an operator understands."""
        self.shut_out = self.shut_out or reason
        self.stop.set()


class Listening(Connections):
    """The connection for updates: takes note of what Telegram answers."""

    def __init__(self, reception: Reception, server: str, certificates: ssl.SSLContext) -> None:
        super().__init__(server, 1, certificates)
        self._reception = reception

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """Ask; a token that was taken from us ends the bot, since asking again is no use."""
        status, body = await super().do_request(*args, **options)
        if status == HTTPStatus.OK:
            self._reception.heard_at = time.monotonic()
        elif status == HTTPStatus.UNAUTHORIZED:
            self._reception.refuse(
                "Telegram no longer accepts the token: it was revoked, or the bot was deleted. Ask @BotFather "
                "for the token, set TELEGRAM_BOT_TOKEN and start again."
            )
        return status, body
