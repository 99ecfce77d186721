"""The pages attacked: forged, old, shared and used links, no session, another contact's leads, hostile words."""

import asyncio
import datetime
import string
from pathlib import Path

import httpx
import pytest

from bot.operations.knowledge_base import Library
from bot.web import server
from bot.web.links import Links, MailLink, TableLink
from storage.audit import latest_entries
from tests import waiting
from tests.bot.web.browser import library_with_two_contacts, link_of, pages_on, signed_in
from tests.conftest import Start
from tests.conversations.lead_files import COORDINATOR_EN, send_lead
from tests.person import COLLEAGUES, COORDINATORS, Sim
from tests.ports import free_port

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }} \u202eevil"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_with_two_contacts(tmp_path_factory.mktemp("content"))


def test_links_are_ours_alone_and_end() -> None:
    now = [NOW]
    links, others = (Links(key, "https://desk.example", lambda: now[0]) for key in ("a", "b"))
    link = TableLink(7, -100)
    token = str(links.to_table(link)).rpartition("/")[2]
    assert links.read_table_link(token) == link
    assert others.read_table_link(token) is None
    assert links.read_mail_step(token) is None
    for forged in ("", "x", token[:-1], token + "x", token.replace(".", ""), "é.é", "." * 30):
        assert links.read_table_link(forged) is None
    spellings = {token[:-1] + last for last in string.ascii_letters + string.digits + "-_"} - {token}
    for other_spelling in (*spellings, f"{token}=", f"{token}é", f"é{token}", f"{token[:-3]}é{token[-3:]}"):
        assert links.read_table_link(other_spelling) is None, other_spelling
    now[0] += datetime.timedelta(minutes=61)
    assert links.read_table_link(token) is None
    step = MailLink("claim", "IUC-2026-0001", "unit")
    mail = str(links.to_mail_step(step)).rpartition("/")[2]
    now[0] += datetime.timedelta(days=29)
    assert links.read_mail_step(mail) == step
    assert links.read_table_link(mail) is None
    now[0] += datetime.timedelta(days=2)
    assert links.read_mail_step(mail) is None
    assert Links("a", None, lambda: NOW).to_table(link) is None


async def test_nothing_is_shown_without_a_session(sim: Sim, start: Start) -> None:
    port = free_port()
    async with (
        start(**pages_on(port)) as running,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as stranger,
    ):
        await send_lead(running)
        for path in (
            "/desk",
            "/desk/lead/IUC-2026-0001",
            "/desk/lead/IUC-2026-0001.pdf",
            "/desk/download?kind=csv",
        ):
            answer = await stranger.get(
                path, headers={"Cookie": "desk=made-up", "Accept-Language": "es-ES,es"}
            )
            assert answer.status_code == 401, path
            assert "Zaragoza" not in answer.text
            assert "Escriba /desk" in answer.text
        for path in ("/", "/desk/nothing", "/desk/lead/../../etc/passwd", "/desk/enter/" + "x" * 50):
            assert (await stranger.get(path)).status_code in (403, 404), path
        answer = await stranger.get("/desk")
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        style = await stranger.get(
            answer.text.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
        )
        assert style.headers["content-type"].startswith("text/css")
        assert "--main: #003399; --accent: #ffcc00" in style.text
        assert "server" not in answer.headers


async def test_a_link_works_once_and_looking_at_it_uses_nothing_up(sim: Sim, start: Start) -> None:
    port, unit = free_port(), sim.coordinator()
    await sim.person("coordinator_en").starts(expects_reply=False)
    async with start(**pages_on(port)) as running:
        await send_lead(running)
        link = await link_of(unit)
        async with httpx.AsyncClient() as preview:
            for _number in range(3):
                assert (await preview.get(link)).status_code == 200
        async with signed_in(link) as client, httpx.AsyncClient() as stranger:
            assert (await stranger.get(link)).status_code == 403
            assert (await stranger.post(link)).status_code == 403
            assert not stranger.cookies
            assert "Zaragoza" in (await client.get("/desk")).text
            (cookie,) = client.cookies.jar
            assert cookie.has_nonstandard_attr("HttpOnly")
            assert cookie.get_nonstandard_attr("SameSite") == "Lax"
            await client.get("/desk/lead/IUC-2026-0001")
            entries = await latest_entries(running.services.database)
            assert {(e.subject, e.action, e.actor_id) for e in entries} >= {
                ("leads", "signed_in", COORDINATOR_EN),
                ("leads", "seen", COORDINATOR_EN),
                ("IUC-2026-0001", "seen", COORDINATOR_EN),
            }
            for site in ("cross-site", "same-site"):
                forged = await client.post("/desk/leave", headers={"Sec-Fetch-Site": site})
                assert forged.status_code == 403
            assert (await client.get("/desk")).status_code == 200
            await client.post("/desk/leave", headers={"Sec-Fetch-Site": "same-origin"})
            assert (await client.get("/desk")).status_code == 401


async def test_whoever_sends_slowly_holds_no_connection(
    sim: Sim, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.2)
    port = free_port()
    async with start(**pages_on(port)):
        for begun in ("GET /desk HTTP/1.1\r\n", "POST /desk/leave HTTP/1.1\r\nContent-Length: 9\r\n\r\nx"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(begun.encode())
            assert b"200" not in await asyncio.wait_for(reader.read(), waiting.PATIENCE)
            writer.close()


async def test_a_contact_sees_its_own_leads_alone(sim: Sim, start: Start) -> None:
    port = free_port()
    brazil = sim.person("officer_en", COLLEAGUES)
    await sim.do("membership", user="officer_en", chat_id=COLLEAGUES, status="member")
    await sim.person("officer_en").starts(expects_reply=False)
    async with start(**pages_on(port)) as running:
        await send_lead(running)
        await send_lead(running, draft=2, place={"name": "Recife"}, country="BR", name=HOSTILE)
        async with signed_in(await link_of(brazil)) as client:
            table = (await client.get("/desk")).text
            assert "Recife" in table
            assert "Zaragoza" not in table
            for path in ("/desk/lead/IUC-2026-0001", "/desk/lead/IUC-2026-0001.pdf"):
                assert (await client.get(path)).status_code == 404
            file = await client.get("/desk/download?kind=csv&lead=IUC-2026-0001&lead=IUC-2026-0002")
            assert "Recife" in file.text
            assert "Zaragoza" not in file.text
            page = (await client.get("/desk/lead/IUC-2026-0002")).text
            assert "<script" not in page
            assert "<img" not in page
            assert "{{ 7*7 }}" in page
            assert "&lt;script&gt;" in page


async def test_whoever_left_the_group_is_out_at_once(sim: Sim, start: Start) -> None:
    port, unit = free_port(), sim.coordinator()
    await sim.person("coordinator_en").starts(expects_reply=False)
    async with start(**pages_on(port)) as running:
        await send_lead(running)
        async with signed_in(await link_of(unit)) as client:
            assert (await client.get("/desk")).status_code == 200
            running.services.members.remember(COORDINATORS, COORDINATOR_EN, inside=False)
            assert (await client.get("/desk")).status_code == 401


async def test_strangers_are_given_no_link_and_without_an_address_it_is_said_what_to_do(
    sim: Sim, start: Start, tmp_path: Path
) -> None:
    async with start():
        assert "What I can do" in (await sim.person("officer_en").says("/desk")).text
        assert "PUBLIC_URL" in (await sim.coordinator().says("/desk")).text
