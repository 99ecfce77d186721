"""E-mail: from the payload of a delivery to a message, and out over SMTP or into a folder.

What a payload holds stands in payloads.py; documents.py makes the attachments that it only describes, mail_failures.py
words what went wrong with a server.
"""

import asyncio
import base64
import hashlib
import os
import re
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from pathlib import Path
from typing import Literal

import aiosmtplib

from bot.delivery.addresses import single_address
from bot.delivery.documents import with_attachments_made
from bot.delivery.mail_failures import Server, classify_mail_failure
from bot.delivery.outcome import RETRY_COMMAND, Outcome, PermanentFailure, Sent, Service, TransientFailure
from bot.delivery.payloads import Attachment, MailPayload, mail_payload
from bot.direction_marks import html_with_names_in_place, with_names_in_place, without_direction_marks
from storage.outbox import Entry

# Seven bits throughout: then the same bytes go to every server and into the folder.
POLICY = SMTP.clone(cte_type="7bit")
Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True)
class MailSettings:
    """Where mail goes: over SMTP to `host`, or, where that is None, into `folder`.

    Times are in seconds. A server may look into a mail for ten minutes before it takes it (RFC 5321, 4.5.3.2.6):
    one that is not waited for gets the mail twice.
    """

    sender: str
    folder: Path
    host: str | None = None
    port: int = 587
    security: Security = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 20.0
    data_timeout: float = 600.0


def mailer(settings: MailSettings) -> Service:
    """The service for mail: over SMTP if a mail server is set, else into a folder."""
    return SmtpMailer(settings) if settings.host else FolderMailer(settings)


class SmtpMailer:
    """Hands mail to the server of `settings`, a connection each. `tls` replaces the system's certificates."""

    def __init__(self, settings: MailSettings, tls: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._server = Server(f"{settings.host}:{settings.port}", settings.sender)
        self._tls = tls

    async def send(self, entry: Entry) -> Outcome:
        """Try once, now; the receipt is the server's answer."""
        recipient = single_address(entry.delivery.recipient)
        if recipient is None:
            return _no_address()
        message = build_mail(await with_attachments_made(entry), self._settings.sender)
        try:
            answer = await self._hand_over(message.as_bytes(), recipient)
        except (aiosmtplib.SMTPException, OSError) as error:
            return classify_mail_failure(error, self._server)
        return Sent(_flat(answer)[:200])

    async def _hand_over(self, content: bytes, recipient: str) -> str:
        settings = self._settings
        async with smtp_client(settings, self._tls) as client:
            await client.mail(parseaddr(settings.sender)[1])
            await client.rcpt(recipient)
            response = await client.data(content, timeout=settings.data_timeout)
        return response.message


def smtp_client(settings: MailSettings, tls: ssl.SSLContext | None = None) -> aiosmtplib.SMTP:
    """A connection, opened and logged in by `async with`; `tls` replaces the certificates of the system."""
    return aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port,
        username=settings.user,
        password=settings.password,
        timeout=settings.timeout,
        use_tls=settings.security == "tls",
        start_tls=settings.security == "starttls",
        tls_context=tls,
    )


class FolderMailer:
    """Writes mail as .eml files, readable by their owner only; sending twice writes the same file again."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def send(self, entry: Entry) -> Outcome:
        """Write it, now; the receipt is the file's name."""
        if single_address(entry.delivery.recipient) is None:
            return _no_address()
        path = self._settings.folder / eml_name(entry)
        content = build_mail(await with_attachments_made(entry), self._settings.sender).as_bytes()
        try:
            await asyncio.to_thread(_write, path, content)
        except OSError as error:
            return TransientFailure("folder", _unwritable(self._settings.folder, error))
        return Sent(path.name)


def build_mail(entry: Entry, sender: str) -> EmailMessage:
    """Build the message of an entry: the same entry gives the same Message-ID and Date each time.

    ValueError if the payload or the recipient is none for a mail.
    """
    payload, recipient = mail_payload(entry), single_address(entry.delivery.recipient)
    if recipient is None:
        raise ValueError("the recipient is no e-mail address")
    message = EmailMessage(POLICY)
    message["From"] = formataddr((_flat(payload.get("from_name") or ""), _flat(sender)))
    message["To"] = recipient
    message["Subject"] = _flat(payload["subject"])
    message["Date"] = format_datetime(entry.created_at)
    message["Message-ID"] = message_id(entry.delivery.key, sender)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(with_names_in_place(without_direction_marks(payload["text"])))
    if payload.get("html"):
        html = html_with_names_in_place(without_direction_marks(payload["html"]))
        message.add_alternative(html, subtype="html")
    for attachment in payload.get("attachments") or ():
        _attach(message, attachment)
    # Last, since a Content-Language set before would move into the first part.
    _add_optional_headers(message, payload, sender)
    return message


def message_id(key: str, sender: str) -> str:
    """Derive the Message-ID of a delivery, so that one sent twice can be told from two."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def eml_name(entry: Entry) -> str:
    """Name the .eml file of an entry: sorted by time, told apart by key."""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", entry.delivery.key).strip("-")[:60]
    digest = hashlib.sha256(entry.delivery.key.encode()).hexdigest()[:8]
    return f"{entry.created_at:%Y%m%dT%H%M%S}-{slug}-{digest}.eml"


def _add_optional_headers(message: EmailMessage, payload: MailPayload, sender: str) -> None:
    # A reply_to that is no address is left out: the mail itself matters more, and its text has it verbatim.
    if payload.get("reply_to") and (reply_to := single_address(str(payload["reply_to"]))):
        message["Reply-To"] = reply_to
    if payload.get("language"):
        message["Content-Language"] = _flat(payload["language"])
    if payload.get("in_reply_to"):
        earlier = message_id(payload["in_reply_to"], sender)
        message["In-Reply-To"] = earlier
        message["References"] = earlier


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    maintype, _, subtype = _flat(attachment["mime"]).partition("/")
    message.add_attachment(
        base64.b64decode(attachment["content_base64"], validate=True),
        maintype=maintype,
        subtype=subtype,
        filename=_flat(attachment["filename"]),
    )


def _flat(value: str) -> str:
    # A line break in a header would begin another header.
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u0085\u2028\u2029]", " ", without_direction_marks(value)).split())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".part")
    descriptor = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    unfinished.replace(path)


def _no_address() -> PermanentFailure:
    return PermanentFailure(
        "mail-address",
        "The recipient is not a single e-mail address: correct it where it is set (contacts.yaml), "
        f"then run: {RETRY_COMMAND}",
    )


def _unwritable(folder: Path, error: OSError) -> str:
    return (
        f"The mail folder {folder} cannot be written ({error.strerror}): check that it exists, belongs to "
        "this user and has room; it is tried again by itself."
    )
