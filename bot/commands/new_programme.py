"""`python -m bot new-programme`: a small programme of one's own to begin with, made from the example."""

import re
import shutil
from pathlib import Path

import click

from bot.settings import folder_of_programme
from knowledge.content.folders import PROGRAMMES

EXAMPLE = PROGRAMMES / "example"
LONGEST_REFERENCE = 8


@click.command("new-programme")
@click.argument("name")
def new_programme(name: str) -> None:
    """Write the programme NAME (a name for knowledge/programmes, or the path of a folder): small, whole, explained.

    It is the example under another name; change it file by file, and let `check` and `preview` tell what it makes.
    """
    if not name.strip():
        raise click.ClickException("Give the new programme a name: python -m bot new-programme town-exchange")
    folder = folder_of_programme(name)
    if folder.exists():
        raise click.ClickException(f"{folder} is there already; choose another name.")
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", folder.name):
        raise click.ClickException(
            f"{folder.name!r} should be small letters without accents, digits, - or _, a letter first: town-exchange"
        )
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("ids.lock", "*.bin"))
    rename(folder / "programme.yaml", folder.name)
    click.echo(
        f"{folder} holds a small programme. Read docs/content-guide.md, change programme.yaml first, then:\n"
        f"  python -m bot check {name}\n"
        f"  python -m bot preview {name}\n"
        f"  PROGRAMME={name} python -m bot run"
    )


def rename(file: Path, name: str) -> None:
    """Give the copy a name and a reference of its own; its first comment says that it is to be changed."""
    title = name.replace("-", " ").replace("_", " ").title()
    reference = re.sub(r"[^A-Z0-9]", "", name.upper())[:LONGEST_REFERENCE].ljust(2, "X")
    text = re.sub(
        r"\A(#.*\n)+",
        f"# {title}: made from the example. Change whatever is not so.\n",
        file.read_text("utf-8"),
    )
    text = re.sub(r"^  reference: \w+", f"  reference: {reference}", text, flags=re.MULTILINE)
    for key in ("name", "short"):
        line = f'  {key}: {{es: "{title}", en: "{title}"}}'
        text = re.sub(rf"^  {key}: \{{.*\}}", line, text, count=1, flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")
