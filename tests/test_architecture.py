"""Imports point one way: bot -> storage, knowledge, locales; the simulator and the rest talk HTTP only."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.source import ROOT, nodes

FORBIDDEN = {
    "knowledge": {"telegram", "bot", "storage", "locales"},
    "storage": {"telegram", "bot", "knowledge", "locales"},
    "locales": {"telegram", "bot", "knowledge", "storage"},
    "simulator": {"telegram", "bot", "knowledge", "storage", "locales"},
}
INNER_KNOWLEDGE = {
    "geo": {"search", "eligibility", "conversation", "form"},
    "reading": {"search", "eligibility", "conversation", "form"},
    "search": {"eligibility", "conversation", "form"},
    "eligibility": {"search", "conversation", "form"},
    "conversation": {"form"},
    "form": {"conversation"},
}
"""What each package of knowledge/ imports nothing of."""


def modules(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert len(found) >= 2, f"{folder} was not found, so nothing was checked"
    return found


def imports(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def test_the_inner_packages_import_nothing_of_the_outer_ones() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for folder, forbidden in FORBIDDEN.items()
        for path in modules(folder)
        for module in imports(path)
        if module.split(".")[0] in forbidden
    ]
    assert not wrong


def test_within_knowledge_imports_point_one_way_too() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for package, forbidden in INNER_KNOWLEDGE.items()
        for path in modules(f"knowledge/{package}")
        for module in imports(path)
        if module.startswith("knowledge.") and module.split(".")[1] in forbidden
    ]
    assert not wrong


def test_the_simulator_is_spoken_to_over_http_only() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for folder in ("bot", "knowledge", "storage", "locales")
        for path in modules(folder)
        for module in imports(path)
        if module.split(".")[0] == "simulator"
    ]
    assert not wrong


def test_only_settings_reads_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for folder in ("bot", "knowledge", "storage", "locales")
        for path in modules(folder)
        if "os.environ[" in (text := path.read_text(encoding="utf-8"))
        or "os.environ.get" in text
        or "getenv" in text
    ]
    assert not readers


def test_knowledge_awaits_nothing_and_reads_no_clock() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules("knowledge")
        for node in nodes(path)
        if isinstance(node, ast.AsyncFunctionDef | ast.Await)
        or (isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow") and is_clock(node))
    ]
    assert not wrong


def is_clock(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Attribute | ast.Name) and ast.unparse(node.value) in (
        "datetime",
        "date",
        "datetime.datetime",
        "datetime.date",
    )
