"""`python -m bot evaluate FILE`: how well labelled questions are answered, and by the search's peers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.stored import settings

if TYPE_CHECKING:
    from bot.operations.knowledge_base import KnowledgeBase
    from knowledge.content.schema import Language
    from knowledge.search.engine import Encode, Found, Search
    from knowledge.search.evaluation import Find
    from knowledge.search.ranking import Entry

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--index", "train", type=FILE, help="learn from this labelled file instead of the content")
@click.option("--search", "alone", is_flag=True, help="the search alone, without judging candidacies")
@click.option("--peers", is_flag=True, help="add plain rapidfuzz and BM25 on the same questions")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of tables")
def evaluate(file: Path, train: Path | None, alone: bool, peers: bool, as_json: bool) -> None:
    """Measure the chat on FILE: JSON lines {"lang","text","ids","kind"} or {"text","intent"}.

    Prints per language and kind how many were answered rightly, wrongly, by suggestion or not at all, and the
    worst confusions. A candidacy ("we are 80,000, can we apply?") counts as the answer that states its rule.
    """
    from bot.operations.knowledge_base import Library
    from bot.operations.meaning import encoder
    from knowledge.search import evaluation
    from knowledge.search.labelled import Malformed, entries, questions
    from knowledge.search.peers import peers as rivals
    from knowledge.search.teaching import entries as taught

    try:
        asked = questions(lines_of(file))
        learned = entries(questions(lines_of(train))) if train else None
    except Malformed as wrong:
        raise click.ClickException(str(wrong)) from None
    if learned is None:
        chosen = settings()
        knowledge_base = Library(
            chosen.programme_folder, chosen.cache, encode=encoder(chosen, patience=2.0)
        ).knowledge_base
        learned = taught(knowledge_base.content)
        find = searching(knowledge_base.search) if alone else chatting(knowledge_base)
    else:
        find = searching(indexed(learned, encoder(settings(), patience=20.0)))
    report = evaluation.evaluate(find, asked)
    if peers:
        report = replace(report, compared=evaluation.compare(find, rivals(learned), asked))
    show: Callable[[], str] = report.json if as_json else report.text
    click.echo(show())


def indexed(entries: "Sequence[Entry]", encode: "Encode | None") -> "Search":
    """Learn labelled lines, each with its sentence vector (25 ms) where there is a model."""
    from knowledge.search.engine import Search
    from knowledge.search.synonyms import Synonyms
    from knowledge.search.vectors import key, quantised

    if encode is None:
        return Search.learn(entries, Synonyms())
    lines = [text for entry in entries for text, _ in entry.lines()]
    made = ((text, encode(text)) for text in lines)
    vectors = {key(text): quantised(vector) for text, vector in made if vector is not None}
    search = Search.learn(entries, Synonyms(), vectors=vectors)
    search.encode_with(encode)
    return search


def searching(search: "Search") -> "Find":
    """What the search finds."""
    return lambda text, language: search.find(text, language=language)


def chatting(knowledge_base: "KnowledgeBase") -> "Find":
    """What the chat makes of a message, as `ask` does; before the deadline, since a verdict names the same rule."""
    today = knowledge_base.content.programme.call.last_open_day

    def find(text: str, language: "Language") -> "Found":
        found = knowledge_base.search.find(text, language=language)
        understood = knowledge_base.interpreter.understand(text, language, today)
        if understood.outcome not in ("answer", "eligibility"):
            return found
        return replace(found, outcome="answer", id=understood.id, unstated=None, confidence=1.0)

    return find


def lines_of(path: Path) -> list[str]:
    """Read a file's lines."""
    return path.read_text(encoding="utf-8").splitlines()
