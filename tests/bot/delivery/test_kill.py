"""The process is killed while a mail server already has the mail but has not said so."""

import asyncio
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import Database
from storage.outbox import Delivery, add_delivery, list_deliveries
from tests.bot.delivery.mail_server import MailServer
from tests.waiting import PATIENCE

pytestmark = pytest.mark.slow

PROCESS = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.delivery.mail import MailSettings, SmtpMailer
from bot.delivery.worker import Worker
from storage.database import Database

async def main(path, port):
    database = Database(Path(path))
    await database.open()
    settings = MailSettings("assistant@example.org", Path("unused"), "127.0.0.1", int(port), "none")
    mailer = SmtpMailer(settings)
    await Worker(database, mailer, mailer, lambda: datetime.now(UTC)).run()

asyncio.run(main(*sys.argv[1:]))
"""


async def start(path: Path, server: MailServer) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-c", PROCESS, str(path), str(server.port))


async def kill(process: asyncio.subprocess.Process) -> None:
    process.send_signal(signal.SIGKILL)
    await process.wait()


async def test_a_killed_process_sends_again_and_the_receiver_can_tell(
    server: MailServer, tmp_path: Path
) -> None:
    path = tmp_path / "bot.db"
    database = Database(path)
    await database.open()
    lead = Delivery("lead:1", "mail", "unit@example.org", {"subject": "Lead", "text": "Text"})
    await add_delivery(database, lead, datetime.now(UTC))
    await database.close()

    for answer in ("250 hang", "250 OK"):
        server.answers["DATA"] = answer
        server.taken.clear()
        process = await start(path, server)
        await asyncio.wait_for(server.taken.wait(), PATIENCE)
        await asyncio.sleep(0.2)
        await kill(process)

    await database_says(path, "sent")
    assert len({mail["Message-ID"] for mail in server.mails}) == 1
    assert len(server.contents) == 2


async def database_says(path: Path, state: str) -> None:
    database = Database(path)
    await database.open()
    entries = await list_deliveries(database)
    await database.close()
    assert [entry.state for entry in entries] == [state]
