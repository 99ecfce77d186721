"""A message that names one place puts it forward, unless it asks about something else."""

from pathlib import Path

import pytest
import yaml

from bot.operations.knowledge_base import Library
from tests.knowledge.form.conftest import TODAY

MESSAGES = yaml.safe_load(Path(__file__).with_name("named_places.yaml").read_text("utf-8"))


def _messages(kind: str) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in MESSAGES[kind].items() for text in texts]


@pytest.mark.parametrize(("language", "text"), _messages("candidacies"))
def test_a_place_of_which_nothing_else_is_asked_is_judged(library: Library, language: str, text: str) -> None:
    assert library.knowledge_base.interpreter.understand(text, language, TODAY).verdict is not None


@pytest.mark.parametrize(("language", "text"), _messages("questions"))
def test_a_question_that_names_a_place_gets_no_verdict(library: Library, language: str, text: str) -> None:
    assert library.knowledge_base.interpreter.understand(text, language, TODAY).verdict is None
