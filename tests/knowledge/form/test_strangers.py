"""Replies that strangers typed, as tables: how many are stored as meant, and which may not go wrong again."""

from pathlib import Path

import pytest

from bot.operations.knowledge_base import Library
from tests.knowledge.form.strangers import BATCHES, DENIALS, FEW_WORDS, OUR_OWN, lines

AS_MEANT, WITHOUT_THE_MODEL = 0.95, 0.9
"""Shares of the lines; the hard ones of our own hand are read here without the sentence model, which does better."""


@pytest.mark.slow
@pytest.mark.parametrize("batch", [*BATCHES, *OUR_OWN], ids=lambda batch: batch.stem)
def test_what_strangers_typed_is_stored_as_meant(library: Library, batch: Path) -> None:
    typed = [*lines(batch)]
    wrong = [line for line in typed if not line.is_as_meant(line.outcome(library.knowledge_base))]
    least = AS_MEANT if batch in BATCHES else WITHOUT_THE_MODEL
    assert 1 - len(wrong) / len(typed) >= least, [(line.question, line.text) for line in wrong]


@pytest.mark.parametrize("table", [FEW_WORDS, DENIALS], ids=lambda table: table.stem)
def test_what_may_not_be_taken_wrong_is_not(library: Library, table: Path) -> None:
    typed = [*lines(table)]
    wrong = [line for line in typed if not line.is_as_meant(line.outcome(library.knowledge_base))]
    assert [(line.question, line.text) for line in wrong] == []
