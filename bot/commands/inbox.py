"""`python -m bot inbox`: the updates that could not be dealt with, and another try for them."""

import dataclasses
import datetime
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import click

from bot.commands.stored import with_database

if TYPE_CHECKING:
    from storage.inbox import Inbox, StoredUpdate

T = TypeVar("T")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="print JSON")


@click.group(invoke_without_command=True)
@click.pass_context
def inbox(context: click.Context) -> None:
    """See the updates that were set aside with their error (or wait), and let them be tried again."""
    if context.invoked_subcommand is None:
        context.invoke(list_updates)


@inbox.command("list")
@click.option(
    "--state",
    type=click.Choice(["failed", "waiting"]),
    default="failed",
    show_default=True,
    help="those that were set aside, or those that still wait to be dealt with",
)
@AS_JSON
def list_updates(state: str = "failed", as_json: bool = False) -> None:
    """List the updates that were set aside, oldest first."""
    found = with_inbox(lambda kept: kept.listing(state))
    if as_json:
        click.echo(json.dumps([update_fields(each) for each in found], ensure_ascii=False, indent=2))
    elif not found:
        click.echo(f"No update is {'set aside' if state == 'failed' else 'waiting'}.")
    else:
        click.echo("\n".join(update_line(each) for each in found))


@inbox.command()
@click.argument("update_id", type=int)
@AS_JSON
def show(update_id: int, as_json: bool) -> None:
    """Show one update as it came. It holds what the person wrote: keep it to yourself."""
    found = with_inbox(lambda kept: kept.find(update_id))
    if found is None:
        raise click.ClickException(f"There is no update {update_id} in the inbox. List them: inbox list")
    body = json.loads(found.body or "null")
    if as_json:
        click.echo(json.dumps({**update_fields(found), "update": body}, ensure_ascii=False, indent=2))
        return
    click.echo(update_line(found))
    click.echo(json.dumps(body, ensure_ascii=False, indent=2))


@inbox.command()
@click.argument("update_id", type=int, required=False)
@click.option("--all", "everything", is_flag=True, help="every update that was set aside")
@AS_JSON
def retry(update_id: int | None, everything: bool, as_json: bool) -> None:
    """Let an update be tried again: by the running bot within seconds, else at its start.

    Somebody who has written since is only shown where they are: an old reply is no answer to a later question.
    """
    if (update_id is None) != everything:
        raise click.UsageError("give either the number of an update or --all")
    count = with_inbox(lambda kept: kept.retry(datetime.datetime.now(datetime.UTC), update_id))
    if as_json:
        click.echo(json.dumps({"retried": count}))
    elif not count and update_id is not None:
        raise click.ClickException(
            f"Nothing with the number {update_id} was set aside. See what was: inbox list"
        )
    else:
        click.echo(f"To be tried again: {count}")


def with_inbox(verb: "Callable[[Inbox], Awaitable[T]]") -> T:
    """Do something with the inbox; end with a message if the database cannot be used."""
    from storage.inbox import Inbox

    return with_database(lambda database: verb(Inbox(database)))


def update_fields(update: "StoredUpdate") -> dict[str, object]:
    """An update without what is in it."""
    return {key: value for key, value in dataclasses.asdict(update).items() if key != "body"}


def update_line(update: "StoredUpdate") -> str:
    """An update in one line."""
    where = f"chat {update.chat_id}" if update.chat_id else "no chat"
    tried = f"{update.attempts} attempt(s)"
    return f"{update.update_id}  {update.received_at[:19]}Z  {where}  {tried}  {update.error or ''}".rstrip()
