"""A real HTTP server in place of the Bot API, answering each message as it is told to."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from telegram import Bot
from telegram.request import HTTPXRequest
from tornado.web import Application, RequestHandler

from tests.ports import served
from tests.waiting import PATIENCE

TOKEN = "123456:test"
ME = {"id": 123456, "is_bot": True, "first_name": "Assistant", "username": "test_bot"}


@dataclass(frozen=True)
class Refusal:
    status: int
    description: str
    parameters: dict[str, int] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, object]:
        body = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


Answer = Refusal | str


@dataclass
class BotApi:
    """`answers` by chat id or, for all, by "": a refusal, "hang" or "drop"; without one, it is taken."""

    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    documents: list[tuple[str, bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def texts(self) -> list[str]:
        return [call.get("text") or call["caption"] for _, call in self.calls]

    def bot(self, read_timeout: float = PATIENCE) -> Bot:
        return Bot(
            TOKEN,
            base_url=f"http://127.0.0.1:{self.port}/bot",
            request=HTTPXRequest(read_timeout=read_timeout),
        )


class _Method(RequestHandler):
    api: BotApi

    def initialize(self, api: BotApi) -> None:
        self.api = api

    async def post(self, method: str) -> None:
        if method == "getMe":
            self.finish({"ok": True, "result": ME})
            return
        call = {name: self.get_body_argument(name) for name in self.request.body_arguments}
        answer = self.api.answers.get(call["chat_id"], self.api.answers.get("", ""))
        if answer == "hang":
            await asyncio.sleep(60)
        if answer in ("hang", "drop"):
            self.detach().close()
        elif isinstance(answer, Refusal):
            self.set_status(answer.status)
            self.finish(json.dumps(answer.body))
        else:
            self._take(method, call)

    def _take(self, method: str, call: dict[str, str]) -> None:
        self.api.calls.append((method, call))
        for files in self.request.files.values():
            self.api.documents += [(file.filename, file.body) for file in files]
        chat = {"id": int(call["chat_id"]), "type": "private"}
        self.finish(
            {"ok": True, "result": {"message_id": 100 + len(self.api.calls), "date": 0, "chat": chat}}
        )


@asynccontextmanager
async def bot_api() -> AsyncIterator[BotApi]:
    """Serve on a free port of the loopback interface."""
    api = BotApi()
    async with served(Application([(rf"/bot{TOKEN}/(\w+)", _Method, {"api": api})])) as api.port:
        yield api
