"""What holds for every kind of question: it reads or refuses, words what it stores, and nobody else asks for it."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.content.schema import ButtonText, Option
from knowledge.form.draft import Draft
from knowledge.form.moves import Form
from knowledge.form.types import TYPES, type_of
from knowledge.form.types.base import Asked
from tests.knowledge.form.replying import question, typed

OPTIONS = (Option(id="one", label=ButtonText({"es": "Una", "en": "One"})),)
ASKS_FOR_A_TYPE = re.compile(r"\.type (?:==|!=|in|not in)|\.type\)?\]|TYPES\[")


@pytest.mark.parametrize("kind", TYPES)
@given(line=st.text(max_size=60))
@example(line="\N{BRAHMI NUMBER ONE}")  # a digit that is no decimal figure
def test_every_line_is_read_or_refused_with_a_reason_and_what_is_stored_is_valid(
    form: Form, kind: str, line: str
) -> None:
    asked = question(kind, options=OPTIONS, min=1, max=3)
    step = typed(form, asked, line)
    if step.problem:
        assert step.problem.reason
    elif "q" in step.draft.answers:
        after = Asked(asked, step.draft, form.sources)
        assert type_of(asked).is_valid(after, step.draft.answers["q"])
        assert type_of(asked).worded(after, step.draft.answers["q"], "es")


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("code", ["", "x", "done", "+one", "other", "meant", "remove00"])
def test_a_tap_from_nowhere_breaks_nothing(form: Form, kind: str, code: str) -> None:
    asked = question(kind, options=OPTIONS, min=1, max=3)
    for half in ({}, {"list": "x"}, ["gone"], "text", 3):
        type_of(asked).tap(form.asked(asked, Draft.restored({}, {"q": half})), code)


@pytest.mark.parametrize("kind", TYPES)
def test_limits_that_nobody_can_meet_are_found(kind: str) -> None:
    codes = [option.id for option in OPTIONS]
    assert list(type_of(question(kind)).mistakes(question(kind, options=OPTIONS, min=4, max=3), codes))


def test_nothing_else_asks_for_a_questions_type() -> None:
    room = Path("knowledge/form/types")
    asking = [
        f"{path}: {line.strip()}"
        for folder in ("bot", "knowledge", "storage")
        for path in Path(folder).rglob("*.py")
        if room not in path.parents
        for line in path.read_text("utf-8").splitlines()
        if ASKS_FOR_A_TYPE.search(line) and "question" in line
    ]
    assert asking == []
