"""Replies that strangers typed, as a table: how many are stored as meant, and which may not go wrong again."""

from bot.operations.knowledge_base import Library
from tests.knowledge.form.strangers import lines

AS_MEANT = 0.95


def test_what_strangers_typed_is_stored_as_meant(library: Library) -> None:
    wrong = [line for line in lines() if not line.is_as_meant(line.outcome(library.knowledge_base))]
    total = len([*lines()])
    assert 1 - len(wrong) / total >= AS_MEANT, [(line.question, line.text) for line in wrong]
