"""`python -m bot check`: every mistake in a programme's files, and how many of its own tests it answers rightly."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.stored import settings
from bot.settings import folder_of_programme

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.content.load import Content
    from knowledge.content.own_tests import OwnTest

MOST_SHOWN = 12
"""Tests that are named as answered otherwise; `evaluate` shows all."""


@click.command()
@click.argument("programme", required=False)
@click.option("--quick", is_flag=True, help="leave out the programme's own tests")
def check(programme: str | None, quick: bool) -> None:
    """Check PROGRAMME, a name or a folder (default: the one in service); list every mistake by file, line and key.

    Then ask what its `tests/` hold, and say how much of it is answered as they expect.
    """
    from knowledge.content.load import examine
    from knowledge.content.own_tests import own_tests

    chosen = settings()
    folder = folder_meant(programme) if programme else chosen.programme_folder
    today = chosen.today or datetime.datetime.now().astimezone().date()
    content, mistakes = examine(folder, today)
    tests, wrong = own_tests(folder, content) if content else ([], [])
    if mistakes or wrong or content is None:
        for mistake in [*mistakes, *wrong]:
            click.echo(str(mistake), err=True)
        raise click.ClickException(f"{len(mistakes) + len(wrong)} mistake(s) in {folder}.")
    click.echo(content_summary(content))
    if tests and not quick:
        run(chosen, folder, tests)


def folder_meant(programme: str) -> Path:
    """The folder of a programme by its name, or the folder of that path."""
    for folder in (folder_of_programme(programme), Path(programme)):
        if folder.is_dir():
            return folder
    raise click.ClickException(
        f"There is no programme {programme}; python -m bot new-programme {programme} makes one."
    )


def counted(number: int, noun: str) -> str:
    """A number of things: 1 detail, 2 details."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def content_summary(content: "Content") -> str:
    """Count answers, phrasings, questions and contacts."""
    phrasings = sum(
        len(answer.taught().within(code)) for answer in content.answers.values() for code in content.languages
    )
    own = [entry for entry in content.unstated.values() if entry.subject]
    return (
        f"Content: {len(content.answers)} answers with {phrasings} phrasings, "
        f"{counted(len(own), 'detail')} that the programme does not state, "
        f"{len(content.questionnaire.questions)} questions. No mistakes.\n"
        "Routing: every possible lead and question reaches one of "
        f"{counted(len(content.contacts.contacts), 'contact')}."
    )


def run(chosen: "Settings", folder: Path, tests: "list[OwnTest]") -> None:
    """Ask each test as in a chat of its own; name those that are answered otherwise."""
    from bot.commands.ask import Asker
    from knowledge.content.own_tests import FILES

    asker = Asker(chosen.model_copy(update={"programme": f"{folder.resolve()}/"}))
    for name in FILES:
        there = [test for test in tests if test.file == name]
        replies = [(test, asker.ask(test.text, test.language)) for test in there]
        missed = [(test, reply) for test, reply in replies if not test.passes(reply)]
        if there:
            click.echo(f"{name}: {len(there) - len(missed)} of {len(there)} as expected.")
        for test, reply in missed[:MOST_SHOWN]:
            click.echo(
                f"  {name}:{test.line}: “{test.text}”: expected {test.expected}, got {test.actual(reply)}"
            )
