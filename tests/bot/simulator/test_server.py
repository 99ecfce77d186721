"""The process: its token, its address, its end, and the mail box."""

import asyncio
import re
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from simulator import control, server
from simulator.server import Simulator
from tests.person import Sim
from tests.waiting import PATIENCE


def put_mail(folder: Path, name: str, subject: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(bytes(a_mail(subject)))


def a_mail(subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "bot@example.org"
    mail["To"] = "coordination-unit@iuc-europe.eu"
    mail["Reply-To"] = "Málaga <mobility@example.org>"
    mail["Date"] = "Mon, 4 Mar 2019 10:00:00 +0100"
    mail.set_content("Población: 570.000\n")
    mail.add_alternative("<p>Población</p><img src='cid:map'><script>alert(1)</script>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="summary.pdf")
    return mail


def test_a_real_token_is_refused_with_a_clear_message() -> None:
    token = "123456789:" + "A" * 35
    command = [sys.executable, "-m", "simulator", "--port", "0", "--token", token]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode == 2
    assert "looks like the token of a real bot" in ended.stderr
    assert token not in ended.stderr


async def test_it_ends_when_its_parents_end_of_the_input_closes() -> None:
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "simulator", "--port", "0", "--exit-with-parent"],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert (await process.stdout.readline()).startswith(b"Simulator ready: http://127.0.0.1:")
    process.stdin.close()
    await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0


async def test_two_simulators_live_side_by_side_in_one_process() -> None:
    async with Simulator() as one, Simulator() as other, httpx.AsyncClient() as client:
        assert one.port != other.port
        for each in (one, other):
            assert (await client.get(f"{each.address}/sim/state")).json()["bot"]["id"] == 1234567


async def test_a_page_of_another_site_can_neither_read_nor_write(sim: Sim) -> None:
    rebound = await sim.client.get("/sim/state", headers={"Host": "evil.example"})
    assert rebound.status == 403
    form = await sim.client.post("/sim/say", data={"user": "officer_es", "text": "x"})
    assert form.status == 415


async def test_the_mail_box_lists_new_mails_first_and_renders_their_parts(
    sim: Sim, mail_folder: Path
) -> None:
    assert await sim.mail() == []
    put_mail(mail_folder, "a.eml", "IUC-1 · Málaga")
    assert (await sim.waits_for_mail("IUC-1"))["reply_to"] == "Málaga <mobility@example.org>"
    put_mail(mail_folder, "b.eml", "IUC-2")
    await sim.waits_for_mail("IUC-2")
    newest = (await sim.mail())[0]
    assert (newest["subject"], newest["text"], newest["html"]) == ("IUC-2", "Población: 570.000\n", True)
    assert newest["files"] == [{"name": "summary.pdf", "content_type": "application/pdf", "size": 4}]
    page = await sim.client.get("/sim/mail/b.eml/html")
    assert page.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert await (await sim.client.get("/sim/mail/b.eml/files/0")).read() == b"%PDF"


@pytest.mark.parametrize(
    "path", ["/sim/mail/..%2Fsecret.eml", "/sim/mail/none.eml", "/sim/mail/none.eml/html"]
)
async def test_nothing_outside_the_mail_folder_is_served(sim: Sim, mail_folder: Path, path: str) -> None:
    (mail_folder.parent / "secret.eml").write_bytes(b"Subject: secret\n\n")
    assert (await sim.client.get(path)).status == 404


def test_the_simulator_stands_alone() -> None:
    code = "import sys, simulator.__main__; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "tornado" in loaded
    assert {"telegram", "httpx", "pydantic", "knowledge", "storage", "locales"}.isdisjoint(loaded)


def test_every_action_of_the_control_api_is_in_its_readme() -> None:
    readme = Path(server.__file__).with_name("README.md").read_text()
    documented = set(re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE))
    assert documented == {*control.READING, *control.DOING}
