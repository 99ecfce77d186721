"""`python -m bot evaluate FILE …`: how well labelled messages are dealt with, and by the search's peers."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from bot.commands.stored import settings
from bot.evaluation.judging import Judged, LabelledRow, asked_of, judged, shape_of
from bot.evaluation.summary import summary_figures, summary_table
from bot.evaluation.table import evaluation_table

if TYPE_CHECKING:
    from bot.operations.knowledge_base import KnowledgeBase
    from knowledge.content.schema import Language
    from knowledge.search.engine import Encode, Search, SearchResult
    from knowledge.search.measuring.evaluation import Find, Report
    from knowledge.search.measuring.labelled import Question
    from knowledge.search.word_model import Entry

SHOWN = 20  # messages that were not dealt with as expected
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("files", metavar="FILE [FILE …]", type=FILE, nargs=-1, required=True)
@click.option("--index", "train", type=FILE, help="learn from this labelled file instead of the content")
@click.option("--held-out", is_flag=True, help="learn the content without the lines of the files")
@click.option("--search", "alone", is_flag=True, help="the search alone, without judging candidacies")
@click.option("--peers", is_flag=True, help="add plain rapidfuzz and BM25 on the same questions")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of tables")
def evaluate(
    files: "Sequence[Path]", train: Path | None, held_out: bool, alone: bool, peers: bool, as_json: bool
) -> None:
    """Measure the chat on each FILE: JSON lines, each of one of the shapes below.

    \b
    a question   {"lang","text","ids","kind"} or {"text","intent"}
    a dialogue   {"lang","kind","turns":[{"text","expect":{"ids","ids_all","not_ids","outcome","verdict"}}]}
    a candidacy  {"lang","text","verdict","kind_of_entity"}
    a form reply {"lang","question","given","text","want"}

    Prints per language and kind how many were answered rightly, wrongly, by suggestion or not at all, and the
    worst confusions; of several files first the figures that matter, in one table. A candidacy asked as a
    question counts as the answer that states its rule.
    """  # noqa: D301 - click's mark for lines that are not to be joined
    by_file = {file: read_labelled_rows(file) for file in files}
    rows = [row for part in by_file.values() for row in part]
    asked = [question for file, part in by_file.items() for question in questions_of(file, part)]
    others = [row for row in rows if shape_of(row) != "questions"]
    base = None if train else knowledge_base(texts_of(rows) if held_out else ())
    report = report_on(asked, base, train, alone, peers) if asked else None
    replies = list(replies_judged(others, base)) if base else []
    drawn = json_of if as_json else text_of
    click.echo(drawn(report, replies, whole=len(files) > 1))


def text_of(report: "Report | None", replies: "Sequence[Judged]", whole: bool) -> str:
    """Draw the tables; where the figures are of the whole, the one that sums them up comes first."""
    parts = [
        summary_table(summary_figures(report, replies)) if whole else "",
        report.text() if report else "",
        evaluation_table(replies, SHOWN),
    ]
    return "\n\n".join(filter(None, parts))


def json_of(report: "Report | None", replies: "Sequence[Judged]", whole: bool) -> str:
    """Write the figures as one JSON object, or those of one file as that of its questions, or a list of replies."""
    shown = [vars(one) for one in replies]
    if whole or (report and shown):
        figures = [vars(figure) for figure in summary_figures(report, replies)]
        together = {"summary": figures, "questions": report, "replies": shown}
        return json.dumps(together, default=vars, ensure_ascii=False, indent=2)
    return report.json() if report else json.dumps(shown, ensure_ascii=False)


def report_on(
    asked: "Sequence[Question]",
    base: "KnowledgeBase | None",
    train: Path | None,
    alone: bool,
    peers: bool,
) -> "Report":
    """Ask the questions, and count what became of them."""
    from knowledge.search.measuring import evaluation
    from knowledge.search.measuring.labelled import taught_entries
    from knowledge.search.measuring.peers import peers as rivals
    from knowledge.search.teaching import entries_to_teach as taught

    if base is None:
        learned = taught_entries(questions_of(train, read_labelled_rows(train)) if train else ())
        find = search_alone(indexed(learned, encoder_of_settings(20.0)))
    else:
        learned = taught(base.content)
        find = search_alone(base.search) if alone else search_as_in_chat(base)
    report = evaluation.evaluate(find, asked)
    return replace(report, compared=evaluation.compare(find, rivals(learned), asked)) if peers else report


def questions_of(file: Path, rows: "Sequence[LabelledRow]") -> "list[Question]":
    """Give the questions among a file's rows; end with the number of the line that is none."""
    from knowledge.search.measuring.labelled import MalformedLineError, read_labelled_questions

    try:
        return read_labelled_questions(
            json.dumps(row) if shape_of(row) == "questions" else "" for row in rows
        )
    except MalformedLineError as wrong:
        raise click.ClickException(f"{file}, {wrong}") from None


def replies_judged(rows: "Sequence[LabelledRow]", base: "KnowledgeBase") -> "Iterator[Judged]":
    """Type the rows' messages as `ask --batch` does, and judge each reply."""
    from bot.commands.ask import Asker

    asker = Asker(settings(), base)
    for number, row in enumerate(rows):
        for asked, expected in asked_of(row, number):
            yield judged(row, asked, expected, asker.reply(asked))


def knowledge_base(held_out: "Collection[str]") -> "KnowledgeBase":
    """Load the content in service, without some phrasings."""
    from bot.operations.knowledge_base import Library

    chosen = settings()
    cache = chosen.cache / "held-out" if held_out else chosen.cache
    return Library(
        chosen.programme_folder, cache, encode=encoder_of_settings(2.0), held_out=held_out
    ).knowledge_base


def encoder_of_settings(patience: float) -> "Encode | None":
    """Start the sentence model, if the settings have it; a measurement waits longer for it than a chat."""
    from bot.operations.meaning import encoder

    return encoder(settings(), patience=patience)


def texts_of(rows: "Iterable[LabelledRow]") -> list[str]:
    """List the messages of labelled rows."""
    turns = (turn["text"] for row in rows for turn in row.get("turns", ()))
    return [*turns, *(row["text"] for row in rows if "text" in row)]


def read_labelled_rows(file: Path) -> "list[LabelledRow]":
    """Read JSON lines; end with the number of the line that is none."""
    found: list[LabelledRow] = []
    for number, line in enumerate(read_lines(file), 1):
        if not line.strip():
            continue
        try:
            found.append(cast("LabelledRow", dict(json.loads(line))))
        except (ValueError, TypeError):
            raise click.ClickException(f"{file}, line {number}: not a JSON object") from None
    return found


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


def search_alone(search: "Search") -> "Find":
    """What the search finds."""
    return lambda text, language: search.find(text, language=language)


def search_as_in_chat(knowledge_base: "KnowledgeBase") -> "Find":
    """What the chat makes of a message, as `ask` does; before the deadline, since a verdict names the same rule."""
    today = knowledge_base.content.programme.call.last_open_day

    def find(text: str, language: "Language") -> "SearchResult":
        found = knowledge_base.search.find(text, language=language)
        understood = knowledge_base.interpreter.understand(text, language, today)
        if understood.outcome not in ("answer", "eligibility"):
            return found
        return replace(found, outcome="answer", id=understood.id, unstated=None, confidence=1.0)

    return find


def read_lines(path: Path) -> list[str]:
    """Read a file's lines."""
    return path.read_text(encoding="utf-8").splitlines()
