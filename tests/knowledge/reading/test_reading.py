"""The reader: what it finds in a message, the text with classes in place of spans, and how long it takes."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from string import ascii_lowercase
from sys import maxunicode

import pytest

from knowledge.content.yaml_file import read_plain
from knowledge.geo.countries import read_countries
from knowledge.reading.reader import Reader
from knowledge.reading.reading import MOST_CHARACTERS_READ, Reading
from knowledge.reading.spans import Body, Number, Place
from tests.knowledge.eligibility.candidates import EU_MEMBERS, PARTNER_COUNTRIES, gazetteer

CASES = read_plain(Path(__file__).with_name("readings.yaml"))


@cache
def message_reader() -> Reader:
    return Reader(gazetteer(), read_countries(), EU_MEMBERS, PARTNER_COUNTRIES)


def number_words(number: Number) -> set[str]:
    marks = {
        "about": number.approximate,
        "ordinal": number.ordinal,
        "missing": number.missing,
        f"to {number.upper}": number.upper is not None,
    }
    told = (str(number.value), number.unit, number.bound, number.share)
    return {*(word for word in told if word), *(mark for mark, holds in marks.items() if holds)}


def wanted_words(line: str) -> set[str]:
    value, *words = line.replace("to ", "to_").split()
    return {value, *(word.replace("to_", "to ") for word in words)}


def place_words(place: Place) -> str:
    city = place.city
    return f"{city.local_name} {city.country}" if city else f"{place.text} ?"


def body_words(body: Body) -> str:
    marks = (("own", body.own), ("denied", body.denied), ("many", body.plural))
    return " ".join([body.kind, *(word for word, holds in marks if holds)])


FOUND: Mapping[str, Callable[[Reading], Sequence[str]]] = {
    "places": lambda reading: [place_words(each) for each in reading.places],
    "countries": lambda reading: [f"{c.code} denied" if c.negated else c.code for c in reading.countries],
    "groups": lambda reading: [each.id for each in reading.country_groups],
    "regions": lambda reading: [f"{each.country} {each.name}" for each in reading.regions],
    "bodies": lambda reading: [body_words(each) for each in reading.bodies],
    "replies": lambda reading: sorted(reading.replies),
    "addresses": lambda reading: [f"{each.kind} {each.text}" for each in reading.addresses],
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"]))
def test_a_message_is_read(case: Mapping[str, list[str]]) -> None:
    reading = message_reader().read(str(case["text"]))
    if "numbers" in case:
        assert [number_words(each) for each in reading.numbers] == [*map(wanted_words, case["numbers"])]
    for key in case.keys() & FOUND.keys():
        assert FOUND[key](reading) == case[key], key


def test_spans_lie_where_the_text_says_them() -> None:
    text = "Somos Alcoy, con 59.000 hab., y Ibi (España)."
    reading = message_reader().read(text)
    assert [text[span.start : span.end] for span in reading.spans] == ["Alcoy", "59.000", "Ibi", "España"]


def test_a_masked_text_names_classes_in_place_of_spans() -> None:
    reading = message_reader().read("Somos la ciudad de Getafe, España, con 187.000 habitantes")
    assert reading.masked() == "somos la <BODY:municipality> de <CITY> <COUNTRY> con <POP> habitantes"


def test_a_year_is_no_number_of_inhabitants() -> None:
    reading = message_reader().read("En 2023, 120.000")
    assert [number.counts_inhabitants for number in reading.numbers] == [False, True]


@pytest.mark.parametrize("row", ["9", "600 123 456 ", "120.000 ", "1,5", "1e9 ", "٣", "9 millones "])
def test_a_pasted_row_of_figures_of_any_length_is_read(row: str) -> None:
    for length in (400, 4000):
        assert message_reader().read((row * length)[:length]).text


def test_reading_takes_time_in_proportion_to_the_length_and_stops_at_the_longest_message() -> None:
    for piece in (
        "1 ",
        "120.000 mil ",
        "de ",
        "no ",
        "a@",
        "ciento ",
        "San ",
        "1.",
        "?¿ ",
        "y ",
        "Alcoy, ",
        "9 millones ",
    ):
        short, long = seconds(piece * 200), seconds(piece * 1600)
        assert long < max(32 * short, 0.1), piece  # the square would be 64
    assert len(message_reader().read("a" * 9_000).text) == MOST_CHARACTERS_READ


def test_of_many_misspelt_names_the_first_are_looked_up() -> None:
    names = [f"Zaragoz{letter}" for letter in ascii_lowercase[1:]]
    places = message_reader().read(" ".join(f"Escribo desde {name}." for name in names)).places
    assert [place.text for place in places[:10]] == names[:10]
    assert len(places) < len(names)


def seconds(text: str) -> float:
    spent = []
    for _ in range(3):
        start = time.process_time()
        message_reader().read(text)
        spent.append(time.process_time() - start)
    return min(spent)


@pytest.mark.parametrize("text", ["", " ", "¿?", "😀", "ß", "ⅷ ①", "\x00", "a" * 5_000, "1" * 5_000])
def test_anything_can_be_read(text: str) -> None:
    assert message_reader().read(text).text == text[:MOST_CHARACTERS_READ]


def test_digits_that_are_no_figures_are_read_without_a_value() -> None:
    digits = [char for char in map(chr, range(maxunicode)) if char.isdigit() and not char.isdecimal()]
    for digit in digits:
        message_reader().read(f"somos {digit} pueblos, la {digit}", "es")
    assert not message_reader().read("\N{BRAHMI NUMBER ONE}", "es").numbers
