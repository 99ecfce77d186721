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


def commands(group: click.Command, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in getattr(group, "commands", {}).items():
        yield before + name, command
        yield from commands(command, f"{before}{name} ")


def documented_commands() -> set[str]:
    """The commands that the README's table names: "`leads list`, `show`" are "leads", "leads list" and "leads show"."""
    table = README.partition("| `python -m bot …` |")[2].partition("\n\n")[0]
    found = set()
    for line in table.splitlines():
        group = ""
        for name in re.findall(r"`([a-z][a-z -]*[a-z])", line.strip("| ").partition(" | ")[0]):
            whole = name if not group or " " in name or name in commands_alone() else f"{group} {name}"
            group = group or whole.split()[0]
            found |= {whole, whole.split()[0]}
    return found


def commands_alone() -> set[str]:
    return set(getattr(main, "commands", {}))


def test_every_command_of_the_command_line_is_in_the_readme_and_no_other() -> None:
    assert {name for name, _ in commands(main)} == documented_commands()


def test_every_command_and_option_of_the_command_line_explains_itself() -> None:
    there = dict(commands(main))
    silent = [name for name, command in there.items() if not command.help]
    options = [(name, each) for name, command in there.items() for each in command.params]
    silent += [
        f"{name} {each.name}" for name, each in options if isinstance(each, click.Option) and not each.help
    ]
    assert silent == []


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
