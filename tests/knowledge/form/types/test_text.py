"""Free text: stored as typed, without what nobody can see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.form.moves import Form
from knowledge.form.steps import tag
from knowledge.form.types.text import TextQuestion
from tests.knowledge.form.replying import answer, question, stored, tapped, typed

TEXT = question("text", max_length=200)


@given(line=st.text(alphabet="aeiou ñáb.,¡0\n\u200b", min_size=1, max_size=300))
def test_free_text_is_stored_as_typed_without_what_nobody_can_see(form: Form, line: str) -> None:
    step = typed(form, TEXT, line)
    if not step.problem and not step.wish:
        value = answer(step.draft)
        assert len(value) <= 200
        assert value == value.strip()
        assert [c for c in value if not c.isspace()] == [
            c for c in line if c.isprintable() and not c.isspace()
        ]


def test_what_is_too_long_says_how_long_it_is(form: Form) -> None:
    assert stored(form, TEXT, "palabra " * 30) == "too_long"
    assert stored(form, TEXT, "—") == "empty"


def test_a_line_answered_as_a_question_becomes_the_answer_by_one_tap(form: Form) -> None:
    kind = TextQuestion()
    half = kind.keep_aside(form.asked(TEXT, tapped(form, TEXT, "x").draft), "¿Cómo?").draft.pending["q"]
    assert tapped(form, TEXT, f"aside{tag('¿Cómo?')}", half).draft.answers["q"] == "¿Cómo?"
    assert tapped(form, TEXT, f"aside{tag('other')}", half).problem


LONG = question("text", max_length=1500)


@pytest.mark.parametrize("line", ["no sé", "I don't know", "ni idea, la verdad", "no idea at all"])
def test_not_knowing_is_no_answer_unless_the_question_says_so(form: Form, line: str) -> None:
    assert stored(form, LONG, line) == "undecided"
    assert stored(form, LONG.model_copy(update={"may_be_unknown": True}), line) == line


def test_a_problem_that_begins_with_not_knowing_is_an_answer(form: Form) -> None:
    line = "No sabemos cómo llenar los locales vacíos del centro"
    assert stored(form, LONG, line) == line


@pytest.mark.parametrize("line", ["same as the city", "la misma ciudad", "the city itself"])
def test_the_candidate_itself_is_an_answer_where_the_question_says_so(form: Form, line: str) -> None:
    place = {"name": "Gdynia", "country": "PL", "population": 240_000, "geonameid": 1, "region": ""}
    organisation = question("text", max_length=150, may_be_candidate=True)
    assert stored(form, organisation, line, place=place) == "Gdynia"
    assert stored(form, organisation, line, group_name="Valle Alto") == "Valle Alto"
    assert stored(form, organisation, line) == "empty"


def test_nothing_more_to_say_leaves_an_optional_question_out(form: Form) -> None:
    assert stored(form, question("text", max_length=1500, required=False), "that's everything") is None


@pytest.mark.parametrize("line", ["ana@alcoy.es", "965 12 34 56", "ana@alcoy.es, 965 12 34 56"])
def test_an_address_alone_is_no_answer_in_words(form: Form, line: str) -> None:
    assert stored(form, TEXT, line) == "empty"
    assert stored(form, LONG, line) == "empty"
    assert stored(form, LONG.model_copy(update={"required": False}), line) == line


@pytest.mark.parametrize("line", ["Contacto: Ana Pérez, ana@alcoy.es", "Ana Pérez, técnica, 965 123 456"])
def test_a_contact_is_no_name_of_a_group(form: Form, line: str) -> None:
    assert stored(form, question("text", tells="name", max_length=150), line) == "empty"
