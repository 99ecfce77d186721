"""Never deaf: whatever getUpdates answers, it is asked again; a bot that does not ask any more ends."""

import asyncio
import datetime
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.connections import Connections
from bot.telegram.limits import retry_after_seconds
from bot.telegram.polling_health import PollingHealth, WatchedRequest
from bot.telegram.updates import Receiver, StoredQueue
from storage.database import Database
from storage.inbox import Inbox
from tests.bot.telegram.test_connections import Reaction, serving
from tests.conftest import Start
from tests.person import TOKEN, Sim
from tests.waiting import PATIENCE

NOW = datetime.datetime(2026, 11, 27, tzinfo=datetime.UTC)
MARK = "Zaragoza de los Olmos"
"""What must not be logged, in whatever is answered."""


def answer(body: bytes | str | object, status: str = "200 OK", kind: str = "application/json") -> bytes:
    content = (
        body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    )
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
        + content
    )


def refusal(status: int, **more: object) -> bytes:
    return answer({"ok": False, "error_code": status, "description": MARK, **more}, f"{status} X")


PAGE = f"<html><title>{MARK}</title></html>"
UPDATE = {"update_id": 7, "message": {"text": MARK}}
ANSWERS = {
    "404 of Telegram": refusal(404),
    "404, a page": answer(PAGE, "404 Not Found", "text/html"),
    "403": refusal(403),
    "400": refusal(400),
    "429 for a second": refusal(429, parameters={"retry_after": 1}),
    "429 for a day": refusal(429, parameters={"retry_after": 86_400}),
    "429 for some words": refusal(429, parameters={"retry_after": MARK}),
    "500": refusal(500),
    "502, a page": answer(PAGE, "502 Bad Gateway", "text/html"),
    "401, a proxy's page": answer(PAGE, "401 Unauthorized", "text/html"),
    "407, a proxy's page": answer(PAGE, "407 Proxy Authentication Required", "text/html"),
    "302 to elsewhere": answer(b"", "302 Found\r\nLocation: http://127.0.0.1:9/", "text/html"),
    "200, a page": answer(PAGE, kind="text/html"),
    "200, nothing": answer(b""),
    "200, null": answer("null"),
    "200, a list": answer([UPDATE]),
    "200, a word": answer(f'"{MARK}"'),
    "200 without a result": answer({"ok": True}),
    "200 that is not ok": answer({"ok": False, "result": []}),
    "200, its result a word": answer({"ok": True, "result": MARK}),
    "200, updates that are none": answer({"ok": True, "result": [MARK, 5, None]}),
    "200, updates without a number": answer({"ok": True, "result": [{"message": {"text": MARK}}]}),
    "200, a number that is a word": answer({"ok": True, "result": [{"update_id": MARK}]}),
    "half a body": answer({"ok": True, "result": [UPDATE]})[:-20],
    "half a JSON": answer(json.dumps({"ok": True, "result": [UPDATE]})[:-9]),
    "bytes that are no text": answer(b'{"ok": true, "result": ["\xff\xfe'),
    "no HTTP": b"220 mail.town.example ESMTP\r\n",
    "nothing at all": b"",
    "200, brackets without end": answer('{"ok": true, "result": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "200, a number of 5,000 digits": answer('{"ok": true, "result": [{"update_id": ' + "9" * 5000 + "}]}"),
    "200, gzip that is none": answer(MARK, "200 OK\r\nContent-Encoding: gzip"),
    "200, a chunk that is none": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
    + MARK.encode(),
    "429 for less than nothing": refusal(429, parameters={"retry_after": -5}),
    "400, its description a list": answer({"ok": False, "error_code": MARK, "description": [MARK]}, "400 X"),
}


def gives(content: bytes) -> Reaction:
    async def react(writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        await writer.drain()
        writer.close()

    return react


@asynccontextmanager
async def receiver(tmp_path: Path, address: str) -> AsyncIterator[tuple[Receiver, PollingHealth]]:
    database = Database(tmp_path / "bot.sqlite3")
    await database.open()
    polling_health = PollingHealth(asyncio.Event())
    queue, certificates = StoredQueue(Inbox(database), lambda: NOW), httpx.create_ssl_context()
    bot = Receiver(
        queue,
        TOKEN,
        base_url=f"{address}/bot",
        request=Connections(address, 2, certificates),
        get_updates_request=WatchedRequest(polling_health, address, certificates),
    )
    for request in bot._request:
        await request.initialize()
    try:
        yield bot, polling_health
    finally:
        for request in bot._request:
            await request.shutdown()
        await database.close()


@pytest.mark.parametrize("content", ANSWERS.values(), ids=ANSWERS.keys())
async def test_whatever_is_answered_updates_are_asked_for_again(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as logs:
        async with (
            serving(gives(content)) as server,
            receiver(tmp_path, server.address) as (bot, polling_health),
        ):
            heard = polling_health.heard_at
            with pytest.raises(TelegramError) as raised:
                await bot.get_updates(timeout=2)
    assert not isinstance(raised.value, InvalidToken), "the library would stop asking"
    assert not isinstance(raised.value, RetryAfter) or retry_after_seconds(raised.value) <= 30
    assert not polling_health.stop.is_set()
    assert polling_health.heard_at == heard or b'"result"' in content
    assert MARK not in caplog.text + str(logs)


async def test_silence_is_waited_for_as_long_as_a_poll_takes_and_no_longer(tmp_path: Path) -> None:
    async def says_nothing(_: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * PATIENCE)

    async with serving(says_nothing) as server, receiver(tmp_path, server.address) as (bot, _):
        with pytest.raises(TelegramError):
            await asyncio.wait_for(bot._post("getUpdates", {"timeout": 0}, read_timeout=0.2), PATIENCE)


async def test_whole_seconds_are_sent(tmp_path: Path) -> None:
    nothing = gives(answer({"ok": True, "result": []}))
    async with serving(nothing) as server, receiver(tmp_path, server.address) as (bot, _):
        await bot.get_updates(timeout=3)
    assert "timeout=3&" in server.requests[0] + "&"


async def test_another_bot_and_a_revoked_token_end_this_one(tmp_path: Path) -> None:
    async with serving(gives(refusal(409))) as server, receiver(tmp_path, server.address) as (bot, _):
        with pytest.raises(Conflict):
            await bot.get_updates(timeout=2)
    async with (
        serving(gives(refusal(401))) as server,
        receiver(tmp_path, server.address) as (bot, polling_health),
    ):
        with pytest.raises(TelegramError):
            await bot.get_updates(timeout=2)
    assert "no longer accepts the token" in polling_health.reason_to_stop


async def test_a_bot_that_asks_no_more_ends_to_be_started_again() -> None:
    polling_health = PollingHealth(asyncio.Event())
    await asyncio.wait_for(polling_health.watch(longest=0.05), PATIENCE)
    assert polling_health.stop.is_set()
    assert "no longer fetched" in polling_health.reason_to_stop


async def test_after_answers_of_every_kind_the_bot_replies(sim: Sim, start: Start) -> None:
    officer = sim.person("officer_en")
    async with start() as running:
        await officer.says("/start")
        await sim.fail("getUpdates", status=404, description="Not Found")
        await officer.says("/help", expects_reply=False)
        await officer.waits_for("/faq")
        assert running.polling_health.reason_to_stop == ""
