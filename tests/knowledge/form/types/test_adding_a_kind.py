"""The kind of question that docs/adding-a-question-type.md adds: its pieces are run as they stand there."""

import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from knowledge.content.schema import Question
from knowledge.form import types
from knowledge.form.moves import Form
from tests.knowledge.form.replying import question, tapped, valid

DOCUMENT = Path("docs/adding-a-question-type.md")


def piece(language: str, number: int = 0) -> str:
    """One of the document's pieces of code."""
    pieces: list[str] = re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    return pieces[number]


def module(number: int) -> ModuleType:
    """One of its Python modules, as if it stood in a file."""
    made = ModuleType(f"piece_{number}")
    exec(compile(piece("python", number), str(DOCUMENT), "exec"), made.__dict__)  # noqa: S102 - our own document
    return made


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = module(0).YearQuestion()
    monkeypatch.setattr(types, "TYPES", {**types.TYPES, kind.name: kind})


def test_the_documents_own_test_holds(form: Form) -> None:
    module(1).test_a_year_is_read_among_other_words(form)


def test_the_new_kind_has_buttons_takes_a_tap_and_judges_what_is_stored(form: Form) -> None:
    planned = question("year")
    assert tapped(form, planned, "2027").draft.answers["q"] == 2027
    assert valid(form, planned, 2027)
    assert [
        [choice.code for choice in row]
        for row in types.type_of(planned).buttons(form.asked(planned, tapped(form, planned, "").draft))
    ] == [["2026", "2027", "2028"]]


def test_its_question_is_one_of_the_questionnaire() -> None:
    [asked] = yaml.safe_load(piece("yaml"))
    assert types.exists(Question.model_validate(asked))
