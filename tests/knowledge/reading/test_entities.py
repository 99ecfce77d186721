"""What sentences say about a candidate: a table of sentences, and numbers in every spelling."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content.yaml_file import read_plain
from knowledge.geo.countries import read_countries
from knowledge.reading.words import fold, words
from tests.knowledge.eligibility.candidates import BEFORE, described, reader
from tests.knowledge.reading.test_reading import message_reader

CASES: list[dict[str, Any]] = read_plain(Path(__file__).with_name("sentence_cases.yaml"))
_THOUSANDS_ES = {
    2: "dos",
    5: "cinco",
    15: "quince",
    21: "veintiún",
    38: "treinta y ocho",
    90: "noventa",
    101: "ciento un",
}
_HUNDREDS_ES = {0: "", 100: "cien", 200: "doscientos", 500: "quinientos", 900: "novecientos"}


def numbers(text: str) -> list[int]:
    """The numbers of a sentence."""
    return [number.value for number in message_reader().read(text, "es").numbers]


@pytest.mark.parametrize("case", CASES, ids=[case.get("es") or case["en"] for case in CASES])
def test_a_sentence_is_read_as_the_table_says(case: dict[str, Any]) -> None:
    if case.get("open"):
        pytest.xfail("not read yet")
    language = "es" if "es" in case else "en"
    reading = described(case[language], language)
    verdict = reader().judge(reading, BEFORE)
    candidate = reading.candidate
    read = {
        "kind": candidate.kind,
        "country": candidate.country,
        "population": candidate.population,
        "outcome": verdict.outcome,
        "missing": list(verdict.missing),
    }
    expected = {key: value for key, value in case.items() if key not in ("es", "en", "asks", "open")}
    assert {key: read[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("54.000 hab", 54_000),
        ("54,000", 54_000),
        ("54 000", 54_000),
        ("54'000", 54_000),
        ("54000", 54_000),
        ("120 mil", 120_000),
        ("120mil", 120_000),
        ("1,2 millones", 1_200_000),
        ("1.3M", 1_300_000),
        ("98k", 98_000),
        ("54.5k", 54_500),
        ("ciento veinte mil", 120_000),
        ("ciento veinte mil quinientos", 120_500),
        ("cincuenta y cuatro mil ochocientos noventa y ocho", 54_898),
        ("mil doscientos", 1_200),
        ("un millón y medio", 1_500_000),
        ("1 millón 200 mil", 1_200_000),
        ("medio millón", 500_000),
        ("un cuarto de millón", 250_000),
        ("one hundred and twenty thousand", 120_000),
        ("ninety-eight thousand", 98_000),
        ("a hundred thousand", 100_000),
        ("two million three hundred thousand", 2_300_000),
        ("half a million", 500_000),
        ("a million and a half", 1_500_000),
        ("entre 90 y 110 mil", 90_000),
        ("90-110 mil", 90_000),
    ],
)
def test_a_number_is_read_in_every_spelling(text: str, value: int) -> None:
    assert numbers(text) == [value]


@pytest.mark.parametrize("text", ["un ayuntamiento", "a city", "", "hola"])
def test_what_is_no_amount_is_no_number(text: str) -> None:
    assert numbers(text) == []


@given(st.integers(1_000, 40_000_000))
def test_any_number_is_read_back_however_it_is_grouped(value: int) -> None:
    written = f"{value:,}"
    for spelling in (written, written.replace(",", "."), written.replace(",", " "), str(value)):
        assert numbers(f"somos {spelling} habitantes") == [value]


@given(st.sampled_from(sorted(_THOUSANDS_ES)), st.sampled_from(sorted(_HUNDREDS_ES)))
def test_thousands_in_spanish_words_are_read_back(thousands: int, hundreds: int) -> None:
    spoken = f"{_THOUSANDS_ES[thousands]} mil {_HUNDREDS_ES[hundreds]}"
    assert numbers(spoken) == [thousands * 1_000 + hundreds]


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    reader().judge(described(text, "es"), BEFORE)


@pytest.mark.parametrize(
    "text",
    [
        "tenemos 12.000 empleados",
        "our university has 25,000 students",
        "120.000 turistas al año",
        "un presupuesto de 120.000 euros",
        "a budget of €120,000",
        "desde 2019",
        "el 4 de marzo de 2027",
        "mi teléfono es 600 123 456",
        "+32 2 899 91 41",
        "el 54 % de la población",
        "a 15.000 km de aquí",
        "faltan 2.000 habitantes",
    ],
)
def test_what_are_no_inhabitants_are_not_counted(text: str) -> None:
    assert described(text, "es").candidate.population is None


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("algo más de 100.000 habitantes", "over"),
        ("superamos los 100.000 habitantes", "over"),
        ("100.000 y pico", "over"),
        ("over 100,000 people", "over"),
        ("casi 100.000 vecinos", "under"),
        ("no llegamos a 100.000", "under"),
        ("no superamos los 100.000", "under"),
        ("just under 100,000 residents", "under"),
        ("unos 100.000 habitantes", None),
    ],
)
def test_a_limit_is_kept_with_its_number(text: str, bound: str | None) -> None:
    candidate = described(text, "es").candidate
    assert (candidate.population, candidate.bound, candidate.approximate) == (100_000, bound, True)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("tres pueblos de 40.000, 35.000 y 30.000", 105_000),
        ("dos municipios de 60.000 habitantes cada uno", 120_000),
        ("two cities with 60,000 each", 120_000),
        ("varios municipios que suman 131.500", 131_500),
        ("our towns of 80,000 and 45,000, 125,000 in total", 125_000),
    ],
)
def test_the_numbers_of_a_group_are_summed_once(text: str, total: int) -> None:
    assert described(text, "es").candidate.population == total


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Diputación de Badajoz", "province"),
        ("a county council in Ireland", "province"),
        ("Junta de Extremadura", "region"),
        ("una capital de provincia", "city"),
        ("asociación de municipios del valle", "group"),
        ("asociación de vecinos", "other"),
        ("us and the three villages around", "group"),
        ("una start-up de aparcamientos", "other"),
        ("Bodensee University", "other"),
        ("buenos días", None),
    ],
)
def test_the_kind_of_body_is_read_from_its_name(text: str, kind: str | None) -> None:
    assert described(text, "es").candidate.kind == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("una ciudad polaca", "PL"),
        ("a Polish town", "PL"),
        ("EEUU", "US"),
        ("in the US", "US"),
        ("EE.UU.", "US"),
        ("the UK", "GB"),
        ("Reino Unido", "GB"),
        ("República Checa", "CZ"),
        ("Países Bajos", "NL"),
        ("una ciudad costarricense", "CR"),
        ("municipalidades chilenas", "CL"),
        ("ciudades españolas", "ES"),
        ("tell us more", None),
    ],
)
def test_a_country_is_read_from_its_name_or_its_people(text: str, code: str | None) -> None:
    found = read_countries().find(words(text))
    assert [mention.code for mention in found] == ([code] if code else [])


def test_folding_leaves_letters_and_digits_only() -> None:
    assert fold("L'Hospitalet–Nord, Łódź & Åarhus") == "l hospitalet nord lodz aarhus"
