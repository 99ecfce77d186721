"""A country by its name, in either language, with a slip."""

import pytest

from knowledge.form.moves import Form
from tests.knowledge.form.replying import question, stored, valid

COUNTRY = question("country")


@pytest.mark.parametrize(
    ("line", "code"),
    [("Brasil", "BR"), ("brazil", "BR"), ("Portugual", "PT"), ("en Polonia", "PL"), ("es", "ES")],
)
def test_a_country_is_read_in_both_languages_and_with_a_slip(form: Form, line: str, code: str) -> None:
    assert stored(form, COUNTRY, line) == code


def test_a_continent_is_no_country(form: Form) -> None:
    assert stored(form, COUNTRY, "en Europa") == "country"
    assert not valid(form, COUNTRY, "Europe")
