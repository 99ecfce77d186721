"""Every command and every setting is documented; nothing that is documented has gone."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from bot.__main__ import main
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDES = README + (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ROUTES = (ROOT / "bot" / "routes.py").read_text(encoding="utf-8")


def commands(group: click.Command, before: str = "") -> Iterator[str]:
    for name, command in getattr(group, "commands", {}).items():
        yield before + name
        yield from commands(command, f"{before}{name} ")


def test_every_command_of_the_command_line_is_in_the_readme() -> None:
    missing = [name for name in commands(main) if f"`{name.split()[0]}" not in README]
    assert not missing


def test_every_command_of_the_chat_is_in_the_readme() -> None:
    names = set(re.findall(r'(?:command|work)\("(\w+)"', ROUTES))
    assert len(names) > 15
    named = set(re.findall(r"`/(\w+)", GUIDES))
    assert sorted(names - named) == []


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    settings = {name.upper() for name in Settings.model_fields}
    assert sorted(name for name in settings if f"`{name}`" not in GUIDES) == []
    listed = set(re.findall(r"^\| `([A-Z_]{4,})`", README, flags=re.MULTILINE))
    assert sorted(listed - settings) == []
