"""A real SMTP server (aiosmtpd) in the test's own event loop that fails as it is told to."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult


@dataclass
class MailServer:
    """`answers` by command ("RCPT": "550 no"); "hang" and "drop" instead of an answer do just that.

    "250 hang" takes the mail and never says so.
    """

    answers: dict[str, str] = field(default_factory=dict)
    contents: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    secure: list[bool] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    taken: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    @property
    def mails(self) -> list[EmailMessage]:
        return [_parsed(content) for content in self.contents]

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = await self._answer("RCPT", server, address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = await self._answer("MAIL", server, address)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await self._answer("DATA", server, "")
        if answer.startswith("250"):
            self.contents.append(envelope.content)
            self.recipients += envelope.rcpt_tos
            self.secure.append(session.ssl is not None)
            self.taken.set()
        if answer == "250 hang":
            await asyncio.sleep(60)
        return answer

    def log_in(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.logins.append(data.login.decode())
        return AuthResult(success="AUTH" not in self.answers, handled=False)

    async def _answer(self, command: str, server: Any, address: str) -> str:
        answer = self.answers.get(f"{command} {address}") or self.answers.get(command, "250 OK queued as 42")
        if answer == "hang":
            await asyncio.sleep(60)
        if answer == "drop":
            server.transport.abort()
        return answer


def _parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@asynccontextmanager
async def mail_server(
    tls: ssl.SSLContext | None = None, from_the_start: bool = False
) -> AsyncIterator[MailServer]:
    """Serve on a free port of the loopback interface; with `tls` by STARTTLS or `from_the_start`."""
    loop, behaviour, sessions = asyncio.get_running_loop(), MailServer(), list[Any]()

    def session() -> Any:
        sessions.append(
            SMTP(
                behaviour,
                hostname="mail.test",
                loop=loop,
                authenticator=behaviour.log_in,
                auth_require_tls=False,
                tls_context=None if from_the_start else tls,
            )
        )
        return sessions[-1]

    server = await loop.create_server(session, "127.0.0.1", 0, ssl=tls if from_the_start else None)
    behaviour.port = server.sockets[0].getsockname()[1]
    try:
        yield behaviour
    finally:
        server.close()
        for each in sessions:
            if each.transport is not None:
                each.transport.abort()
        await asyncio.sleep(0.01)
