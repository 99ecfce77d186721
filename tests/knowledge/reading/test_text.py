"""Words: normalised, split, stemmed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content.wording import listing
from knowledge.reading.text import (
    MOST_CHARACTERS_NORMALISED,
    clauses,
    grams,
    has_words,
    normalise,
    number_of,
    sound,
    stem,
    tokens,
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("¿CUÁNTO dura?", ("cuanto", "dura")),
        ("más de 100.000 habitantes", ("mas", "de", "100000", "habitantes")),
        ("54,000 people", ("54000", "people")),
        ("1.5 millones", ("1", "5", "millones")),
        ("What's the pre-application?", ("whats", "the", "preapplication")),
        ("e-mail, city-to-city", ("email", "city", "to", "city")),
        ("holaaaa", ("hola",)),
        ("www.iuc.eu", ("www", "iuc", "eu")),
        ("España", ("espana",)),
        ("👍 ok", ("ok",)),
        ("", ()),
    ],
)
def test_a_message_is_split_into_normalised_words(typed: str, words: tuple[str, ...]) -> None:
    assert tokens(typed) == words


@given(st.text())
def test_any_text_can_be_split_and_no_word_is_empty(text: str) -> None:
    assert all(tokens(text))


def test_only_the_beginning_of_an_endless_message_is_read() -> None:
    assert len(tokens("palabra " * 10_000)) <= MOST_CHARACTERS_NORMALISED / len("palabra ")


@given(st.text())
def test_clauses_lose_no_letter(text: str) -> None:
    assert "".join("".join(clauses(text)).split()) == "".join(text.split())


def test_a_spanish_question_is_a_clause_of_its_own_without_a_full_stop() -> None:
    assert clauses("Somos pequeños ¿podemos? Gracias") == ("Somos pequeños ", "¿podemos?", "Gracias")


@pytest.mark.parametrize(
    ("one", "other"), [("cooperación", "cooperaciones"), ("ciudad", "ciudades"), ("plazo", "plazos")]
)
def test_spanish_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(normalise(one), "es") == stem(normalise(other), "es")


def test_the_ending_cion_is_stemmed_although_its_accent_is_gone() -> None:
    assert stem("cooperacion", "es") == stem("cooperar", "es")


def test_english_forms_of_a_word_share_a_stem() -> None:
    assert stem("cities", "en") == stem("city", "en")


def test_pieces_show_where_a_word_begins_and_ends() -> None:
    assert grams("sol", (3,)) == ["<so", "sol", "ol>"]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("ay", "hay"),
        ("emos", "hemos"),
        ("bisita", "visita"),
        ("yamar", "llamar"),
        ("wich", "which"),
        ("adress", "address"),
    ],
)
def test_what_sounds_alike_is_spelt_alike(slip: str, meant: str) -> None:
    assert sound(slip) == sound(meant)


def test_the_ch_keeps_its_sound() -> None:
    assert sound("chico") != sound("cico")


@pytest.mark.parametrize(
    ("message", "spoken"), [("👍🙏", False), ("?!", False), ("", False), ("ok 👍", True)]
)
def test_emoji_alone_are_no_words(message: str, spoken: bool) -> None:
    assert has_words(message) is spoken


def test_features_have_the_same_number_on_every_machine() -> None:
    assert number_of("w:plaz") == 2863688929


def test_a_spanish_list_ends_in_e_before_an_i() -> None:
    assert listing(["Polonia", "Italia"], "es") == "Polonia e Italia"
    assert listing(["agua", "vivienda", "hielo"], "es") == "agua, vivienda y hielo"
