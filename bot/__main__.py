"""The command line: `python -m bot --help` lists what it can do. Each command's work is done elsewhere."""

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bot.commands.backup import backup, restore
from bot.commands.campaigns import campaigns
from bot.commands.check import check
from bot.commands.doctor import doctor
from bot.commands.evaluate import evaluate
from bot.commands.graph import graph
from bot.commands.inbox import inbox
from bot.commands.leads import leads
from bot.commands.new_programme import new_programme
from bot.commands.outbox import outbox
from bot.commands.pictures import pictures
from bot.commands.questions import questions
from bot.commands.run import fail, preview, run, settings_or_exit
from bot.commands.vectors import vectors
from knowledge.learned_files import CannotBuildError

if TYPE_CHECKING:
    from bot.evaluation.judging import AskRow


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The automatic assistant of a programme, as a Telegram bot: answers, eligibility, pre-applications."""
    os.umask(0o077)  # whatever is written holds people's answers: database, mails, backups, exports


@main.command()
@click.argument("text", required=False)
@click.option("--lang", help="the chat's language (default: that of the text)")
@click.option("--json", "as_json", is_flag=True, help="print one JSON object instead of the reply alone")
@click.option(
    "--batch",
    type=click.File(encoding="utf-8"),
    help='JSON lines {"lang","text"} from a file or - (implies --json); rows of one "chat" are turns of one talk',
)
def ask(text: str | None, lang: str | None, as_json: bool, batch: Iterator[str] | None) -> None:
    """Ask as a person in the chat would; print the reply."""
    from bot.commands.ask import Asker

    if (text is None) == (batch is None):
        raise click.UsageError(
            'give either a TEXT or --batch FILE, for example: python -m bot ask "Who can apply?"'
        )
    asker = Asker(settings_or_exit())
    if batch is None:
        reply = asker.ask(str(text), lang)
        click.echo(json.dumps(reply, ensure_ascii=False) if as_json else reply["text"])
        return
    for number, line in enumerate(batch, 1):
        if line.strip():
            click.echo(json.dumps(asker.reply(row_of(line, number)), ensure_ascii=False))


def row_of(line: str, number: int) -> "AskRow":
    """Read a line of a batch."""
    try:
        row: AskRow = json.loads(line)
        str(dict(row)["text"])
    except (ValueError, KeyError, TypeError, AttributeError):
        fail(f'line {number}: not a JSON object with "text" (and "lang"): {line.strip()[:80]}', 2)
    return row


main.add_command(backup)
main.add_command(campaigns)
main.add_command(check)
main.add_command(doctor)
main.add_command(evaluate)
main.add_command(graph)
main.add_command(inbox)
main.add_command(leads)
main.add_command(outbox)
main.add_command(pictures)
main.add_command(new_programme)
main.add_command(preview)
main.add_command(questions)
main.add_command(run)
main.add_command(vectors)
main.add_command(restore)


if __name__ == "__main__":
    try:
        main()
    except CannotBuildError as error:
        fail(str(error), 1)
