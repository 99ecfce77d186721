"""The municipalities of a group: listed, corrected, taken off, enough of them."""

import pytest

from knowledge.form.draft import Draft
from knowledge.form.moves import Form
from knowledge.form.steps import DONE, REMOVE, tag
from knowledge.form.types import type_of
from knowledge.form.types.group_members import ADD
from tests.knowledge.form.replying import answer, question, tapped, typed, valid, waiting

MEMBERS = question("members", min=2, max=3)
IBI = {"name": "Ibi", "population": 23_500}
ONIL = {"name": "Onil", "population": 7_500}


def listed(form: Form, line: str, *before: object) -> list[tuple[str, int]]:
    step = typed(form, MEMBERS, line, {"list": list(before)}, country="ES")
    assert not step.problem
    return [(member["name"], member["population"]) for member in waiting(step.draft)["list"]]


@pytest.mark.parametrize(
    "line",
    ["Ibi 23.500 y Onil 7.500", "Ibi: 23500; Onil: 7500", "Ibi (23.500 hab.), Onil (7.500 hab.)"],
)
def test_several_are_read_in_one_line(form: Form, line: str) -> None:
    assert listed(form, line) == [("Ibi", 23_500), ("Onil", 7_500)]


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ("y faltaba carcaixent, con 20.400", ("Carcaixent", 20_400)),
        ("pues cullera sí, 23.200", ("Cullera", 23_200)),
        ("sueca 27.500", ("Sueca", 27_500)),
    ],
)
def test_a_town_in_small_letters_is_told_from_the_words_beside_it(
    form: Form, line: str, member: tuple[str, int]
) -> None:
    assert listed(form, line) == [member]


@pytest.mark.parametrize("line", ["mándalo", "send it", "alcaldia@sueca.example.es"])
def test_a_wish_and_an_address_are_no_municipality(form: Form, line: str) -> None:
    assert typed(form, MEMBERS, line, {"list": [IBI]}, country="ES").problem


def test_one_already_listed_is_corrected_not_doubled(form: Form) -> None:
    assert listed(form, "Ibi 24.000", IBI, ONIL) == [("Ibi", 24_000), ("Onil", 7_500)]


def test_one_is_taken_off_the_list(form: Form) -> None:
    assert listed(form, "quita Ibi", IBI, ONIL) == [("Onil", 7_500)]
    step = tapped(form, MEMBERS, REMOVE + tag("Ibi"), {"list": [IBI, ONIL]})
    assert waiting(step.draft)["list"] == [ONIL]


def test_a_list_ends_when_it_is_long_enough(form: Form) -> None:
    assert tapped(form, MEMBERS, DONE, {"list": [IBI]}).problem
    assert tapped(form, MEMBERS, DONE, {"list": [IBI, ONIL]}).draft.answers["q"] == [IBI, ONIL]


def test_a_stored_list_needs_numbers_and_enough_municipalities(form: Form) -> None:
    assert valid(form, MEMBERS, [IBI, ONIL])
    assert not valid(form, MEMBERS, [IBI])
    assert not valid(form, MEMBERS, [IBI, {"name": "Onil"}])


@pytest.mark.parametrize(
    ("line", "members"),
    [
        ("Onil se ha echado atrás", [("Ibi", 23_500)]),
        ("Onil pulled out this morning, so strike them", [("Ibi", 23_500)]),
        ("corrijo lo de Ibi: son 24.000", [("Ibi", 24_000), ("Onil", 7_500)]),
        ("Ibi is 24,000 not 23,500", [("Ibi", 24_000), ("Onil", 7_500)]),
        ("añade Petrer, que tiene 34.300", [("Ibi", 23_500), ("Onil", 7_500), ("Petrer", 34_300)]),
        ("Ibi, Onil y Petrer 34.300", [("Ibi", 23_500), ("Onil", 7_500), ("Petrer", 34_300)]),
        ("cambia Ibi por Petrer, que tiene 34.300", [("Onil", 7_500), ("Petrer", 34_300)]),
        ("replace Onil with Petrer, 34,300", [("Ibi", 23_500), ("Petrer", 34_300)]),
        ("añade Petrer con 34.300 y quita Onil", [("Ibi", 23_500), ("Petrer", 34_300)]),
        ("drop Onil and add Petrer, 34,300", [("Ibi", 23_500), ("Petrer", 34_300)]),
        ("quita Onil, Ibi 24.000", [("Ibi", 24_000)]),
        ("cambia Ibi a 24.000", [("Ibi", 24_000), ("Onil", 7_500)]),
        ("Petrer too please, 34,300", [("Ibi", 23_500), ("Onil", 7_500), ("Petrer", 34_300)]),
        ("and Petrer as well, it has 34,300", [("Ibi", 23_500), ("Onil", 7_500), ("Petrer", 34_300)]),
        ("Falta Petrer con 34.300, por favor", [("Ibi", 23_500), ("Onil", 7_500), ("Petrer", 34_300)]),
    ],
)
def test_the_list_is_changed_by_talking(form: Form, line: str, members: list[tuple[str, int]]) -> None:
    assert listed(form, line, IBI, ONIL) == members


@pytest.mark.parametrize(
    "line", ["El casco antiguo pierde vecinos.", "en redacción", "dos", "queremos más árboles"]
)
def test_what_is_written_as_no_municipality_is_none(form: Form, line: str) -> None:
    assert typed(form, MEMBERS, line, country="ES").problem


def test_a_municipality_that_the_map_lacks_is_asked_about(form: Form) -> None:
    assert waiting(typed(form, MEMBERS, "Peñablanca", country="ES").draft)["ask"] == "Peñablanca"
    assert listed(form, "peñablanca de arriba 18.500") == [("peñablanca de arriba", 18_500)]


def test_a_name_that_holds_a_joining_word_stays_whole(form: Form) -> None:
    assert listed(form, "Calera y Chozas 4.700, Ibi 23.500 y Onil 7.500") == [
        ("Calera y Chozas", 4_700),
        ("Ibi", 23_500),
        ("Onil", 7_500),
    ]


def test_numbers_that_were_looked_up_are_marked_as_approximate(form: Form) -> None:
    step = typed(form, MEMBERS, "Ibi y Petrer 34.300", None, country="ES")
    marks = [member.get("approximate", False) for member in waiting(step.draft)["list"]]
    assert marks == [True, False]


def added_by_buttons(form: Form, half: object) -> list[str]:
    """The codes of the buttons that add a municipality nearby."""
    asked = form.asked(MEMBERS, Draft.restored({"country": "ES"}, {"q": half}))
    return [
        choice.code
        for row in type_of(MEMBERS).buttons(asked)
        for choice in row
        if choice.code.startswith(ADD)
    ]


def test_municipalities_nearby_are_offered_while_the_group_is_too_small(form: Form) -> None:
    half = typed(form, MEMBERS, "Ibi y Onil", None, country="ES").draft.pending["q"]
    codes = added_by_buttons(form, half)
    assert len(codes) == 3
    after = waiting(tapped(form, MEMBERS, codes[0], half, country="ES").draft)["list"]
    assert (after[2]["country"], after[2]["approximate"]) == ("ES", True)
    assert after[2]["population"] > 50_000  # Alcoy, the largest nearby, not the hamlet next door
    assert codes[0] not in added_by_buttons(form, {"list": after})


def test_none_is_offered_once_the_group_is_large_enough(form: Form) -> None:
    half = typed(form, MEMBERS, "Elche 240.000 y Ibi 24.000", None, country="ES").draft.pending["q"]
    assert added_by_buttons(form, half) == []


def test_towns_in_small_letters_are_listed_by_their_names(form: Form) -> None:
    line = "Somos una agrupación de pueblos: alcoy, ibi y onil"
    assert [name for name, _ in listed(form, line)] == ["Alcoy", "Ibi", "Onil"]


@pytest.mark.parametrize(
    ("line", "left_over"),
    [
        ("Ibi 23.500, Onil y turismo", ("turismo",)),
        ("Ibi 23.500, Onil y gracias", ()),
        ("Ibi 23.500, Onil y etcétera", ()),
        ("Ibi 23.500 y Onil", ()),
    ],
)
def test_what_is_no_municipality_of_a_list_is_named(
    form: Form, line: str, left_over: tuple[str, ...]
) -> None:
    step = typed(form, MEMBERS, line, {"list": []}, country="ES")
    assert [member["name"] for member in waiting(step.draft)["list"]] == ["Ibi", "Onil"]
    assert step.not_understood == left_over


def test_a_line_that_adds_one_and_says_that_it_is_all_does_both(form: Form) -> None:
    step = typed(form, MEMBERS, "onil y ya está", {"list": [IBI]}, country="ES")
    assert [member["name"] for member in answer(step.draft)] == ["Ibi", "Onil"]
