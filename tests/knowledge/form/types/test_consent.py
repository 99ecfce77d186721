"""Consent: what is a yes, what is a no, and what is neither."""

import pytest

from knowledge.form.moves import Form
from tests.knowledge.form.replying import question, stored, tapped, valid

CONSENT = question("consent")


@pytest.mark.parametrize("line", ["sí", "Sí, acepto", "de acuerdo", "I agree", "yes", "OK"])
def test_consent_stores_the_version_that_was_agreed_to(form: Form, line: str) -> None:
    assert stored(form, CONSENT, line) == form.questionnaire.consent_version


@pytest.mark.parametrize("line", ["no", "No estoy de acuerdo", "I do not agree", "no, thanks"])
def test_a_refusal_is_read(form: Form, line: str) -> None:
    assert stored(form, CONSENT, line) == "consent_declined"


@pytest.mark.parametrize("line", ["claro que no", "y", "quizá", "yes and no", "¿?"])
def test_what_is_not_clearly_consent_is_none(form: Form, line: str) -> None:
    assert stored(form, CONSENT, line) != form.questionnaire.consent_version


def test_consent_to_another_version_is_asked_anew(form: Form) -> None:
    assert valid(form, CONSENT, tapped(form, CONSENT, "yes").draft.answers["q"])
    assert not valid(form, CONSENT, "2019-01")


@pytest.mark.parametrize("line", ["prefiero no decirlo", "I'd rather not say"])
def test_who_will_not_say_is_told_why_it_is_needed(form: Form, line: str) -> None:
    assert stored(form, CONSENT, line) == "needed"
