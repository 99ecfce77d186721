"""Telephone numbers: read for the applicant's country, stored as E.164, shown internationally."""

import pytest

from knowledge.form.draft import Draft
from knowledge.form.moves import Form
from knowledge.form.steps import tag
from knowledge.form.types import type_of
from tests.knowledge.form.replying import question, stored, tapped, typed

TELEPHONE = question("phone")


@pytest.mark.parametrize(
    ("line", "country", "value"),
    [
        ("tel.: +34 600-000-000 gracias", None, "+34600000000"),
        ("976 12 34 56", "ES", "+34976123456"),
        ("0031 6 12345678", "ES", "+31612345678"),
        ("0034 976 12 34 56", None, "+34976123456"),
        ("+34 (0) 976 12 34 56", None, "+34976123456"),
        ("+32 (0)2 89 99 141", "ES", "+3228999141"),
        ("96 512 34 56 ext. 214", "ES", "+34965123456 ext. 214"),
        ("020 555 0123 ext 45", "NL", "+31205550123 ext. 45"),
        ("Extensión 12, teléfono 600 123 456", "ES", "+34600123456 ext. 12"),
        ("Ext. 4021 · 976 123 456", "ES", "+34976123456 ext. 4021"),
        ("+33 1 44 55 66 77 poste 12", "FR", "+33144556677 ext. 12"),
        ("+49 30 90260, Durchwahl 345", "DE", "+493090260 ext. 345"),
        ("+48 22 443 44 99 wew. 7", "PL", "+48224434499 ext. 7"),
        ("+351 21 817 00 00 (ramal 204)", "PT", "+351218170000 ext. 204"),
    ],
)
def test_a_number_is_read_among_other_words(form: Form, line: str, country: str | None, value: str) -> None:
    assert stored(form, TELEPHONE, line, country=country) == value


@pytest.mark.parametrize("line", ["12/03/2025", "2025-03-12", "12 03 2025", "120.000", "no", "12"])
def test_what_nobody_can_be_called_at_is_refused(form: Form, line: str) -> None:
    assert stored(form, TELEPHONE, line, country="ES") == "phone"


def test_a_number_without_a_prefix_needs_a_country(form: Form) -> None:
    assert stored(form, TELEPHONE, "976 12 34 56") == "phone"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("+34965123456 ext. 214", "+34 965 12 34 56 ext. 214"), ("600123456", "600123456")],
)
def test_a_number_is_shown_as_it_is_written_internationally(form: Form, value: str, shown: str) -> None:
    assert type_of(TELEPHONE).worded(form.asked(TELEPHONE, Draft()), value, "es") == shown


@pytest.mark.parametrize(
    ("line", "country"),
    [("976 12 34 56 o el móvil 600 123 456", "ES"), ("+34 976 12 34 56, or my mobile +34 600 123 456", None)],
)
def test_of_two_numbers_it_is_asked_which_one(form: Form, line: str, country: str | None) -> None:
    step = typed(form, TELEPHONE, line, country=country)
    half = step.draft.pending["q"]
    assert half == {"meant": "+34976123456", "typed": "+34600123456"}
    asked = form.asked(TELEPHONE, step.draft)
    shown = [str(choice.label) for row in type_of(TELEPHONE).buttons(asked) for choice in row]
    assert "+34 976 12 34 56" in shown[0]
    assert "+34 600 12 34 56" in shown[1]
    assert tapped(form, TELEPHONE, f"typed{tag('+34600123456')}", half).draft.answers["q"] == "+34600123456"


def test_a_number_that_is_written_twice_is_one(form: Form) -> None:
    assert stored(form, TELEPHONE, "600 123 456 (+34 600 123 456)", country="ES") == "+34600123456"
