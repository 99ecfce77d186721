"""`backup` and `restore`: copies of the database, made while the bot runs, put back while it does not."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.stored import settings

if TYPE_CHECKING:
    from storage.backup import Contents

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Copy the database to FILE, which must not exist; the bot may be running. The copy is checked."""
    from storage.backup import BackupError, back_up

    try:
        contents = back_up(settings().database, file)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Backup {file}, checked: {contents_in_words(contents)}.")


@click.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Put the backup FILE, after a check, into the place of the database; the bot must not be running.

    The database that was there stays beside it under another name.
    """
    from datetime import UTC, datetime

    from storage import backup as copies

    place = settings().database
    try:
        contents, old = copies.restore(file, place, datetime.now(UTC))
    except copies.BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Restored {place}: {contents_in_words(contents)}.")
    if old:
        click.echo(f"The database that was there is now {old}; delete it when you no longer need it.")


def contents_in_words(contents: "Contents") -> str:
    """Say what a database holds."""
    return (
        f"{contents.leads} leads, {contents.drafts} open drafts, {contents.chats} chats, "
        f"schema {contents.schema}, {contents.size / 1e6:.1f} MB"
    )
