"""A placeholder without a value is refused wherever in a programme's files it stands."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.content.folders import PROGRAMMES
from knowledge.content.load import BrokenContentError, load
from knowledge.content.yaml_file import read_plain

LANGUAGES = {"en", "es"}
Key = tuple[str | int, ...]


def plain(where: str) -> str:
    """A place without the numbers in lists."""
    return re.sub(r"\b\d+\b", "#", where)


def texts(value: Any, key: Key = ()) -> Iterator[tuple[Key, dict[str, str]]]:
    """Every text of a file: a mapping of languages to words."""
    if isinstance(value, dict) and set(value) == LANGUAGES:
        if all(isinstance(words, str) for words in value.values()):
            yield key, value
        return
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            yield from texts(inner, (*key, name))


@pytest.mark.slow
@pytest.mark.parametrize("programme", ["example", "iuc"])
def test_an_unknown_placeholder_is_refused_in_every_text(programme: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROGRAMMES / programme, tmp_path / programme))
    planted: list[str] = []
    for path in sorted(folder.rglob("*.yaml")):
        content = read_plain(path)
        for key, text in texts(content):
            text["en"] = text["en"][:20].replace("{", "").replace("}", "") + "{bogus}"
            planted.append(f"{path.relative_to(folder)} {'.'.join(map(str, key))}")
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BrokenContentError) as broken:
        load(folder)
    named = {
        plain(f"{each.file} {each.key.rpartition('.')[0]}")
        for each in broken.value.mistakes
        if "{" in each.message
    }
    assert sorted(where for where in planted if plain(where) not in named) == []
    assert len(planted) > 50
