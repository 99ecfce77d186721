"""Every environment variable, once: its name, default and check. Nothing else reads the environment."""

import datetime
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

SIMULATOR_TOKEN = "1234567:simulator"  # noqa: S105 - published, works nowhere else
SIMULATOR_GROUP = -1001000000001
"""The simulator's group of coordinators."""


def listed(value: object) -> object:
    """Take a text apart at its commas; nothing between them counts for nothing."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class WrongSettingError(Exception):
    """Settings that cannot be used; the message names each variable and the remedy."""


def given(value: object) -> object:
    """Take an empty variable for one that is not set."""
    return None if value == "" else value


Url = Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$")]
OptionalUrl = Annotated[Url | None, BeforeValidator(given)]
OptionalSecret = Annotated[SecretStr | None, BeforeValidator(given)]
OptionalText = Annotated[str | None, BeforeValidator(given)]
OptionalDate = Annotated[datetime.date | None, BeforeValidator(given)]
UserIds = Annotated[frozenset[int], BeforeValidator(listed)]
OptionalPort = Annotated[int | None, BeforeValidator(given), Field(ge=1, le=65535)]


class Settings(BaseModel):
    """What the operator sets; README.md explains each. The names are those of the variables in lower case."""

    model_config = ConfigDict(frozen=True)

    telegram_bot_token: OptionalSecret = None
    telegram_api_url: OptionalUrl = None
    webhook_url: OptionalUrl = None
    webhook_secret: OptionalSecret = None
    webhook_listen: str = "127.0.0.1"
    webhook_port: int = Field(default=8443, ge=1, le=65535)
    data_dir: Path = Path("data")
    cache_dir: Annotated[Path | None, BeforeValidator(given)] = None
    content_dir: Annotated[Path | None, BeforeValidator(given)] = None
    smtp_host: OptionalText = None
    smtp_port: OptionalPort = None
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: OptionalText = None
    smtp_password: OptionalSecret = None
    mail_from: str = Field(default="iuc-assistant@localhost", pattern=r"^[^@\s<>]+@[^@\s<>]+$")
    simulator_port: int = Field(default=8081, ge=0, le=65535)
    health_port: OptionalPort = None
    health_listen: str = "127.0.0.1"
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    today: OptionalDate = None
    coordinators: UserIds = frozenset()

    @model_validator(mode="after")
    def complete(self) -> "Settings":
        """Refuse settings that need another one."""
        if self.smtp_user and not self.smtp_password:
            raise ValueError("SMTP_USER is set, but SMTP_PASSWORD is not; set both or neither")
        form = r"\d+:\S+" if self.telegram_api_url is None else r"[^\s/]+"  # other servers have their own
        if self.telegram_bot_token and not re.fullmatch(form, self.telegram_bot_token.get_secret_value()):
            raise ValueError("TELEGRAM_BOT_TOKEN does not look like a bot token (digits, a colon, letters)")
        return self

    @property
    def simulated(self) -> bool:
        """Tell whether the bot talks to the simulator on this machine: no token is set."""
        return self.telegram_bot_token is None

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


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; WrongSettingError names every variable that is wrong."""
    source = os.environ if environment is None else environment
    values = {name: source[name.upper()] for name in Settings.model_fields if name.upper() in source}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise WrongSettingError(
            "\n".join(explain(detail["loc"], detail["msg"]) for detail in error.errors())
        ) from None


def explain(where: tuple[int | str, ...], message: str) -> str:
    """Name the variable; its value is left out, since it may be secret."""
    name = str(where[0]).upper() if where else ""
    text = message.removeprefix("Value error, ")
    return f"{name}: {text}. See the settings table in README.md." if name else f"{text}. See README.md."
