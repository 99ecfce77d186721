"""Tables as XLSX, safe to open: what somebody typed is never taken for a formula. CSV is in lists.py."""

import datetime
import io
import re
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.direction_marks import without_direction_marks
from bot.documents.colours import main_colour
from bot.documents.lists import FORMULA
from bot.documents.shapes import Sheet, Table

LONGEST = 32_000
"""Characters that a cell of Excel holds, a little rounded off."""
WIDEST, NARROWEST = 50, 10
LINE, MOST_LINES = 15.0, 15
"""Points of a line; how many of a row are shown, so that one long answer leaves the others in view."""


def xlsx_file(data: Table) -> bytes:
    """Make an XLSX: sheets with a header that stays in view and filters; texts are typed as texts, moments as dates."""
    book = Workbook()
    colour = main_colour(data)
    fill_sheet(book.worksheets[0], data, colour)
    for other in data.get("more", ()):
        fill_sheet(book.create_sheet(), other, colour)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def fill_sheet(sheet: Worksheet, data: Sheet, colour: str) -> None:
    """Write one sheet, its header in a colour."""
    sheet.title = re.sub(r"[\[\]:*?/\\']", " ", str(data["title"]))[:31] or "Leads"
    for number, row in enumerate([data["columns"], *data["rows"]], 1):
        for place, value in enumerate(row, 1):
            set_cell(sheet.cell(number, place), value)
    format_columns(sheet, data, colour)


def set_cell(cell: Cell | MergedCell, value: object) -> None:
    """Put a value into a cell; a text is marked as one, so that it is none of Excel's formulas even when edited."""
    if isinstance(value, Mapping):
        cell.value = datetime.datetime.fromisoformat(value["at"])
        cell.number_format = "yyyy-mm-dd hh:mm"
        return
    if not isinstance(value, str):
        cell.value = value  # type: ignore[assignment]
        cell.number_format = "#,##0"
        return
    text = without_direction_marks(ILLEGAL_CHARACTERS_RE.sub("", value))[:LONGEST]
    cell.value = text.encode(errors="replace").decode()
    cell.data_type = "s"
    cell.quotePrefix = bool(FORMULA.match(text))


def width(value: object) -> int:
    """How many characters a value takes."""
    return len("2026-11-20 10:00") if isinstance(value, Mapping) else len(str(value or ""))


def lines_needed(value: object, wide: float) -> int:
    """How many lines a value takes in a column so many characters wide."""
    return sum(-(-max(len(line), 1) // max(int(wide) - 1, 1)) for line in str(value or "").split("\n"))


def format_columns(sheet: Worksheet, data: Sheet, colour: str) -> None:
    """Header in the programme's colour, columns as wide as their content within reason, lines wrapped."""
    for cell in sheet[1]:
        cell.font = Font(name="Calibri", bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=colour.removeprefix("#"))
    for place, name in enumerate(data["columns"], 1):
        lengths = [len(str(name)) + 3, *(width(row[place - 1]) for row in data["rows"])]
        sheet.column_dimensions[get_column_letter(place)].width = max(
            NARROWEST, min(WIDEST, max(lengths) + 1)
        )
    align(sheet)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    sheet.page_setup.orientation = "landscape"


def align(sheet: Worksheet) -> None:
    """Texts, dates and numbers at the top and left of their cells, rows as high as their lines, within reason."""
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", horizontal="left", wrap_text=True)
        most = max(
            lines_needed(cell.value, sheet.column_dimensions[get_column_letter(cell.column or 1)].width)
            for cell in row
        )
        sheet.row_dimensions[row[0].row or 1].height = LINE * min(most, MOST_LINES)
