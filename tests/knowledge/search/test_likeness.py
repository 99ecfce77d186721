"""Questions that count as the same one."""

import pytest

from knowledge.search.likeness import groups_of_alike


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Will the mayor get a medal?", "will the mayors get medals", "en"),
        ("¿Admiten perros en los hoteles?", "admiten perros en el hotel", "es"),
        ("Do you sell umbrellas?", "Do you sell umbrelas??", "en"),
        ("¿Y el aparcamiento?", "y el APARCAMIENTO", "es"),
    ],
)
def test_alike_questions_are_one(one: str, other: str, language: str) -> None:
    assert groups_of_alike([(one, language), (other, language)]) == [[0, 1]]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Will the mayor get a medal?", "Will the mayor pay for the hotel?", "en"),
        ("¿Admiten perros en los hoteles?", "¿Admiten niños en las visitas?", "es"),
    ],
)
def test_others_stay_apart(one: str, other: str, language: str) -> None:
    assert groups_of_alike([(one, language), (other, language)]) == [[0], [1]]


def test_an_answer_in_one_language_is_not_offered_for_a_question_in_the_other() -> None:
    assert groups_of_alike([("Festival 2026", "es"), ("Festival 2026", "en")]) == [[0], [1]]


def test_the_most_frequent_come_first_and_nothing_is_lost() -> None:
    asked = [("What about parking?", "en"), ("A medal?", "en"), ("a medal", "en"), ("", "en"), ("?!", "es")]
    found = groups_of_alike(asked)
    assert found[0] == [1, 2]
    assert sorted(place for group in found for place in group) == [0, 1, 2, 3, 4]
