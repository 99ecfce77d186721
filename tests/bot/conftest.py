"""What the tests of the bot's processes share."""

from collections.abc import Iterator

import pytest

from tests.bot.process import end_fork_server


@pytest.fixture(scope="session", autouse=True)
def fork_server_ends() -> Iterator[None]:
    """End the process that commands are forked from."""
    yield
    end_fork_server()
