"""The Bot API client: python-telegram-bot's, telling nobody its token and noting when Telegram last answered."""

import asyncio
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

AT_ONCE = 256
"""How many calls may be under way at the same time."""


@dataclass
class Reception:
    """How getting updates goes: when Telegram last answered, and why the bot may not go on, if so."""

    stop: asyncio.Event
    heard_at: float = field(default_factory=time.monotonic)
    shut_out: str = ""

    def refuse(self, reason: str) -> None:
        """Give up for a reason that an operator understands."""
        self.shut_out = self.shut_out or reason
        self.stop.set()


class Listening(HTTPXRequest):
    """The connection for updates: takes note of what Telegram answers."""

    def __init__(self, reception: Reception) -> None:
        super().__init__(connection_pool_size=1)
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


class Client(ExtBot[Any]):
    """A bot whose repr holds no token."""

    def __init__(self, token: str, api_url: str | None, reception: Reception) -> None:
        root = (api_url or "https://api.telegram.org").rstrip("/")
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=HTTPXRequest(connection_pool_size=AT_ONCE),
            get_updates_request=Listening(reception),
            rate_limiter=AIORateLimiter(max_retries=3),
        )

    def __repr__(self) -> str:
        """Say what it is, without the token."""
        return f"{type(self).__name__}[...]"
