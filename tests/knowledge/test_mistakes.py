"""Every deliberate mistake of mistakes.yaml is named by its file, its line and what would be right."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.content.load import CONTENT, BrokenContentError, load

MISTAKES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("mistakes.yaml").read_text(encoding="utf-8")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "programme"))


@pytest.mark.parametrize("case", MISTAKES, ids=[case["name"] for case in MISTAKES])
def test_a_mistake_is_named_by_file_and_line_with_what_would_be_right(
    case: dict[str, Any], folder: Path
) -> None:
    path = folder / case["file"]
    text = path.read_text(encoding="utf-8")
    assert case["old"] in text
    path.write_text(text.replace(case["old"], case["new"], 1), encoding="utf-8")
    with pytest.raises(BrokenContentError) as broken:
        load(folder)
    named = [m for m in broken.value.mistakes if m.file == case["file"] and case["words"] in str(m)]
    assert named, [str(mistake) for mistake in broken.value.mistakes]
