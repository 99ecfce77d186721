"""Documents that are made right before they are sent, by the real worker process."""

import asyncio

from storage.outbox import Delivery, add_delivery, list_deliveries
from tests.conftest import Start
from tests.conversations.filled_in import EN
from tests.person import Sim
from tests.waiting import PATIENCE

DATA = {"language": "en", "title": "A title", "subtitle": "", "sections": [], "footer": []}


def describing(kind: str) -> Delivery:
    document = {"filename": "a.pdf", "described": {"kind": kind, "data": DATA}}
    return Delivery(f"copy:{kind}", "chat", str(EN), {"text": "Your copy", "document": document})


async def test_a_document_is_made_when_it_is_sent(start: Start, sim: Sim) -> None:
    person = sim.person("officer_en")
    async with start() as running:
        await person.starts()
        await add_delivery(running.services.database, describing("summary"), running.services.now())
        running.services.wake_delivery()
        document = await person.waits_for_document("a.pdf")
        assert (await person.downloads(document)).startswith(b"%PDF")


async def test_one_that_cannot_be_made_is_tried_again_and_holds_up_nothing(start: Start, sim: Sim) -> None:
    person = sim.person("officer_en")
    async with start() as running:
        await person.starts()
        await add_delivery(running.services.database, describing("poem"), running.services.now())
        running.services.wake_delivery()
        async with asyncio.timeout(PATIENCE):
            while not (entry := (await list_deliveries(running.services.database))[0]).error:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    assert entry.state == "pending"
    assert "could not be made" in (entry.error or "")
