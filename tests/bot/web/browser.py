"""A unit of two contacts, a bot with pages on a free port, and a coordinator who follows the link of /desk."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from bot.operations.knowledge_base import Library
from knowledge.content.folders import CONTENT
from tests.conftest import CACHE
from tests.person import COLLEAGUES, COORDINATORS, Person
from tests.waiting import PATIENCE

CONTACTS = f"""
contacts:
  - id: unit
    name: Everybody else
    chat: {COORDINATORS}
    email: unit@iuc.example.eu
    language: en
    fallback: true
  - id: brazil
    name: Mesa de Brasil
    chat: {COLLEAGUES}
    email: brasil@iuc.example.eu
    language: es
    takes: {{countries: [BR]}}
"""


def library_with_two_contacts(folder: Path) -> Library:
    """What the bot knows, with a contact for all leads and one for Brazil's."""
    return library_with_contacts(folder, CONTACTS)


def library_with_contacts(folder: Path, contacts: str) -> Library:
    """What the bot knows, with these contacts."""
    content = shutil.copytree(CONTENT, folder / "iuc")
    (content / "contacts.yaml").write_text(contacts, "utf-8")
    return Library(content, CACHE)


def pages_on(port: int) -> dict[str, object]:
    """The settings of a bot with pages."""
    return {"public_url": f"http://127.0.0.1:{port}", "web_port": port}


async def link_of(person: Person) -> str:
    """Write /desk and give the link."""
    await person.says("/desk")
    private = person.sim.person(person.key)
    return str((await private.button("Open the table"))["url"])


@asynccontextmanager
async def signed_in(link: str) -> AsyncIterator[httpx.AsyncClient]:
    """Follow the link, press the button, and keep the session's cookie."""
    async with httpx.AsyncClient(
        base_url=link.partition("/desk")[0], follow_redirects=True, timeout=PATIENCE
    ) as client:
        assert (await client.get(link)).status_code == 200
        answer = await client.post(link)
        assert answer.status_code == 200, answer.text
        yield client
