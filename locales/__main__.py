"""`python -m locales` checks that no words of the interface are untranslated; `--update` adds new ones to es.po."""

import ast
import string
import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales import FOLDER

SOURCES = FOLDER.parent / "bot"
KEYWORDS = {"_": None, "say": None, "count": (1, 2)}
LANGUAGE = "es"


def main() -> int:
    """Report what is missing, and update the catalogue if told to."""
    wanted, catalogue = extracted(), stored_catalogue()
    if "--update" in sys.argv[1:]:
        catalogue.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        with (FOLDER / f"{LANGUAGE}.po").open("wb") as file:
            write_po(file, catalogue, sort_output=True, no_location=True, omit_header=False, width=110)
    problems = [*untranslated(wanted, catalogue), *hidden()]
    for problem in problems:
        sys.stderr.write(f"locales/{LANGUAGE}.po: {problem}\n")
    sys.stdout.write(f"Translations: {len(wanted)} texts, {len(problems)} problems.\n")
    return 1 if problems else 0


def extracted() -> Catalog:
    """Collect every text that the code translates."""
    catalogue = Catalog()
    for _, _, message, _, _ in extract_from_dir(SOURCES, [("**.py", "python")], keywords=KEYWORDS):
        catalogue.add(message)
    return catalogue


def stored_catalogue() -> Catalog:
    """Read the catalogue as it is kept."""
    path = FOLDER / f"{LANGUAGE}.po"
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def untranslated(wanted: Catalog, catalogue: Catalog) -> Iterator[str]:
    """Name texts without a translation, with other placeholders than the original, or no longer used."""
    for message in wanted:
        if not message.id:
            continue
        found = catalogue.get(first(message))
        translations = strings(found) if found else []
        if not translations or not all(translations) or (found and found.fuzzy):
            yield f"not translated: {first(message)!r}"
        elif any(placeholders(text) - placeholders(" ".join(originals(message))) for text in translations):
            yield f"placeholders differ: {first(message)!r}"
    for message in catalogue:
        if message.id and first(message) not in wanted:
            yield f"no longer used (python -m locales --update removes it): {first(message)!r}"


def placeholders(text: str) -> set[str]:
    """Name the {placeholders} of a text; {Unit} and {unit} are the same words."""
    return {name.lower() for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def hidden() -> Iterator[str]:
    """Find translated texts inside f-strings, which the extraction cannot see."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and any(translates(part) for part in ast.walk(node)):
                yield f"{path.relative_to(SOURCES.parent)}:{node.lineno}: take the translated text out of the f-string"


def translates(node: ast.AST) -> bool:
    """Tell whether a piece of code is a call that translates."""
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
    return name in KEYWORDS and bool(node.args) and isinstance(node.args[0], ast.Constant)


def originals(message: Message) -> list[str]:
    """The English forms of a message."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def first(message: Message) -> str:
    """The English text that a message is known by."""
    return originals(message)[0]


def strings(message: Message) -> list[str]:
    """The translated forms of a message."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


if __name__ == "__main__":
    sys.exit(main())
