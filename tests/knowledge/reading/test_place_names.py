"""Three hundred names of places, each in the sentence that asks about it: the country that comes out."""

from pathlib import Path

import pytest

from knowledge.content.yaml_file import read_plain
from knowledge.reading.spans import Place
from tests.knowledge.reading.test_reading import message_reader

NAMES = read_plain(Path(__file__).with_name("place_names.yaml"))
CASES = [(country, name) for country, names in NAMES.items() for name in names]


def country_of(places: tuple[Place, ...], name: str) -> str:
    if len(places) != 1 or places[0].text != name:
        return f"{[place.text for place in places]}"
    countries = {city.country for city in places[0].likely}
    return countries.pop() if len(countries) == 1 and places[0].city else "?"


@pytest.mark.parametrize(("country", "name"), CASES)
def test_a_name_is_found_whole_and_in_its_country(country: str, name: str) -> None:
    places = message_reader().read(f"¿Puede participar {name}?").places
    assert country_of(places, name) == country


SMALL = read_plain(Path(__file__).with_name("places_written_small.yaml"))


@pytest.mark.parametrize(("country", "name"), [(c, name) for c, names in SMALL.items() for name in names])
def test_a_small_place_is_found_where_it_is_expected_though_written_small(country: str, name: str) -> None:
    for sentence in (f"somos de {name}, ¿entramos?", f"we are from {name}, can we?", f"mi pueblo es {name}"):
        assert [place.likely[0].country for place in message_reader().read(sentence).places] == [country]


@pytest.mark.parametrize(
    "sentence", ["somos de la sierra", "vamos con ganas", "can people apply", "is ronda open", "con calma"]
)
def test_a_word_written_small_is_no_village(sentence: str) -> None:
    assert message_reader().read(sentence).places == ()


def test_a_village_at_the_head_of_a_sentence_needs_no_size() -> None:
    (place,) = message_reader().read("Sigüenza quiere presentarse").places
    assert place.likely[0].country == "ES"


def test_the_table_is_as_long_as_it_says() -> None:
    assert len(CASES) >= 300
