"""Reads a YAML file together with the line on which each value stands, so that mistakes can be named by line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Key = tuple[str | int, ...]
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Mistake:
    """Something wrong in the content: where it stands and what to do."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        """One line for the operator: file:line: key: message."""
        return (
            f"{self.file}:{self.line}: {self.key}: {self.message}"
            if self.key
            else f"{self.file}:{self.line}: {self.message}"
        )


@dataclass(frozen=True)
class YamlFile:
    """A file's data, and the line (from 1) of every value in it."""

    name: str
    data: Any
    lines: dict[Key, int]
    mistakes: tuple[Mistake, ...] = ()

    def line(self, key: Key) -> int:
        """Find the line of a value, or of the nearest value around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def mistake(self, key: Key, message: str) -> Mistake:
        """Say what is wrong with a value of this file."""
        return Mistake(self.name, self.line(key), ".".join(str(part) for part in key), message)


def read_plain(path: Path) -> Any:
    """Read a file of ours that nobody edits while the bot runs: its data alone."""
    return yaml.load(path.read_text("utf-8"), Loader)  # noqa: S506 - safe, whichever of the two it is


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read a file; what cannot be read becomes a mistake with the line, never an exception."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return broken(name, 1, "the file is missing")
    except (OSError, UnicodeDecodeError) as error:
        return broken(name, 1, f"the file cannot be read as UTF-8 text: {error}")
    try:
        loader = Loader(text)
        node = loader.get_single_node()
        if node is None:
            return broken(name, 1, "the file is empty")
        lines: dict[Key, int] = {}
        mistakes: list[Mistake] = []
        return YamlFile(name, build(loader, node, (), lines, mistakes, name), lines, tuple(mistakes))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "unreadable character"
        return broken(
            name,
            mark.line + 1 if mark else 1,
            f"not valid YAML: {problem}; check quotes, colons and indentation",
        )


def broken(name: str, line: int, message: str) -> YamlFile:
    """A file of which nothing could be read."""
    return YamlFile(name, None, {}, (Mistake(name, line, "", message),))


def build(
    loader: Any, node: yaml.Node, key: Key, lines: dict[Key, int], mistakes: list[Mistake], name: str
) -> Any:
    """Turn a node into data, noting lines; a key that stands twice is a mistake (YAML itself lets it pass)."""
    lines[key] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [build(loader, item, (*key, i), lines, mistakes, name) for i, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node)
    data: dict[Any, Any] = {}
    for name_node, value_node in node.value:
        part = loader.construct_object(name_node)
        if part in data:
            where = ".".join(str(p) for p in (*key, part))
            mistakes.append(
                Mistake(name, name_node.start_mark.line + 1, where, "this key stands here twice; keep one")
            )
        data[part] = build(loader, value_node, (*key, part), lines, mistakes, name)
    return data
