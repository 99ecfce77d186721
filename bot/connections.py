"""The connections to Telegram: several small pools, since the HTTP client looks through a whole pool at each call."""

import ssl
from typing import Any

from telegram.request import BaseRequest, HTTPXRequest

POOLS, SIZE = 8, 32
"""Together as many connections as updates.AT_ONCE. One pool of 256 costs about 1 ms per call at 100 chats."""


class Connections(BaseRequest):
    """Sends each call through the least busy pool, the first of them while there is little to do."""

    def __init__(self, certificates: ssl.SSLContext) -> None:
        shared = {"verify": certificates}
        self._pools = [HTTPXRequest(connection_pool_size=SIZE, httpx_kwargs=shared) for _ in range(POOLS)]
        self._under_way = [0] * POOLS

    @property
    def read_timeout(self) -> float | None:
        """The library's own."""
        return self._pools[0].read_timeout

    async def initialize(self) -> None:
        """Open all pools."""
        for pool in self._pools:
            await pool.initialize()

    async def shutdown(self) -> None:
        """Close all pools."""
        for pool in self._pools:
            await pool.shutdown()

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """Make a call; the arguments are the library's."""
        number = self._under_way.index(min(self._under_way))
        self._under_way[number] += 1
        try:
            return await self._pools[number].do_request(*args, **options)
        finally:
            self._under_way[number] -= 1
