"""The webhook: the secret first, then the size, then the body; what was stored is confirmed, the rest comes again."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.application import Running
from bot.telegram.webhook import LARGEST
from tests.bot.telegram.test_updates import sql, webhook
from tests.conftest import Start
from tests.conversations.filled_in import EN, ES
from tests.person import Json, Sim
from tests.waiting import PATIENCE

SECRET = "a-long-random-word"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@asynccontextmanager
async def posting(url: object) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=str(url), headers={HEADER: SECRET}, timeout=PATIENCE) as client:
        yield client


async def answered(port: object, *lines: str, body: bytes = b"") -> str:
    """Send the head of a request (and perhaps a part of its body), and wait for all that is answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(str(port)))
    head = "\r\n".join(("POST /telegram HTTP/1.1", "Host: bot", *lines, "", ""))
    writer.write(head.encode() + body)
    answer = await asyncio.wait_for(reader.read(), PATIENCE)
    writer.close()
    return answer.decode()


async def test_nobody_without_the_secret_is_listened_to(start: Start) -> None:
    hook = webhook()
    async with start(**hook):
        for secret in ((), (f"{HEADER}: wrong",), (f"{HEADER}: {SECRET}x",), (f"{HEADER}: ñ",)):
            answer = await answered(hook["webhook_port"], *secret, "Content-Length: 50000000")
            assert answer.startswith("HTTP/1.1 403")
            assert "Connection: close" in answer
        asking = await answered(
            hook["webhook_port"], f"{HEADER}: wrong", "Content-Length: 9", "Expect: 100-continue"
        )
        assert asking.startswith("HTTP/1.1 403")


async def test_a_body_over_a_megabyte_is_refused_before_it_is_read(start: Start) -> None:
    hook = webhook()
    signed = f"{HEADER}: {SECRET}"
    async with start(**hook) as running:
        for more in ((), ("Expect: 100-continue",)):
            answer = await answered(hook["webhook_port"], signed, f"Content-Length: {LARGEST + 1}", *more)
            assert answer.startswith("HTTP/1.1 413")
        with contextlib.suppress(
            ConnectionResetError
        ):  # the answer may be overtaken by the end of the connection
            answer = await answered(
                hook["webhook_port"], signed, "Transfer-Encoding: chunked", body=chunks(LARGEST, 1, 0)
            )
            assert answer.startswith("HTTP/1.1 413")
        assert (await running.services.inbox.depth(running.services.now())).waiting == 0


def chunks(*sizes: int) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (size, b"x" * size) for size in sizes)


@pytest.mark.parametrize(
    "body",
    [b"", b"no JSON", b"\xff\xfe", b"[]", b"{}", b"null", b'{"update_id": "7"}', b'{"update_id": 1e400}'],
)
async def test_what_is_no_update_is_refused(start: Start, body: bytes) -> None:
    hook = webhook()
    async with start(**hook), posting(hook["webhook_url"]) as client:
        assert (await client.post("/telegram", content=body)).status_code == 400
        assert (await client.get("/telegram")).status_code == 405
        assert (await client.post("/elsewhere", content=body)).status_code == 404


async def test_an_update_posted_several_times_at_once_is_dealt_with_once(sim: Sim, start: Start) -> None:
    officer, hook = sim.person("officer_en"), webhook()
    async with start(**hook) as running, posting(hook["webhook_url"]) as client:
        await officer.says("/start")
        answers = await asyncio.gather(
            *(client.post("/telegram", json=typed(900_000, "/contact")) for _ in range(5))
        )
        assert {answer.status_code for answer in answers} == {200}
        await officer.waits_for("coordination-unit@")
        await sim.settles()
        await officer.look()
        assert len(officer.from_bot) == 2
        assert await running.services.inbox.listing("waiting") == []


def typed(update_id: int, text: str) -> Json:
    chat = {"id": EN, "type": "private", "first_name": "A"}
    person = {"id": EN, "is_bot": False, "first_name": "A", "language_code": "en"}
    return {
        "update_id": update_id,
        "message": {"message_id": 77, "date": 1_790_000_000, "chat": chat, "from": person, "text": text},
    }


def unreadable(chat_id: int, language: str) -> Json:
    chat = {"id": chat_id, "type": "private"}
    person = {"id": chat_id, "is_bot": False, "first_name": "Marcada", "language_code": language}
    message = {"message_id": 78, "date": 10**15, "chat": chat, "from": person, "text": "Marcada"}
    return {"message": message}


@pytest.mark.parametrize("by", [dict, webhook], ids=["polling", "webhook"])
async def test_who_sends_what_cannot_be_read_gets_a_kind_reply_in_their_language(
    sim: Sim, start: Start, by: type[dict[str, object]]
) -> None:
    spaniard, officer = sim.person("officer_es"), sim.person("officer_en")
    async with start(**by()) as running:
        await spaniard.says("/start")
        await officer.starts()
        for chat, language in ((ES, "es"), (EN, "en")):
            await sim.do("update", update=unreadable(chat, language))
        await spaniard.waits_for("¿Podría escribírmelo como texto normal?")
        await officer.waits_for("Could you write it to me as plain text?")
        failed = await running.services.inbox.listing("failed")
        assert [each.chat_id for each in failed] == [ES, EN]
        await spaniard.says("/forget")
        await spaniard.presses("Sí, borrarlo todo")
        (mine, _) = await running.services.inbox.listing("failed")
        assert (mine.chat_id, mine.body, mine.error) == (None, "", None)


@pytest.mark.parametrize("by", [dict, webhook], ids=["polling", "webhook"])
async def test_on_a_full_disk_people_are_told_at_once_and_again_when_it_works(
    sim: Sim, start: Start, by: type[dict[str, object]]
) -> None:
    officer = sim.person("officer_es")
    async with start(**by()) as running:
        await officer.says("/start")
        await full(running, True)
        await officer.says("¿Cuál es el plazo? " + "ñ" * 4000, expects_reply=False)
        await officer.waits_for("En este momento no puedo guardar nada")
        before = len(officer.from_bot)
        await asyncio.sleep(1)
        await officer.look()
        assert len(officer.from_bot) == before, "each person is told once"
        await full(running, False)
        await officer.waits_for("Ya puedo guardar mensajes de nuevo")
        await officer.says("/contact")
        await officer.waits_for("coordination-unit@")


async def full(running: Running, is_full: bool) -> None:
    await sql(running, f"PRAGMA max_page_count = {1 if is_full else 1_000_000}")
