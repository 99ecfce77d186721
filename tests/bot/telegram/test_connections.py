"""The connections to Telegram, over real sockets: what arrives, what is kept open, and what failures say."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import httpx
import pytest
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.telegram.connections import Connections, proxy
from tests.waiting import PATIENCE

TOKEN = "987654321:AAF" + "x" * 32
TRUE = b'{"ok": true, "result": true}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(TRUE), TRUE)

Reaction = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """Answers every request in the same way; keeps what came, and from how many connections."""

    reaction: Reaction
    address: str = ""
    requests: list[str] = field(default_factory=list)
    connections: list["asyncio.Task[None] | None"] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.append(asyncio.current_task())
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            try:
                while True:
                    await self.deal(reader, writer)
            finally:
                writer.close()
                await writer.wait_closed()

    async def deal(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(head.lower().split("content-length: ")[1].split()[0])
        self.requests.append(head + (await reader.readexactly(length)).decode())
        await self.reaction(writer)


@contextlib.asynccontextmanager
async def serving(reaction: Reaction) -> AsyncIterator[Server]:
    server = Server(reaction)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.address = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()
        for each in server.connections:
            if each:
                each.cancel()
                await asyncio.wait([each])


async def answers(writer: asyncio.StreamWriter) -> None:
    writer.write(ANSWER)
    await writer.drain()


async def is_silent(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(2 * PATIENCE)


async def hangs_up(writer: asyncio.StreamWriter) -> None:
    writer.close()


async def talks_nonsense(writer: asyncio.StreamWriter) -> None:
    writer.write(b"no HTTP at all\r\n\r\n")
    await writer.drain()


@contextlib.asynccontextmanager
async def connected(address: str) -> AsyncIterator[Connections]:
    connections = Connections(address, 4, httpx.create_ssl_context())
    await connections.initialize()
    try:
        yield connections
    finally:
        await connections.shutdown()


def url(address: str) -> str:
    return f"{address}/bot{TOKEN}/sendMessage"


async def test_calls_one_after_another_share_a_connection_and_calls_at_once_do_not() -> None:
    async with serving(answers) as server, connected(server.address) as connections:
        for _ in range(3):
            assert await connections.do_request(url(server.address), "POST", RequestData()) == (200, TRUE)
        assert len(server.connections) == 1
        await asyncio.gather(*(connections.do_request(url(server.address), "POST") for _ in range(4)))
    assert len(server.connections) > 1
    assert server.requests[0].startswith(f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\n")


async def test_a_server_that_does_not_answer_is_waited_for_as_long_as_told() -> None:
    async with serving(is_silent) as server, connected(server.address) as connections:
        with pytest.raises(TimedOut):
            await asyncio.wait_for(
                connections.do_request(url(server.address), "POST", read_timeout=0.2), PATIENCE
            )


@pytest.mark.parametrize("reaction", [hangs_up, talks_nonsense])
async def test_a_broken_answer_is_a_failure_of_the_network_that_does_not_tell_the_token(
    reaction: Reaction,
) -> None:
    async with serving(reaction) as server, connected(server.address) as connections:
        with pytest.raises(NetworkError) as failed:
            await connections.do_request(url(server.address), "POST")
    assert failed.value.__cause__ is not None
    assert TOKEN not in f"{failed.value!r} {failed.value}"


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://name.invalid", "http://[oops"])
async def test_a_server_that_is_not_there_is_a_failure_of_the_network_too(address: str) -> None:
    async with connected("http://127.0.0.1") as connections:
        with pytest.raises(NetworkError) as failed:
            await connections.do_request(url(address), "POST")
    assert TOKEN not in f"{failed.value!r} {failed.value}"
    assert not isinstance(failed.value, TimedOut)


async def test_the_systems_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(answers) as server:
        monkeypatch.setenv("http_proxy", server.address)
        async with connected("http://telegram.example") as connections:
            await connections.do_request(url("http://telegram.example"), "POST")
    assert server.requests[0].startswith(f"POST http://telegram.example/bot{TOKEN}/sendMessage ")


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ("https://api.telegram.org", "http://proxy.example:3128"),
        ("http://api.telegram.org", None),
        ("https://bots.town.example", None),
    ],
)
def test_which_proxy_is_asked(monkeypatch: pytest.MonkeyPatch, server: str, expected: str | None) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "town.example")
    assert proxy(server) == expected
