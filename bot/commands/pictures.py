"""`python -m bot pictures DIR`: the pictures of the content as files."""

import asyncio
from pathlib import Path

import click

from bot.commands.leads import context_in


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def pictures(folder: Path) -> None:
    """Draw the map, the stages and the topics from the content, in each of its languages, as PNG files into FOLDER."""
    from bot.documents import DocumentError, make
    from bot.views.pictures import pictures_of

    context = context_in(None)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for language in context.languages:
            for view in pictures_of(context).values():
                drawn = view(context.within(language))
                path = folder / f"{drawn.kind}-{language}.png"
                path.write_bytes(asyncio.run(make(drawn.kind, drawn.data)))
                click.echo(path)
    except OSError as error:
        raise click.ClickException(
            f"{folder} cannot be written ({error.strerror}): name a folder where this user may write."
        ) from None
    except DocumentError as error:
        raise click.ClickException(str(error)) from None
