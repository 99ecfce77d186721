"""Languages that nobody here speaks are recognised; short messages, names and the programme's languages never are."""

import json
from pathlib import Path

import pytest

from bot.operations.knowledge_base import Library
from knowledge.reading.foreign import foreign_language, in_their_words, languages_listed_in, sentences
from tests.knowledge.form.conftest import TODAY

STRANGERS = Path(__file__).parents[2] / "strangers"


def nothing_known(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour, notre ville peut-elle participer au programme ?", "fr"),
        ("Qual é o prazo de candidatura?", "pt"),
        ("Guten Tag, kann unsere Stadt teilnehmen?", "de"),
        ("Chi paga i viaggi della delegazione?", "it"),
        ("Kto płaci za podróże delegacji?", "pl"),
        ("¿Quién paga los viajes?", None),
        ("Who pays for the trips?", None),
        ("Kalmar?", None),
        ("", None),
        ("\x00 \x01 \x02", None),
    ],
)
def test_a_language_is_told_by_a_line_of_some_words(text: str, language: str | None) -> None:
    assert foreign_language(text, ("es", "en"), nothing_known) == language


def test_known_words_are_no_foreign_language() -> None:
    assert foreign_language("Qual é o prazo de candidatura?", ("es", "en"), lambda _: True) is None


def test_languages_are_named_in_others_where_they_have_a_name_there() -> None:
    assert languages_listed_in(("es", "en"), "fr") == "espagnol et anglais"
    assert languages_listed_in(("es", "en"), "xx") == ""


def test_which_languages_are_read_is_a_sentence_in_the_writers_own_language() -> None:
    assert in_their_words(("en", "es"), "de") == "Ich lese nur diese Sprachen: Englisch und Spanisch."
    assert in_their_words(("en", "es"), "is") == "enska og spænska"
    assert in_their_words(("en", "es"), "xx") == ""


def test_every_sentence_names_the_languages_that_are_read() -> None:
    for code in sentences():
        said = in_their_words(("en", "es"), code)
        assert said != languages_listed_in(("en", "es"), code)
        assert languages_listed_in(("en", "es"), code) in said


@pytest.mark.slow
def test_what_strangers_ask_in_spanish_and_english_is_hardly_ever_taken_for_another_language(
    library: Library,
) -> None:
    texts = [
        (row["text"], row["lang"])
        for file in STRANGERS.glob("questions_[ab].jsonl")
        for row in map(json.loads, file.read_text("utf-8").splitlines())
    ]
    interpreter = library.knowledge_base.interpreter
    foreign = [text for text, lang in texts if interpreter.understand(text, lang, TODAY).foreign]
    assert foreign == []
