"""Tables as CSV, safe to open in a spreadsheet; needs none of the heavy libraries."""

import csv
import io
import re
from collections.abc import Mapping

from bot.direction_marks import without_direction_marks
from bot.documents.shapes import Rows

FORMULA = re.compile(r"^\s*[=+\-@|%＝＋－＠]|^[\t\r\n]")
"""How a text begins that a spreadsheet may calculate."""


def csv_file(data: Rows) -> bytes:
    """Make a CSV: UTF-8 with a byte order mark and semicolons, which Excel in most of Europe opens by itself.

    A text that a spreadsheet would take for a formula gets an apostrophe before it. Every field is quoted.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([without_formula(name) for name in data["columns"]])
    writer.writerows([[without_formula(value) for value in row] for row in data["rows"]])
    return written.getvalue().encode("utf-8-sig", errors="replace")


def without_formula(value: object) -> object:
    """A value that no spreadsheet calculates; numbers stay numbers, moments are written as 2026-11-20 10:00."""
    if isinstance(value, Mapping):
        return str(value["at"]).replace("T", " ")
    if not isinstance(value, str):
        return "" if value is None else value
    text = without_direction_marks(value.replace("\x00", ""))
    return f"'{text}" if FORMULA.match(text) else text
