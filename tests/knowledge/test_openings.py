"""Questions that want a yes or a no: the opening of their answer is said first, and other questions get none."""

import pytest

from bot.operations.knowledge_base import Library
from tests.knowledge.form.conftest import TODAY


@pytest.mark.parametrize(
    ("text", "language", "opening"),
    [
        ("is it too late for us to apply?", "en", "No, there is still time."),
        ("¿todavía nos da tiempo a apuntarnos?", "es", "Sí, la convocatoria está abierta."),
        ("¿ya es tarde para presentarnos?", "es", "No, todavía está a tiempo."),
        ("do we have to pay for anything?", "en", "Travel and accommodation are paid"),
        ("is the hotel at our own expense?", "en", "No, the programme pays"),
        ("¿los vuelos los tenemos que pagar nosotros?", "es", "No, el viaje y el alojamiento"),
        ("does the pre-application commit the city?", "en", "No, it commits you to nothing."),
        ("What is the deadline?", "en", None),
        ("¿Qué gastos paga el programa?", "es", None),
        ("how do I make a pre-application?", "en", None),
        ("who pays for the flights?", "en", None),
        ("and who pays for the hotel?", "en", None),
        ("¿quién paga los vuelos?", "es", None),
    ],
)
def test_the_opening_that_fits_comes_first(
    library: Library, text: str, language: str, opening: str | None
) -> None:
    base = library.knowledge_base
    understood = base.interpreter.understand(text, language, TODAY)
    assert understood.outcome == "answer"
    assert understood.id
    openings = base.content.answers[understood.id].openings
    said = None if understood.opening is None else openings[understood.opening].says.within(language)
    assert (said or "").startswith(opening or "")
    assert (said is None) == (opening is None)


def test_each_opening_is_found_by_its_own_phrasings(library: Library) -> None:
    chosen = library.knowledge_base.interpreter.openings
    assert chosen
    missed = []
    for answer in library.knowledge_base.content.answers.values():
        for number, opening in enumerate(answer.openings):
            for language in opening.phrasings.languages():
                for text in opening.phrasings.within(language):
                    if chosen.chosen(answer.id, text, language) != number:
                        missed.append(text)
    assert missed == []
