"""Checks of settings beyond the shape of each: whether they fit each other, and mistakes of the environment."""

import ipaddress
import re
import ssl
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from bot.settings import Settings

WEBHOOK_SECRET = r"[A-Za-z0-9_-]{1,256}"  # noqa: S105 - a pattern
"""The secrets that Telegram accepts."""
WEBHOOK_PORTS = (None, 443, 80, 88, 8443)
"""The ports on which Telegram calls a webhook."""
SECURITY_OF_PORT: Mapping[int | None, str] = {465: "tls", 587: "starttls"}
"""The security of ports that are for one kind alone."""


def settings_mistakes(settings: "Settings") -> list[str]:
    """List what does not fit together, with the remedy."""
    checks = (token_mistakes, webhook_mistakes, mail_mistakes, port_mistakes)
    return [mistake for check in checks for mistake in check(settings)]


def token_mistakes(settings: "Settings") -> Iterator[str]:
    """A token of another shape than that of bot tokens."""
    form = (
        r"[0-9]+:[A-Za-z0-9_-]+" if settings.telegram_api_url is None else r"[^\s/]+"
    )  # other servers have their own
    if settings.telegram_bot_token and not re.fullmatch(form, settings.telegram_bot_token.get_secret_value()):
        yield (
            "TELEGRAM_BOT_TOKEN does not look like a bot token (digits, a colon, letters): "
            "copy it again from @BotFather."
        )


def webhook_mistakes(settings: "Settings") -> Iterator[str]:
    """A webhook without a secret, or at an address that Telegram cannot call."""
    if settings.webhook_url and not settings.webhook_secret:
        yield (
            "WEBHOOK_URL is set, but WEBHOOK_SECRET is not: set it to a long random word, for example to what "
            "`openssl rand -hex 32` gives."
        )
    if settings.webhook_url and not settings.telegram_api_url:
        yield from webhook_address_mistakes(settings.webhook_url)
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    if secret and not re.fullmatch(WEBHOOK_SECRET, secret):
        yield (
            "WEBHOOK_SECRET holds characters that Telegram refuses: use up to 256 letters A to Z, digits, "
            "_ and -, for example what `openssl rand -hex 32` gives."
        )


def webhook_address_mistakes(address: str) -> Iterator[str]:
    """An address that Telegram's own servers cannot call."""
    parts = urlsplit(address)
    if parts.scheme != "https":
        yield "WEBHOOK_URL must begin with https://, since Telegram calls no other address."
    if is_local(parts.hostname or ""):
        yield (
            "WEBHOOK_URL names this machine or a local network, where Telegram cannot come: set it to the public "
            "address, or leave it out (long polling needs none)."
        )
    if parts.port not in WEBHOOK_PORTS:
        yield (
            "WEBHOOK_URL has a port that Telegram does not call: leave it out, or let your web server listen on "
            "443, 80, 88 or 8443."
        )


def mail_mistakes(settings: "Settings") -> Iterator[str]:
    """Half a login, security that does not fit the port, a sender that mail servers refuse."""
    if settings.smtp_user and not settings.smtp_password:
        yield "SMTP_USER is set, but SMTP_PASSWORD is not: set both or neither."
    if settings.smtp_password and not settings.smtp_user:
        yield "SMTP_PASSWORD is set, but SMTP_USER is not: set both or neither."
    if (
        settings.smtp_host
        and (fitting := SECURITY_OF_PORT.get(settings.smtp_port, settings.smtp_security))
        != settings.smtp_security
    ):
        yield (
            f"SMTP_PORT is {settings.smtp_port}, where mail servers speak {fitting}, but SMTP_SECURITY is "
            f"{settings.smtp_security}: set SMTP_SECURITY={fitting}, or leave SMTP_PORT out."
        )
    if settings.smtp_host and settings.mail_from.rpartition("@")[2].lower() in (
        "localhost",
        "localhost.localdomain",
    ):
        yield (
            "MAIL_FROM is an address at localhost, which mail servers refuse: set it to an address that "
            "SMTP_HOST may send from."
        )


def port_mistakes(settings: "Settings") -> Iterator[str]:
    """Two services on the same port."""
    pages = settings.web_port_in_use if settings.public_url or settings.simulated else 0
    ports = {
        "HEALTH_PORT": (settings.health_listen, settings.health_port or 0),
        "WEB_PORT": (settings.web_listen, pages),
        "WEBHOOK_PORT": (settings.webhook_listen, settings.webhook_port if settings.webhook_url else 0),
        "SIMULATOR_PORT": ("127.0.0.1", settings.simulator_port if settings.simulated else 0),
    }
    for (one, where), (other, there) in combinations(ports.items(), 2):
        if where == there and where[1]:
            yield f"{one} and {other} are both {where[1]}: set one of them to another port."


def without_certificates(file: str) -> list[str]:
    """Say that the file in which the libraries look certificates up holds none; nothing if it does, or is not set."""
    try:
        if file:
            ssl.create_default_context(cafile=file)
    except OSError as error:  # an SSLError is one
        return [f"SSL_CERT_FILE: {file} holds no certificates ({error.strerror}). Correct it, or remove it."]
    return []


def misnamed_token(environment: Mapping[str, str]) -> list[str]:
    """Name the variable that holds a bot's token under half the setting's name, where the setting is not set."""
    if environment.get("TELEGRAM_BOT_TOKEN"):
        return []
    return [
        f"{name} holds a bot's token, but the setting is TELEGRAM_BOT_TOKEN: correct its name, or remove it."
        for name, text in environment.items()
        if "_" in name
        and "TELEGRAM_BOT_TOKEN".endswith(f"_{name}")
        and re.fullmatch(r"\d{5,}:[\w-]{30,}", text)
    ]


def is_local(host: str) -> bool:
    """Tell whether nobody outside can reach a host by its name: this machine, a private network."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan"))


def settings_in_quotes(values: Mapping[str, str]) -> list[str]:
    """Name the settings whose quotation marks a settings file has passed on with them; a password may have some."""
    return [
        f"{name.upper()} is in quotation marks, which would belong to it: remove them."
        for name, text in values.items()
        if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and name != "smtp_password"
    ]
