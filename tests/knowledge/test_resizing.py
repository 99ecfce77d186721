"""A figure told by the one that is known, and several candidates that are asked about in one message."""

import pytest

from bot.operations.knowledge_base import Library
from knowledge.conversation.context import NOTHING_SAID
from tests.knowledge.form.conftest import TODAY

SIZES = [
    ("Somos un pueblo español de 60.000", "¿y el doble?", 120_000),
    ("Somos un pueblo español de 160.000", "¿y si fuéramos la mitad?", 80_000),
    ("Somos un municipio italiano de 95.000", "¿y con diez mil más?", 105_000),
    ("Somos un municipio italiano de 105.000", "¿y con diez mil menos?", 95_000),
    ("We are a Spanish town of 60,000", "and twice that size?", 120_000),
    ("we're a Polish town of 150,000", "and if it were half of that?", 75_000),
    ("we are a Greek town of 95,000", "and with ten thousand more people?", 105_000),
]
EACH = [
    ("Can Fulda apply? And Bad Hersfeld?", "en", ["eligible_in_group", "eligible_in_group"]),
    ("¿puede ir Soria? y Teruel?", "es", ["eligible_in_group", "eligible_in_group"]),
    ("Can Granada apply? Also Kraków?", "en", ["eligible", "eligible"]),
    ("¿Entra Zamora? ¿y Ávila? ¿y Gijón?", "es", ["eligible_in_group", "eligible_in_group", "eligible"]),
]


@pytest.mark.parametrize(("first", "then", "population"), SIZES)
def test_a_figure_is_told_by_the_one_before(library: Library, first: str, then: str, population: int) -> None:
    interpreter = library.knowledge_base.interpreter
    before = interpreter.understand(first, None, TODAY, NOTHING_SAID).conversation
    understood = interpreter.understand(then, None, TODAY, before)
    assert understood.described is not None
    assert understood.described.candidate.population == population


@pytest.mark.parametrize(
    ("first", "then"), [("Somos un pueblo español de 60.000", "¿quién paga la mitad del viaje?")]
)
def test_half_of_something_else_is_no_figure(library: Library, first: str, then: str) -> None:
    interpreter = library.knowledge_base.interpreter
    before = interpreter.understand(first, None, TODAY, NOTHING_SAID).conversation
    assert interpreter.understand(then, None, TODAY, before).verdict is None


@pytest.mark.parametrize(("text", "language", "outcomes"), EACH)
def test_places_asked_about_in_a_question_each_get_a_verdict_each(
    library: Library, text: str, language: str, outcomes: list[str]
) -> None:
    parts = library.knowledge_base.interpreter.understand(text, language, TODAY).parts
    assert [part.verdict.outcome for part in parts if part.verdict] == outcomes


@pytest.mark.parametrize("text", ["Soria y Teruel juntas, ¿podemos?", "Soria, Teruel. ¿Podemos ir en grupo?"])
def test_a_group_stays_one_candidate(library: Library, text: str) -> None:
    understood = library.knowledge_base.interpreter.understand(text, "es", TODAY)
    assert not understood.parts
    assert understood.described
    assert understood.described.candidate.kind == "group"
