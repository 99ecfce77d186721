"""A small programme has few lines beside its languages' general ones; its questions must not look unrelated."""

import numpy as np
import pytest

from knowledge.content.folders import PROGRAMMES
from knowledge.content.load import load
from knowledge.search.calibration import ANSWERED_BY_BOTH, ANSWERED_OF_FEW, may_be_answered
from knowledge.search.engine import Search
from knowledge.search.synonyms import Synonyms
from knowledge.search.teaching import entries_to_teach, telling_sentences
from knowledge.search.word_model import Entry, learn_words, logit_corrections

GENERAL = Entry("weather", "unrelated", {"en": [f"is it going to rain in town {n}" for n in range(60)]})
LENGTH = Entry("length", "answer", {"en": ["how long is the stay", "how many days is it"]})
PLACE = Entry("place", "answer", {"en": ["where is it", "which town is it in"]})


@pytest.fixture(scope="module")
def large() -> list[Entry]:
    return entries_to_teach(load())


@pytest.fixture(scope="module")
def small() -> list[Entry]:
    return entries_to_teach(load(PROGRAMMES / "example"))


def test_a_programme_with_many_phrasings_is_learned_as_it_is(large: list[Entry]) -> None:
    assert not logit_corrections(large).any()
    assert not any(entry.own_words for entry in large)


def test_a_programme_with_few_phrasings_answers_more_readily(large: list[Entry], small: list[Entry]) -> None:
    shares = (may_be_answered(large, ANSWERED_BY_BOTH), may_be_answered(small, ANSWERED_BY_BOTH))
    assert shares == (ANSWERED_BY_BOTH, ANSWERED_OF_FEW)


def test_what_a_small_programme_is_short_of_counts_for_its_own_entries_alone(small: list[Entry]) -> None:
    missing = logit_corrections(small)
    own = np.array([entry.is_own for entry in small])
    assert (missing[own] > 1).all()
    assert not missing[~own].any()


def test_its_questions_do_not_look_unrelated_beside_many_general_lines() -> None:
    weighing = learn_words([LENGTH, PLACE, GENERAL], Synonyms())[1].weighing
    assert weighing.bias[0] > weighing.bias[2]  # type: ignore[union-attr]


def test_an_answer_with_few_phrasings_is_found_by_its_own_words() -> None:
    told = Entry("length", "answer", LENGTH.phrasings, {"en": ["Guests sleep in the hostel for a week"]})
    question = "do guests sleep in the hostel"
    found = Search.learn([told, PLACE, GENERAL], Synonyms()).find(question, language="en")
    without = Search.learn([LENGTH, PLACE, GENERAL], Synonyms()).find(question, language="en")
    assert (found.id, without.id) == ("length", None)


def test_own_words_are_no_questions_that_the_thresholds_are_measured_on() -> None:
    told = Entry("length", "answer", {"es": ["duración"], "en": ["length"]}, {"en": ["It takes five days."]})
    assert [line for line, _ in told.lines()] == ["duración", "length", "It takes five days."]
    assert told.are_phrasings() == [True, True, False]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Up to 5 days. Write to us: a@b.example.", ["Up to 5 days.", "Write to us:"]),
        (
            "There are 2 topics:\n• Crafts and trades\n• Libraries",
            ["There are 2 topics:", "Crafts and trades"],
        ),
        (" ".join(["word"] * 40), []),
    ],
)
def test_an_answer_is_read_by_its_sentences_without_lists(text: str, sentences: list[str]) -> None:
    assert telling_sentences(text) == sentences
