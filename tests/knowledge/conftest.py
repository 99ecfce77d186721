"""What all tests of content share: a file that a test leaves as it is, is parsed once for all of them."""

from collections.abc import Iterator
from functools import cache

import pytest

from knowledge.content import yaml_file


@pytest.fixture(scope="session", autouse=True)
def texts_parsed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_file, "parse_yaml", cache(yaml_file.parse_yaml))
        yield
