"""An id that stands twice is refused wherever in a programme's files there is a list of entries with ids."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from knowledge.content.folders import PROGRAMMES
from knowledge.content.load import BrokenContentError, load
from knowledge.content.yaml_file import read_plain

Key = tuple[str | int, ...]


def lists_of_entries(value: object, key: Key = ()) -> Iterator[tuple[Key, list[dict[str, object]]]]:
    """Every list of entries that have an id."""
    if isinstance(value, list) and value and all(isinstance(each, dict) and "id" in each for each in value):
        yield key, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in pairs:
        yield from lists_of_entries(inner, (*key, name))


@pytest.mark.slow
@pytest.mark.parametrize("programme", ["example", "iuc"])
def test_an_id_that_stands_twice_is_refused_in_every_list(programme: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROGRAMMES / programme, tmp_path / programme))
    planted: set[str] = set()
    for path in sorted(folder.rglob("*.yaml")):
        content = read_plain(path)
        for key, entries in lists_of_entries(content):
            entries += [deepcopy(entries[0])] if len(entries) == 1 else []
            entries[1]["id"] = entries[0]["id"]
            planted.add(f"{path.relative_to(folder)} {'.'.join(map(str, (*key, 1, 'id')))}")
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BrokenContentError) as broken:
        load(folder)
    named = {f"{each.file} {each.key}" for each in broken.value.mistakes if "twice" in each.message}
    assert sorted(planted - named) == []
    assert len(planted) > 8
