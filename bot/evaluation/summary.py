"""The figures that matter, in one table: what questions, candidacies, dialogues and form replies come to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.evaluation.judging import Judged, Shape

if TYPE_CHECKING:
    from knowledge.search.measuring.evaluation import Report

OF_QUESTIONS = (
    ("questions: right outright", "in", "right"),
    ("questions: right or among three", "in", "among"),
    ("questions: wrong", "in", "wrong"),
    ("look-alikes answered", "near", "answered"),
    ("unrelated answered", "far", "answered"),
    ("small talk answered as such", "smalltalk", "smalltalk"),
)
"""Title, kind of question, and the share of it that counts."""
OF_REPLIES: tuple[tuple[str, Shape], ...] = (
    ("verdicts right", "eligibility"),
    ("turns of dialogues as expected", "dialogues"),
    ("form replies stored as meant", "form"),
)


@dataclass(frozen=True)
class Figure:
    """How many messages of one language there were, and to how many the title applies."""

    title: str
    language: str
    counted: int
    asked: int


def summary_figures(report: "Report | None", replies: Sequence[Judged]) -> list[Figure]:
    """Count per language what was measured at all."""
    return [*(_of_questions(report) if report else ()), *_of_replies(replies)]


def summary_table(figures: Sequence[Figure]) -> str:
    """Draw the figures in percent with how many were asked, a column for each language and one for all."""
    from tabulate import tabulate

    languages = list(dict.fromkeys(figure.language for figure in figures))
    titles = list(dict.fromkeys(figure.title for figure in figures))
    rows = []
    for title in titles:
        of_title = [figure for figure in figures if figure.title == title]
        cells = (_cell([f for f in of_title if f.language == language]) for language in languages)
        rows.append([title, *cells, _cell(of_title)])
    aligned = ("left", *["right"] * (len(languages) + 1))
    return str(tabulate(rows, ["% (asked)", *languages, "all"], colalign=aligned))


def _of_questions(report: "Report") -> Iterator[Figure]:
    for title, kind, share in OF_QUESTIONS:
        for row in report.rows:
            if row.kind == kind:
                yield Figure(title, row.language, round(getattr(row, share) * row.asked), row.asked)


def _of_replies(replies: Sequence[Judged]) -> Iterator[Figure]:
    for title, shape in OF_REPLIES:
        of_shape = [one for one in replies if one.shape == shape]
        for language in dict.fromkeys(one.language for one in of_shape):
            right = [one.right for one in of_shape if one.language == language]
            yield Figure(title, language, sum(right), len(right))


def _cell(figures: Sequence[Figure]) -> str:
    asked = sum(figure.asked for figure in figures)
    counted = sum(figure.counted for figure in figures)
    return f"{100 * counted / asked:.1f} ({asked})" if asked else ""
