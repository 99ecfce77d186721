"""What each kind of document is made from, as views write it and as the worker reads it from JSON.

Texts are in the reader's language already; countries stand by their ISO 3166 codes; `colour` is the programme's own.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, Required

from typing_extensions import TypedDict

Cell = str | int | None | Mapping[str, str]
"""A text, a number, nothing, or a moment: {"at": "2026-11-20T10:00"}."""


class Section(TypedDict):
    """A part of a PDF: a heading, labels and values."""

    title: str
    rows: Sequence[Sequence[str]]


class Pdf(TypedDict, total=False):
    """A pre-application as a PDF; the footer stands on every page, beside the page's number."""

    language: Required[str]
    title: Required[str]
    colour: str
    subtitle: str
    sections: Required[Sequence[Section]]
    footer: Sequence[str]


class Rows(TypedDict):
    """Columns by name, and rows of as many cells."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


class Sheet(Rows):
    """A sheet of a workbook."""

    title: str


class Table(Sheet, total=False):
    """A table as a file: its first sheet, and further ones, which a CSV leaves out."""

    colour: str
    more: Sequence[Sheet]


class Item(TypedDict, total=False):
    """A column, a bar or a part: `note` is written beside it in place of its value, `aside` makes it paler."""

    label: Required[str]
    value: Required[int]
    note: str
    aside: bool


class Panel(TypedDict, total=False):
    """Items as columns (a course of time), as bars (compared) or as shares of a whole; `empty` where there are none."""

    kind: Required[Literal["columns", "bars", "shares"]]
    title: Required[str]
    items: Required[Sequence[Item]]
    empty: str


class Chart(TypedDict, total=False):
    """Figures as one picture: panels, two beside each other."""

    title: Required[str]
    colour: str
    subtitle: str
    panels: Required[Sequence[Panel]]


class WorldMap(TypedDict):
    """The world with countries marked and named, others hatched; the legend's first line is about the hatched ones."""

    title: str
    colour: str
    note: str
    marked: Mapping[str, str]
    hatched: Sequence[str]
    legend: Sequence[str]


class Timeline(TypedDict):
    """Stages one after another, as equal steps, since no dates are known."""

    title: str
    colour: str
    lead: str
    stages: Sequence[str]
    note: str


class TopicSheet(TypedDict):
    """Topics as a numbered sheet."""

    title: str
    colour: str
    topics: Sequence[str]
    note: str
