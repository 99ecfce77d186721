"""`python -m bot campaigns`: how often each campaign's link was followed."""

import asyncio
import json
from dataclasses import asdict

import click

from bot.settings import Settings, read_settings
from storage.campaigns import Campaign


@click.command()
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def campaigns(as_json: bool) -> None:
    """Tell how often each campaign's link (https://t.me/BOT?start=NAME) was followed. Persons are not counted."""
    found = asyncio.run(counted(read_settings()))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found]))
        return
    for each in found:
        click.echo(f"{each.starts:>7}  {each.name}  ({each.first_day} to {each.last_day})")
    if not found:
        click.echo("No campaign's link was followed yet.")


async def counted(settings: Settings) -> list[Campaign]:
    """Read the counts."""
    from storage.campaigns import Counts
    from storage.database import Database

    database = Database(settings.database)
    await database.open()
    try:
        return await Counts(database).campaigns()
    finally:
        await database.close()
