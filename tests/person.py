"""Drives a chat over real HTTP, so that tests read as a conversation.

`async with simulator() as sim:` starts a simulator in this process; `sim.person("officer_es")` is somebody in it.
Every wait is for an event and ends with an error that shows the chat. Others start the bot.
"""

import asyncio
import base64
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp

from simulator.server import Simulator
from simulator.world import COORDINATORS
from tests.chat import Chat
from tests.screen import Json, Screen
from tests.waiting import PATIENCE, until_true

__all__ = ["COORDINATORS", "Json", "Person", "Screen", "Sim", "simulator", "simulator_process"]

TOKEN = "1234567:simulator"
COLLEAGUES = -1001000000002
MAIL_LOOK = 0.05
"""Seconds between two looks for new mails."""
_SETTLE = 5.0
"""Seconds within which a press changes the screen, where nobody can tell whether the bot is done with it."""
_GLANCE = 0.02


@asynccontextmanager
async def simulator(mail: Path | None = None) -> AsyncIterator["Sim"]:
    """A simulator in this process, on a free port."""
    async with Simulator(mail=mail, mail_look=MAIL_LOOK) as server, controlled(server.address) as sim:
        yield sim


@asynccontextmanager
async def simulator_process() -> AsyncIterator["Sim"]:
    """A simulator as a process of its own, on a free port; it ends with the block, and with this process."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "simulator", "--port", "0", "--exit-with-parent"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
        found = re.search(r"http://\S+?(?=/?\s*$)", line)
        assert found, f"the simulator did not start: {line!r}"
        async with controlled(found.group()) as sim:
            yield sim
    finally:
        process.stdin.close()
        await process.communicate()  # until its pipe has ended too, or it is open when the loop closes
        await asyncio.sleep(0)


@asynccontextmanager
async def controlled(address: str) -> AsyncIterator["Sim"]:
    """The control API of the simulator at this address."""
    async with aiohttp.ClientSession(address, timeout=aiohttp.ClientTimeout(2 * PATIENCE)) as client:
        yield Sim(address, client)


@dataclass
class Sim:
    """A running simulator and its control API."""

    address: str
    client: aiohttp.ClientSession
    token: str = TOKEN
    bot_is_idle: Callable[[], Awaitable[bool]] | None = None
    """Whether the bot has dealt with all that it received; None where that cannot be known."""
    bot_is_at: Callable[[int], bool] | None = None
    """Whether the bot deals with something of a chat just now; None where that cannot be known."""
    _people: dict[tuple[str, int | None], "Person"] = field(default_factory=dict)

    @property
    def api_url(self) -> str:
        """What TELEGRAM_API_URL is set to."""
        return self.address

    def person(self, key: str, chat_id: int | None = None) -> "Person":
        """Somebody in their private chat, or with `chat_id` in a group."""
        return self._people.setdefault((key, chat_id), Person(self, key, chat_id))

    def coordinator(self, key: str = "coordinator_en") -> "Person":
        """A coordinator in the coordinators' group."""
        return self.person(key, COORDINATORS)

    async def add_person(self, key: str, **fields: object) -> "Person":
        """Add somebody (language_code, first_name, …) and return them."""
        await self.do("people", key=key, **fields)
        return self.person(key)

    async def do(self, action: str, **fields: object) -> Any:
        """POST /sim/<action>; an error shows what the simulator said."""
        async with self.client.post(f"/sim/{action}", json=fields) as answer:
            assert answer.ok, f"{action} {fields}: {await answer.text()}"
            return await answer.json()

    async def read(self, name: str, **query: str | float | None) -> Any:
        """GET /sim/<name>."""
        given = {k: v for k, v in query.items() if v is not None}
        async with self.client.get(f"/sim/{name}", params=given) as answer:
            assert answer.ok, f"{name} {query}: {await answer.text()}"
            return await answer.json()

    async def fail(self, method: str = "*", count: int = 1, **fault: object) -> None:
        """Make the next calls fail: mode (error, timeout, lost), status, retry_after, chat_id and so on."""
        await self.do("fail", method=method, count=count, **fault)

    async def settles(self) -> None:
        """Wait until the bot has dealt with everything that was written and pressed."""
        await until_true(self.is_settled, "the bot to be done")

    async def is_settled(self) -> bool:
        """Whether the bot has nothing left to do, neither at Telegram nor in its own inbox."""
        assert self.bot_is_idle, "nobody knows what this bot does"
        return not (await self.method("getWebhookInfo"))["pending_update_count"] and await self.bot_is_idle()

    async def method(self, name: str, **parameters: object) -> Any:
        """Call a method of the Bot API as the bot does; its result."""
        async with self.client.post(f"/bot{self.token}/{name}", json=parameters) as answer:
            return (await answer.json())["result"]

    async def calls(self, method: str = "") -> list[Json]:
        """The bot's calls so far, of one method or of all; successful getUpdates are left out."""
        found: list[Json] = await self.read("calls")
        return [call for call in found if method in ("", call["method"])]

    async def mail(self) -> list[Json]:
        """The mails in the box, newest first: headers, text, html (if any), files."""
        listed: list[Json] = await self.read("mail")
        return [await self.read(f"mail/{mail['name']}") for mail in listed]

    async def waits_for_mail(self, part: str, timeout: float = PATIENCE) -> Json:
        """The newest mail with this in its subject or text, waiting for it."""
        async with asyncio.timeout(timeout):
            seq = 0
            while True:
                for mail in await self.mail():
                    if part in mail["subject"] or part in mail["text"]:
                        return mail
                seq = (await self.read("events", since=seq, timeout=timeout))["seq"]


@dataclass
class Person(Chat):
    """Somebody who talks to the bot."""

    sim: Sim
    toast: str = ""
    alert: bool = False

    async def says(self, text: str, *, reply_to: int | None = None, expects_reply: bool = True) -> Screen:
        """Write, and unless told otherwise wait until the bot shows something new."""
        return await self._does("say", expects_reply, text=text, reply_to=reply_to)

    async def starts(self, payload: str = "", *, expects_reply: bool = True) -> Screen:
        """Open the bot, by a deep link if there is a payload."""
        return await self._does("start", expects_reply, payload=payload)

    async def edits(self, text: str, message_id: int | None = None, *, expects_reply: bool = True) -> Screen:
        """Change the last (or another) own message."""
        return await self._does("edit", expects_reply, text=text, message_id=message_id)

    async def shares_contact(self, phone: str = "+34600000000", *, expects_reply: bool = True) -> Screen:
        """Press the contact button."""
        return await self._does("contact", expects_reply, phone_number=phone)

    async def sends(
        self, kind: str, body: bytes = b"", *, expects_reply: bool = True, **fields: object
    ) -> Screen:
        """Send a document, photo, sticker, voice, location, poll …; name and caption are optional."""
        content = base64.b64encode(body).decode()
        return await self._does("send", expects_reply, kind=kind, content_base64=content, **fields)

    async def taps(self, label: str, *, expects_reply: bool = True) -> Screen:
        """Press a key of the reply keyboard, waiting for it: it says its label, or shares the contact."""
        await self.until(lambda: self.reply_key(label) is not None, f"a key {label!r}")
        key = self.reply_key(label)
        assert key
        if key.get("request_contact"):
            return await self.shares_contact(expects_reply=expects_reply)
        return await self.says(key["text"], expects_reply=expects_reply)

    async def presses(self, label: str, *, settles: bool = True) -> Json:
        """Press the inline button with this label (or part of it) of the latest message that has it.

        Waits for the button, for the bot's answer, and for the screen to change or the bot to be done; `toast`
        and `alert` hold what was shown. Returns the simulator's answer.
        """
        await self.until(lambda: self.button_place(label) is not None, f"a button {label!r}")
        place = self.button_place(label)
        assert place
        before = self.seq
        self.fresh.clear()
        answer = await self.press_data(place[1], message_id=place[0])
        if settles and not any(self.is_news(each) for each in await self.events_since(before)):
            await self._settles()
        return answer

    async def _settles(self) -> None:
        """Wait until the screen changes, or the bot has nothing more to do."""
        if self.sim.bot_is_idle is None:
            await self.waits_for_news(_SETTLE)
            return
        async with asyncio.timeout(PATIENCE):
            while not await self.waits_for_news(_GLANCE) and not await self.sim.is_settled():
                pass
        await self.look()

    async def opens(self, label: str, *, expects_reply: bool = True) -> Screen:
        """Follow a button that is a deep link to the bot, in the private chat."""
        url = (await self.button(label))["url"]
        payload = parse_qs(urlsplit(url).query).get("start", [""])[0]
        return await self.sim.person(self.key).starts(payload, expects_reply=expects_reply)

    async def press_data(
        self, data: str, message_id: int, *, forged: bool = False, wait: float | None = None
    ) -> Json:
        """Send a button's data as it is; `forged` also what no button has, or has any more."""
        answer: Json = await self.sim.do(
            "press",
            **self._who(),
            data=data,
            message_id=message_id,
            forged=forged,
            wait=self.timeout if wait is None else wait,
        )
        self.toast, self.alert = answer.get("text", ""), bool(answer.get("show_alert"))
        if wait != 0:
            assert answer["answered"], f"the bot did not answer the button.\n{await self.transcript()}"
        return answer

    async def press_at_once(self, data: str, message_id: int, times: int = 2) -> None:
        """Press a button several times before the chat shows what the first time did."""
        await asyncio.gather(
            *(self.press_data(data, message_id, forged=number > 0) for number in range(times))
        )

    async def looks_up(self, query: str) -> Json:
        """Type `@bot query`: the answer's results, button and query_id."""
        answer: Json = await self.sim.do("inline", user=self.key, query=query, wait=self.timeout)
        assert answer["answered"], f"the bot did not answer the look-up {query!r}"
        return answer

    async def chooses(self, answer: Json, result_id: str, chat_id: int | None = None) -> Json:
        """Post one of the results of looks_up to a chat, their own by default."""
        where = {"user": self.key, "chat_id": chat_id or self.chat}
        message: Json = await self.sim.do("choose", **where, query_id=answer["query_id"], result_id=result_id)
        return message

    async def blocks(self, blocked: bool = True) -> None:
        """Block the bot, or let it in again."""
        await self.sim.do("block", **self._who(), blocked=blocked)

    async def downloads(self, file: Json) -> bytes:
        """The bytes of a document or photo."""
        path = (await self.sim.method("getFile", file_id=file["file_id"]))["file_path"]
        async with self.sim.client.get(f"/file/bot{self.sim.token}/{path}") as answer:
            return await answer.read()

    async def _does(self, action: str, expects_reply: bool, **fields: object) -> Screen:
        if expects_reply:
            await self._listens()
        await self.events_since(self.seq)
        self.fresh.clear()
        given = {key: value for key, value in fields.items() if value is not None}
        await self.sim.do(action, **self._who(), **given)
        if not expects_reply:
            return self.screen
        if not await self.waits_for_news(self.timeout):
            raise AssertionError(f"the bot did not answer {fields}.\n{await self.transcript()}")
        return self.screen

    async def _listens(self) -> None:
        """Wait until the bot is done with what this chat heard of before, or its last words would count as a reply."""
        chat_id = await self.number_of_chat()

        async def listens() -> bool:
            return not self.sim.bot_is_at or not self.sim.bot_is_at(chat_id)

        await until_true(listens, f"the bot to be done in {self.key}'s chat", self.timeout)

    def _who(self) -> Json:
        return {"user": self.key, "chat_id": self.chat} if self.chat else {"user": self.key}
