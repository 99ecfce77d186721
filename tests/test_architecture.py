"""Imports point one way: bot -> storage, knowledge, locales; the simulator and the rest talk HTTP only."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source import ROOT, nodes, texts

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


WORDS_CUT_ELSEWHERE = {
    "bot/documents/fonts.py": "composes letters and marks as fonts hold them; a letter stays what it is",
    "bot/handlers/coordinators/finding/vocabulary.py": "capitals of an option's name make its abbreviation",
    "bot/handlers/coordinators/periods.py": "a date is cut at its dashes and dots, which no word has",
    "bot/handlers/groups.py": "a command of Telegram's",
    "bot/telegram/raw_updates.py": "a command of Telegram's",
    "bot/commands/new_programme.py": "a key of YAML",
    "knowledge/content/wording.py": "a word and the placeholder behind it",
    "knowledge/conversation/phrasing.py": "words beside the classes that stand for places and numbers",
    "knowledge/conversation/several.py": "words beside the marks at which a message is cut",
    "knowledge/reading/quantities/read_numbers.py": "the letters that are written on to a figure, 120k or 100mil",
    "simulator/pressing.py": "imports nothing of ours",
    "simulator/server.py": "a path of HTTP",
}
"""The modules beside text.py and words.py that fold letters or cut words, and why. It may only shrink."""

ONE_NORMALISER = {"knowledge/reading/text.py", "knowledge/reading/words.py"}
WORD_PATTERN = re.compile(r"\\w\+|\[\^\\W[^]]*\]\+")


def cuts_words(path: Path) -> bool:
    """Whether a module folds letters, or has a pattern of a word."""
    folds = any(
        isinstance(node, ast.Attribute)
        and (node.attr == "casefold" or ast.unparse(node) == "unicodedata.normalize")
        for node in nodes(path)
    )
    return folds or any(WORD_PATTERN.search(text) for text in texts(path))


def test_letters_are_folded_and_words_cut_in_one_place() -> None:
    folders = ("bot", "knowledge", "storage", "locales", "simulator")
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in modules(folder)
        if cuts_words(path)
    }
    assert found - ONE_NORMALISER == set(WORDS_CUT_ELSEWHERE)


@pytest.mark.parametrize(
    "source",
    [
        'import unicodedata\nplain = unicodedata.normalize("NFKD", typed)',
        "same = one.casefold() == other.casefold()",
        'import re\nwords = re.findall(r"\\w+", typed)',
        'import re\nWORD = re.compile(r"[^\\W_]+")',
    ],
)
def test_a_second_way_to_fold_letters_or_cut_words_is_noticed(source: str, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(source, encoding="utf-8")
    assert cuts_words(module)
