"""One of the group's municipalities."""

from knowledge.form.moves import Form
from knowledge.form.types import type_of
from tests.knowledge.form.replying import question, stored, tapped, valid

REPRESENTATIVE = question("member")
GROUP = [{"name": "Ibi", "population": 23_500}, {"name": "Onil", "population": 7_500}]


def test_a_member_is_read_by_its_name_or_number(form: Form) -> None:
    assert stored(form, REPRESENTATIVE, "ibi", members=GROUP) == "Ibi"
    assert stored(form, REPRESENTATIVE, "2", members=GROUP) == "Onil"


def test_of_two_the_one_that_is_not_denied_is_meant(form: Form) -> None:
    assert stored(form, REPRESENTATIVE, "no Ibi, la otra", members=GROUP) == "Onil"
    assert stored(form, REPRESENTATIVE, "not Ibi - Onil", members=GROUP) == "Onil"
    assert stored(form, REPRESENTATIVE, "no, Ibi", members=GROUP) == "Ibi"


def test_a_member_is_pointed_at_by_its_size(form: Form) -> None:
    assert stored(form, REPRESENTATIVE, "el que más habitantes tiene", members=GROUP) == "Ibi"
    assert stored(form, REPRESENTATIVE, "the smaller one", members=GROUP) == "Onil"


def test_a_member_is_pointed_at_by_its_place_in_the_list(form: Form) -> None:
    assert stored(form, REPRESENTATIVE, "the first one on the list will speak for us", members=GROUP) == "Ibi"
    assert stored(form, REPRESENTATIVE, "que hable por nosotros la segunda", members=GROUP) == "Onil"


def test_a_word_of_a_name_that_no_other_member_has_tells_it(form: Form) -> None:
    names = [
        {"name": "Vilagarcía de Arousa", "population": 37_600},
        {"name": "A Illa de Arousa", "population": 4_900},
    ]
    assert (
        stored(form, REPRESENTATIVE, "la voz cantante la lleva Vilagarcía", members=names) == names[0]["name"]
    )
    assert stored(form, REPRESENTATIVE, "Arousa", members=names) not in [each["name"] for each in names]


def test_one_who_is_no_member_is_refused(form: Form) -> None:
    assert stored(form, REPRESENTATIVE, "Cocentaina", members=GROUP) == "not_a_member"
    assert not valid(form, REPRESENTATIVE, "Cocentaina", members=GROUP)


def test_a_button_names_its_member(form: Form) -> None:
    code = (
        type_of(REPRESENTATIVE)
        .options(form.asked(REPRESENTATIVE, tapped(form, REPRESENTATIVE, "", members=GROUP).draft))[0]
        .id
    )
    assert tapped(form, REPRESENTATIVE, code, members=GROUP).draft.answers["q"] == "Ibi"
