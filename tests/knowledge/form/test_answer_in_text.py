"""The answer within a line of free text: names and short texts without what people say around them."""

import pytest

from knowledge.form.moves import Form
from tests.knowledge.form.replying import question, stored, within

GROUP = question("text", tells="name", max_length=120)
SHORT = question("text", max_length=100)
PERSON = question("name", max_length=100)
LONG = question("text", max_length=1500)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("We go by Amber Coast Towns", "Amber Coast Towns"),
        ("Nos hemos bautizado como Entre Ríos Verde", "Entre Ríos Verde"),
        ("it will be “The Lake Five” I hope", "The Lake Five"),
        ("Alianza de los Pueblos del Sur", "Alianza de los Pueblos del Sur"),
        ("la mancomunidad del Valle", "la mancomunidad del Valle"),
        ("agrupación Valle Alto", "agrupación Valle Alto"),
        ("Alcoy, Ibi y Onil", "Alcoy, Ibi y Onil"),
    ],
)
def test_a_name_stands_in_quotes_or_in_capitals(form: Form, line: str, name: str) -> None:
    assert stored(form, GROUP, line) == name


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("City of Tampere, as you might guess", "City of Tampere"),
        ("Ayuntamiento de Elche, área de Movilidad", "Ayuntamiento de Elche, área de Movilidad"),
        ("pues técnica de vivienda, de momento", "técnica de vivienda"),
        ("the port and the cycling forum I guess", "the port and the cycling forum"),
        ("la universidad y el puerto, creo yo", "la universidad y el puerto"),
    ],
)
def test_what_only_comments_on_an_answer_is_left_out(form: Form, line: str, answer: str) -> None:
    assert stored(form, SHORT, line) == answer


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Soy D. José Ortiz de la Vega, técnico", "José Ortiz de la Vega"),
        ("Pavel Dvořáček here", "Pavel Dvořáček"),
        ("Name's Siobhán Kelly", "Siobhán Kelly"),
        ("My name is Jean-Luc Roche and I am the mayor", "Jean-Luc Roche"),
        ("marta lópez", "marta lópez"),
        ("whoever picks up the phone first", "empty"),
    ],
)
def test_a_persons_name_is_what_stands_in_capitals(form: Form, line: str, name: str) -> None:
    assert stored(form, PERSON, line) == name


@pytest.mark.parametrize("line", ["How do we keep young families in the centre?", "¿Cómo reciclar más?"])
def test_a_challenge_that_is_phrased_as_a_question_stays_an_answer(form: Form, line: str) -> None:
    assert stored(form, LONG, line) == line


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("what do you mean by challenge?", "help"),
        ("¿qué extensión debe tener?", "help"),
        ("what do other cities offer?", "help"),
        ("¿qué hay que poner aquí?", "help"),
        ("Can somebody from the office ring me?", "human"),
        ("take me to the question before", "back"),
        ("I'd prefer to remain anonymous", "needed"),
    ],
)
def test_what_asks_back_is_no_answer(form: Form, line: str, wish: str) -> None:
    assert stored(within(form, "en"), LONG, line) == wish


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("Post: clerk", "clerk"),
        ("Cargo - alcaldesa", "alcaldesa"),
        ("Post office liaison", "Post office liaison"),
        ("Puesto de coordinación", "Puesto de coordinación"),
    ],
)
def test_a_label_is_left_out_only_where_a_colon_or_dash_follows_it(
    form: Form, line: str, answer: str
) -> None:
    labelled = question("text", max_length=100, openings={"en": ("post:",), "es": ("puesto:", "cargo:")})
    assert stored(form, labelled, line) == answer


@pytest.mark.parametrize("line", ["Ana maría Pérez", "Nombre Apellido", "Officer 3"])
def test_nothing_is_cut_from_a_line_as_short_as_a_name(form: Form, line: str) -> None:
    assert stored(form, PERSON, line) == line


@pytest.mark.parametrize(
    "line", ["Plantar moreras en la plaza", "www.elche.es", "https://gdynia.pl/contact", "see gdynia.pl"]
)
def test_a_sentence_or_an_address_is_nobodys_name(form: Form, line: str) -> None:
    assert stored(form, PERSON, line) == "empty"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Soy Ana y llevo los fondos europeos", "Ana"),
        ("Ana Pérez ana@elche.es", "Ana Pérez"),
        ("Pavel Dvořáček from the mayor's office", "Pavel Dvořáček"),
    ],
)
def test_a_name_is_told_from_what_follows_it(form: Form, line: str, name: str) -> None:
    assert stored(form, PERSON, line) == name


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("it's Cork City Council, Planning Dept", "Cork City Council, Planning Dept"),
        ("It is Cork City Council", "Cork City Council"),
        ("estoy en el área de Urbanismo del Ayuntamiento", "área de Urbanismo del Ayuntamiento"),
        ("The Hague City Council", "The Hague City Council"),
        ("trabajo en el Ayuntamiento de Zaragoza", "Ayuntamiento de Zaragoza"),
    ],
)
def test_an_organisation_is_told_from_the_words_before_it(form: Form, line: str, answer: str) -> None:
    organisation = form.questionnaire.question("organisation")
    assert organisation
    assert stored(form, organisation, line) == answer


@pytest.mark.parametrize(
    "line",
    [
        "¿a qué te refieres con problema común?",
        "what do you mean by common problem",
        "¿a qué os referís con problema común?",
    ],
)
def test_asking_what_the_question_means_is_no_answer(form: Form, line: str) -> None:
    problem = form.questionnaire.question("problem")
    assert problem
    assert stored(form, problem, line) == "help"
