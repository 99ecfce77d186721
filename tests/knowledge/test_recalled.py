"""Several candidates judged one after another, and what is asked of them together or again, message by message."""

import pytest

from bot.operations.knowledge_base import Library
from knowledge.conversation.context import NOTHING_SAID
from knowledge.conversation.recalled import MOST_REMEMBERED, remembered
from knowledge.eligibility.judge import Candidate
from tests.knowledge.form.conftest import TODAY

Told = tuple[str, str | None, int | None]
TALKS: dict[str, list[tuple[str, Told]]] = {
    "en, the two of them": [
        ("Can Tampere take part?", ("eligible", "Tampere", 260_646)),
        ("and Turku?", ("eligible", "Turku", 206_655)),
        ("what if the two of them went in together", ("eligible", "Tampere, Turku", 467_301)),
        ("and the first one?", ("eligible", "Tampere", 260_646)),
    ],
    "es, juntas": [
        ("¿Ávila puede?", ("eligible_in_group", "Ávila", 57_657)),
        ("¿y Segovia?", ("eligible_in_group", "Segovia", 51_683)),
        ("¿y juntas?", ("eligible", "Ávila, Segovia", 109_340)),
        ("¿y la primera sola?", ("eligible_in_group", "Ávila", 57_657)),
    ],
    "es, los dos juntos": [
        ("¿Puede participar Soria?", ("eligible_in_group", "Soria", 39_112)),
        ("¿y Teruel?", ("eligible_in_group", "Teruel", 36_240)),
        ("¿y los dos juntos?", ("not_eligible", "Soria, Teruel", 75_352)),
    ],
    "es, las tres": [
        ("¿Puede Zaragoza?", ("eligible", "Zaragoza", 686_986)),
        ("¿y Huesca?", ("eligible_in_group", "Huesca", 53_956)),
        ("¿y Teruel?", ("eligible_in_group", "Teruel", 36_240)),
        ("¿y las tres a la vez?", ("eligible", "Zaragoza, Huesca, Teruel", 777_182)),
    ],
    "en, the other one": [
        ("Is Ljubljana okay?", ("eligible", "Ljubljana", 272_220)),
        ("and Maribor?", ("eligible_in_group", "Maribor", 96_209)),
        ("what about the other one", ("eligible", "Ljubljana", 272_220)),
    ],
    "en, a neighbour with a size of its own": [
        ("We are a town of 40,000 in Poland. Can we join?", ("eligible_in_group", None, 40_000)),
        ("And our neighbour with 70,000?", ("eligible", None, 110_000)),
        ("both together then?", ("eligible", None, 110_000)),
    ],
    "es, el de al lado con su cifra": [
        ("Somos un municipio de 45.000 de Italia", ("eligible_in_group", None, 45_000)),
        ("y el de al lado de 70.000", ("eligible", None, 115_000)),
        ("si vamos los dos", ("eligible", None, 115_000)),
    ],
    "en, a sum": [
        ("We are a town of 40,000 in Poland. Can we join?", ("eligible_in_group", None, 40_000)),
        ("with two neighbours we are 118,000", ("eligible", None, 118_000)),
    ],
}
EACH = {
    "en": (["Is Porto in?", "and Geneva?"], "which of them can?", ["eligible", "not_eligible"]),
    "es": (["¿Puede Lugo?", "¿y Ourense?"], "¿cuál de las dos puede?", ["eligible_in_group", "eligible"]),
}
ANOTHER_WAY = [
    ("Could a town of 30,000 in Spain take part?", "so what can we do instead", "eligibility.groups"),
    ("¿Puede participar Teruel?", "¿y qué alternativa nos queda?", "eligibility.groups"),
    ("Soy una empresa de Bilbao, ¿puedo?", "pues vaya, ¿y no hay otra forma?", "eligibility.private"),
    ("Can Oslo apply?", "is there any way round it?", "pairing.countries"),
]


@pytest.mark.parametrize("talk", TALKS)
def test_candidates_are_judged_together_and_again(library: Library, talk: str) -> None:
    interpreter, conversation = library.knowledge_base.interpreter, NOTHING_SAID
    for text, told in TALKS[talk]:
        understood = interpreter.understand(text, talk[:2], TODAY, conversation)
        conversation = understood.conversation
        candidate = conversation.candidate
        assert understood.verdict is not None, text
        assert candidate is not None
        assert (understood.verdict.outcome, candidate.place, candidate.population) == told, text


@pytest.mark.parametrize("language", EACH)
def test_which_of_them_judges_each(library: Library, language: str) -> None:
    interpreter, conversation = library.knowledge_base.interpreter, NOTHING_SAID
    messages, which, outcomes = EACH[language]
    for text in messages:
        conversation = interpreter.understand(text, language, TODAY, conversation).conversation
    parts = interpreter.understand(which, language, TODAY, conversation).parts
    assert [part.verdict.outcome for part in parts if part.verdict] == outcomes


@pytest.mark.parametrize(
    "text", ["which one is the deadline?", "who pays for the trips?", "and the first visit?"]
)
def test_a_question_about_something_else_recalls_nobody(library: Library, text: str) -> None:
    interpreter, conversation = library.knowledge_base.interpreter, NOTHING_SAID
    for before in ("Is Porto in?", "and Braga?"):
        conversation = interpreter.understand(before, "en", TODAY, conversation).conversation
    assert interpreter.understand(text, "en", TODAY, conversation).verdict is None


@pytest.mark.parametrize(("before", "text", "answer"), ANOTHER_WAY)
def test_who_is_refused_is_told_another_way(library: Library, before: str, text: str, answer: str) -> None:
    interpreter = library.knowledge_base.interpreter
    spoken_of = interpreter.understand(before, None, TODAY).conversation
    understood = interpreter.understand(text, None, TODAY, spoken_of)
    assert understood.verdict
    assert answer in understood.ids


def test_who_may_apply_is_told_no_other_way(library: Library) -> None:
    interpreter = library.knowledge_base.interpreter
    spoken_of = interpreter.understand("¿Puede Sevilla?", "es", TODAY).conversation
    assert not interpreter.understand("¿hay alguna alternativa?", "es", TODAY, spoken_of).parts


@pytest.mark.parametrize("language", ["es", "en"])
def test_words_that_nobody_knows_leave_the_language_of_the_chat(library: Library, language: str) -> None:
    for text in ("zxq wvut", "asdf qwer"):
        assert library.knowledge_base.interpreter.understand(text, language, TODAY).language == language


def test_only_the_last_candidates_are_remembered_each_once() -> None:
    towns = [Candidate("city", "ES", 1000, place=f"Villa {number}") for number in range(MOST_REMEMBERED + 2)]
    again = Candidate("city", "ES", 2000, place="Villa 5")
    kept = remembered(remembered((), towns, "group"), [again, Candidate("group", "ES", 5)], "group")
    assert [(one.place, one.population) for one in kept] == [
        ("Villa 2", 1000),
        ("Villa 3", 1000),
        ("Villa 4", 1000),
        ("Villa 5", 2000),
    ]


@pytest.mark.parametrize(
    "text", ["are you sure?", "¿Estás seguro?", "that makes no sense", "but that's unfair"]
)
def test_who_doubts_a_verdict_is_told_its_reasons(library: Library, text: str) -> None:
    interpreter = library.knowledge_base.interpreter
    spoken_of = interpreter.understand("¿Puede Ginebra?", "es", TODAY).conversation
    understood = interpreter.understand(text, None, TODAY, spoken_of)
    assert understood.verdict
    assert understood.verdict.outcome == "not_eligible"
    assert len(understood.parts) == 2


@pytest.mark.parametrize(
    ("text", "place"), [("Same question, Skopje.", "Skopje"), ("lo mismo para Ávila", "Ávila")]
)
def test_the_same_question_about_another_place_is_no_complaint(
    library: Library, text: str, place: str
) -> None:
    interpreter = library.knowledge_base.interpreter
    spoken_of = interpreter.understand("Status of Plovdiv, please.", "en", TODAY).conversation
    candidate = interpreter.understand(text, None, TODAY, spoken_of).conversation.candidate
    assert candidate
    assert candidate.place == place
