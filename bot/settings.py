"""Every environment variable, once: its name, default and check. Nothing else reads the environment."""

import datetime
import difflib
import ipaddress
import os
import re
import ssl
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from knowledge.content.folders import DEFAULT_PROGRAMME, PROGRAMMES

GONE = {"CONTENT_DIR": "set PROGRAMME to the folder's path instead, or to the name of a programme"}
"""Settings of earlier versions, and what takes their place."""

SIMULATOR_TOKEN = "1234567:simulator"  # noqa: S105 - published, works nowhere else
SIMULATOR_GROUP = -1001000000001
"""The simulator's group of coordinators."""

DEFAULT_WEB_PORT = 8082

TELEGRAMS_SECRET = r"[A-Za-z0-9_-]{1,256}"  # noqa: S105 - a pattern
"""What Telegram takes as a webhook's secret."""

TELEGRAMS_PORTS = (None, 443, 80, 88, 8443)
"""The ports on which Telegram calls a webhook."""

SECURITY_OF_PORT: Mapping[int | None, str] = {465: "tls", 587: "starttls"}
"""What mail servers speak on a port that is for one thing alone."""

NEARLY = 0.8
"""How alike a variable is to a known one, from 0 to 1, to be taken for a misspelling of it."""


def split_at_commas(value: object) -> object:
    """Split a text at its commas; empty parts are dropped."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def at_home(path: Path) -> Path:
    """A path whose ~ is this user's home, which no shell has put in for us; any other as it is."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - Path's own fails where there is no such user


class WrongSettingError(Exception):
    """Settings that cannot be used; the message names each variable and the remedy."""


def whole_address(address: str) -> str:
    """An address whose host and port can be told; ValueError for any other."""
    if urlsplit(address).port == 0:
        raise ValueError("no port")
    return address


# A description completes the sentence "NAME must be ...".
Url = Annotated[
    str,
    AfterValidator(whole_address),
    Field(
        pattern=r"^https?://[^\s/]+(/\S*)?$", description="an address that begins with http:// or https://"
    ),
]
PublicAddress = Annotated[
    str,
    Field(
        pattern=r"^(https://[^\s/@?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?)/?$",
        description="the address under which browsers reach the bot's pages, https:// and a host name without a path",
    ),
]
Port = Annotated[int, Field(ge=1, le=65535, description="a port number from 1 to 65535")]
FreePort = Annotated[
    int, Field(ge=0, le=65535, description="a port number up to 65535, or 0 for any free one")
]
UserIds = Annotated[
    frozenset[Annotated[int, Field(gt=0, lt=2**52)]],
    BeforeValidator(split_at_commas),
    Field(
        description="Telegram user ids (numbers), separated by commas; a group's number stands in contacts.yaml"
    ),
]
Folder = Annotated[Path, AfterValidator(at_home), Field(description="a folder")]
Day = Annotated[datetime.date, Field(description="a day such as 2027-03-05")]
Address = Annotated[
    str,
    Field(
        pattern=r"^[!-;=?A-~]+@[!-;=?A-~]+$",
        description="one plain e-mail address, without a name and without accents",
    ),
]
Host = Annotated[
    str,
    Field(
        pattern=r"^([^\s/:@]+|[0-9A-Fa-f:.]+)$",
        description="the mail server's name alone, without smtp:// and port (that is SMTP_PORT)",
    ),
]
Security = Annotated[Literal["starttls", "tls", "none"], Field(description="starttls, tls or none")]
Format = Annotated[Literal["console", "json"], Field(description="console or json")]
Level = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="DEBUG, INFO, WARNING or ERROR")
]
Switch = Annotated[Literal["on", "off"], Field(description="on or off")]


class Settings(BaseModel):
    """What the operator sets; README.md explains each. The names are those of the variables in lower case."""

    model_config = ConfigDict(frozen=True)

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: Url | None = None
    webhook_url: Url | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str = "127.0.0.1"
    webhook_port: Port = 8443
    data_dir: Folder = Path("data")
    cache_dir: Folder | None = None
    programme: str = DEFAULT_PROGRAMME
    meaning: Switch = "on"
    smtp_host: Host | None = None
    smtp_port: Port | None = None
    smtp_security: Security = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: Address = "assistant@localhost"
    simulator_port: FreePort = 8081
    health_port: Port | None = None
    health_listen: str = "127.0.0.1"
    public_url: PublicAddress | None = None
    web_port: FreePort | None = None
    web_listen: str = "127.0.0.1"
    log_format: Format = "console"
    log_level: Level = "INFO"
    today: Day | None = None
    coordinators: UserIds = frozenset()

    @model_validator(mode="after")
    def complete(self) -> "Settings":
        """Refuse settings that do not fit each other, with all reasons."""
        parts = (
            self._token_mistakes(),
            self._webhook_mistakes(),
            self._mail_mistakes(),
            self._port_mistakes(),
        )
        if mistakes := [each for part in parts for each in part]:
            raise ValueError("\n".join(mistakes))
        return self

    def _token_mistakes(self) -> Iterator[str]:
        form = (
            r"[0-9]+:[A-Za-z0-9_-]+" if self.telegram_api_url is None else r"[^\s/]+"
        )  # other servers have their own
        if self.telegram_bot_token and not re.fullmatch(form, self.telegram_bot_token.get_secret_value()):
            yield (
                "TELEGRAM_BOT_TOKEN does not look like a bot token (digits, a colon, letters): "
                "copy it again from @BotFather."
            )

    def _webhook_mistakes(self) -> Iterator[str]:
        if self.webhook_url and not self.webhook_secret:
            yield (
                "WEBHOOK_URL is set, but WEBHOOK_SECRET is not: set it to a long random word, for example to what "
                "`openssl rand -hex 32` gives."
            )
        if self.webhook_url and not self.telegram_api_url and not self.webhook_url.startswith("https://"):
            yield "WEBHOOK_URL must begin with https://, since Telegram calls no other address."
        if (
            self.webhook_url
            and not self.telegram_api_url
            and is_local(urlsplit(self.webhook_url).hostname or "")
        ):
            yield (
                "WEBHOOK_URL names this machine or a local network, where Telegram cannot come: set it to the public "
                "address, or leave it out (long polling needs none)."
            )
        if (
            self.webhook_url
            and not self.telegram_api_url
            and urlsplit(self.webhook_url).port not in TELEGRAMS_PORTS
        ):
            yield (
                "WEBHOOK_URL has a port that Telegram does not call: leave it out, or let your web server listen on "
                "443, 80, 88 or 8443."
            )
        if self.webhook_secret and not re.fullmatch(TELEGRAMS_SECRET, self.webhook_secret.get_secret_value()):
            yield (
                "WEBHOOK_SECRET holds characters that Telegram refuses: use up to 256 letters A to Z, digits, "
                "_ and -, for example what `openssl rand -hex 32` gives."
            )

    def _mail_mistakes(self) -> Iterator[str]:
        if self.smtp_user and not self.smtp_password:
            yield "SMTP_USER is set, but SMTP_PASSWORD is not: set both or neither."
        if self.smtp_password and not self.smtp_user:
            yield "SMTP_PASSWORD is set, but SMTP_USER is not: set both or neither."
        if (
            self.smtp_host
            and (fitting := SECURITY_OF_PORT.get(self.smtp_port, self.smtp_security)) != self.smtp_security
        ):
            yield (
                f"SMTP_PORT is {self.smtp_port}, where mail servers speak {fitting}, but SMTP_SECURITY is "
                f"{self.smtp_security}: set SMTP_SECURITY={fitting}, or leave SMTP_PORT out."
            )
        if self.smtp_host and self.mail_from.rpartition("@")[2].lower() in (
            "localhost",
            "localhost.localdomain",
        ):
            yield (
                "MAIL_FROM is an address at localhost, which mail servers refuse: set it to an address that "
                "SMTP_HOST may send from."
            )

    def _port_mistakes(self) -> Iterator[str]:
        pages = self.web_port_in_use if self.public_url or self.simulated else 0
        ports = {
            "HEALTH_PORT": (self.health_listen, self.health_port or 0),
            "WEB_PORT": (self.web_listen, pages),
            "WEBHOOK_PORT": (self.webhook_listen, self.webhook_port if self.webhook_url else 0),
            "SIMULATOR_PORT": ("127.0.0.1", self.simulator_port if self.simulated else 0),
        }
        for (one, where), (other, there) in combinations(ports.items(), 2):
            if where == there and where[1]:
                yield f"{one} and {other} are both {where[1]}: set one of them to another port."

    @property
    def programme_folder(self) -> Path:
        """The folder of the programme in service: one of those that come along, or any other by its path."""
        return folder_of_programme(self.programme)

    @property
    def simulated(self) -> bool:
        """Tell whether the bot talks to the simulator on this machine: no token is set."""
        return self.telegram_bot_token is None

    @property
    def web_port_in_use(self) -> int:
        """Where the pages listen; the simulator's on any free port unless one is set."""
        return self.web_port if self.web_port is not None else 0 if self.simulated else DEFAULT_WEB_PORT

    @property
    def pages_address(self) -> str | None:
        """Where browsers reach the pages; None without them, and where the simulator takes any free port."""
        if self.public_url or not (self.simulated and self.web_port):
            return self.public_url
        return f"http://{self.web_listen}:{self.web_port}"

    @property
    def home(self) -> Path:
        """The folder of this bot's files; the simulator's are kept apart from the real ones."""
        return self.data_dir / "simulator" if self.simulated else self.data_dir

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.home / "bot.sqlite3"

    @property
    def mail_folder(self) -> Path:
        """Where mails go while no SMTP server is set."""
        return self.home / "mail"

    @property
    def cache(self) -> Path:
        """What is derived from content and packages and may be deleted at any time."""
        return self.cache_dir or self.data_dir / "cache"


def folder_of_programme(name: str) -> Path:
    """A programme's folder by its name in knowledge/programmes, or by its path (which holds a slash or a dot)."""
    return Path(name) if "/" in name or "." in name else PROGRAMMES / (name or DEFAULT_PROGRAMME)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; WrongSettingError names every variable that is wrong. An empty one means its default."""
    source = os.environ if environment is None else environment
    values = {name: text for name in Settings.model_fields if (text := source.get(name.upper(), "").strip())}
    mistakes = [
        *misspelt_variables(source),
        *misnamed_token(source),
        *settings_in_quotes(values),
        *without_certificates(source.get("SSL_CERT_FILE", "")),
    ]
    mistakes += [
        f"{name} does not exist any more: {remedy}." for name, remedy in GONE.items() if source.get(name)
    ]
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        mistakes += [
            line
            for detail in error.errors()
            if (line := explain(detail["loc"], detail["msg"])).split()[0]
            not in {m.split()[0] for m in mistakes}
        ]
    if mistakes:
        raise WrongSettingError("\n".join(mistakes))
    return settings


def without_certificates(file: str) -> list[str]:
    """Say that the file in which the libraries look certificates up holds none; nothing if it does, or is not set."""
    try:
        if file:
            ssl.create_default_context(cafile=file)
    except OSError as error:  # an SSLError is one
        return [f"SSL_CERT_FILE: {file} holds no certificates ({error.strerror}). Correct it, or remove it."]
    return []


def misspelt_variables(environment: Mapping[str, str]) -> list[str]:
    """Name the variables that are nearly ours; one that only ends like ours is another program's."""
    ours = [name.upper() for name in Settings.model_fields]
    found = []
    for name in environment:
        near = difflib.get_close_matches(name.upper(), ours, 1, NEARLY) if name not in ours else []
        if near and not name.upper().endswith(f"_{near[0]}"):
            found.append(f"{name} is not a setting: did you mean {near[0]}? Correct its name, or remove it.")
    return found


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


def explain(where: tuple[int | str, ...], message: str) -> str:
    """Name the variable and what it must be; its value is left out, since it may be secret."""
    if not where:
        return message.removeprefix("Value error, ")
    name = str(where[0])
    must = description(name)
    return f"{name.upper()} must be {must}. README.md explains each setting."


def description(name: str) -> str:
    """Say what a setting must be; that of an optional one stands with its inner type."""
    field = Settings.model_fields[name]
    inner = (part for kind in get_args(field.annotation) for part in getattr(kind, "__metadata__", ()))
    return next((each.description for each in (field, *inner) if getattr(each, "description", None)), "text")
