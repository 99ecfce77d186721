"""Telephone numbers: read for the applicant's country, stored as E.164, shown internationally."""

import pytest

from knowledge.form.draft import Draft
from knowledge.form.moves import Form
from knowledge.form.types import type_of
from tests.knowledge.form.replying import question, stored

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
        ("Extensión 12, teléfono 600 123 456", "ES", "+34600123456"),
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
