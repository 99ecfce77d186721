"""The coordination unit's mail box: the .eml files of a folder, rendered for the page."""

import contextlib
import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from simulator.call import Json

_HEADERS = ("Subject", "From", "To", "Cc", "Reply-To", "Date", "Message-ID")


@dataclass(frozen=True)
class Attachment:
    """A file of a mail."""

    name: str
    content_type: str
    body: bytes
    content_id: str


class MailBox:
    """Reads a folder; a folder that does not exist yet is empty."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """File names, newest first."""
        return [name for _, name in sorted((-time, name) for name, time in self.state())]

    def state(self) -> tuple[tuple[str, int], ...]:
        """Changes whenever a mail arrives, changes or goes."""
        return tuple(sorted(self._times()))

    def listed(self) -> list[Json]:
        """Headers of every mail, newest first."""
        return [{"name": name, **_headers(self._read(name))} for name in self.names()]

    def mail(self, name: str) -> Json | None:
        """A mail's headers, text and the list of its attachments; None if there is none of that name."""
        if name not in self.names():
            return None
        message = self._read(name)
        files = [
            {"name": each.name, "content_type": each.content_type, "size": len(each.body)}
            for each in _attachments(message)
        ]
        text = _body(message, "plain")
        return {
            "name": name,
            **_headers(message),
            "text": text,
            "html": bool(_body(message, "html")),
            "files": files,
        }

    def html(self, name: str) -> str | None:
        """The HTML part, its embedded pictures pointing to the attachments; None without one."""
        if name not in self.names():
            return None
        message = self._read(name)
        html = _body(message, "html")
        for number, each in enumerate(_attachments(message)):
            if each.content_id:
                html = html.replace(f"cid:{each.content_id}", f"/sim/mail/{name}/files/{number}")
        return html or None

    def attachment(self, name: str, number: int) -> Attachment | None:
        """One attachment by its place in the list."""
        if name not in self.names():
            return None
        found = _attachments(self._read(name))
        return found[number] if number < len(found) else None

    def _times(self) -> Iterator[tuple[str, int]]:
        if self._folder and self._folder.is_dir():
            for path in self._folder.glob("*.eml"):
                with contextlib.suppress(FileNotFoundError):  # gone meanwhile
                    yield path.name, path.stat().st_mtime_ns

    def _read(self, name: str) -> EmailMessage:
        assert self._folder is not None  # noqa: S101 - there would be no name
        with (self._folder / name).open("rb") as file:
            message = email.message_from_binary_file(file, policy=email.policy.default)
        assert isinstance(message, EmailMessage)  # noqa: S101 - the policy says so
        return message


def _headers(message: EmailMessage) -> Json:
    headers = {name.lower().replace("-", "_"): str(message[name] or "") for name in _HEADERS}
    date = message["Date"]
    if date and (moment := getattr(date, "datetime", None)):
        headers["date"] = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
    else:
        headers["date"] = headers["date"] or datetime.now(UTC).isoformat()
    return dict(headers)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, KeyError):  # an unknown character set
        return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _attachments(message: EmailMessage) -> list[Attachment]:
    bodies = {id(message.get_body(("plain",))), id(message.get_body(("html",)))}
    found: list[Attachment] = []
    for part in message.walk():
        if part.is_multipart() or id(part) in bodies:
            continue
        body = bytes(part.get_payload(decode=True) or b"")
        name = re.sub(r"[^\w.() -]", "_", part.get_filename() or f"part-{len(found) + 1}")
        content_id = str(part.get("Content-ID") or "").strip("<> ")
        found.append(Attachment(name, part.get_content_type(), body, content_id))
    return found
