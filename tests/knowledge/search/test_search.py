"""The search: what it answers, suggests and refuses to answer."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content.schema import Language
from knowledge.search import word_model as model
from knowledge.search.calibration import Calibration, calibrate, smooth_quantile
from knowledge.search.engine import Search
from knowledge.search.features import Extractor
from knowledge.search.features_of_lines import features_of_lines
from knowledge.search.synonyms import Phrases, Synonyms, concept_stems
from knowledge.search.word_model import Entry
from tests.knowledge.search.lines import ENTRIES, SYNONYMS

CALIBRATION = Calibration(answer=0.45, suggest=0.1)


@pytest.fixture(scope="module")
def search() -> Search:
    return Search.learn(ENTRIES, SYNONYMS, calibration=CALIBRATION)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("¿A qué hora abren los domingos?", "hours"),
        ("a q hora abre la biblio", "hours"),
        ("se puede renovar el presstamo??", "loans"),
        ("cuanto se paga por dia de retraso", "fines"),
        ("how do i get a reader card", "card"),
        ("how many boks can u borow", "loans"),
        ("Good morning! I have just moved here. How do I become a member? Thanks", "card"),
    ],
)
def test_a_question_in_other_words_is_answered(search: Search, question: str, answer: str) -> None:
    found = search.find(question)
    assert (found.outcome, found.id) == ("answer", answer)


def test_a_concept_reaches_lines_that_share_no_word_with_the_question(search: Search) -> None:
    without = Search.learn(ENTRIES, Synonyms(), calibration=CALIBRATION)
    question = "late fees?"
    assert search.find(question).candidates[0].id == "fines"
    assert search.find(question).confidence > without.find(question).confidence


@pytest.mark.parametrize(
    ("question", "detail"),
    [
        ("¿hay parking para el coche?", "parking"),
        ("quiero enviar mi curriculum", "jobs"),
        ("any vacancies?", "jobs"),
    ],
)
def test_a_detail_that_nobody_states_is_recognised_and_never_answered(
    search: Search, question: str, detail: str
) -> None:
    found = search.find(question)
    assert (found.outcome, found.id, found.unstated) == ("unknown", None, detail)


def test_a_message_about_something_else_is_unknown_and_named(search: Search) -> None:
    found = search.find("va a llover hoy?")
    assert (found.outcome, found.id, found.unstated) == ("unknown", None, "weather")


def test_even_an_unknown_question_brings_the_nearest_answers(search: Search) -> None:
    found = search.find("¿hay parking para el coche?")
    assert len(found.candidates) >= 3
    assert {candidate.id for candidate in found.candidates} <= {"hours", "card", "loans", "fines"}


@pytest.mark.parametrize("message", ["zxcvb qwrt", "hola zxcvb qwrt", "600 123 456", "Οὖτις ἐμοί γ᾽ ὄνομα"])
def test_what_has_no_known_word_is_unknown(search: Search, message: str) -> None:
    assert search.find(message).outcome == "unknown"


@pytest.mark.parametrize(
    ("message", "talk"),
    [
        ("hola", "greeting"),
        ("¡Hola, buenos días!", "greeting"),
        ("Hola, ¿qué tal?", "greeting"),
        ("muchas gracias", "thanks"),
        ("are you a bot", "robot"),
        ("hello. Is this a machine?", "robot"),
    ],
)
def test_nothing_but_small_talk_is_small_talk(search: Search, message: str, talk: str) -> None:
    found = search.find(message)
    assert (found.outcome, found.id) == ("smalltalk", talk)


@pytest.mark.parametrize("message", ["👍", "🙏🙏", "!!"])
def test_emoji_alone_are_small_talk_without_a_name(search: Search, message: str) -> None:
    found = search.find(message)
    assert (found.outcome, found.id) == ("smalltalk", None)


def test_a_greeted_question_is_a_question(search: Search) -> None:
    assert search.find("hola, ¿cuál es el horario? gracias").id == "hours"


def test_an_empty_message_is_unknown(search: Search) -> None:
    assert search.find("  ").outcome == "unknown"


@pytest.mark.parametrize(
    ("message", "chat", "language"),
    [
        ("When do you close?", "es", "en"),
        ("cuando cierran", "en", "es"),
        ("zxcvb", "en", "en"),
        ("zxcvb", "es", "es"),
        ("zxcvb", None, "es"),
    ],
)
def test_the_question_s_language_counts_and_the_chat_s_only_in_doubt(
    search: Search, message: str, chat: Language | None, language: Language
) -> None:
    assert search.find(message, language=chat).language == language


def test_content_in_one_language_alone_is_asked_in_that_language() -> None:
    english = [Entry(entry.id, entry.kind, {"en": entry.phrasings["en"]}) for entry in ENTRIES]
    search = Search.learn(english, Synonyms(), calibration=CALIBRATION)
    for asked in (search, Search.restore(search.dump())):
        found = asked.find("opening hours on a Sunday", language="es")
        assert (found.id, found.language) == ("hours", "en")


def test_a_foreign_word_within_a_question_is_understood(search: Search) -> None:
    assert search.find("¿hay penalty por devolverlo tarde?").id == "fines"


def test_the_sentence_that_asks_counts_more_than_the_situation_around_it(search: Search) -> None:
    asked = search.find("Trabajo por la tarde. ¿Cómo me hago el carné? Me llevo muchos libros.")
    assert asked.candidates[0].id == "card"


@pytest.mark.parametrize(
    ("answer", "suggest", "outcome"), [(0.0, 0.0, "answer"), (1.1, 0.0, "suggest"), (1.1, 1.1, "unknown")]
)
def test_the_calibration_decides_how_sure_is_sure(answer: float, suggest: float, outcome: str) -> None:
    cautious = Search.learn(ENTRIES, SYNONYMS, calibration=Calibration(answer, suggest))
    assert cautious.find("¿Cuántos libros puedo llevarme?").outcome == outcome


def calibrated(entries: Sequence[Entry]) -> Calibration:
    _, learned, lines = model.learn_words(entries, SYNONYMS)
    return calibrate(entries, learned, lines)[0]


def test_lines_have_the_same_vectors_one_by_one_and_all_at_once() -> None:
    _, learned, lines = model.learn_words(ENTRIES, SYNONYMS)
    at_once = learned.lexicon.vectors(lines.table)
    one_by_one = [learned.lexicon.vector(features) for features in lines.features]
    coverages = learned.lexicon.coverages(lines.table).tolist()
    for number, other in enumerate(one_by_one):
        rows, values = at_once.of_line(number)
        assert rows.tolist() == other.rows.tolist()
        assert values.tolist() == pytest.approx(other.values.tolist())
        assert coverages[number] == pytest.approx(other.coverage)


def test_lines_have_the_same_features_one_by_one_and_all_at_once() -> None:
    reader, extractor = model.reader_of(ENTRIES, SYNONYMS), Extractor(Phrases(concept_stems(SYNONYMS)))
    lines = [reader.phrasing(*line) for entry in ENTRIES for line in entry.lines()]
    lines += [(), *(line * 3 for line in lines)]
    for one, words in zip(features_of_lines(extractor, lines), lines, strict=True):
        alone = extractor.features(words)
        assert one.hashes.tolist() == alone.hashes.tolist()
        assert (one.weights.tolist(), one.words) == (alone.weights.tolist(), alone.words)


def test_no_lines_and_empty_ones_have_no_features() -> None:
    extractor = Extractor(Phrases(()))
    assert features_of_lines(extractor, []) == []
    assert [len(each.hashes) for each in features_of_lines(extractor, [(), ()])] == [0, 0]


def test_a_threshold_moves_little_where_one_number_jumps() -> None:
    numbers = np.linspace(0, 1, 101)
    jumped = np.where(numbers == 0.8, 0.9, numbers)
    assert smooth_quantile(numbers, 0.8) == pytest.approx(0.8, abs=0.001)
    assert smooth_quantile(jumped, 0.8) == pytest.approx(0.8, abs=0.01)


def test_calibrating_twice_gives_the_same_thresholds() -> None:
    assert calibrated(ENTRIES) == calibrated(ENTRIES)


def test_too_few_entries_to_mask_any_keep_the_defaults() -> None:
    assert calibrated(ENTRIES[:2]) == Calibration()


def test_suggesting_never_takes_more_certainty_than_answering() -> None:
    measured = calibrated(ENTRIES)
    assert 0 < measured.suggest <= measured.answer < 1


def test_a_search_without_a_calibration_makes_one() -> None:
    assert Search.learn(ENTRIES, SYNONYMS).calibration == calibrated(ENTRIES)


def test_what_was_spoken_of_before_tells_what_a_short_question_is_about(search: Search) -> None:
    alone, after = (
        search.find("¿y cuánto?"),
        search.find("¿y cuánto?", topic="¿Qué pasa si devuelvo un libro tarde?"),
    )
    assert after.candidates[0].id == "fines"
    assert after.candidates[0].score > next(c.score for c in alone.candidates if c.id == "fines")


def test_the_probability_of_what_is_outside_is_told(search: Search) -> None:
    assert search.find("¿hay parking para el coche?").unstated_share > 0.5
    assert search.find("va a llover hoy?").unrelated_share > 0.5
    assert search.find("reader card").sure


@pytest.mark.parametrize("entries", [(), (Entry("mute", "answer", {"es": [], "en": []}),)])
def test_entries_without_phrasings_are_refused(entries: Sequence[Entry]) -> None:
    with pytest.raises(ValueError, match="every entry needs a phrasing"):
        Search.learn(entries, SYNONYMS, calibration=CALIBRATION)


def test_a_restored_search_finds_the_same(search: Search) -> None:
    restored = Search.restore(search.dump())
    for question in ("¿A qué hora abren?", "late fee", "hola", "aparcar", "zxcvb"):
        assert restored.find(question) == search.find(question)


def test_a_damaged_archive_is_refused(search: Search) -> None:
    with pytest.raises(ValueError, match="damaged"):
        Search.restore(search.dump()[:500])


def test_an_archive_is_no_pickle() -> None:
    with pytest.raises(ValueError, match="format"):
        Search.restore(b"\x80\x04N.")


def test_very_many_entries_are_ranked_without_a_classifier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "MOST_WEIGHTS", 0)
    large = Search.learn(ENTRIES, SYNONYMS, calibration=CALIBRATION)
    assert large.find("¿Cuántos libros puedo llevarme?").id == "loans"
    assert Search.restore(large.dump()).find("reader card").id == "card"


def test_learning_twice_gives_the_same_answers(search: Search) -> None:
    again = Search.learn(ENTRIES, SYNONYMS, calibration=CALIBRATION)
    assert np.isclose(again.find("horario de agosto").confidence, search.find("horario de agosto").confidence)


@given(st.text(max_size=300))
def test_any_message_has_an_outcome(search: Search, message: str) -> None:
    found = search.find(message)
    assert found.outcome in ("answer", "suggest", "unknown", "smalltalk")
    assert (found.id is not None) or found.outcome != "answer"
