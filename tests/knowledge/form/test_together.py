"""Several answers in one message: each goes to its question, and only what is missing is asked."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.form.draft import Draft
from knowledge.form.moves import Form
from tests.knowledge.form.test_moves import CITY, without

CONTACT = ("name", "post", "organisation", "email", "phone")
CASES = yaml.safe_load(Path(__file__).with_name("contacts.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_each_detail_of_a_contact_goes_to_its_question(form: Form, case: dict[str, Any]) -> None:
    draft = without({**CITY, "country": case["country"]}, *CONTACT)
    after = form.typed(draft, case["text"]).draft
    assert {key: after.answers[key] for key in CONTACT if key in after.answers} == case["answers"]


def test_a_second_mail_address_is_asked_about(form: Form) -> None:
    draft = without(CITY, *CONTACT)
    after = form.typed(draft, "Ana Pérez, alcaldesa, ana@elche.es o anap@elche.es").draft
    assert after.answers["name"] == "Ana Pérez"
    assert "email" not in after.answers
    assert after.pending["email"]


def test_what_was_answered_before_stays(form: Form) -> None:
    draft = without(CITY, "name")
    after = form.typed(draft, "Luis Gil, bombero, luis@ibi.es").draft
    assert after.answers == {**draft.answers, "name": "Luis Gil"}


@pytest.mark.parametrize(
    "line", ["¿para qué lo necesitan?", "prefiero no decirlo, gracias", "quiero hablar con una persona"]
)
def test_what_is_no_answer_fills_nothing_in(form: Form, line: str) -> None:
    draft = without(CITY, *CONTACT)
    assert form.typed(draft, line).draft == draft


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
