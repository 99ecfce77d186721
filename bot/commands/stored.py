"""What the commands share that read the bot's database, while the bot may be running: open it, print what it holds."""

import asyncio
import json
import textwrap
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from bot.settings import Settings, WrongSettingError, read_settings

if TYPE_CHECKING:
    from storage.database import Database

T = TypeVar("T")
WHOLE = ("why",)
"""Columns that are never cut off."""
WIDEST = 60
"""Characters of a text that a table shows."""

Row = Mapping[str, object]


def settings() -> Settings:
    """Read the environment; end with what is wrong with it."""
    try:
        return read_settings()
    except WrongSettingError as wrong:
        raise click.ClickException(str(wrong)) from None


def with_database(job: "Callable[[Database], Awaitable[T]]") -> T:
    """Run a job on the bot's database; end with a sentence if there is none or it cannot be used."""
    from storage.database import Database, StorageError

    path = settings().database
    if not path.exists():
        raise click.ClickException(
            f"There is no database at {path}: the bot has not run with these settings yet (DATA_DIR, "
            "TELEGRAM_BOT_TOKEN; without a token it is the simulator's)."
        )

    async def run() -> T:
        database = Database(path)
        await database.open()
        try:
            return await job(database)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except StorageError as error:
        raise click.ClickException(str(error)) from None


def say_rows(rows: Sequence[Row], as_json: bool, empty: str) -> None:
    """Print rows as a table, or as JSON; `empty` where there are none."""
    from tabulate import tabulate

    if as_json:
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2))
    elif rows:
        cells = [{key: column_text(key, value) for key, value in row.items()} for row in rows]
        click.echo(tabulate(cells, headers="keys", disable_numparse=True))
    else:
        click.echo(empty)


def column_text(column: str, value: object) -> str:
    """A value in its column: a remedy is told to its end, over several lines, anything else in one."""
    if column not in WHOLE:
        return one_line(value)
    return textwrap.fill(" ".join(terminal_safe(str(value or "")).split()), WIDEST, break_long_words=False)


def one_line(value: object) -> str:
    """A value in one line of a table."""
    text = " ".join(terminal_safe("" if value is None else str(value)).split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def terminal_safe(text: str) -> str:
    """A text without what would steer the terminal: anybody may have typed it."""
    return "".join(each if each.isprintable() or each == "\n" else " " for each in text)
