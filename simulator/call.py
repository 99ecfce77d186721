"""One call of the Bot API or of the control API: its parameters, however they were sent.

Telegram takes JSON, urlencoded and multipart bodies and query strings alike; in all but the first every value
is text, with lists and objects as JSON inside that text.
"""

import json
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tornado.httputil import HTTPServerRequest

from simulator.errors import bad_request

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    name: str
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Call:
    """The method's name, its parameters and the files sent with it."""

    method: str
    values: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the parameter was given (null and empty text count as not given)."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        """A text parameter."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; refuses what is none."""
        if not self.has(name):
            return default
        try:
            return int(self.values[name])
        except (TypeError, ValueError):
            raise bad_request(f'field "{name}" must be a Number') from None

    def number(self, name: str, default: float) -> float:
        """A number; refuses what is none."""
        try:
            return float(self.values[name]) if self.has(name) else default
        except (TypeError, ValueError):
            raise bad_request(f'field "{name}" must be a Number') from None

    def flag(self, name: str, default: bool = False) -> bool:
        """A truth value, with Telegram's spellings."""
        value = self.values.get(name)
        return default if value is None else str(value).lower() in {"true", "1", "yes", "t", "y"}

    def data(self, name: str, kind: type[T]) -> T | None:
        """A list or an object, None if it was not given; refuses text that is not such JSON."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise bad_request(f"can't parse {name} JSON object") from None
        if not isinstance(value, kind):
            raise bad_request(
                f"object expected as {name}" if kind is dict else f"expected an Array as {name}"
            )
        return value

    def summary(self) -> Json:
        """The parameters as the call log shows them: files as their names."""
        return {**self.values, **{name: f"<{upload.name}>" for name, upload in self.files.items()}}


def read_call(method: str, request: HTTPServerRequest) -> Call:
    """Read the call out of an HTTP request; refuses a body that says it is JSON and is not."""
    values: Json = {name: _decode(given[-1]) for name, given in request.arguments.items()}
    if request.headers.get("Content-Type", "").startswith("application/json") and request.body:
        values.update(_json_body(request.body))
    files = {
        name: Upload(parts[0].filename or name, parts[0].content_type, parts[0].body)
        for name, parts in request.files.items()
        if parts
    }
    return Call(method, values, files)


def _decode(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _json_body(body: bytes) -> Json:
    try:
        value = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON body") from None
    if not isinstance(value, dict):
        raise bad_request("object expected as JSON body")
    return value
