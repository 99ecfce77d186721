"""E-mail addresses: found in a sentence, checked, likely slips asked about."""

import pytest

from knowledge.form.moves import Form
from tests.knowledge.form.replying import question, stored, typed, waiting

EMAIL = question("email")


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("ana@vila.example.es", "ana@vila.example.es"),
        ("es ana@vila.example.es.", "ana@vila.example.es"),
        ("Ana <ana@vila.example.es>", "ana@vila.example.es"),
        ("ana arroba vila punto es", "ana@vila.es"),
        ("jan at gdynia dot pl", "jan@gdynia.pl"),
        ("info@münchen-beispiel.de", "info@münchen-beispiel.de"),
    ],
)
def test_an_address_is_found_inside_a_sentence(form: Form, line: str, address: str) -> None:
    assert stored(form, EMAIL, line) == address


@pytest.mark.parametrize("line", ["ana", "jan@@example.pl", "ana@vila", "a..b@vila.es", "@vila.es"])
def test_what_is_no_address_is_refused(form: Form, line: str) -> None:
    assert stored(form, EMAIL, line) == "email"


@pytest.mark.parametrize("host", ["gmial.com", "hotmial.com", "gmail.con", "outlok.com"])
def test_a_likely_slip_is_asked_about(form: Form, host: str) -> None:
    assert waiting(typed(form, EMAIL, f"ana@{host}").draft)["typed"] == f"ana@{host}"


@pytest.mark.parametrize(
    ("line", "meant"),
    [("josé@vila.example.es", "jose@vila.example.es"), ("j.ørsted@by.example.dk", "j.orsted@by.example.dk")],
)
def test_an_accent_before_the_sign_is_asked_about(form: Form, line: str, meant: str) -> None:
    assert waiting(typed(form, EMAIL, line).draft) == {"meant": meant, "typed": line}


def test_an_address_in_other_letters_is_taken_as_it_stands(form: Form) -> None:
    assert stored(form, EMAIL, "мария@пример.бг") == "мария@пример.бг"


@pytest.mark.parametrize(
    "host", ["mail.com", "ymail.com", "yahoo.it", "hotmail.fr", "gmx.de", "live.nl", "wp.pl"]
)
def test_a_provider_that_there_is_is_no_slip(form: Form, host: str) -> None:
    assert stored(form, EMAIL, f"ana@{host}") == f"ana@{host}"


@pytest.mark.parametrize(
    ("line", "address"), [("the first", "jan@a.example.pl"), ("la segunda", "j@b.example.pl")]
)
def test_of_two_addresses_one_is_pointed_at(form: Form, line: str, address: str) -> None:
    half = typed(form, EMAIL, "jan@a.example.pl, or j@b.example.pl").draft.pending["q"]
    assert typed(form, EMAIL, line, half).draft.answers["q"] == address
