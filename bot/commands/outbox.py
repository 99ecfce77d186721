"""`python -m bot outbox`: what is on its way, what failed and why, and another try."""

from typing import TYPE_CHECKING

import click

from bot.commands.stored import Row, say_rows, with_database

if TYPE_CHECKING:
    from storage.outbox import Entry, State

MOST = 10_000


@click.group(invoke_without_command=True)
@click.option(
    "--state",
    type=click.Choice(["pending", "failed", "sent"]),
    help="only these (default: pending and failed)",
)
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
@click.pass_context
def outbox(context: click.Context, state: "State | None", as_json: bool) -> None:
    """Show the deliveries that are pending or failed, and why. Works while the bot runs."""
    if context.invoked_subcommand is None:
        from storage.outbox import list_deliveries

        entries = with_database(lambda database: list_deliveries(database, state, MOST))
        wanted = [delivery_row(entry) for entry in entries if state or entry.state != "sent"]
        say_rows(wanted, as_json, "Nothing is pending, and nothing failed." if not state else "None.")


@outbox.command()
@click.argument("ids", type=int, nargs=-1)
def retry(ids: tuple[int, ...]) -> None:
    """Try failed deliveries again now: those with these IDS, or all; pending ones too if their IDS are given."""
    from datetime import UTC, datetime

    from storage.delivering import retry_deliveries

    now = datetime.now(UTC)
    number = with_database(lambda database: retry_deliveries(database, now, ids or None))
    if ids and number < len(set(ids)):
        click.echo(
            f"{len(set(ids)) - number} of these IDs is neither failed nor waiting for another try.", err=True
        )
    click.echo(f"{number} delivery(ies) due now; the running bot tries within half a minute.")
    if ids and not number:
        raise SystemExit(1)


def delivery_row(entry: "Entry") -> Row:
    """A delivery in one row; `about` is its key, which names the occasion."""
    return {
        "id": entry.id,
        "state": entry.state,
        "by": entry.delivery.channel,
        "to": entry.delivery.recipient,
        "about": entry.delivery.key,
        "attempts": entry.attempts,
        "next": f"{entry.due_at:%Y-%m-%d %H:%M}" if entry.state == "pending" else None,
        "why": entry.error,
    }
