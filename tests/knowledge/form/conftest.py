"""The form under the content as shipped, for replies in Spanish."""

import datetime

import pytest

from bot.operations.knowledge_base import Library
from knowledge.form.moves import Form

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="session")
def form(library: Library) -> Form:
    return library.knowledge_base.form("es", TODAY)
