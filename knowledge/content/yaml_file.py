"""Reads a YAML file together with the line on which each value stands, so that mistakes can be named by line."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.content.unreadable import text_mistake, yaml_mistake

Key = tuple[str | int, ...]
CURLY = ("\u201c", "\u201d", "\u201e", "\u2018", "\u2019")
"""Quotes as word processors make them."""
QUOTED = ("'", '"', "|", ">")
"""Styles of a value in which every character stands for itself."""
STRING = "tag:yaml.org,2002:str"
TWICE = "this key stands here twice; keep one"
TWICE_ID = "a second id stands here: keep one, or begin a new entry with a dash (- id: …)"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Mistake:
    """A mistake in the content: its place and what to do."""

    file: str
    line: int
    key: str
    message: str
    follows: bool = field(default=False, compare=False)
    """Whether it may be there only because another file could not be read."""
    about: str = field(default="", compare=False)
    """The id that names nothing, if that is the mistake."""

    def __str__(self) -> str:
        """One line for the operator: file:line: key: message."""
        return (
            f"{self.file}:{self.line}: {self.key}: {self.message}"
            if self.key
            else f"{self.file}:{self.line}: {self.message}"
        )


@dataclass(frozen=True)
class YamlFile:
    """A file's data, and the line (from 1) of every value in it; of one that fills lines, that of its key."""

    name: str
    data: Any
    lines: dict[Key, int]
    mistakes: tuple[Mistake, ...] = ()
    lost: frozenset[str] = frozenset()
    """Ids that another one took the place of, because the key stands twice."""

    def line(self, key: Key) -> int:
        """Find the line of a value, or of the nearest value around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def mistake(self, key: Key, message: str, follows: bool = False, about: str = "") -> Mistake:
        """Say what is wrong with a value of this file."""
        where = ".".join(str(part) for part in key)
        return Mistake(self.name, self.line(key), where, message, follows, about)


def read_plain(path: Path) -> Any:
    """Read a file of ours that nobody edits while the bot runs: its data alone."""
    return yaml.load(path.read_text("utf-8"), Loader)  # noqa: S506 - safe, whichever of the two it is


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read a file; what cannot be read becomes a mistake with the line, never an exception."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return unreadable_file(name, 1, "the file is missing")
    except (OSError, UnicodeDecodeError) as error:
        return unreadable_file(name, *text_mistake(error, path))
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> YamlFile:
    """Read the text of a file; what is no YAML becomes a mistake with the line."""
    try:
        loader = Loader(text)
        node = loader.get_single_node()
        if node is None:
            return unreadable_file(name, 1, "the file is empty")
        builder = Builder(loader, name)
        data = builder.build(node, ())
        return YamlFile(name, data, builder.lines, tuple(builder.mistakes), frozenset(builder.lost))
    except yaml.YAMLError as error:
        return unreadable_file(name, *yaml_mistake(error, text))


def unreadable_file(name: str, line: int, message: str) -> YamlFile:
    """A file of which nothing could be read."""
    return YamlFile(name, None, {}, (Mistake(name, line, "", message),))


class Builder:
    """Turns nodes into data; notes the line of each, and what YAML lets pass but nobody means."""

    def __init__(self, loader: Any, name: str) -> None:
        self.loader, self.name = loader, name
        self.lines: dict[Key, int] = {}
        self.mistakes: list[Mistake] = []
        self.lost: set[str] = set()

    def build(self, node: yaml.Node, key: Key, line: int | None = None) -> Any:
        """The data of a node; `line` is that of the key that it stands under."""
        self.lines[key] = line or node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*key, i)) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, key)
        assert isinstance(node, yaml.ScalarNode)  # noqa: S101 - there is no other kind
        if node.style not in QUOTED and str(node.value).startswith(CURLY):
            self.note(
                node,
                key,
                f'begins with {node.value[0]}, which is no quote to YAML; type the straight " instead',
            )
        return node.value if node.tag == STRING else self.constructed(node, key)

    def constructed(self, node: yaml.ScalarNode, key: Key) -> Any:
        """A number, a date, true or false; a date that no calendar has is a mistake, and stays as it is written."""
        try:
            return self.loader.construct_object(node)
        except ValueError:
            self.note(node, key, f"there is no {node.value}; a date is written 2027-03-04 (year, month, day)")
            return node.value

    def mapping(self, node: yaml.MappingNode, key: Key) -> dict[object, object]:
        """The data of a group of keys; a key that stands twice is a mistake (YAML itself lets it pass)."""
        data: dict[object, object] = {}
        mixed = False
        for name_node, value_node in node.value:
            part = self.loader.construct_object(name_node)
            if part in data and not mixed:
                mixed = part == "id"
                self.note(name_node, (*key, part), TWICE_ID if mixed else TWICE)
                self.lost |= {str(data[part])} if mixed else set()
            data[part] = self.build(value_node, (*key, part), name_node.start_mark.line + 1)
        return data

    def note(self, node: yaml.Node, key: Key, message: str) -> None:
        """Keep a mistake."""
        where = ".".join(str(part) for part in key)
        self.mistakes.append(Mistake(self.name, node.start_mark.line + 1, where, message))
