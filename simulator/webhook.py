"""Posts waiting updates to the bot's web hook, one after another, until each was taken."""

import asyncio
import contextlib
import json
import time

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from simulator.call import Json
from simulator.updates import UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_LONGEST_PAUSE = 5.0


class Webhook:
    """Sends updates in order; one that is refused is sent again after growing pauses."""

    def __init__(self, url: str, secret: str, connections: int, updates: UpdateQueue) -> None:
        self.url = url
        self._secret = secret
        self._connections = connections
        self._updates = updates
        self._last_error: Json = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to send."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop at once; what was not taken stays in the queue."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def info(self) -> Json:
        """What getWebhookInfo tells beyond the queue's length."""
        return {"url": self.url, "max_connections": self._connections, **self._last_error}

    async def _run(self) -> None:
        client = AsyncHTTPClient(force_instance=True)
        pause = 0.1
        try:
            while True:
                await self._updates.wait(60)
                update = self._updates.first()
                if update and await self._taken(client, update):
                    self._updates.confirm(update)
                    pause = 0.1
                elif update:
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, _LONGEST_PAUSE)
        finally:
            client.close()

    async def _taken(self, client: AsyncHTTPClient, update: Json) -> bool:
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers[SECRET_HEADER] = self._secret
        request = HTTPRequest(
            self.url, method="POST", headers=headers, body=json.dumps(update), request_timeout=60
        )
        try:
            response = await client.fetch(request, raise_error=False)
        except OSError as error:
            return self._failed(str(error))
        return 200 <= response.code < 300 or self._failed(f"Wrong response from the webhook: {response.code}")

    def _failed(self, reason: str) -> bool:
        self._last_error = {"last_error_date": int(time.time()), "last_error_message": reason}
        return False
