"""The gazetteer: names in any spelling, which of several cities is meant, and its file."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.content.schema import Language
from knowledge.geo.gazetteer import is_built, open_gazetteer
from knowledge.geo.gazetteer_file import PLACES, index_version
from knowledge.geo.namesakes import choose_city
from tests.knowledge.eligibility.candidates import (
    BEFORE,
    EU_MEMBERS,
    PARTNER_COUNTRIES,
    described,
    gazetteer,
    reader,
)


@pytest.mark.parametrize(
    ("typed", "country", "local"),
    [
        ("Sevilla", "ES", "Sevilla"),
        ("Seville", "ES", "Sevilla"),
        ("sevila", "ES", "Sevilla"),
        ("Múnich", "DE", "Munich"),
        ("Munich", "DE", "Munich"),
        ("MÜNCHEN", "DE", "Munich"),
        ("Lisboa", "PT", "Lisbon"),
        ("Lisbon", "PT", "Lisbon"),
        ("Nueva York", "US", "New York City"),
        ("Łódź", "PL", "Łódź"),
        ("lodz", "PL", "Łódź"),
        ("Vitoria-Gasteiz", "ES", "Gasteiz / Vitoria"),
        ("Jerez", "ES", "Jerez de la Frontera"),
        ("Gotemburgo", "SE", "Göteborg"),
    ],
)
def test_a_city_is_found_by_its_names(typed: str, country: str, local: str) -> None:
    found = gazetteer().find_city(typed, country)
    assert found[0].country == country
    assert found[0].local_name in (local, "Gothenburg")


@pytest.mark.parametrize(
    ("typed", "meant"), [("Valladolit", "Valladolid"), ("Barcelna", "Barcelona"), ("Zaragosa", "Zaragoza")]
)
def test_a_typing_mistake_is_forgiven(typed: str, meant: str) -> None:
    assert meant in [city.local_name for city in gazetteer().find_city(typed)]


@pytest.mark.parametrize("typed", ["", "xqzw", "¿?", "a"])
def test_what_is_no_city_finds_nothing(typed: str) -> None:
    assert gazetteer().find_city(typed) == ()


def test_cities_of_one_name_come_largest_first_and_can_be_narrowed_to_a_country() -> None:
    everywhere = gazetteer().find_city("Córdoba")
    assert [city.population for city in everywhere] == sorted(
        (city.population for city in everywhere), reverse=True
    )
    assert {city.country for city in gazetteer().find_city("Córdoba", "ES")} == {"ES"}


def test_a_city_is_named_in_the_users_language() -> None:
    munich = gazetteer().find_city("München")[0]
    assert (munich.name("es"), munich.name("en")) == ("Múnich", "Munich")


@pytest.mark.parametrize(
    "name", ["Córdoba", "Cartagena", "Mérida", "Toledo", "Guadalajara", "León", "Santiago"]
)
def test_a_name_of_cities_with_different_verdicts_is_asked_about(name: str) -> None:
    reading = described(f"¿Puede participar {name}?", "es")
    verdict = reader().judge(reading, BEFORE)
    assert (verdict.outcome, verdict.missing) == ("need_more", ("place",))
    assert "ES" in {city.country for city in reading.alternatives}


@pytest.mark.parametrize(
    ("name", "language", "first"),
    [
        ("Toledo", "es", "ES"),
        ("Cartagena", "es", "ES"),
        ("Guadalajara", "es", "ES"),
        ("Santiago", "es", "ES"),
        ("Córdoba", "en", "ES"),
        ("Waterford", "en", "IE"),
    ],
)
def test_the_namesake_of_a_member_state_is_offered_first(name: str, language: Language, first: str) -> None:
    asked = {"es": f"¿Puede participar {name}?", "en": f"Can {name} take part?"}[language]
    assert described(asked, language).alternatives[0].country == first


@pytest.mark.parametrize(
    "asked", ["Can the county council of Kent apply?", "Could Kent County Council join?"]
)
def test_a_county_elsewhere_is_no_city_of_its_name(asked: str) -> None:
    assert described(asked, "en").candidate.country is None


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Madrid", "ES"),
        ("Barcelona", "ES"),
        ("Sevilla", "ES"),
        ("Málaga", "ES"),
        ("Cuenca", "ES"),
        ("Paris", "FR"),
        ("London", "GB"),
        ("Birmingham", "GB"),
        ("Lima", "PE"),
        ("Quito", "EC"),
        ("Kyoto", "JP"),
    ],
)
def test_a_name_that_everybody_understands_is_not_asked_about(name: str, country: str) -> None:
    cities = gazetteer().find_city(name)
    choice = choose_city(cities, EU_MEMBERS, PARTNER_COUNTRIES)
    assert choice.city is not None
    assert choice.city.country == country


def test_the_choice_between_namesakes_gives_the_verdict() -> None:
    reading = described("¿Puede participar Toledo?", "es")
    spanish = next(city for city in reading.alternatives if city.country == "ES")
    chosen = reader().with_city(reading.candidate, spanish, "es")
    assert (chosen.kind, chosen.country, chosen.approximate) == ("city", "ES", True)


@pytest.mark.parametrize(
    "sentence", ["Nice reading!", "la unión es real", "este mayor ayuntamiento", "a union of cities"]
)
def test_ordinary_words_are_not_taken_for_places(sentence: str) -> None:
    assert described(sentence, "en").candidate.place is None


@pytest.mark.slow
def test_an_outdated_file_is_built_again_and_what_a_killed_build_left_is_gone(tmp_path: Path) -> None:
    left = tmp_path / "cities-killed.unfinished"
    left.write_bytes(b"half of it")
    os.utime(left, (0, time.time() - 7200))
    with closing(sqlite3.connect(tmp_path / "cities.sqlite")) as database:
        database.execute("CREATE TABLE meta (version TEXT)")
        database.execute("INSERT INTO meta VALUES ('0')")
        database.commit()
    assert not is_built(tmp_path)
    built = open_gazetteer(tmp_path)
    assert is_built(tmp_path)
    assert built.find_city("Burgos")[0].country == "ES"
    built.close()
    assert [file.name for file in tmp_path.iterdir()] == ["cities.sqlite"]


def test_a_change_of_the_places_that_keeps_their_length_makes_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = index_version()
    changed = tmp_path / "places.yaml"
    text = PLACES.read_text(encoding="utf-8")
    changed.write_text(text.replace("a", "e", 1), encoding="utf-8")
    monkeypatch.setattr("knowledge.geo.gazetteer_file.PLACES", changed)
    assert changed.stat().st_size == PLACES.stat().st_size
    assert index_version() != before


def test_a_broken_file_counts_as_missing(tmp_path: Path) -> None:
    (tmp_path / "cities.sqlite").write_text("not a database")
    assert not is_built(tmp_path)


@pytest.mark.slow
def test_a_file_for_which_there_is_no_room_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    program = f"""
import resource
from pathlib import Path
from knowledge.geo.gazetteer import open_gazetteer
from knowledge.learned_files import CannotBuildError
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    open_gazetteer(Path({str(tmp_path)!r}))
except CannotBuildError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert f"cannot be written to {tmp_path / 'cities.sqlite'} (" in run.stdout
    assert "set CACHE_DIR to another folder" in run.stdout
    assert run.stderr == ""
    assert list(tmp_path.iterdir()) == []
