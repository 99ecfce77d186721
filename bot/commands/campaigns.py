"""`python -m bot campaigns`: how often each campaign's link was followed."""

from dataclasses import asdict

import click

from bot.commands.stored import say_rows, with_database


@click.command()
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
def campaigns(as_json: bool) -> None:
    """Tell how often each campaign's link (https://t.me/BOT?start=NAME) was followed. Persons are not counted."""
    from storage.counters import list_campaigns

    found = with_database(list_campaigns)
    say_rows([asdict(each) for each in found], as_json, "No campaign's link was followed yet.")
