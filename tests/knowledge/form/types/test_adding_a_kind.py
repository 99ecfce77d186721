"""The kind of question that docs/adding-a-question-type.md adds, from start to end."""

import re
from pathlib import Path

import pytest

from knowledge.content.schema import Language
from knowledge.form import types
from knowledge.form.draft import Value
from knowledge.form.moves import Form
from knowledge.form.replies import Accepted, Reply, rejected
from knowledge.form.steps import Step
from knowledge.form.types.base import Asked, Choice, Rows, rows_of
from knowledge.form.types.one_line import OneLine
from tests.knowledge.form.replying import question, stored, tapped, valid

DOCUMENT = Path("docs/adding-a-question-type.md")
YEARS = (2026, 2027, 2028)


class Year(OneLine):
    """The year in which something is planned."""

    name = "year"
    reads_numbers = True

    def parse(self, asked: Asked, text: str) -> Reply:
        """Read a year of this century."""
        year = re.search(r"\b20\d\d\b", text)
        return Accepted(int(year.group())) if year else rejected("number")

    def tap(self, asked: Asked, code: str) -> Step:
        """Take a year of the buttons."""
        return asked.answer(int(code)) if code in map(str, YEARS) else super().tap(asked, code)

    def buttons(self, asked: Asked) -> Rows:
        """The likely years."""
        return (*super().buttons(asked), *rows_of([Choice(str(year), str(year)) for year in YEARS], 3))

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """A year."""
        return isinstance(value, int)

    def worded(self, asked: Asked, value: Value, language: Language) -> str:
        """Without a point for the thousands."""
        return str(value)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(types, "TYPES", {**types.TYPES, Year.name: Year()})


def test_the_new_kind_reads_taps_validates_and_words(form: Form) -> None:
    planned = question("year")
    assert stored(form, planned, "en 2028, creo") == 2028
    assert stored(form, planned, "pronto") == "number"
    assert tapped(form, planned, "2027").draft.answers["q"] == 2027
    assert valid(form, planned, 2027)
    assert [
        [choice.code for choice in row]
        for row in types.type_of(planned).buttons(form.asked(planned, tapped(form, planned, "").draft))
    ] == [["2026", "2027", "2028"]]


def test_the_document_shows_this_very_class() -> None:
    source = Path(__file__).read_text("utf-8")
    shown = source[source.index("class Year") : source.index("@pytest.fixture")].strip()
    assert shown in DOCUMENT.read_text("utf-8")
