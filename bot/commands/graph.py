"""`python -m bot graph`: the pre-application's flow as a Mermaid diagram."""

from pathlib import Path

import click

from knowledge.diagram import mermaid
from knowledge.load import CONTENT, load
from knowledge.models import Language
from knowledge.questionnaire_checks import flow_of


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=CONTENT)
@click.option("--lang", type=click.Choice(["es", "en"]), default="en", help="the diagram's language")
def graph(folder: Path, lang: Language) -> None:
    """Draw the questionnaire in FOLDER (default: knowledge/content) in Mermaid, with every way through it."""
    knowledge = load(folder)
    rules = knowledge.rulebook.rules
    labels = {("kind", kind.id): kind.button.within(lang) for kind in rules.kinds} | {
        (question.id, option.id): option.label.within(lang)
        for question in knowledge.questionnaire.questions
        for option in question.options
    }
    flow = flow_of(knowledge.questionnaire, knowledge.programme, rules)
    click.echo(mermaid(flow, lang, labels), nl=False)
