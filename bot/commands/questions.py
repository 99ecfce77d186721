"""`python -m bot questions`: what people asked and the bot does not answer well, the most frequent first."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from bot.commands.stored import Row, say_rows, with_database
from knowledge.search.likeness import groups

if TYPE_CHECKING:
    from storage.gaps import Gap


@click.command()
@click.option("--days", type=click.IntRange(1), default=90, show_default=True, help="how far back")
@click.option("--lang", type=click.Choice(["es", "en"]), help="only questions in this language")
@click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
@click.option("--csv", "as_csv", is_flag=True, help="print CSV (UTF-8, semicolons) instead of a table")
def questions(days: int, lang: str | None, as_json: bool, as_csv: bool) -> None:
    """List questions that were not answered or voted down, those alike together. Works while the bot runs."""
    from datetime import UTC, datetime, timedelta

    from storage.gaps import Gaps

    begin = datetime.now(UTC) - timedelta(days=days)
    found = with_database(lambda database: Gaps(database).since(begin))
    rows = [row(group) for group in grouped(gap for gap in found if lang in (None, gap.language))]
    if not as_csv:
        say_rows(rows, as_json, f"No unanswered question in the last {days} days.")
        return
    from bot.documents.lists import leads_csv

    cells = [list(each.values()) for each in rows]
    click.echo(leads_csv({"columns": COLUMNS, "rows": cells}), nl=False)


COLUMNS = ("times", "question", "lang", "why", "nearest", "last", "also")


def row(group: "list[Gap]") -> Row:
    """A group in one row: its most frequent wording, and the others."""
    wordings = Counter(gap.text for gap in group).most_common()
    last = group[-1]
    values = (
        len(group),
        wordings[0][0] or f"(answer {last.answer_id})",
        last.language,
        ", ".join(sorted({gap.outcome for gap in group})),
        last.answer_id,
        last.asked_at[:10],
        " | ".join(text for text, _times in wordings[1:4]),
    )
    return dict(zip(COLUMNS, values, strict=True))


def grouped(gaps: "Iterable[Gap]") -> "list[list[Gap]]":
    """Put gaps together whose wordings are alike in one language, or whose answer was voted down without words."""
    worded: list[Gap] = []
    wordless: dict[str | None, list[Gap]] = {}
    for gap in gaps:
        (worded if gap.text else wordless.setdefault(gap.answer_id, [])).append(gap)
    alike = groups([(gap.text, gap.language) for gap in worded])
    found = [[worded[place] for place in group] for group in alike]
    return sorted([*found, *wordless.values()], key=len, reverse=True)
