"""Ports for servers that must be told theirs, as a bot's web hook; and small servers on ports of the system's."""

import itertools
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

LOWEST, HIGHEST = 10_000, 32_000
"""Below those that the system hands out by itself, to connections too: none of these is taken meanwhile."""
WORKERS = 16
"""Processes that run tests at once take every sixteenth port, each its own."""

_numbers = itertools.count(os.getpid())


def free_port() -> int:
    """A port of the loopback interface that no other test uses."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    for number in _numbers:
        port = LOWEST + number * WORKERS % (HIGHEST - LOWEST) + worker
        with socket.socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                server.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("unreachable")


@asynccontextmanager
async def served(application: Application) -> AsyncIterator[int]:
    """Serve over HTTP on the loopback interface; gives the port."""
    server, sockets = HTTPServer(application), bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    try:
        yield sockets[0].getsockname()[1]
    finally:
        server.stop()
        await server.close_all_connections()
