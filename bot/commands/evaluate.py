"""`python -m bot evaluate FILE`: how well the search does on labelled questions, and beside its peers."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from bot.settings import read_settings

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--index", "train", type=FILE, help="learn from this labelled file instead of the content")
@click.option("--peers", is_flag=True, help="add plain rapidfuzz and BM25 on the same questions")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of tables")
def evaluate(file: Path, train: Path | None, peers: bool, as_json: bool) -> None:
    """Measure the search on FILE: JSON lines {"lang","text","ids","kind"} or {"text","intent"}.

    Prints per language and kind how many were answered rightly, wrongly, by suggestion or not at all, and the
    worst confusions.
    """
    from knowledge import evaluation
    from knowledge.labelled import Malformed, entries, questions
    from knowledge.load import CONTENT, load
    from knowledge.peers import peers as rivals
    from knowledge.search import Found, Search
    from knowledge.synonyms import Synonyms
    from knowledge.teaching import entries as taught
    from knowledge.teaching import learned
    from knowledge.text import Language

    try:
        asked = questions(lines_of(file))
        known = entries(questions(lines_of(train))) if train else None
    except Malformed as wrong:
        raise click.ClickException(str(wrong)) from None
    settings = read_settings()
    if known is None:
        knowledge = load(settings.content_dir or CONTENT)
        search, known = learned(knowledge, settings.cache), taught(knowledge)
    else:
        search = Search.learn(known, Synonyms())

    def find(text: str, language: Language) -> Found:
        return search.find(text, language=language)

    report = evaluation.evaluate(find, asked)
    if peers:
        report = replace(report, compared=evaluation.compare(find, rivals(known), asked))
    show: Callable[[], str] = report.json if as_json else report.text
    click.echo(show())


def lines_of(path: Path) -> list[str]:
    """Read a file's lines."""
    return path.read_text(encoding="utf-8").splitlines()
