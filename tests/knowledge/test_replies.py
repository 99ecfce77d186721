"""What people type, and what it is taken for; whatever they type, a reply is read or refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content.schema import ButtonText, Option, Question, Text
from knowledge.content.wording import listing, number
from knowledge.form.replies import (
    Accepted,
    Doubtful,
    Rejected,
    asks,
    correction,
    name_and_number,
    parse,
    parse_choice,
    parse_consent,
    parse_country,
    parse_email,
    parse_number,
    parse_phone,
    parse_text,
    parse_url,
    skips,
)
from knowledge.geo.countries import Countries, read_countries

COUNTRIES = read_countries()


def option(code: str, es: str, en: str, *also: str) -> Option:
    return Option(id=code, label=ButtonText(es=es, en=en), also=also)


STRATEGY = (
    option("approved", "Sí, aprobada", "Yes, approved"),
    option("drafting", "En redacción", "Being drafted"),
    option("missing", "No", "No"),
    option("unsure", "Aún no lo sé", "Not sure yet"),
)
STAFF = (
    option("one", "Una", "One", "1"),
    option("two_three", "Dos o tres", "Two or three", "2", "3"),
    option("more", "Más de tres", "More than three", "4"),
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2", "drafting"),
        ("la 2", "drafting"),
        ("opción 2", "drafting"),
        ("option 2.", "drafting"),
        ("EN REDACCION", "drafting"),
        ("en redación", "drafting"),
        ("being draftd", "drafting"),
        ("approved", "approved"),
        ("no", "missing"),
        ("no lo sé", "unsure"),
        ("not sure", "unsure"),
    ],
)
def test_an_option_is_read_by_number_by_words_of_either_language_and_with_typing_mistakes(
    typed: str, code: str
) -> None:
    assert parse_choice(typed, STRATEGY) == Accepted(code)


def test_a_typed_three_means_three_people_where_the_options_are_quantities() -> None:
    assert parse_choice("3", STAFF) == Accepted("two_three")


@pytest.mark.parametrize(
    ("typed", "reason"), [("7", "number_of_option"), ("paella", "option"), ("x", "option")]
)
def test_what_is_no_option_is_refused_with_a_reason(typed: str, reason: str) -> None:
    reply = parse_choice(typed, STRATEGY)
    assert isinstance(reply, Rejected)
    assert reply.reason == reason


def test_a_spanish_list_ends_in_e_before_an_i() -> None:
    assert listing(["Polonia", "Italia"], "es") == "Polonia e Italia"
    assert listing(["agua", "vivienda", "hielo"], "es") == "agua, vivienda y hielo"


def test_a_small_word_of_a_sentence_is_not_taken_for_a_countrys_code() -> None:
    india = [option("IN", "India", "India")]
    assert isinstance(parse_choice("we are in contact", india), Rejected)
    assert parse_choice("in", india) == Accepted("IN")


@pytest.mark.parametrize("typed", ["sí", "Sí, acepto", "de acuerdo", "I agree", "yes", "OK"])
def test_consent_is_read(typed: str) -> None:
    assert parse_consent(typed) == Accepted(True)


@pytest.mark.parametrize("typed", ["no", "No estoy de acuerdo", "I do not agree", "no, thanks"])
def test_a_refusal_is_read(typed: str) -> None:
    assert parse_consent(typed) == Accepted(False)


@pytest.mark.parametrize("typed", ["claro que no", "y", "quizá", "yes and no", "¿?"])
def test_what_is_not_clearly_consent_is_none(typed: str) -> None:
    assert isinstance(parse_consent(typed), Rejected)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("120 mil", 120_000), ("120.000", 120_000), ("1,2 millones", 1_200_000), ("más o menos 57.000", 57_000)],
)
def test_a_number_is_read_in_any_form(typed: str, value: int) -> None:
    assert parse_number(typed, 1, 40_000_000) == Accepted(value)


@pytest.mark.parametrize("typed", ["más de 100.000", "over 100,000", "entre 90 y 110 mil"])
def test_a_limit_or_a_range_is_not_taken_for_the_number(typed: str) -> None:
    assert parse_number(typed, 1, 40_000_000) == Rejected("number_exact", {})


def test_a_city_of_98_inhabitants_is_asked_about() -> None:
    assert parse_number("98", 1, 40_000_000) == Doubtful(98, 98_000)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Brasil", "BR"), ("brazil", "BR"), ("Portugual", "PT"), ("en Polonia", "PL"), ("es", "ES")],
)
def test_a_country_is_read_in_both_languages_and_with_a_slip(typed: str, code: str) -> None:
    assert parse_country(typed, COUNTRIES) == Accepted(code)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("no, somos 57.000", 57_000),
        ("en realidad son 120 mil", 120_000),
        ("actually we are 98,500", 98_500),
        ("57.000", None),
        ("no, 3", None),
        ("Queremos 57.000 viviendas", None),
    ],
)
def test_a_correction_of_the_inhabitants_is_told_from_an_answer(typed: str, value: int | None) -> None:
    assert correction(typed) == value


@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ("Dos Hermanas 138.000", "Dos Hermanas", 138_000),
        ("Ibi (23.500 hab.)", "Ibi", 23_500),
        ("Tres Cantos", "Tres Cantos", None),
        ("cuarenta mil", "", 40_000),
    ],
)
def test_a_name_that_holds_a_number_keeps_it(typed: str, name: str, value: int | None) -> None:
    assert name_and_number(typed) == (name, value)


def test_addresses_are_found_inside_sentences() -> None:
    assert parse_email("es ana@vila.example.es.") == Accepted("ana@vila.example.es")
    assert parse_url("está en www.vila.example/plan.") == Accepted("https://www.vila.example/plan")
    assert parse_phone("tel.: +34 600-000-000 gracias") == Accepted("+34600000000")


def test_a_likely_slip_in_an_address_is_asked_about() -> None:
    assert parse_email("ana@gmial.com") == Doubtful("ana@gmial.com", "ana@gmail.com")


@pytest.mark.parametrize("typed", ["¿cuánto dura?", "cuanto dura", "how long does it take", "Who pays"])
def test_a_question_is_noticed_with_and_without_its_mark(typed: str) -> None:
    assert asks(typed)


def test_leaving_out_is_said_in_words_but_never_by_a_question_mark() -> None:
    assert skips("omitir")
    assert skips("-")
    assert not skips("¿?")


# Properties: for whatever is typed


ANY_LINE = st.text(max_size=60)
QUESTIONS = st.sampled_from(["consent", "choice", "number", "country", "email", "phone", "url", "text"])


@given(kind=QUESTIONS, typed=ANY_LINE)
def test_every_line_is_read_or_refused_with_a_reason(kind: str, typed: str) -> None:
    words = ButtonText(es="a", en="a")
    asked = Question.model_validate(
        {"id": "q", "type": kind, "short": words, "text": Text(es="a", en="a"), "options": STRATEGY}
    )
    countries: Countries = COUNTRIES
    assert isinstance(parse(asked, typed, STRATEGY, countries), Accepted | Rejected | Doubtful)


@given(st.integers(1_000, 40_000_000), st.sampled_from(["es", "en"]))
def test_a_number_that_the_bot_writes_it_can_read(value: int, language: str) -> None:
    written = number(value, "es" if language == "es" else "en")
    assert parse_number(written, 1, 40_000_000) == Accepted(value)
    assert name_and_number(f"Villanueva {written}") == ("Villanueva", value)


@given(typed=st.text(min_size=1, max_size=300))
def test_free_text_is_stored_as_typed_without_what_nobody_can_see(typed: str) -> None:
    reply = parse_text(typed, 200)
    if isinstance(reply, Accepted):
        assert len(reply.value) <= 200
        assert reply.value == reply.value.strip()
        assert [c for c in reply.value if not c.isspace()] == [
            c for c in typed if c.isprintable() and not c.isspace()
        ]


@given(st.integers(1, 4))
def test_every_option_can_be_typed_by_its_number_and_by_its_words(place: int) -> None:
    wanted = STRATEGY[place - 1]
    for typed in (str(place), wanted.label.en, wanted.label.es.upper()):
        assert parse_choice(typed, STRATEGY) == Accepted(wanted.id)
