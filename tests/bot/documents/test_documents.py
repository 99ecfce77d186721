"""Summaries, tables and charts, hostile words included."""

import asyncio
import csv
import io
import subprocess
import sys

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from bot.documents import DocumentError, make, worker
from bot.documents.fonts import printable
from bot.documents.summary import summary
from bot.documents.worker import start
from tests.waiting import until_true

pytestmark = pytest.mark.slow

HOSTILE = "<b>x</b> & {nb} **y** =1+1 日本 \u202e\ud800\x07 $z$ 🇪🇸 🫠"


def summary_of(*rows: list[str]) -> dict[str, object]:
    section = {"title": "Para decidir", "rows": list(rows)}
    return {
        "language": "es",
        "title": "[IUC-2026-0001] Gijón, España",
        "subtitle": "22 de noviembre de 2026",
        "sections": [section],
        "footer": ["IUC-2026-0001"],
    }


def read_pdf(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def table_of(*values: object) -> dict[str, object]:
    return {"title": "Leads [2026]", "columns": ["Text"], "rows": [[value] for value in values]}


LONG = summary_of(["Reto", "palabra " * 100_000])
"""What takes seconds to make."""


async def runs() -> bool:
    return worker().process is not None


async def test_a_summary_has_its_title_rows_footer_and_page_number() -> None:
    made = read_pdf(await make("summary", summary_of(["Reto común", "La vivienda\nasequible"])))
    text = made.pages[0].extract_text()
    for expected in ("[IUC-2026-0001] Gijón, España", "Reto común", "La vivienda", "asequible", "1 / 1"):
        assert expected in text
    assert made.metadata
    assert made.metadata.title == "[IUC-2026-0001] Gijón, España"


async def test_a_long_answer_runs_over_pages_and_none_of_it_is_lost() -> None:
    words = [f"palabra{i}" for i in range(1500)]
    made = read_pdf(await make("summary", summary_of(["Reto", " ".join(words)])))
    assert len(made.pages) > 2
    text = " ".join(page.extract_text() for page in made.pages)
    assert all(word in text.split() for word in words)


async def test_characters_that_the_font_lacks_are_replaced_and_nothing_is_interpreted() -> None:
    text = read_pdf(await make("summary", summary_of([HOSTILE, HOSTILE]))).pages[0].extract_text()
    assert "<b>x</b> & {nb} **y** =1+1" in text
    assert "$z$" in text
    assert "日" in text
    assert "本" in text
    assert "\u202e" not in text
    assert "🇪" not in text


async def test_addresses_in_a_summary_can_be_clicked() -> None:
    value = "Ana, ana@gijon.example, https://gijon.example/plan?a=1&b=2."
    page = read_pdf(await make("summary", summary_of(["Contacto", value]))).pages[0]
    targets = [note.get_object()["/A"]["/URI"] for note in page.annotations or ()]
    assert targets == ["mailto:ana@gijon.example", "https://gijon.example/plan?a=1&b=2"]


@pytest.mark.parametrize("text", ["=1+1", "+34 600", "-x", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
async def test_what_a_spreadsheet_would_calculate_is_text(text: str) -> None:
    rows = csv.reader(
        io.StringIO((await make("csv_file", table_of(text))).decode("utf-8-sig")), delimiter=";"
    )
    assert list(rows)[1] == [f"'{text}"]
    cell = load_workbook(io.BytesIO(await make("xlsx_file", table_of(text)))).worksheets[0]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


async def test_a_table_keeps_numbers_and_says_nothing_where_nothing_is() -> None:
    made = await make("csv_file", table_of(271780, None, 'a;b\n"c"'))
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [["Text"], ["271780"], [""], ['a;b\n"c"']]
    sheet = load_workbook(io.BytesIO(await make("xlsx_file", table_of(271780, None)))).worksheets[0]
    assert [sheet["A2"].value, sheet["A3"].value] == [271780, None]


async def test_documents_are_in_the_programmes_colour() -> None:
    table = await make("xlsx_file", {**table_of("x"), "colour": "#1b5e20"})
    assert load_workbook(io.BytesIO(table)).worksheets[0]["A1"].fill.fgColor.rgb.endswith("1b5e20")
    page = read_pdf(await make("summary", {**summary_of(["a", "b"]), "colour": "#1b5e20"})).pages[0]
    drawn = page.get_contents()
    assert drawn is not None
    assert b"0.1059 0.3686 0.1255 rg" in drawn.get_data()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("map", {"marked": {"ES": "Spain"}, "hatched": ["PT"], "legend": ["a", "b"]}),
        ("timeline", {"lead": "x", "stages": ["a", "b"]}),
        ("topics", {"topics": ["a", "b"]}),
        ("chart", {"panels": [{"kind": "bars", "title": "x", "items": [{"label": "x", "value": 3}]}]}),
    ],
)
async def test_pictures_are_in_the_programmes_colour(kind: str, data: dict[str, object]) -> None:
    made = await make(kind, {"title": "x", "note": "y", "colour": "#1b5e20", **data})
    colours = {colour for _, colour in Image.open(io.BytesIO(made)).convert("RGB").getcolors(1 << 24) or ()}
    assert (0x1B, 0x5E, 0x20) in colours
    assert (0x00, 0x33, 0x99) not in colours


async def test_hostile_words_end_up_in_a_sheet_without_what_excel_refuses() -> None:
    sheet = load_workbook(io.BytesIO(await make("xlsx_file", table_of(HOSTILE, "x" * 40_000)))).worksheets[0]
    assert sheet["A2"].value == HOSTILE.replace("\x07", "").replace("\u202e", "").replace("\ud800", "?")
    assert len(sheet["A3"].value) == 32_000


async def test_a_chart_is_a_picture_that_fits_telegram() -> None:
    bars = [{"label": HOSTILE, "value": 3}, {"label": "$x_1$", "value": 0}]
    panels = [
        {"kind": kind, "title": HOSTILE, "empty": "–", "items": items}
        for kind in ("columns", "bars", "shares")
        for items in (bars, [])
    ]
    made = await make("chart", {"title": HOSTILE, "subtitle": HOSTILE, "panels": panels})
    width, height = Image.open(io.BytesIO(made)).size
    assert width + height < 10_000
    assert width == 1320


async def test_a_document_that_cannot_be_made_says_why_without_quoting_its_content() -> None:
    with pytest.raises(DocumentError, match="picture of a cat: KeyError"):
        await make("picture of a cat", {})
    with pytest.raises(DocumentError, match=r"^summary: ") as failure:
        await make("summary", {"language": "es", "title": "secret", "sections": "secret"})
    assert "secret" not in str(failure.value)


async def test_a_worker_that_takes_too_long_is_killed_and_the_next_one_works() -> None:
    with pytest.raises(DocumentError, match=r"not finished within 0.05 s"):
        await make("summary", LONG, timeout=0.05)
    assert worker().process is None
    assert await make("csv_file", table_of("x"))


async def test_a_worker_that_crashes_fails_its_document_alone() -> None:
    worker().end()
    making = asyncio.create_task(make("summary", LONG))
    await until_true(runs, "the worker")
    worker().kill()
    with pytest.raises(DocumentError, match="summary: the worker ended without a word"):
        await making
    assert await make("csv_file", table_of("x"))


async def test_a_worker_is_kept_and_one_that_ended_is_replaced() -> None:
    await make("csv_file", table_of("x"))
    first = worker().process
    await make("csv_file", table_of("x"))
    assert worker().process is first
    assert first
    first.kill()
    first.wait()
    assert b"x" in await make("csv_file", table_of("x"))
    assert worker().process is not first


def test_a_worker_ends_by_itself_when_nothing_is_wanted() -> None:
    started = start(idle=0)
    assert started.communicate()[0] == b""
    assert started.returncode == 0


@pytest.mark.parametrize("moment", range(12))
async def test_no_worker_is_left_at_whatever_moment_it_is_broken_off_twice(moment: int) -> None:
    making = asyncio.create_task(make("summary", LONG))
    for _turn_of_the_loop in range(moment):
        await asyncio.sleep(0)
    making.cancel()
    await asyncio.sleep(0)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert b"x" in await make("csv_file", table_of("x"))


async def test_documents_wanted_at_the_same_time_are_made_one_after_another() -> None:
    made = await asyncio.gather(*(make("csv_file", table_of(f"x{i}")) for i in range(3)))
    assert [b"x0" in made[0], b"x1" in made[1], b"x2" in made[2]] == [True] * 3


def test_the_heavy_libraries_stay_out_of_the_process_that_has_documents_made() -> None:
    heavy = "{'matplotlib', 'openpyxl', 'fpdf', 'PIL'}"
    code = f"import sys, bot.application, bot.documents; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_summary_shows_the_scripts_that_names_come_in() -> None:
    names = ["Ελληνικά", "Кирилица", "الرباط", "नई दिल्ली", "東京都", "서울", "שלום", "😀"]
    rows = [["a", " ".join(names)]]
    made = summary({"language": "es", "title": "Names", "sections": [{"title": "x", "rows": rows}]})
    resources = PdfReader(io.BytesIO(made)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    fonts = {str(font.get_object()["/BaseFont"]) for font in resources.values()}
    for part in ("NotoSansDevanagari", "NotoSansCJK"):
        assert any(part in name for name in fonts), (part, fonts)
    assert "□" not in PdfReader(io.BytesIO(made)).pages[0].extract_text()


def test_a_flag_that_cannot_be_printed_leaves_no_gap() -> None:
    assert printable("🇧🇷 Brasil, 🇵🇪 Perú", frozenset(range(0x500))) == "Brasil, Perú"


async def test_marks_of_direction_hide_nothing_in_tables() -> None:
    data = {"title": "Leads", "columns": ["\u202eName"], "rows": [["\u202e=cmd|x"], ["\u2066Ana\u2069 حسن"]]}
    written = (await make("csv_file", data)).decode("utf-8-sig")
    assert written.splitlines() == ['"Name"', '"\'=cmd|x"', '"Ana حسن"']
    sheet = load_workbook(io.BytesIO(await make("xlsx_file", data))).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows()] == ["Name", "=cmd|x", "Ana حسن"]
    assert sheet["A2"].data_type == "s"


async def test_a_sheet_shows_the_lines_of_long_answers_and_prints_its_header_on_each_page() -> None:
    data = {
        "title": "Leads",
        "columns": ["Reference", "Challenge"],
        "rows": [["a", 1234567], ["b", "x " * 900]],
    }
    sheet = load_workbook(io.BytesIO(await make("xlsx_file", data))).worksheets[0]
    assert [sheet.row_dimensions[row].height for row in (1, 2, 3)] == [15, 15, 225]
    assert sheet["B2"].number_format == "#,##0"
    assert sheet.freeze_panes == "B2"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
