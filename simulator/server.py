"""Puts the simulator together: builds it, listens on the loopback address, watches the mail folder, stops."""

import asyncio
import contextlib
import re
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, StaticFileHandler

from simulator import FAKE_TOKEN
from simulator.call import Call
from simulator.handlers import BotApiHandler, ControlHandler, DownloadHandler, MailHandler
from simulator.mailbox import MailBox
from simulator.methods.receiving import delete_webhook
from simulator.world import World

ADDRESS = "127.0.0.1"  # never another: whoever reaches the simulator can speak for everybody in it
_REAL_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")


class Page(StaticFileHandler):
    """The page's own files, and nothing from anywhere else."""

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - tornado's signature
        """Allow no foreign source and no script inside the page."""
        self.set_header(
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'",
        )
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")


def refuse_real_token(token: str) -> None:
    """Raise ValueError for a token that opens a real bot: it has no business in a simulator."""
    if token != FAKE_TOKEN and _REAL_TOKEN.fullmatch(token):
        raise ValueError(
            "this looks like the token of a real bot; the simulator takes only its own: " + FAKE_TOKEN
        )


class Simulator:
    """A running simulator; `port` 0 takes any free one, `mail_look` is the pause between two looks for new mails."""

    def __init__(
        self,
        port: int = 0,
        mail: Path | None = None,
        token: str = FAKE_TOKEN,
        username: str = "AssistantBot",
        name: str = "Assistant",
        mail_look: float = 0.5,
    ) -> None:
        refuse_real_token(token)
        self.world = World(token, int(token.partition(":")[0]), username, name)
        self.mailbox = MailBox(mail)
        self.mail_look = mail_look
        self.port = port
        self._server: HTTPServer | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """Where the page is; the Bot API is below it."""
        return f"http://{ADDRESS}:{self.port}"

    async def start(self) -> None:
        """Listen."""
        sockets = bind_sockets(self.port, ADDRESS)
        self.port = sockets[0].getsockname()[1]
        self._server = HTTPServer(self._application())
        self._server.add_sockets(sockets)
        self._watch = asyncio.create_task(self._watch_mail())

    async def stop(self) -> None:
        """Close everything that is open."""
        self.world.events.close()
        await delete_webhook(self.world, Call("", {}))
        if self._watch:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        if self._server:
            self._server.stop()
            await self._server.close_all_connections()

    async def __aenter__(self) -> "Simulator":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def _application(self) -> Application:
        world: dict[str, object] = {"world": self.world}
        mail = {"mailbox": self.mailbox}
        page = {"path": str(Path(__file__).with_name("page")), "default_filename": "index.html"}
        return Application(
            [
                (r"/bot([^/]+)/(\w+)", BotApiHandler, world),
                (r"/file/bot([^/]+)/(.+)", DownloadHandler, world),
                (r"/sim/file()/([\w-]+)", DownloadHandler, world),
                (r"/sim/mail", MailHandler, mail),
                (r"/sim/mail/([^/]+)", MailHandler, mail),
                (r"/sim/mail/([^/]+)/(html)", MailHandler, mail),
                (r"/sim/mail/([^/]+)/(files)/(\d+)", MailHandler, mail),
                (r"/sim/([a-z_]+)", ControlHandler, world),
                (r"/(.*)", Page, page),
            ],
            log_function=lambda _: None,  # paths carry the token
        )

    async def _watch_mail(self) -> None:
        known = self.mailbox.state()
        while True:
            await asyncio.sleep(self.mail_look)
            if (now := self.mailbox.state()) != known:
                known = now
                self.world.events.add("mail")
