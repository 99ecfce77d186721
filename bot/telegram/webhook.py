"""Takes updates that Telegram posts: the secret first, then the size, and only then the body.

Telegram is answered once an update is on the disk; where that fails it is asked to come again.
"""

import asyncio
import hmac
import json
from http import HTTPStatus

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import NetworkError

from bot.telegram.raw_updates import Raw, with_numbers
from bot.telegram.updates import StoredQueue
from storage.database import StorageError

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name

LARGEST = 1_000_000
"""Bytes of a body that is read; Telegram's have some thousand."""

BODY_WITHIN = 20.0
"""Seconds in which a body must have come."""

log = structlog.get_logger("webhook")


class Webhook:
    """The server behind WEBHOOK_URL."""

    def __init__(self, queue: StoredQueue, bot: Bot, secret: str) -> None:
        self._queue = queue
        self._bot = bot
        self._secret = secret.encode()
        application = web.Application(client_max_size=LARGEST)
        application.router.add_post(PATH, self._take, expect_handler=self._expect)
        # What is refused unread is not waited for either.
        self._runner = web.AppRunner(application, access_log=None, lingering_time=0, shutdown_timeout=2)

    async def start(self, host: str, port: int) -> None:
        """Begin to listen; OSError if the port cannot be used."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Take no more; what is being stored is finished first."""
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        if refusal := self._refused(request):
            return refusal
        try:
            async with asyncio.timeout(BODY_WITHIN):
                body = await request.read()
            (raw,) = with_numbers([json.loads(body)])
        except web.HTTPRequestEntityTooLarge:
            return closing_refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except (ValueError, RecursionError, NetworkError, TimeoutError):
            log.warning("what came by the webhook is no update")
            return closing_refusal(HTTPStatus.BAD_REQUEST)
        return await self._stored(raw)

    async def _stored(self, raw: Raw) -> web.Response:
        try:
            await self._queue.take(raw, self._bot)
        except StorageError:  # told to the operator by the storage
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response()

    def _refused(self, request: web.Request) -> web.Response | None:
        """Look at what comes before the body."""
        given = request.headers.get(SECRET_HEADER, "").encode(errors="replace")
        if not hmac.compare_digest(given, self._secret):
            return closing_refusal(HTTPStatus.FORBIDDEN)
        if (request.content_length or 0) > LARGEST:
            log.warning("what came by the webhook is too large", bytes=request.content_length)
            return closing_refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return None

    async def _expect(self, request: web.Request) -> web.StreamResponse | None:
        """Answer whoever asks before sending a body (Expect: 100-continue)."""
        if refusal := self._refused(request):
            return refusal
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return None


def closing_refusal(status: HTTPStatus) -> web.Response:
    """A refusal, after which the connection is closed: the rest of the body is not read."""
    response = web.Response(status=status)
    response.force_close()
    return response
