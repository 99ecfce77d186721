"""/healthz and /metrics: what monitoring sees of a bot that is well, and of one that is not."""

import socket

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.telegram.serving import CannotStartError
from storage.inbox import Arrival
from storage.outbox import Delivery, add_delivery
from tests.bot.delivery.working import until
from tests.conftest import Start
from tests.person import Sim
from tests.ports import free_port
from tests.waiting import PATIENCE, until_true

LOOPBACK = "127.0.0.1"


async def asked(port: int, page: str, host: str = LOOPBACK) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.get(f"http://{host}:{port}/{page}", timeout=PATIENCE)


async def measured(port: int) -> dict[str, float]:
    """All samples, as `name{label}`."""
    text = (await asked(port, "metrics")).text
    return {
        sample.name + "".join(f"{{{value}}}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_a_bot_that_is_well_says_ok_and_only_on_this_machine(start: Start) -> None:
    port = free_port()
    async with start(health_port=port):
        answer = await asked(port, "healthz")
        assert (answer.status_code, answer.text) == (200, "ok\n")
        async with httpx.AsyncClient() as monitor:
            answer = await monitor.head(f"http://127.0.0.1:{port}/healthz")
        assert (answer.status_code, answer.text) == (200, "")
        assert (await asked(port, "anything")).status_code == 404
        with pytest.raises(httpx.ConnectError):
            await asked(port, "healthz", "127.0.0.2")
    with pytest.raises(httpx.ConnectError):
        await asked(port, "healthz")


async def test_updates_answers_and_queues_are_counted(start: Start, sim: Sim) -> None:
    port = free_port()
    async with start(health_port=port) as running:
        officer = sim.person("officer_en")
        await officer.says("/start")
        await officer.says("What is the deadline?")
        await officer.says("qwrtz plmnk xcvbg")
        for number in range(2):
            delivery = Delivery(f"test:{number}", "mail", "nobody", {"subject": "s", "text": "t"})
            await add_delivery(running.services.database, delivery, running.services.now())
        running.worker.wake()
        await until(running.services.database, "failed", 2)
        await running.services.inbox.store([Arrival(1, 5, "{}")], running.services.now())
        counts = await measured(port)
    assert counts["assistant_updates_total{done}"] == 3
    assert counts["assistant_update_seconds_count"] == 3
    assert counts["assistant_answers_total{answer}"] == 1
    assert sum(value for name, value in counts.items() if name.startswith("assistant_answers_total")) == 2
    assert counts["assistant_outbox_failed"] == 2
    assert counts["assistant_outbox_pending"] == 0
    assert counts["assistant_inbox_waiting"] == 1
    assert counts["assistant_inbox_failed"] == 0
    assert counts["assistant_telegram_silence_seconds"] < 60
    assert counts["assistant_disk_free_bytes"] > 0
    assert counts["process_resident_memory_bytes"] > 0
    assert not [name for name in counts if "1002" in name]


async def test_a_dead_database_delivery_or_inbox_is_503_with_the_reason(start: Start) -> None:
    port = free_port()
    async with start(health_port=port) as running:
        long_ago = running.services.now().replace(year=2020)
        await running.services.inbox.store([Arrival(1, 5, "{}")], long_ago)
        stuck = await asked(port, "healthz")
        assert stuck.status_code == 503
        assert "inbox: an update has waited for" in stuck.text
        await running.services.inbox.done(1)
        running.worker.stop()

        async def unhealthy() -> bool:
            return (await asked(port, "healthz")).status_code == 503

        await until_true(unhealthy, "the delivery's end to be noticed")
        silent = await asked(port, "healthz")
        assert silent.status_code == 503
        assert "delivery: its task has ended" in silent.text
        await running.services.database.run(lambda db: db.execute("DROP TABLE inbox"))
        broken = await asked(port, "healthz")
        assert broken.status_code == 503
        assert "database: no such table: inbox" in broken.text
        assert "delivery" in broken.text


async def test_a_port_in_use_stops_the_start_with_the_remedy(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        with pytest.raises(CannotStartError, match=f"Port {port} cannot be used.*HEALTH_PORT"):
            async with start(health_port=port):
                pass
