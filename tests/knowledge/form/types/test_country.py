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


@pytest.mark.parametrize("line", ["cualquiera menos China", "anything but Spain"])
def test_a_country_that_is_only_denied_is_none(form: Form, line: str) -> None:
    assert stored(form, COUNTRY, line) == "country"


def test_a_country_is_the_one_that_something_lies_in(form: Form) -> None:
    assert stored(form, COUNTRY, "al sur de Suecia, en Dinamarca") == "DK"
    assert stored(form, COUNTRY, "not Germany — Austria") == "AT"


def test_a_continent_is_no_country(form: Form) -> None:
    assert stored(form, COUNTRY, "en Europa") == "country"
    assert not valid(form, COUNTRY, "Europe")
