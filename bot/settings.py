"""Every environment variable, once: its name, default and check. Nothing else reads the environment."""

import datetime
import difflib
import os
from collections.abc import Mapping
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

from bot.settings_checks import (
    misnamed_token,
    settings_in_quotes,
    settings_mistakes,
    without_certificates,
)
from knowledge.content.folders import DEFAULT_PROGRAMME, PROGRAMMES

GONE = {"CONTENT_DIR": "set PROGRAMME to the folder's path instead, or to the name of a programme"}
"""Settings of earlier versions, and what takes their place."""

SIMULATOR_TOKEN = "1234567:simulator"  # noqa: S105 - published, works nowhere else
SIMULATOR_GROUP = -1001000000001
"""The simulator's group of coordinators."""

DEFAULT_WEB_PORT = 8082

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
SenderAddress = Annotated[
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
LogLevel = Annotated[
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
    mail_from: SenderAddress = "assistant@localhost"
    simulator_port: FreePort = 8081
    health_port: Port | None = None
    health_listen: str = "127.0.0.1"
    public_url: PublicAddress | None = None
    web_port: FreePort | None = None
    web_listen: str = "127.0.0.1"
    log_format: Format = "console"
    log_level: LogLevel = "INFO"
    today: Day | None = None
    coordinators: UserIds = frozenset()

    @model_validator(mode="after")
    def complete(self) -> "Settings":
        """Refuse settings that do not fit each other, with all reasons."""
        if mistakes := settings_mistakes(self):
            raise ValueError("\n".join(mistakes))
        return self

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


def misspelt_variables(environment: Mapping[str, str]) -> list[str]:
    """Name the variables that are nearly ours; one that only ends like ours is another program's."""
    ours = [name.upper() for name in Settings.model_fields]
    found = []
    for name in environment:
        near = difflib.get_close_matches(name.upper(), ours, 1, NEARLY) if name not in ours else []
        if near and not name.upper().endswith(f"_{near[0]}"):
            found.append(f"{name} is not a setting: did you mean {near[0]}? Correct its name, or remove it.")
    return found


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
