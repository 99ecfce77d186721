"""Several answers in one message: each goes to its question, and only what is missing is asked."""

import pytest

from knowledge.form.draft import Draft
from knowledge.form.moves import Form
from tests.knowledge.form.test_moves import CITY, without


@pytest.mark.parametrize(
    "line",
    [
        "soy Ana Pérez, técnica de proyectos, Ayuntamiento de Zaragoza, ana@zaragoza.es, 976 123 456",
        "Ana Pérez; Ayuntamiento de Zaragoza; técnica de proyectos; 976 123 456; ana@zaragoza.es",
    ],
)
def test_the_contact_is_answered_in_one_message(form: Form, line: str) -> None:
    draft = without(CITY, "name", "post", "organisation", "email", "phone")
    answers = form.typed(draft, line).draft.answers
    assert answers["name"] == "Ana Pérez"
    assert answers["post"] == "técnica de proyectos"
    assert answers["organisation"] == "Ayuntamiento de Zaragoza"
    assert answers["email"] == "ana@zaragoza.es"
    assert answers["phone"] == "+34976123456"


def test_a_name_alone_answers_nothing_else(form: Form) -> None:
    draft = without(CITY, "name", "post", "organisation", "email", "phone")
    after: Draft = form.typed(draft, "D. José Luis Ortiz").draft
    assert set(after.answers) - set(draft.answers) == {"name"}
    assert after.answers["name"] == "José Luis Ortiz"
