"""Engine, language and programme are kept apart, and the packages are those that docs/architecture.md names.

What Python still holds of the programme or of a language is listed in `not_yet_data.yaml`, by file and number of
places. The list may only shrink: whoever moves something to YAML strikes it off there.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from knowledge.content.yaml_file import read_plain
from knowledge.reading.words import fold
from tests.source import ROOT, nodes, texts

PACKAGES = ("bot", "knowledge", "storage", "locales", "simulator")
PROGRAMME = ROOT / "knowledge" / "programmes" / "iuc"
LISTED = read_plain(Path(__file__).parent / "not_yet_data.yaml")

NAME = re.compile(r"\biuc\b|international urban cooperation|cooperación urbana", re.IGNORECASE)
SPANISH = re.compile(r"[áéíóúñü¿¡]", re.IGNORECASE)
ALTERNATIVES = re.compile(r"[a-z]{3,}(?:\\w\*)?(?:\|[a-z]{3,}(?:\\w\*)?){2,}", re.IGNORECASE)
"""Three words or more to choose from, in a regular expression."""

MOST_FILES = 22
"""Python files of a folder, its __init__.py among them: what a reader sees at once."""

STANDARD_LIBRARY = {"calendar", "typing", "types", "email", "json", "logging", "queue", "select", "token"}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (ROOT / package).rglob("*.py")


def is_vocabulary(text: str) -> bool:
    return bool(SPANISH.search(text) or ALTERNATIVES.search(text))


def strings_in(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from (text for part in (*data, *data.values()) for text in strings_in(part))
    elif isinstance(data, list):
        yield from (text for part in data for text in strings_in(part))


@cache
def phrases_of(language: str) -> frozenset[str]:
    """Everything that a language's files hold."""
    files = (ROOT / "knowledge" / "languages" / language).glob("*.yaml")
    return frozenset(fold(text) for file in files for text in strings_in(read_plain(file)))


@cache
def words_of_other_languages() -> frozenset[str]:
    """The words of the languages' files that are no English ones: our own names are English."""
    codes = [folder.name for folder in (ROOT / "knowledge" / "languages").iterdir() if folder.is_dir()]
    words = {
        code: {word for text in phrases_of(code) for word in text.split() if len(word) > 2} for code in codes
    }
    others = set().union(*(words[code] for code in codes if code != "en"))
    return frozenset(others - words["en"])


def lists_of_words(path: Path) -> Iterator[list[str]]:
    """The texts side by side in a list, a tuple, a set or the keys of a dictionary, and the words of one text."""
    for node in nodes(path):
        parts: list[ast.expr] = []
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            parts = node.elts
        elif isinstance(node, ast.Dict):
            parts = [key for key in node.keys if key]
        yield [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    yield from (text.split() for text in texts(path))


def is_word_list(listed: list[str]) -> bool:
    """Tell whether at least two, and half of them, are another language's words, or an English phrase each."""
    words = [fold(text) for text in listed if "_" not in text]  # a name of the code is none
    foreign = [text for text in words if text and words_of_other_languages().issuperset(text.split())]
    english = [text for text in words if " " in text and text in phrases_of("en")]
    return max(len(foreign), len(english)) >= max(2, len(listed) / 2)


def number_of_places(kind: str, path: Path) -> int:
    """How often a module holds something of this kind; the programme's name counts in comments too."""
    if kind == "programme_name":
        return len(NAME.findall(path.read_text(encoding="utf-8")))
    if kind == "answer_ids":
        return sum(text in answer_ids() for text in texts(path))
    return sum(map(is_vocabulary, texts(path))) + sum(map(is_word_list, lists_of_words(path)))


@cache
def answer_ids() -> frozenset[str]:
    return frozenset((PROGRAMME / "ids.lock").read_text(encoding="utf-8").split())


def found(kind: str) -> Counter[str]:
    numbers = {path.relative_to(ROOT).as_posix(): number_of_places(kind, path) for path in modules()}
    return Counter({path: number for path, number in numbers.items() if number})


@pytest.mark.parametrize("kind", ["programme_name", "answer_ids", "vocabulary"])
def test_python_holds_no_more_of_programme_and_languages_than_is_listed(kind: str) -> None:
    listed, places = Counter(LISTED[kind] or {}), found(kind)
    more = {path: number for path, number in places.items() if number > listed[path]}
    assert not more, f"put this into YAML: {more}"


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("programme_name", '"""What the IUC wants."""'),
        ("programme_name", "# International Urban Cooperation asks for it"),
        ("programme_name", 'title = "Cooperación Urbana Internacional"'),
        ("answer_ids", 'opened = "apply.deadline"'),
        ("vocabulary", 'thanks = ("gracias", "perdon", "hola")'),
        ("vocabulary", 'bodies = {"ayuntamiento": 1, "diputacion": 2}'),
        ("vocabulary", 'words = "gracias perdon hola".split()'),
        ("vocabulary", 'question = "¿Quién puede?"'),
        ("vocabulary", 're.compile(r"\b(?:almost|nearly|hardly)\b")'),
        ("vocabulary", 'polite = ["good morning", "thank you"]'),
    ],
)
def test_each_kind_of_knowledge_is_noticed_in_python(kind: str, source: str, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(source, encoding="utf-8")
    assert number_of_places(kind, module)


def packages() -> list[str]:
    folders = {path.parent for path in modules() if path.name == "__init__.py"}
    return sorted(folder.relative_to(ROOT).as_posix() for folder in folders)


def test_every_package_has_its_line_in_the_architecture() -> None:
    guide = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    missing = [package for package in packages() if f"| `{package}/` |" not in guide]
    named = re.findall(r"^\| `([\w/]+)/` \|", guide, flags=re.MULTILINE)
    assert not missing, f"docs/architecture.md lacks {missing}"
    assert [name for name in named if not (ROOT / name).is_dir()] == []


def test_the_walks_name_files_that_exist() -> None:
    guide = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    walks = guide.partition("## Two walks")[2].partition("\n## ")[0]
    files = re.findall(r"^\d+\. `([\w/.]+)`", walks, flags=re.MULTILINE)
    assert len(files) >= 16
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_no_folder_shows_more_than_about_twenty_modules() -> None:
    folders = Counter(
        path.parent for package in (*PACKAGES, "tests") for path in (ROOT / package).rglob("*.py")
    )
    assert {folder: size for folder, size in folders.items() if size > MOST_FILES} == {}


def test_no_module_borrows_a_name_or_differs_from_its_neighbour_by_an_s() -> None:
    for package in packages():
        here = {path.stem for path in (ROOT / package).glob("*.py")}
        here |= {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}
        alike = {name for name in here if name + "s" in here}
        assert not alike or package == "knowledge/form/types", package  # named after the kinds in the YAML
        borrowed = {name for name in here & STANDARD_LIBRARY if package != "knowledge/form"}
        assert not borrowed, f"{package}: {borrowed}"


UNTYPED = {
    "JSON, YAML and rows of SQLite, before they are read into shapes": {
        "bot/telegram/raw_updates.py",
        "knowledge/content/validation.py",
        "knowledge/content/yaml_file.py",
        "knowledge/form/replies/language.py",
        "knowledge/geo/gazetteer_file.py",
        "knowledge/search/archive.py",
        "simulator/call.py",
        "simulator/formatting.py",
        "simulator/handlers.py",
        "simulator/keyboards.py",
        "storage/lead_searches.py",
        "storage/leads.py",
        "storage/outbox.py",
        "storage/talks.py",
    },
    "what libraries call, or are called with": {
        "bot/telegram/connections.py",
        "bot/telegram/attempts.py",
        "bot/telegram/failures.py",
        "bot/telegram/limits.py",
        "bot/telegram/polling_health.py",
        "bot/telegram/serving.py",
        "bot/telegram/updates.py",
        "bot/views/screens.py",
        "storage/database.py",
    },
}
"""The files at an edge, where a type is not known: the only ones that use `Any`."""


def test_any_stands_at_edges_alone() -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in modules()
        if re.search(r"^from typing import .*\bAny\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert users == set().union(*UNTYPED.values())
