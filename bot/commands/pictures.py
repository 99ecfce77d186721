"""`python -m bot pictures DIR`: the pictures of the content as files."""

import asyncio
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def pictures(folder: Path) -> None:
    """Draw the map, the stages and the topics from the content, in both languages, as PNG files into FOLDER."""
    from bot.documents import DocumentError

    try:
        for path in asyncio.run(drawn_into(folder)):
            click.echo(path)
    except (DocumentError, OSError) as error:
        raise click.ClickException(str(error)) from None


async def drawn_into(folder: Path) -> list[Path]:
    """Draw every picture and give the files."""
    from bot.documents import make
    from bot.views.pictures import PICTURES
    from knowledge.load import CONTENT, load
    from knowledge.models import LANGUAGES

    folder.mkdir(parents=True, exist_ok=True)
    knowledge = load(CONTENT)
    paths = []
    for language in LANGUAGES:
        for draw in PICTURES.values():
            drawn = draw(knowledge, language)
            path = folder / f"{drawn.kind}-{language}.png"
            path.write_bytes(await make(drawn.kind, drawn.data))
            paths.append(path)
    return paths
