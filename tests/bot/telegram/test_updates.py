"""The durable queue: nothing lost, nothing twice, in order per chat, failures set aside or waited for."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.application import Running
from bot.telegram.limits import Limits
from storage.database import Connection, Database, StorageError
from storage.inbox import Inbox
from tests.bot.forked import UNHURRIED
from tests.bot.process import run_bot
from tests.conftest import CACHE, Start
from tests.person import TOKEN, Person, Sim
from tests.ports import free_port
from tests.waiting import until_true


@asynccontextmanager
async def inbox_of(tmp_path: Path) -> AsyncIterator[Inbox]:
    database = Database(tmp_path / "bot.sqlite3")
    await database.open()
    try:
        yield Inbox(database)
    finally:
        await database.close()


async def command(tmp_path: Path, *words: str, **environment: str) -> tuple[int, str]:
    around = {**os.environ, "TELEGRAM_BOT_TOKEN": TOKEN, "DATA_DIR": str(tmp_path), **environment}
    done = await asyncio.to_thread(run_bot, *words, environment=around)
    return done.returncode, done.stdout + done.stderr


async def eventually(inbox: Inbox, state: str, count: int) -> None:
    async def there() -> bool:
        return len(await inbox.listing(state)) == count

    await until_true(there, f"{count} updates that are {state}")


async def sql(running: Running, statement: str) -> None:
    """Run a statement in the bot's own connections, outside of their transactions."""
    database = running.services.database
    assert database._connection
    assert database._loop_connection
    execute = database._connection.execute
    await asyncio.get_running_loop().run_in_executor(database._thread, execute, statement)
    database._loop_connection.execute(statement)


def webhook() -> dict[str, object]:
    """What makes the bot take its updates by a webhook."""
    port = free_port()
    return {
        "webhook_url": f"http://127.0.0.1:{port}",
        "webhook_port": port,
        "webhook_secret": "a-long-random-word",
    }


@pytest.mark.parametrize("by", [dict, webhook], ids=["polling", "webhook"])
async def test_a_repeated_answer_changes_nothing_and_shows_the_present_question(
    sim: Sim, start: Start, by: Callable[[], dict[str, object]]
) -> None:
    officer = sim.person("officer_en")
    async with start(**by()):
        await officer.says("/apply")
        await officer.presses("I agree")
        await officer.presses("A city")
        await officer.says("Gdańsk")
        before = await officer.look()
        await sim.do("repeat")
        await officer.waits_for_news()
    again = officer.screen
    assert again.message["message_id"] != before.message["message_id"]
    assert "✓" in again.text
    assert again.text == before.text
    assert again.buttons == before.buttons


async def test_what_came_while_the_bot_was_down_is_dealt_with_once_and_in_order(
    sim: Sim, start: Start
) -> None:
    officer = sim.person("officer_en")
    await officer.says("/start", expects_reply=False)
    await officer.says("/help", expects_reply=False)
    await officer.says("/contact", expects_reply=False)
    async with start():
        await officer.waits_for("coordination-unit@")
    async with start():
        await officer.says("/privacy")
    assert len(officer.from_bot) == 4


async def test_a_slow_chat_holds_up_itself_alone_and_stays_in_order(sim: Sim, start: Start) -> None:
    slow, quick = sim.person("officer_es"), sim.person("officer_en")
    async with start():
        await slow.says("/start")
        await quick.says("/start")
        slow_id = await slow.number_of_chat()
        await sim.fail("sendMessage", count=1, chat_id=slow_id, retry_after=2)
        for words in ("/help", "/contact", "/privacy"):
            await slow.says(words, expects_reply=False)
        await quick.says("/help")
        await slow.look()
        assert len(slow.from_bot) == 1
        await slow.waits_for("coordination-unit@")
        await slow.waits_for_news()
    texts = [message["text"] for message in slow.from_bot]
    assert len(texts) == 4
    assert "/faq" in texts[1]
    assert "coordination-unit@" in texts[2]


async def crowd(sim: Sim, start: Start, size: int) -> list[Person]:
    people = [await sim.add_person(f"person{number}", language_code="en") for number in range(size)]
    async with start():
        await asyncio.gather(*(person.says("/start") for person in people))
    return people


# How quick that is, is measured by benchmarks/load.py, with 100 ms of latency.
@pytest.mark.parametrize("limits", [Limits(), UNHURRIED], ids=["taps within Telegram's limits", "messages"])
async def test_a_hundred_chats_are_served_twenty_times_as_fast_as_one_after_another(
    sim: Sim, start: Start, limits: Limits
) -> None:
    people = await crowd(sim, start, 100)
    before = len(await sim.calls())
    async with start(limits=limits):
        await sim.do("settings", latency_ms=4500)  # less than the bot's patience with Telegram
        await asyncio.gather(*(acts(person, taps=limits != UNHURRIED) for person in people))
        await until_true(lambda: calls_at_once(sim, 21), "twenty calls at once, beside that for updates")
        await sim.do("settings", latency_ms=0)
        await sim.settles()
    last = "sendMessage" if limits == UNHURRIED else "editMessageText"
    done = [call for call in (await sim.calls())[before:] if call["method"] == last]
    assert len({call["parameters"]["chat_id"] for call in done if call["ok"]}) == 100


async def acts(person: Person, taps: bool) -> None:
    if not taps:
        await person.says("/help", expects_reply=False)
        return
    place = person.button_place("Contact")
    assert place
    await person.press_data(place[1], place[0], wait=0)


async def calls_at_once(sim: Sim, count: int) -> bool:
    waiting: int = (await sim.do("settings"))["waiting_calls"]
    return waiting >= count


async def test_a_poison_update_is_tried_three_times_set_aside_and_can_be_tried_again(
    sim: Sim, start: Start, tmp_path: Path
) -> None:
    officer = sim.person("officer_es")
    async with start():
        await officer.says("/start")
        await sim.fail("sendMessage", count=3, status=400, description="Bad Request: can't parse entities")
        await officer.says("/contact", expects_reply=False)
        await officer.waits_for("Lo siento")
        assert sum(not call["ok"] for call in await sim.calls("sendMessage")) == 3
        code, said = await command(tmp_path, "inbox", "list", "--json")
        (listed,) = json.loads(said)
        assert listed["attempts"] == 3
        assert "Can't parse entities" in listed["error"]
        _, shown = await command(tmp_path, "inbox", "show", str(listed["update_id"]))
        assert "/contact" in shown
        code, said = await command(tmp_path, "inbox", "retry", str(listed["update_id"]))
        assert code == 0, said
        await officer.waits_for("coordination-unit@")
        assert "No update is set aside" in (await command(tmp_path, "inbox"))[1]


async def test_an_update_that_cannot_be_read_is_set_aside_and_holds_nobody_up(
    sim: Sim, start: Start, tmp_path: Path
) -> None:
    officer = sim.person("officer_en")
    async with start():
        await sim.do("update", update={"message": {"message_id": 1, "date": 10**15, "chat": {"id": 5}}})
        await officer.says("/start")
    async with inbox_of(tmp_path) as inbox:
        (failed,) = await inbox.listing("failed")
    assert "10000000" in failed.body
    assert failed.error


async def test_on_a_full_disk_nothing_is_lost_and_the_operator_is_told_once(sim: Sim, start: Start) -> None:
    officer = sim.person("officer_es")
    async with start() as running:
        await officer.says("/start")
        with capture_logs() as logs:
            await sql(running, "PRAGMA max_page_count = 1")
            for _ in range(3):
                await officer.says("¿Cuál es el plazo? " + "ñ" * 4000, expects_reply=False)

            async def is_told() -> bool:
                return any(each["log_level"] == "error" for each in logs)

            await until_true(is_told, "the operator to be told")
            await asyncio.sleep(0.2)
            (told,) = [each for each in logs if each["log_level"] == "error"]
            assert told["event"] == "the database fails"
            assert "free some space" in told["reason"]
            await sql(running, "PRAGMA max_page_count = 1000000")
            await officer.waits_for_news()
        await officer.says("/contact", expects_reply=False)
        await eventually(running.services.inbox, "done", 5)
        assert await running.services.inbox.listing("failed") == []


async def test_a_storage_that_fails_in_the_middle_of_a_turn_is_waited_for_and_the_person_told(
    sim: Sim, start: Start
) -> None:
    officer = sim.person("officer_es")
    async with start() as running:
        await officer.says("/start")
        await sim.do("settings", latency_ms=300)  # time for the storage to fail between receiving and saving
        await sim.fail("sendMessage", count=1, status=500)
        await officer.says("/contact", expects_reply=False)
        await asyncio.sleep(0.5)
        await sql(running, "PRAGMA query_only = 1")
        await officer.waits_for("En este momento no puedo guardar nada")
        await sql(running, "PRAGMA query_only = 0")
        await officer.waits_for("coordination-unit@")


async def test_a_second_bot_on_the_same_database_says_who_holds_it_and_the_command_line_works(
    sim: Sim, start: Start, tmp_path: Path
) -> None:
    async with start():
        code, said = await command(
            tmp_path, "run", TELEGRAM_API_URL=sim.api_url, CACHE_DIR=str(CACHE.absolute())
        )
        assert code == 1
        assert f"Another bot (process {os.getpid()}) uses the database {tmp_path}" in said
        assert "Traceback" not in said
        code, said = await command(tmp_path, "inbox", "list")
        assert code == 0, said


async def test_another_bot_with_the_same_token_ends_this_one(sim: Sim, tmp_path: Path) -> None:
    await sim.fail("getUpdates", count=1, status=409)
    _, said = await command(tmp_path, "run", TELEGRAM_API_URL=sim.api_url, CACHE_DIR=str(CACHE.absolute()))
    assert "nother bot takes the updates of this token" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be one " * 40, None])
async def test_a_broken_database_is_named_with_its_remedy_and_left_alone(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "bot.sqlite3"
    if content is None:
        async with inbox_of(tmp_path):
            pass
        damaged = bytearray(path.read_bytes())
        damaged[4096:8192] = b"\xff" * 4096
        content = bytes(damaged)
    path.write_bytes(content)
    with pytest.raises(StorageError, match="restore a backup") as raised:
        await Database(path).open(alone=True)
    assert str(path) in str(raised.value)
    assert path.read_bytes() == content


async def test_a_folder_that_cannot_be_written_is_named() -> None:
    with pytest.raises(StorageError, match="DATA_DIR"):
        await Database(Path("/proc/nowhere/bot.sqlite3")).open()


async def test_jobs_that_wait_together_fail_apart(tmp_path: Path) -> None:
    database = Database(tmp_path / "bot.sqlite3")
    await database.open()

    def keep(db: Connection, number: int) -> int:
        return db.execute("INSERT INTO kept VALUES (?)", (number,)).rowcount

    def wrong(_: Connection) -> None:
        raise ValueError("mine alone")

    try:
        inbox = Inbox(database)
        await database.run(lambda db: db.execute("CREATE TABLE kept (n INTEGER)"))
        jobs = [database.run(partial(keep, number=number)) for number in range(9)]
        results = await asyncio.gather(*jobs[:4], database.run(wrong), *jobs[4:], return_exceptions=True)
        assert results[:4] == [1] * 4
        assert isinstance(results[4], ValueError)
        assert await database.run(lambda db: db.execute("SELECT count(*) FROM kept").fetchone()) == (9,)
        assert await inbox.listing("failed") == []
    finally:
        await database.close()
