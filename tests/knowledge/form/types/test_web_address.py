"""Web addresses, alone or inside a sentence."""

import pytest

from knowledge.form.moves import Form
from tests.knowledge.form.replying import question, stored

ADDRESS = question("url")


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("está en www.vila.example/plan.", "https://www.vila.example/plan"),
        ("http://vila.example", "http://vila.example"),
        ("(https://www.vila.example/plan.pdf)", "https://www.vila.example/plan.pdf"),
    ],
)
def test_an_address_is_found_inside_a_sentence(form: Form, line: str, address: str) -> None:
    assert stored(form, ADDRESS, line) == address


@pytest.mark.parametrize("line", ["está en la web", "plan", "1.2"])
def test_what_is_no_address_is_refused(form: Form, line: str) -> None:
    assert stored(form, ADDRESS, line) == "url"
