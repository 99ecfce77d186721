"""What a mail server's failures mean: passing or permanent, said in a sentence with the remedy."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import aiosmtplib

from bot.delivery.outcome import RETRY_COMMAND, PermanentFailure, TransientFailure, in_one_line

LOGIN_CODES = frozenset({530, 534, 535, 538})
"""The answers that concern the login, whichever command they answer (RFC 4954)."""


@dataclass(frozen=True)
class Server:
    """The mail server as messages name it, and the sender it is used with."""

    name: str
    sender: str


def classify_mail_failure(
    error: aiosmtplib.SMTPException | OSError, server: Server
) -> TransientFailure | PermanentFailure:
    """Tell a failure that passes by itself from one that needs somebody, and name the remedy."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        error = error.recipients[0]
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _answered(error, server)
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return _insecure(cause, server)
    if isinstance(error, OSError):
        return _unreachable(causes, server)
    return PermanentFailure(
        "smtp-unsuitable",
        f"The mail server {server.name} does not offer what the settings ask for ({in_one_line(error)}): "
        f"check SMTP_SECURITY, SMTP_PORT and SMTP_USER, then run: {RETRY_COMMAND}",
    )


def _answered(error: aiosmtplib.SMTPResponseException, server: Server) -> TransientFailure | PermanentFailure:
    code, said = f"smtp-{error.code}", f"{error.code} {in_one_line(error.message)}".strip()
    if error.code == aiosmtplib.SMTPStatus.invalid_response:
        return TransientFailure(
            "smtp-malformed",
            f"The mail server {server.name} does not speak SMTP ({in_one_line(error.message)}): if this goes on, check "
            "SMTP_HOST and SMTP_PORT; it is tried again by itself.",
        )
    if not 500 <= error.code <= 599 or mailbox_is_full(error):
        return TransientFailure(
            code,
            f"The mail server {server.name} cannot take it at present ({said}): it is tried again by itself.",
        )
    what, remedy = _refused(error, server)
    return PermanentFailure(
        code, f"The mail server {server.name} {what} ({said}): {remedy}, then run: {RETRY_COMMAND}"
    )


def mailbox_is_full(error: aiosmtplib.SMTPResponseException) -> bool:
    """Tell whether it passes once the recipient makes room (552, or 5.2.2 of RFC 3463; not 5.3.4: too big)."""
    said = error.message.lstrip()
    return said.startswith("5.2.2") or (error.code == 552 and not said.startswith("5.3"))


def wants_encryption(error: aiosmtplib.SMTPResponseException) -> bool:
    """Tell whether the server wants STARTTLS first (530 of RFC 3207, 538 of RFC 4954)."""
    return error.code == 538 or (error.code == 530 and "starttls" in error.message.lower())


def _refused(error: aiosmtplib.SMTPResponseException, server: Server) -> tuple[str, str]:
    if wants_encryption(error):
        return "takes no mail without encryption", "set SMTP_SECURITY=starttls (or tls, with port 465)"
    if error.code == 530:
        return "takes no mail without a login", "set SMTP_USER and SMTP_PASSWORD"
    if error.code == 534:
        return "refused this kind of login", "use a password for programs, as its operator gives out"
    if isinstance(error, aiosmtplib.SMTPAuthenticationError) or error.code in LOGIN_CODES:
        return "refused the login", "correct SMTP_USER and SMTP_PASSWORD"
    if isinstance(error, aiosmtplib.SMTPRecipientRefused):
        return "refused the recipient", "check the address (contacts.yaml)"
    if isinstance(error, aiosmtplib.SMTPSenderRefused):
        return f"refused the sender {server.sender}", "correct MAIL_FROM"
    if isinstance(error, aiosmtplib.SMTPDataError):
        return "refused the message", "ask its operator why"
    return "refused to talk", "ask its operator why"


def _insecure(error: ssl.SSLError, server: Server) -> TransientFailure | PermanentFailure:
    if isinstance(error, ssl.SSLCertVerificationError):
        return PermanentFailure(
            "tls-certificate",
            f"The certificate of the mail server {server.name} is not valid ({error.verify_message}): check "
            f"SMTP_HOST, or have the certificate renewed, then run: {RETRY_COMMAND}",
        )
    if error.reason == "WRONG_VERSION_NUMBER":
        return PermanentFailure(
            "tls-mismatch",
            f"The mail server {server.name} does not speak TLS from the start: set SMTP_SECURITY=starttls or "
            f"another SMTP_PORT, then run: {RETRY_COMMAND}",
        )
    return TransientFailure(
        "tls", f"The secure connection to the mail server {server.name} broke: it is tried again by itself."
    )


def _unreachable(causes: tuple[BaseException, ...], server: Server) -> TransientFailure:
    for kind, code, what in _KINDS:
        if any(isinstance(cause, kind) for cause in causes):
            return TransientFailure(
                code, f"The mail server {server.name} {what}; it is tried again by itself."
            )
    return TransientFailure(
        "network",
        f"The mail server {server.name} cannot be reached: check the network; it is tried again by itself.",
    )


# In this order: a time-out while connecting is a connection error as well.
_KINDS: tuple[tuple[type[BaseException], str, str], ...] = (
    (TimeoutError, "timeout", "did not answer in time: if this goes on, check SMTP_HOST and SMTP_PORT"),
    (socket.gaierror, "dns", "is not known by that name: check SMTP_HOST and this machine's DNS"),
    (ConnectionRefusedError, "refused", "accepts no connections: check SMTP_HOST and SMTP_PORT"),
    (
        ConnectionError,
        "disconnected",
        "closed the connection: if this goes on, check SMTP_PORT and SMTP_SECURITY",
    ),
)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
