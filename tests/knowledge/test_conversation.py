"""Several questions in one message, and what a conversation remembers of the last answer."""

import datetime

import pytest

from bot.operations.knowledge_base import Library
from knowledge.conversation.context import Conversation
from knowledge.conversation.several import split_at_joints, split_questions
from knowledge.conversation.understood import Understanding
from tests.knowledge.form.conftest import TODAY

JOINTS = ("and", ",", "as well as", ":")
ASKING = ("what", "who", "where do", "how many")


def understood_after(library: Library, first: str, then: str, language: str) -> Understanding:
    """What the second of two messages is understood as."""
    interpreter = library.knowledge_base.interpreter
    before = interpreter.understand(first, language, TODAY).conversation
    return interpreter.understand(then, language, TODAY, before)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("what is it and who pays?", ["what is it", "who pays?"]),
        ("And how many trips are there, and who travels?", ["And how many trips are there", "who travels?"]),
        ("What's it about? Who pays for it?", ["What's it about?", "Who pays for it?"]),
        ("salt and pepper", []),
    ],
)
def test_a_message_is_cut_where_a_question_begins(text: str, asked: list[str]) -> None:
    assert split_questions(text, JOINTS, (*ASKING, "whats")) == asked


def test_halves_are_cut_at_whatever_joins_them() -> None:
    cut = list(split_at_joints("I need the origin, as well as the parts", JOINTS))
    assert cut == [("I need the origin", "the parts")]


@pytest.mark.parametrize(
    ("text", "language", "ids"),
    [
        (
            "When is the deadline and how many people can travel?",
            "en",
            {"apply.deadline", "funding.travellers"},
        ),
        ("¿y cuántas visitas hay, y quién viaja?", "es", {"cooperation.visits", "funding.travellers"}),
        ("What is the deadline?", "en", {"apply.deadline"}),
    ],
)
def test_each_question_of_a_message_is_answered(
    library: Library, text: str, language: str, ids: set[str]
) -> None:
    assert set(library.knowledge_base.interpreter.understand(text, language, TODAY).ids) == ids


@pytest.mark.parametrize(
    ("text", "language", "ids", "rest"),
    [
        (
            "who pays the flights, how long does the pairing last and is lunch vegetarian?",
            "en",
            {"funding.covered", "cooperation.duration"},
            ["is lunch vegetarian?"],
        ),
        (
            "¿quién paga los vuelos, cuánto dura la cooperación y hace falta visado?",
            "es",
            {"funding.covered", "cooperation.duration"},
            ["hace falta visado?"],
        ),
        ("When is the deadline and do we need visas?", "en", {"apply.deadline"}, ["do we need visas?"]),
        ("If we drop out halfway, is there a penalty or do we have to pay anything back?", "en", set(), []),
    ],
)
def test_what_has_no_answer_beside_other_questions_is_named(
    library: Library, text: str, language: str, ids: set[str], rest: list[str]
) -> None:
    understood = library.knowledge_base.interpreter.understand(text, language, TODAY)
    assert set(understood.ids) == ids
    assert [part.asked for part in understood.parts if part.asked] == rest


@pytest.mark.parametrize(
    ("first", "then", "language"),
    [
        ("¿Puede participar Gante?", "estupendo, cómo seguimos", "es"),
        ("¿Qué gastos se pagan?", "genial, ¿y ahora qué?", "es"),
        ("Can Graz take part?", "great, what now?", "en"),
        ("How many visits are there?", "lovely. where do we start?", "en"),
    ],
)
def test_what_now_is_how_to_apply(library: Library, first: str, then: str, language: str) -> None:
    base = library.knowledge_base
    understood = understood_after(library, first, then, language)
    assert understood.id == base.content.role("application")


def test_who_was_not_helped_is_offered_what_was_nearly_answered(library: Library) -> None:
    base = library.knowledge_base
    then = understood_after(library, "What is the deadline?", "that's not what I asked", "en")
    assert then.outcome == "suggest"
    assert then.ids == (base.content.role("contact"),)
    assert "apply.deadline" not in then.suggestions


def test_thanks_after_an_answer_are_not_the_answer_again(library: Library) -> None:
    then = understood_after(library, "Which topics are there?", "lovely, cheers", "en")
    assert then.outcome == "smalltalk"


@pytest.mark.parametrize(
    ("first", "then", "language", "outcome"),
    [
        (
            "we have 17,500 people, Lithuania",
            "sorry, fat fingers, I dropped a zero: 175,000",
            "en",
            "eligible",
        ),
        ("¿puede Mérida?", "ay perdón, la de Yucatán, la mexicana", "es", "partner_city"),
        ("¿puede Ourense?", "perdone, quería decir Teruel", "es", "eligible_in_group"),
    ],
)
def test_an_apology_that_puts_a_slip_right_is_judged(
    library: Library, first: str, then: str, language: str, outcome: str
) -> None:
    verdict = understood_after(library, first, then, language).verdict
    assert verdict
    assert verdict.outcome == outcome


@pytest.mark.parametrize(
    ("text", "language"), [("thanks a million!", "en"), ("un millón de gracias", "es"), ("sorry!", "en")]
)
def test_thanks_and_apologies_after_a_verdict_are_no_figure(
    library: Library, text: str, language: str
) -> None:
    interpreter = library.knowledge_base.interpreter
    before = interpreter.understand("Vilnius", language, TODAY).conversation
    assert interpreter.understand(text, language, TODAY, before).outcome == "smalltalk"


def test_next_best_answers_are_remembered_for_a_day() -> None:
    now = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
    stored = Conversation().about("a", ["b", "c"]).stored(now)
    assert Conversation.restored(stored, now).others == ("b", "c")
    assert Conversation.restored(stored, now + datetime.timedelta(days=2)).others == ()


@pytest.mark.parametrize(
    ("first", "then", "language", "detail"),
    [
        ("¿Puede presentarse Leganés?", "vale, ¿y en qué idioma se trabaja?", "es", "working_language"),
        ("Is Rotterdam eligible?", "and in which language do we work?", "en", "working_language"),
        ("¿Con qué países se puede cooperar?", "¿y podemos elegir cuál?", "es", "choose_partner"),
    ],
)
def test_a_detail_that_is_not_stated_is_neither_the_verdict_nor_the_topic_again(
    library: Library, first: str, then: str, language: str, detail: str
) -> None:
    understood = understood_after(library, first, then, language)
    assert (understood.outcome, understood.unstated) == ("unknown", detail)


@pytest.mark.parametrize(("why", "language"), [("¿por qué?", "es"), ("why is that?", "en")])
def test_why_still_gives_the_verdicts_reasons(library: Library, why: str, language: str) -> None:
    interpreter = library.knowledge_base.interpreter
    before = interpreter.understand("¿Puede participar Cuenca?", "es", TODAY).conversation
    understood = interpreter.understand(why, language, TODAY, before)
    assert understood.verdict is not None


@pytest.mark.parametrize(
    ("text", "language", "chat"),
    [
        ("evening all", "en", "greeting"),
        ("muy buenas a todos", "es", "greeting"),
        ("you're a star", "en", "compliment"),
        ("eres un crack", "es", "compliment"),
        ("much obliged", "en", "thanks"),
        ("jajaja qué gracioso eres", "es", "laugh"),
        ("this bot is rubbish", "en", "insult_complaint"),
        ("menudo desastre de respuesta", "es", "insult_complaint"),
    ],
)
def test_small_talk_in_words_that_nobody_taught_is_small_talk(
    library: Library, text: str, language: str, chat: str
) -> None:
    understood = library.knowledge_base.interpreter.understand(text, language, TODAY)
    assert (understood.outcome, understood.id) == ("smalltalk", chat)


@pytest.mark.parametrize(
    ("first", "rule"),
    [
        ("¿Puede presentarse Leganés?", "eligibility.who"),
        ("¿Puede participar Cuenca?", "eligibility.population"),
        ("¿Puede participar la Diputación de Soria?", "eligibility.provincial_councils"),
    ],
)
def test_what_goes_on_from_a_verdict_goes_on_from_its_own_rule(
    library: Library, first: str, rule: str
) -> None:
    understood = understood_after(library, first, "¿y eso cómo es?", "es")
    assert rule in understood.ids


@pytest.mark.parametrize(
    ("first", "then", "language", "outcome"),
    [
        ("Our city is in Lithuania and has 300,000 people", "if it would be only 70,000?", "en", "eligible_in_group"),
        ("We're a Hungarian town of 62,000. Can we apply?", "what if we were 120,000?", "en", "eligible"),
        ("We're a Hungarian town of 62,000. Can we apply?", "And Turku?", "en", "eligible"),
        ("Un pueblo croata de 40.000, ¿entra?", "¿Y juntando a dos vecinos, 118.000 entre todos?", "es", "eligible"),
        ("¿Puede participar Cuenca?", "¿y Pune?", "es", "partner_city"),
        ("Our Irish town has 22,000. Eligible?", "if five of us got together, 115,000 in all?", "en", "eligible"),
    ],
)  # fmt: skip
def test_a_new_figure_is_the_same_candidates_and_a_new_place_is_another(
    library: Library, first: str, then: str, language: str, outcome: str
) -> None:
    verdict = understood_after(library, first, then, language).verdict
    assert verdict
    assert verdict.outcome == outcome


@pytest.mark.parametrize(
    ("topic", "text", "language", "answer"),
    [
        ("programme.component3", "¿y el componente 2?", "es", "programme.component2"),
        ("cooperation.visits", "and for how long?", "en", "cooperation.duration"),
        ("cooperation.visits", "¿y quién lo paga?", "es", "funding.covered"),
        ("cooperation.visits", "who pays for them?", "en", "funding.covered"),
    ],
)
def test_what_goes_on_from_an_answer_is_found_with_its_title(
    library: Library, topic: str, text: str, language: str, answer: str
) -> None:
    before = Conversation().about(topic)
    understood = library.knowledge_base.interpreter.understand(text, language, TODAY, before)
    assert understood.ids == (answer,)


@pytest.mark.parametrize(
    ("first", "then", "language", "verdict"),
    [
        ("¿Puede participar Gante?", "ya puestos: ¿Ginebra?", "es", "not_eligible"),
        ("Can Graz take part?", "and my mother's from Zutphen", "en", "eligible_in_group"),
        ("We are Leuven, 102,000 people", "being pessimistic: 97,000", "en", "eligible_in_group"),
    ],
)
def test_a_place_or_a_figure_beside_little_else_is_the_next_candidate(
    library: Library, first: str, then: str, language: str, verdict: str
) -> None:
    understood = understood_after(library, first, then, language)
    assert understood.verdict
    assert understood.verdict.outcome == verdict


@pytest.mark.parametrize(
    ("text", "language", "outcomes"),
    [
        ("Can Portugal and Morocco take part?", "en", ["need_more", "not_eligible"]),
        ("¿pueden participar Portugal y Polonia?", "es", ["need_more", "need_more"]),
        ("¿Y Japón?", "es", ["partner_city"]),
    ],
)
def test_each_country_that_is_asked_about_is_spoken_of(
    library: Library, text: str, language: str, outcomes: list[str]
) -> None:
    understood = library.knowledge_base.interpreter.understand(text, language, TODAY)
    judged = [part.verdict for part in understood.parts or (understood,)]
    assert [verdict.outcome if verdict else None for verdict in judged] == outcomes


@pytest.mark.parametrize(
    ("text", "chat", "language"),
    [
        ("Saint-Denis, Réunion", "en", "en"),
        ("Málaga", "en", "en"),
        ("A Coruña?", "en", "en"),
        ("Málaga", "es", "es"),
        ("¿Y Teruel?", "en", "es"),
        ("Hola", "en", "es"),
        ("We are from A Coruña", "es", "en"),
    ],
)
def test_names_alone_never_change_the_language(library: Library, text: str, chat: str, language: str) -> None:
    assert library.knowledge_base.interpreter.understand(text, chat, TODAY).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Muy buenas. Resulta que en el Ayuntamiento de Jerez estamos rehaciendo la agenda urbana y alguien comentó "
            "lo de las ciudades hermanadas con dinero europeo. ¿Nosotros, por ejemplo, tendríamos encaje?",
            "es",
        ),
        ("We run a tram in Graz. The council met twice about it last week. Would we be let in?", "en"),
    ],
)
def test_a_long_message_is_judged_by_the_sentence_that_asks(
    library: Library, text: str, language: str
) -> None:
    verdict = library.knowledge_base.interpreter.understand(text, language, TODAY).verdict
    assert verdict is not None
    assert verdict.outcome == "eligible"


@pytest.mark.parametrize(
    "text", ["¿Dónde se come bien en Cuenca?", "Busco piso de alquiler en Zaragoza con terraza"]
)
def test_other_things_about_a_city_are_no_candidacy(library: Library, text: str) -> None:
    assert library.knowledge_base.interpreter.understand(text, "es", TODAY).verdict is None


@pytest.mark.parametrize("place", ["Sintra", "Bruges", "Gante", "Sofia", "Patras", "Oulu"])
@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("can {} apply?", "en"),
        ("could {} be a candidate?", "en"),
        ("¿{} puede ser candidata?", "es"),
        ("¿puede {} presentarse?", "es"),
    ],
)
def test_a_place_beside_words_that_only_ask_is_a_municipality(
    library: Library, place: str, asked: str, language: str
) -> None:
    understood = library.knowledge_base.interpreter.understand(asked.format(place), language, TODAY)
    assert understood.described is not None
    assert understood.described.candidate.kind == "city"


@pytest.mark.parametrize("place", ["Oulu", "Patras", "Sofía"])
def test_whoever_else_is_in_a_place_is_none(library: Library, place: str) -> None:
    asked = f"¿una panadería de {place} puede ser candidata?"
    understood = library.knowledge_base.interpreter.understand(asked, "es", TODAY)
    assert understood.id == "eligibility.private"


def test_a_candidate_told_whole_is_judged_without_a_question(library: Library) -> None:
    listed = "four towns in Italy: 30,000, 40,000, 25,000 and 16,000 together"
    understood = library.knowledge_base.interpreter.understand(listed, "en", TODAY)
    assert understood.verdict is not None
    assert understood.verdict.outcome == "eligible"


@pytest.mark.parametrize(
    ("first", "then", "language", "answer"),
    [
        ("What does the programme pay for?", "and the hotel?", "en", "funding.covered"),
        ("¿Qué gastos cubre?", "¿y el hotel?", "es", "funding.covered"),
        ("¿Quién viaja?", "Vale. Cambiando de asunto: ¿qué temas hay?", "es", "topics.list"),
    ],
)
def test_a_detail_goes_on_from_the_topic_and_another_subject_does_not(
    library: Library, first: str, then: str, language: str, answer: str
) -> None:
    assert understood_after(library, first, then, language).id == answer
