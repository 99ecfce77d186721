"""Repetitions: entries that look the same to readers, values repeated within one list."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.content.checks.files import Files
from knowledge.content.checks.names import duplicates
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.reading.words import without_case

MAY_REPEAT = frozenset({"why", "hint", "example", "details", "closed", "phrasings"})
"""What may be the same of several entries."""
ALIKE_ELSEWHERE = frozenset({("kinds", "button")})
"""What alike.py checks."""


def same_words_mistakes(found: Files) -> Iterator[Mistake]:
    """List them: within each list of a file, and among the answers and sections of all files."""
    languages = frozenset(found.languages)
    first: dict[tuple[str, str, str, str], str] = {}
    for name, file in found.files.items():
        if not name.startswith("languages/") and isinstance(file.data, Mapping):
            for scope, key, words in texts_of_entries(file, languages):
                *_, part, language = map(str, key)
                place = f"{name}:{file.line(key)}"
                other = first.setdefault((scope, part, language, without_case(words)), place)
                if other != place:
                    yield file.mistake(
                        key, f"«{words}» stands at {other} too; people could not tell them apart"
                    )


def listed_twice_mistakes(found: Files) -> Iterator[Mistake]:
    """Words and names repeated in one list; phrasings are checked in together.py."""
    for name, file in found.files.items():
        if not name.startswith("languages/"):
            for key, values in lists_within(file.data):
                if "phrasings" not in key:
                    yield from duplicates(file, key, values)


def lists_within(value: object, key: Key = ()) -> Iterator[tuple[Key, Sequence[object]]]:
    """Every list of single values of a file, with its key."""
    if isinstance(value, list) and not any(isinstance(each, list | Mapping) for each in value):
        yield key, value
    elif isinstance(value, Mapping | list):
        for part, each in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from lists_within(each, (*key, part))


def texts_of_entries(file: YamlFile, languages: frozenset[str]) -> Iterator[tuple[str, Key, str]]:
    """The words of every entry of the file's lists, with the list's name; a file of answers is an entry itself."""
    if file.name.startswith("answers/"):
        yield from (("sections", key, words) for key, words in texts_by_key(file.data, (), languages))
    for name, entries in file.data.items():
        for i, entry in enumerate(entries if isinstance(entries, list) else ()):
            for key, words in texts_by_key(entry, (name, i), languages):
                if (name, key[-2]) not in ALIKE_ELSEWHERE:
                    yield str(name), key, words


def texts_by_key(entry: object, key: Key, languages: frozenset[str]) -> Iterator[tuple[Key, str]]:
    """The texts of one entry that should be its own."""
    for part, text in entry.items() if isinstance(entry, Mapping) else ():
        if part not in MAY_REPEAT and isinstance(text, Mapping) and set(text) <= languages:
            yield from (((*key, part, code), words) for code, words in text.items() if isinstance(words, str))
