"""`python -m bot questions`: what people asked and the bot does not answer well, the most frequent first."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from bot.commands.stored import Row, say_rows, with_database

if TYPE_CHECKING:
    from storage.questions import PoorlyAnswered


@click.command()
@click.option("--days", type=click.IntRange(1), default=90, show_default=True, help="how far back")
@click.option("--lang", help="only questions in this language")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
@click.option("--csv", "as_csv", is_flag=True, help="print CSV (UTF-8, semicolons) instead of a table")
def questions(days: int, lang: str | None, as_json: bool, as_csv: bool) -> None:
    """List questions that were not answered or voted down, those alike together. Works while the bot runs."""
    from datetime import UTC, datetime, timedelta

    from storage.questions import list_poorly_answered

    begin = datetime.now(UTC) - timedelta(days=days)
    found = with_database(lambda database: list_poorly_answered(database, begin))
    rows = [
        question_row(group)
        for group in similar_questions(each for each in found if lang in (None, each.language))
    ]
    if not as_csv:
        say_rows(rows, as_json, f"No unanswered question in the last {days} days.")
        return
    from bot.documents.lists import csv_file

    cells = [[each if isinstance(each, int) else str(each or "") for each in row.values()] for row in rows]
    click.echo(csv_file({"columns": COLUMNS, "rows": cells}), nl=False)


COLUMNS = ("times", "question", "lang", "why", "nearest", "last", "also")


def question_row(group: "list[PoorlyAnswered]") -> Row:
    """A group in one row: its most frequent wording, and the others."""
    wordings = Counter(each.text for each in group).most_common()
    last = group[-1]
    values = (
        len(group),
        wordings[0][0] or f"(answer {last.answer_id})",
        last.language,
        ", ".join(sorted({each.outcome for each in group})),
        last.answer_id,
        last.asked_at[:10],
        " | ".join(text for text, _times in wordings[1:4]),
    )
    return dict(zip(COLUMNS, values, strict=True))


def similar_questions(asked: "Iterable[PoorlyAnswered]") -> "list[list[PoorlyAnswered]]":
    """Put questions together whose wordings are alike in one language, or whose answer was voted down without words."""
    from knowledge.search.likeness import groups_of_alike

    worded: list[PoorlyAnswered] = []
    wordless: dict[str | None, list[PoorlyAnswered]] = {}
    for each in asked:
        (worded if each.text else wordless.setdefault(each.answer_id, [])).append(each)
    alike = groups_of_alike([(each.text, each.language) for each in worded])
    found = [[worded[place] for place in group] for group in alike]
    return sorted([*found, *wordless.values()], key=len, reverse=True)
