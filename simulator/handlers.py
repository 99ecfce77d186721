"""The HTTP side: Bot API, downloads, control API, mail box. Page files are tornado's own static handler."""

import asyncio
import inspect
import json
import time
from collections.abc import Coroutine
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from simulator.call import Call, Json, read_call
from simulator.control import DOING, READING
from simulator.errors import AnswerLostError, ApiError
from simulator.faults import Fault
from simulator.mailbox import MailBox
from simulator.methods import METHODS
from simulator.world import World

_LOCAL = {"127.0.0.1", "localhost", "[::1]"}
_QUIET = {"getupdates", "getme", "getwebhookinfo"}


def is_local_request(request: HTTPServerRequest) -> bool:
    """Tell whether a request comes from a program, or from the simulator's own page.

    A foreign host name means a rebound DNS entry. A browser names the page that asks in Origin or Sec-Fetch-Site;
    one that names none is not believed.
    """
    headers = request.headers
    if request.host_name not in _LOCAL:
        return False
    if "Origin" in headers:
        return bool(headers["Origin"] == f"{request.protocol}://{request.host}")
    if "Sec-Fetch-Site" in headers:
        return headers["Sec-Fetch-Site"] in ("same-origin", "none")
    return not headers.get("User-Agent", "").startswith("Mozilla/")


class JsonHandler(RequestHandler):
    """Answers JSON; cuts the connection when the answer is to be lost."""

    def initialize(self, world: World) -> None:
        """Take the simulated Telegram."""
        self.world = world
        self._waiting: asyncio.Task[None] | None = None

    def prepare(self) -> None:
        """Refuse other sites' pages: no page in a browser may speak for the bot, or stop it."""
        if not is_local_request(self.request):
            self.send_error(403)

    def on_connection_close(self) -> None:
        """Stop waiting for a caller who is gone; what changes something goes on, as on Telegram."""
        if self._waiting:
            self._waiting.cancel()

    async def answer_with(self, answer: Coroutine[Any, Any, None], only_waits: bool) -> None:
        """Run the coroutine; one that only waits ends when its caller goes away."""
        task = asyncio.ensure_future(answer)
        self._waiting = task if only_waits else None
        try:
            await task
        except asyncio.CancelledError:
            if not task.cancelled():
                raise

    def send_json(self, body: object, status: int = 200) -> None:
        """Finish with this body."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(body))

    def write_error(self, status_code: int, **kwargs: object) -> None:  # noqa: ARG002 - tornado's signature
        """Say what went wrong as JSON, as everything here."""
        self.send_json(ApiError(status_code, self._reason).body(), status_code)

    def drop_connection(self) -> None:
        """Close the connection without an answer."""
        self._finished = True
        self.request.connection.close()  # type: ignore[union-attr]

    def data_received(self, chunk: bytes) -> None:
        """Never called: bodies are read whole."""


class BotApiHandler(JsonHandler):
    """/bot<token>/<method>."""

    async def get(self, token: str, method: str) -> None:
        """Answer a call in the query string."""
        await self.answer_with(self._respond(token, method), method.lower() == "getupdates")

    async def post(self, token: str, method: str) -> None:
        """Answer a call in the body."""
        await self.answer_with(self._respond(token, method), method.lower() == "getupdates")

    async def _respond(self, token: str, method: str) -> None:
        call: Call | None = None
        started = time.monotonic()
        try:
            if token != self.world.token:
                raise ApiError(401, "Unauthorized")
            call = read_call(method, self.request)
            status, body = 200, {"ok": True, "result": await self._perform(call)}
        except ApiError as error:
            status, body = error.status, error.body()
        except AnswerLostError:
            self._record(call, started, {"ok": False, "description": "(no answer)"}, 0)
            return self.drop_connection()
        self._record(call, started, body, status)
        self.send_json(body, status)

    async def _perform(self, call: Call) -> object:
        if self.world.latency.seconds:
            await self.world.latency.holds_up()
        if method := METHODS.get(call.method.lower()):
            fault = self.world.faults.take(call)
            if fault:
                self.world.events.add("faults", faults=self.world.faults.listed())
                await _apply(fault)
            result = method(self.world, call)
            result = await result if inspect.isawaitable(result) else result
            if fault:
                raise AnswerLostError
            return result
        raise ApiError(404, "Not Found: method not found")

    def _record(self, call: Call | None, started: float, body: Json, status: int) -> None:
        if call is None or (call.method.lower() in _QUIET and body["ok"]):
            return
        entry: Json = {
            "method": call.method,
            "parameters": call.summary(),
            "status": status,
            "ok": body["ok"],
            "description": body.get("description", ""),
            "time": time.time(),
            "ms": round((time.monotonic() - started) * 1000),
        }
        self.world.calls.append(entry)
        self.world.events.add("call", None, call=entry)


async def _apply(fault: Fault) -> None:
    """Fail as planned; returns only if the effect happens and the answer is lost."""
    if fault.mode == "error":
        raise fault.error()
    if fault.mode == "timeout":
        await asyncio.sleep(fault.seconds)
        raise AnswerLostError


class DownloadHandler(JsonHandler):
    """/file/bot<token>/<path> for the bot, /sim/file/<file_id> for the page."""

    async def get(self, token: str, path: str) -> None:
        """Send a file's bytes."""
        if token not in ("", self.world.token):
            return self.send_json(ApiError(401, "Unauthorized").body(), 401)
        file = self.world.files.by_path(path) if token else self.world.files.find(path)
        if file is None:
            return self.send_json(ApiError(404, "Not Found").body(), 404)
        kind = "inline" if file.path.startswith("photos/") else "attachment"
        self.set_header("Content-Type", file.mime_type)
        self.set_header("Content-Disposition", f'{kind}; filename="{_plain(file.name)}"')
        self.set_header("Content-Security-Policy", "sandbox; default-src 'none'")
        self.finish(file.body)


class ControlHandler(JsonHandler):
    """/sim/<name>: reading with GET, doing with POST."""

    async def get(self, name: str) -> None:
        """Read something."""
        await self.answer_with(self._respond(READING, name), only_waits=True)

    async def post(self, name: str) -> None:
        """Do something; only JSON, which a form of another site cannot send."""
        if not self.request.headers.get("Content-Type", "").startswith("application/json"):
            return self.send_json({"description": "send JSON"}, 415)
        await self.answer_with(self._respond(DOING, name), only_waits=False)

    async def _respond(self, table: Any, name: str) -> None:
        try:
            if name not in table:
                raise ApiError(404, "Not Found")
            result = table[name](self.world, read_call(name, self.request))
            self.send_json(await result if inspect.isawaitable(result) else result)
        except ApiError as error:
            self.send_json(error.body(), error.status)


class MailHandler(RequestHandler):
    """/sim/mail: the list, a mail, its HTML, its files."""

    def initialize(self, mailbox: MailBox) -> None:
        """Take the folder."""
        self.mailbox = mailbox

    def prepare(self) -> None:
        """Refuse requests that other machines or other sites' pages make."""
        if not is_local_request(self.request):
            self.send_error(403)

    def get(self, name: str | None = None, part: str | None = None, number: str | None = None) -> None:
        """Send what the path names."""
        self.set_header(
            "Content-Security-Policy",
            "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'",
        )
        if name is None:
            return self._json(self.mailbox.listed())
        if part is None:
            return self._json(self.mailbox.mail(name))
        if part == "html":
            return self._send("text/html; charset=utf-8", self.mailbox.html(name))
        file = self.mailbox.attachment(name, int(number or 0))
        if file:
            self.set_header("Content-Disposition", f'attachment; filename="{_plain(file.name)}"')
        self._send(file.content_type if file else "", file.body if file else None)

    def data_received(self, chunk: bytes) -> None:
        """Never called: bodies are read whole."""

    def _json(self, body: object) -> None:
        self._send("application/json", None if body is None else json.dumps(body))

    def _send(self, content_type: str, body: str | bytes | None) -> None:
        if body is None:
            return self.send_error(404)
        self.set_header("Content-Type", content_type)
        self.finish(body)


def _plain(name: str) -> str:
    """A file name as a header can carry it."""
    return "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\' else "_"
        for letter in name
    )
