"""After a city, a short message may mean its namesake; after a verdict a protest asks why."""

import pytest

from bot.operations.knowledge_base import Library
from tests.knowledge.form.conftest import TODAY
from tests.knowledge.test_conversation import understood_after


@pytest.mark.parametrize(
    ("first", "then", "language", "country"),
    [
        ("Could Cartagena take part?", "the one in Murcia, Spain obviously", "en", "ES"),
        ("Could Cartagena take part?", "hang on, my boss says it's about the Colombian one", "en", "CO"),
        ("Mérida", "ay no, que el concejal decía la de México", "es", "MX"),
        ("a ver, Cuenca", "perdón, me sopla un compañero que él preguntaba por la de Ecuador", "es", "EC"),
        ("We are Toledo", "no, the one in Ohio", "en", "US"),
    ],
)
def test_the_namesake_in_another_country_is_meant(
    library: Library, first: str, then: str, language: str, country: str
) -> None:
    described = understood_after(library, first, then, language).described
    assert described is not None
    assert described.candidate.country == country


@pytest.mark.parametrize(
    ("first", "then", "language"),
    [
        ("¿Puede Cuenca?", "¿y cuántos proyectos hay con Ecuador?", "es"),
        ("Albacete, can we?", "which cities of Spain are in?", "en"),
    ],
)
def test_a_question_about_a_country_means_no_namesake(
    library: Library, first: str, then: str, language: str
) -> None:
    described = understood_after(library, first, then, language).described
    assert described is None or described.candidate.place is None


@pytest.mark.parametrize(
    ("first", "then", "language"),
    [
        ("Geneva, can we?", "Why on earth not? France is all around us!", "en"),
        ("¿Podría Oslo?", "¿Y por qué no? Si estamos al lado de Suecia.", "es"),
        ("Almería", "explícate", "es"),
    ],
)
def test_a_protest_after_a_verdict_gets_its_reasons(
    library: Library, first: str, then: str, language: str
) -> None:
    before = understood_after(library, "hola" if language == "es" else "hello", first, language)
    after = understood_after(library, first, then, language)
    assert (after.outcome, after.verdict) == ("eligibility", before.verdict)


@pytest.mark.parametrize(("text", "language"), [("no", "en"), ("no", "es"), ("ok", "es"), ("ok", "en")])
def test_one_word_of_both_languages_leaves_the_language_of_the_chat(
    library: Library, text: str, language: str
) -> None:
    assert library.knowledge_base.interpreter.understand(text, language, TODAY).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I reckon we'll pass this time round", "en"),
        ("thank you, but it's not for our town", "en"),
        ("mejor lo dejamos, no nos convence mucho", "es"),
        ("este año pasamos, gracias", "es"),
    ],
)
def test_who_is_not_interested_is_let_go(library: Library, text: str, language: str) -> None:
    assert library.knowledge_base.interpreter.understand(text, language, TODAY).id == "not_interested"
