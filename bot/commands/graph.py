"""`python -m bot graph`: the pre-application's flow as a Mermaid diagram."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.stored import settings

if TYPE_CHECKING:
    from knowledge.content.schema import Language


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option("--lang", default=None, help="the diagram's language")
def graph(folder: Path | None, lang: "Language | None") -> None:
    """Draw the questionnaire in FOLDER (default: that of PROGRAMME) in Mermaid, with every way through it."""
    from knowledge.content.checks.questionnaire import flow_of
    from knowledge.content.load import load
    from knowledge.form.graph.diagram import mermaid

    content = load(folder or settings().programme_folder)
    lang = lang or content.programme.languages[0]
    rules = content.rulebook.rules
    labels = {("kind", kind.id): kind.button.within(lang) for kind in rules.kinds} | {
        (question.id, option.id): option.label.within(lang)
        for question in content.questionnaire.questions
        for option in question.options
    }
    flow = flow_of(content.questionnaire, content.programme, rules)
    click.echo(mermaid(flow, lang, labels), nl=False)
