"""One of several options: what is typed for it, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content.schema import ButtonText, Option
from knowledge.form.moves import Form
from knowledge.form.replies.results import Accepted
from knowledge.form.types.one_choice import parse_choice
from tests.knowledge.form.replying import question, stored, tapped, valid


def option(code: str, es: str, en: str, *also: str) -> Option:
    return Option(id=code, label=ButtonText({"es": es, "en": en}), also=also)


OPTIONS = (
    option("approved", "Sí, aprobada", "Yes, approved"),
    option("drafting", "En redacción", "Being drafted"),
    option("missing", "No", "No"),
    option("unsure", "Aún no lo sé", "Not sure yet"),
)
STRATEGY = question("choice", options=OPTIONS)
STAFF = question(
    "choice",
    options=(
        option("one", "Una", "One", "1"),
        option("two_three", "Dos o tres", "Two or three", "2", "3"),
        option("more", "Más de tres", "More than three", "4"),
    ),
)
INDIA = question("choice", options=(option("IN", "India", "India"),))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2", "drafting"),
        ("la 2", "drafting"),
        ("opción 2", "drafting"),
        ("option 2.", "drafting"),
        ("EN REDACCION", "drafting"),
        ("en redación", "drafting"),
        ("being draftd", "drafting"),
        ("approved", "approved"),
        ("no", "missing"),
        ("no lo sé", "unsure"),
        ("not sure", "unsure"),
    ],
)
def test_an_option_is_read_by_number_by_words_of_either_language_and_with_typing_mistakes(
    form: Form, line: str, code: str
) -> None:
    assert stored(form, STRATEGY, line) == code


def test_a_typed_three_means_three_people_where_the_options_are_quantities(form: Form) -> None:
    assert stored(form, STAFF, "3") == "two_three"


@pytest.mark.parametrize(
    ("line", "reason"), [("7", "number_of_option"), ("paella", "option"), ("asdfghj", "noise")]
)
def test_what_is_no_option_is_refused_with_a_reason(form: Form, line: str, reason: str) -> None:
    assert stored(form, STRATEGY, line) == reason


def test_a_small_word_of_a_sentence_is_not_taken_for_a_countrys_code(form: Form) -> None:
    assert stored(form, INDIA, "we are in contact") == "option"
    assert stored(form, INDIA, "in") == "IN"


@given(place=st.integers(1, 4))
def test_every_option_can_be_typed_by_its_number_and_by_its_words(form: Form, place: int) -> None:
    wanted = OPTIONS[place - 1]
    for line in (str(place), wanted.label.within("en"), wanted.label.within("es").upper()):
        assert stored(form, STRATEGY, line) == wanted.id


def test_only_a_button_that_is_there_answers(form: Form) -> None:
    assert tapped(form, STRATEGY, "drafting").draft.answers == {"q": "drafting"}
    assert tapped(form, STRATEGY, "gone").problem


def test_an_option_of_old_is_no_answer_any_more(form: Form) -> None:
    assert valid(form, STRATEGY, "drafting")
    assert not valid(form, STRATEGY, "gone")
    assert not valid(form, STRATEGY, {"id": "drafting"})


@pytest.mark.parametrize(
    ("line", "code"),
    [("2", "drafting"), ("la segunda", "drafting"), ("option 2", "drafting"), ("the last", "unsure")],
)
def test_an_option_is_chosen_by_its_place_by_a_language_s_own_words(form: Form, line: str, code: str) -> None:
    assert parse_choice(line, OPTIONS, form.meanings.words) == Accepted(code)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("two towns and a university", "group"),
        ("dos ayuntamientos y una universidad", "group"),
        ("una ciudad con el apoyo de su universidad", "city"),
        ("I work for the county", "province"),
        ("trabajo en una consultora para un ayuntamiento", "other"),
        ("I'm a consultant helping a city apply", "other"),
        ("una S.L.", "other"),
        ("solo yo", "other"),
        ("just me", "other"),
        ("not a company, a municipality", "city"),
        ("we aren't a group, just the one town", "city"),
        ("nosotros y el pueblo de al lado", "group"),
        ("¿puede presentarse una universidad?", "question"),
        ("no sé qué poner, ¿qué diferencia hay entre uno y otro?", "help"),
    ],
)
def test_who_applies_is_told_in_any_words(form: Form, line: str, kind: str) -> None:
    asked = form.questionnaire.question("kind")
    assert asked
    assert stored(form, asked, line) == kind
