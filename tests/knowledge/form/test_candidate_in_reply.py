"""Several answers in one message, and what the conversation before the form knows of a candidate."""

import pytest

from knowledge.eligibility.judge import Candidate
from knowledge.form.draft import Draft
from knowledge.form.moves import Form
from tests.knowledge.form.replying import answer, waiting, within

CONSENT = {"consent": "2026-11"}


def told(form: Form, line: str, **answers: object) -> dict[str, object]:
    """What a line stores at the first open question: answers, with places by their names, and lists by theirs."""
    draft = form.typed(Draft.restored(answers), line).draft
    found: dict[str, object] = {key: value for key, value in draft.answers.items() if key not in answers}
    found |= {key: waiting(draft, key)["list"] for key in draft.pending if "list" in waiting(draft, key)}
    return {key: named(value) for key, value in found.items()}


def named(value: object) -> object:
    if isinstance(value, list):
        return [f"{m['name']} {m['population']}" if isinstance(m, dict) else m for m in value]
    return value["name"] if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("line", "population"),
    [("Yes, I agree. City of Wrocław, 640,000", 640_000), ("yes, City of Wrocław (640,000 people)", 640_000)],
)
def test_consent_city_and_figure_are_taken_from_one_message(form: Form, line: str, population: int) -> None:
    assert told(within(form, "en"), line) == {
        "consent": "2026-11",
        "kind": "city",
        "place": "Wrocław",
        "country": "PL",
        "population": population,
    }


def test_a_city_typed_where_the_kind_is_asked_answers_both(form: Form) -> None:
    assert told(form, "Ayuntamiento de Zaragoza, 675.000", **CONSENT) == {
        "kind": "city",
        "place": "Zaragoza",
        "country": "ES",
        "population": 675_000,
    }


def test_the_towns_of_a_group_wait_to_be_confirmed(form: Form) -> None:
    assert told(form, "una agrupación de Alcoy 59.000, Ibi 23.500 y Elda 52.600", **CONSENT) == {
        "kind": "group",
        "country": "ES",
        "members": ["Alcoy 59000", "Ibi 23500", "Elda 52600"],
    }


def test_a_pasted_paragraph_fills_in_what_it_holds(form: Form) -> None:
    paragraph = (
        "Somos el Ayuntamiento de Zaragoza (España), con 675.000 habitantes. Queremos trabajar en movilidad. "
        "Contacto: ana.perez@ayto-ejemplo.es, 976 123 456"
    )
    found = told(form, paragraph, **CONSENT)
    assert found["population"] == 675_000
    assert (found["email"], found["phone"]) == ("ana.perez@ayto-ejemplo.es", "+34976123456")


@pytest.mark.parametrize("line", ["sí, de acuerdo", "sí, adelante", "vale"])
def test_a_bare_yes_answers_nothing_else(form: Form, line: str) -> None:
    assert told(form, line) == {"consent": "2026-11"}


def test_a_question_about_a_city_is_no_candidate(form: Form) -> None:
    assert told(form, "¿puede participar Zaragoza?", **CONSENT) == {}


@pytest.mark.parametrize(
    ("candidate", "answers"),
    [
        (
            Candidate("city", "ES", 675_301, approximate=True, place="Zaragoza"),
            {"kind": "city", "place": "Zaragoza", "country": "ES", "population": 675_301},
        ),
        (Candidate("city", None, 120_000), {"kind": "city", "population": 120_000}),
        (Candidate("city", "PT", 100_000, bound="over"), {"kind": "city", "country": "PT"}),
        (Candidate("company", "ES"), {"kind": "other"}),
        (Candidate(), {}),
    ],
)
def test_a_draft_begins_with_what_the_conversation_knows(
    form: Form, candidate: Candidate, answers: dict[str, object]
) -> None:
    begun = form.begun_with(candidate)
    assert {key: named(value) for key, value in begun.answers.items()} == answers


def test_the_towns_named_before_are_listed_to_be_confirmed(form: Form) -> None:
    begun = form.begun_with(Candidate("group", "ES", 93_139, approximate=True, place="Alcoy, Ibi, Onil"))
    assert begun.answers == {"kind": "group", "country": "ES"}
    listed = waiting(begun, "members")["list"]
    assert [member["name"] for member in listed] == ["Alcoy", "Ibi", "Onil"]
    assert all(member["approximate"] for member in listed)


def test_another_city_at_the_consent_takes_the_place_of_the_one_spoken_of_before(form: Form) -> None:
    before = form.begun_with(Candidate("group", "ES", None, False, "Alcoy, Ibi, Onil"))
    after = form.typed(before, "sí, Zaragoza").draft
    assert (answer(after, "kind"), answer(after, "place")["name"]) == ("city", "Zaragoza")
    assert "members" not in after.pending


def test_the_same_towns_at_the_consent_keep_what_was_said_of_them(form: Form) -> None:
    before = form.begun_with(Candidate("group", "ES", None, False, "Alcoy, Ibi, Onil"))
    after = form.typed(before, "sí, Alcoy, Ibi y Onil").draft
    assert after.answers["kind"] == "group"
    assert after.pending["members"] == before.pending["members"]


def test_what_was_said_of_each_town_before_is_not_looked_up_again(form: Form) -> None:
    said = form.reader.read("Somos Alcoy con 59.000, Ibi con 23.500 y Onil", "es")
    draft = form.begun_with(form.candidates.describe(said).candidate)
    listed = {town["name"]: town for town in waiting(draft, "members")["list"]}
    assert (listed["Alcoy"]["population"], listed["Ibi"]["population"]) == (59_000, 23_500)
    assert "approximate" not in listed["Alcoy"]
    assert listed["Onil"]["approximate"]


def test_where_the_rules_stop_a_city_other_towns_make_it_a_group(form: Form) -> None:
    place = {"name": "Alcoy", "country": "ES", "population": 59_000, "geonameid": 2522160}
    city = Draft.restored({**CONSENT, "kind": "city", "place": place, "country": "ES", "population": 59_000})
    after = form.typed(city, "pues con Elda, 53.000").draft
    assert after.answers["kind"] == "group"
    assert named(waiting(after, "members")["list"]) == ["Alcoy 59000", "Elda 53000"]
    assert form.typed(city, "somos 61.000").draft.answers["population"] == 61_000


@pytest.mark.parametrize("line", ["pues Elda, 53.000", "Elda 53.000", "y si viene Elda con 53.000"])
def test_where_the_rules_stop_a_group_another_town_joins_it(form: Form, line: str) -> None:
    towns = [{"name": "Alcoy", "population": 59_000}, {"name": "Ibi", "population": 23_500}]
    group = Draft.restored(
        {**CONSENT, "kind": "group", "group_name": "Foia", "country": "ES", "members": towns}
    )
    after = form.typed(group, line).draft
    assert named(waiting(after, "members")["list"]) == ["Alcoy 59000", "Ibi 23500", "Elda 53000"]


@pytest.mark.parametrize("line", ["It's Limerick", "Limerick"])
def test_a_citys_name_that_is_a_word_as_well_tells_kind_and_place(form: Form, line: str) -> None:
    stored = told(within(form, "en"), line, **CONSENT)
    assert (stored["kind"], stored["place"], stored["country"]) == ("city", "Limerick", "IE")


def test_the_towns_of_a_group_may_be_in_small_letters(form: Form) -> None:
    stored = told(form, "Somos una agrupación de pueblos: alcoy, ibi y onil", **CONSENT)
    assert stored["kind"] == "group"
    assert [str(each).split()[0] for each in stored["members"]] == ["Alcoy", "Ibi", "Onil"]  # type: ignore[attr-defined]


def test_towns_in_one_country_tell_it_even_where_one_is_an_adjective_of_another(form: Form) -> None:
    stored = told(form, "vale. somos tres pueblos: sueca 27.500, cullera 23.000 y alzira 45.000")
    assert stored["country"] == "ES"
    assert stored["members"] == ["Sueca 27500", "Cullera 23000", "Alzira 45000"]
