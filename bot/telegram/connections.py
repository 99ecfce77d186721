"""The connections to Telegram, by aiohttp: a call costs a third of the processor time of the library's own HTTPX."""

import json
import ssl
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT, POOL, READ, WRITE, UPLOAD = 5.0, 1.0, 5.0, 5.0, 10.0
"""Seconds, as in the library's own HTTPXRequest: to connect, to wait for a free connection, and so on."""

HEADERS = {"User-Agent": BaseRequest.USER_AGENT}
FORM = {**HEADERS, "Content-Type": "application/x-www-form-urlencoded"}


class NoAnswerError(NetworkError):
    """A call was made and its answer was lost: it may have had its effect."""


class Connections(BaseRequest):
    """Up to `most` connections to a server at a time, kept open between calls."""

    def __init__(self, server: str, most: int, certificates: ssl.SSLContext) -> None:
        self._most = most
        self._certificates = certificates
        self._proxy = proxy(server)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return READ

    async def initialize(self) -> None:
        """Open, unless it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._most, ssl=self._certificates),
                cookie_jar=aiohttp.DummyCookieJar(),
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Close, unless it is closed."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a call; gives the HTTP status and the body. TimedOut or NetworkError if there is no answer."""
        if self._session is None:
            raise RuntimeError("The connections to Telegram are not open.")
        uploads = request_data is not None and request_data.contains_files
        connect, read = timeout_or_usual(connect_timeout, CONNECT), timeout_or_usual(read_timeout, READ)
        write, wait = (
            timeout_or_usual(write_timeout, UPLOAD if uploads else WRITE),
            timeout_or_usual(pool_timeout, POOL),
        )
        total = None if None in (connect, read, write, wait) else connect + read + write + wait
        try:
            async with self._session.request(
                method,
                url,
                data=encoded_request(request_data) if request_data else None,
                headers=HEADERS if uploads else FORM,
                timeout=aiohttp.ClientTimeout(total=total, sock_connect=connect, sock_read=read),
                allow_redirects=False,
            ) as response:
                status, answer = response.status, await response.read()
        except aiohttp.ConnectionTimeoutError as error:
            raise NetworkError(without_address(error)) from error
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, ConnectionResetError) as error:
            raise NoAnswerError(without_address(error)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(without_address(error)) from error
        require_bot_api_answer(status, answer)
        return status, answer

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Read an answer; the library's own way logs what it cannot read, and that may be what somebody wrote."""
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise NetworkError("the answer is no JSON") from None


def require_bot_api_answer(status: int, answer: bytes) -> None:
    """NetworkError unless an answer is one of a Bot API: a proxy's page, or a part of one, passes by itself."""
    try:
        said = json.loads(answer)
    except ValueError:
        said = None
    whole = isinstance(said, dict) and isinstance(said.get("ok"), bool)
    good = HTTPStatus.OK <= status <= 299
    if not whole or not (said["ok"] and "result" in said if good else is_api_error(said)):
        raise NetworkError(f"no answer of a Bot API (HTTP {status}, {len(answer)} bytes)")


def is_api_error(refusal: Mapping[str, Any]) -> bool:
    """Tell whether a refusal has the shape that the library expects."""
    parameters = refusal.get("parameters") or {}
    if not isinstance(refusal.get("description", ""), str) or not isinstance(parameters, dict):
        return False
    return all(isinstance(parameters.get(name, 0), int) for name in ("retry_after", "migrate_to_chat_id"))


def proxy(server: str) -> str | None:
    """The proxy that the system wants to be used for a server: HTTPS_PROXY and the like, unless NO_PROXY names it."""
    parts = urllib.parse.urlsplit(server)
    if not parts.hostname or urllib.request.proxy_bypass(parts.hostname):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def timeout_or_usual(timeout: Any, usual: float) -> Any:
    """A timeout in seconds as the caller wants it, None for none; the usual one where nothing was said."""
    return usual if timeout is BaseRequest.DEFAULT_NONE else timeout


def encoded_request(data: RequestData) -> bytes | aiohttp.FormData:
    """What a call says, as a form; in parts where there are files."""
    if not data.contains_files:
        return data.url_encoded_parameters().encode()
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def without_address(error: Exception) -> str:
    """Name what went wrong without the address, which holds the token."""
    reason = getattr(error, "strerror", None)
    return f"{type(error).__name__}: {reason}" if reason else type(error).__name__
