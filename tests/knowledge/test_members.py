"""Who leaves a group that was spoken of and who comes instead, message by message."""

import datetime

import pytest

from bot.operations.knowledge_base import Library
from knowledge.conversation.context import NOTHING_SAID
from tests.knowledge.form.conftest import TODAY

Told = tuple[str | None, int | None]
TALKS: dict[str, list[tuple[str, str, Told]]] = {
    "es, by name": [
        ("Getafe, Parla y Pinto juntos, ¿podemos?", "eligible", ("Getafe, Parla, Pinto", 346_637)),
        ("¿y sin Parla?", "eligible", ("Getafe, Pinto", 231_026)),
        ("y con Leganés en vez de Getafe?", "eligible", ("Pinto, Leganés", 231_926)),
        ("se baja Leganés", "eligible_in_group", ("Pinto", 43_501)),
    ],
    "en, by name": [
        (
            "We are Limerick, Ennis and Nenagh together, can we apply?",
            "eligible",
            ("Limerick, Ennis, Nenagh", 140_105),
        ),
        ("forget Limerick, Cork instead", "eligible", ("Ennis, Nenagh, Cork", 261_822)),
        ("and if Ennis drops out?", "eligible", ("Nenagh, Cork", 233_899)),
    ],
    "es, by size": [
        (
            "Somos tres villas portuguesas: 41.000, 33.000 y 19.000 vecinos. ¿Podemos?",
            "not_eligible",
            (None, 93_000),
        ),
        ("se nos apunta una cuarta, de 16.000", "eligible", (None, 109_000)),
        ("la de 41.000 se descuelga, ¿y ahora?", "not_eligible", (None, 68_000)),
    ],
    "en, by rank": [
        ("Two Estonian towns, 46,000 and 12,000. Could they stand together?", "not_eligible", (None, 58_000)),
        ("another town of 51,000 joins", "eligible", (None, 109_000)),
        ("and without the little one?", "not_eligible", (None, 97_000)),
        ("only half of them sign", "need_more", (None, None)),
    ],
    "es, one out and another in": [
        ("Utrera y Dos Hermanas, ¿juntas?", "eligible", ("Utrera, Dos Hermanas", 175_560)),
        (
            "quita Dos Hermanas y mete a Alcalá de Guadaíra",
            "eligible",
            ("Utrera, Alcalá de Guadaira", 122_772),
        ),
        ("¿y sin la más grande?", "eligible_in_group", ("Utrera", 52_617)),
    ],
    "en, one replaced by another size": [
        ("we are three towns in Italy: 30,000, 40,000 and 16,000 together", "not_eligible", (None, 86_000)),
        ("and if the one of 16,000 is replaced by one of 32,000?", "eligible", (None, 102_000)),
    ],
    "es, one replaced by another size": [
        ("somos tres municipios de España de 30.000, 40.000 y 16.000", "not_eligible", (None, 86_000)),
        ("¿y si el de 16.000 se sustituye por uno de 32.000?", "eligible", (None, 102_000)),
    ],
}


@pytest.mark.parametrize("talk", TALKS)
def test_members_leave_and_come(library: Library, talk: str) -> None:
    interpreter, conversation = library.knowledge_base.interpreter, NOTHING_SAID
    for text, outcome, told in TALKS[talk]:
        understood = interpreter.understand(text, talk[:2], TODAY, conversation)
        conversation = understood.conversation
        candidate = conversation.candidate
        assert understood.verdict is not None, text
        assert candidate is not None
        assert (understood.verdict.outcome, candidate.place, candidate.population) == (outcome, *told), text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿y sin visitas?", "es"),
        ("and without a representative, who signs?", "en"),
        ("¿quién paga los viajes?", "es"),
    ],
)
def test_what_names_no_member_takes_nobody_away(library: Library, text: str, language: str) -> None:
    interpreter = library.knowledge_base.interpreter
    spoken_of = interpreter.understand("Utrera y Dos Hermanas, ¿juntas?", "es", TODAY).conversation
    after = interpreter.understand(text, language, TODAY, spoken_of).conversation
    assert after.candidate is not None
    assert after.candidate.place == "Utrera, Dos Hermanas"


def test_a_group_spoken_of_is_kept_with_the_sizes_of_its_members(library: Library) -> None:
    first = library.knowledge_base.interpreter.understand("Utrera y Dos Hermanas, ¿juntas?", "es", TODAY)
    now = datetime.datetime(2027, 1, 15, tzinfo=datetime.UTC)
    stored = first.conversation.stored(now)
    assert type(first.conversation).restored(stored, now).candidate == first.conversation.candidate
