"""What taps and lines do to a draft: pure moves, without a chat."""

import dataclasses

import pytest

from knowledge.form.draft import Draft, PartialAnswer
from knowledge.form.moves import Form
from knowledge.form.position import Asking, Complete, Stopped
from knowledge.form.steps import DONE, REMOVE, SKIP, TICK, UNTICK, tag
from knowledge.form.types.member_list import list_so_far
from tests.knowledge.form.replying import answer

CITY: dict[str, object] = {
    "consent": "2026-11",
    "kind": "city",
    "place": {"name": "Zaragoza", "country": "ES", "population": 675_301, "geonameid": 3104324},
    "country": "ES",
    "population": 675_301,
    "topics": ["housing"],
    "challenge": "El centro se vacía.",
    "offer": "Rehabilitación.",
    "partners": ["BR"],
    "stakeholders": "committed",
    "stakeholder_names": None,
    "programmes": ["urbact"],
    "strategy": "missing",
    "staff": "one",
    "name": "Ana",
    "post": "Técnica",
    "organisation": "Ayuntamiento",
    "email": "ana@zaragoza.example.es",
    "phone": None,
}
GROUP = {
    **{key: value for key, value in CITY.items() if key not in ("place", "population")},
    "kind": "group",
    "group_name": "Comarca",
    "members": [{"name": "Ibi", "population": 60_000}, {"name": "Onil", "population": 50_000}],
    "representative": "Ibi",
    "problem": "La sequía.",
}


def asked(form: Form, draft: Draft) -> str:
    position = form.position(draft)
    assert isinstance(position, Asking), position
    return position.question.id


def members(form: Form, draft: Draft) -> PartialAnswer:
    question = form.questionnaire.question("members")
    assert question
    return list_so_far(form.asked(question, draft))


def without(answers: dict[str, object], *questions: str) -> Draft:
    return Draft.restored({key: value for key, value in answers.items() if key not in questions})


def test_the_first_open_question_is_due_and_only_those_that_apply_are_counted(form: Form) -> None:
    position = form.position(without(CITY, "email"))
    assert isinstance(position, Asking)
    assert (position.question.id, position.number, position.total) == ("email", 14, 14)


def test_the_number_of_questions_does_not_grow_at_the_end(form: Form) -> None:
    position = form.position(without(CITY, "name", "post", "organisation", "email"))
    assert isinstance(position, Asking)
    assert (position.question.id, position.number, position.total) == ("name", 11, 14)


def test_everything_answered_is_ready_to_send(form: Form) -> None:
    assert form.position(Draft.restored(CITY)) == Complete()
    assert form.position(Draft.restored(GROUP)) == Complete()


def test_back_keeps_later_answers_and_the_form_goes_on_where_it_was(form: Form) -> None:
    draft = without(CITY, "email", "phone")
    back = form.back(form.back(draft))
    assert asked(form, back) == "post"
    changed = form.typed(back, "Jefa de servicio").draft
    assert changed.answers == {**draft.answers, "post": "Jefa de servicio"}
    assert asked(form, changed) == "email"


def test_an_edited_answer_returns_to_the_review(form: Form) -> None:
    edited = form.edit(Draft.restored(CITY), "challenge")
    assert asked(form, edited) == "challenge"
    assert form.position(form.typed(edited, "El agua.").draft) == Complete()


def test_another_kind_asks_only_what_became_necessary(form: Form) -> None:
    draft = form.typed(form.edit(Draft.restored(CITY), "kind"), "grupo").draft
    for question, line in [("group_name", "Comarca"), ("members", "Ibi 60.000, Onil 50.000")]:
        assert asked(form, draft) == question
        draft = form.typed(draft, line).draft
    draft = form.tapped(draft, "members", DONE).draft
    draft = form.typed(draft, "Onil").draft
    assert asked(form, draft) == "problem"
    assert form.position(form.typed(draft, "La sequía.").draft) == Complete()


def test_another_city_asks_for_its_country_and_inhabitants_again(form: Form) -> None:
    draft = form.typed(form.edit(Draft.restored(CITY), "place"), "Villaconejos de Abajo").draft
    assert asked(form, draft) == "country"
    assert "population" not in draft.answers


def test_a_representative_who_leaves_the_group_is_asked_for_again(form: Form) -> None:
    draft = form.edit(Draft.restored(GROUP), "members")
    draft = form.tapped(draft, "members", REMOVE + tag("Ibi")).draft
    draft = form.typed(draft, "Alcoi 59.000").draft
    draft = form.tapped(draft, "members", DONE).draft
    position = form.position(draft)
    assert isinstance(position, Asking)
    assert position.question.id == "representative"
    assert not position.editing


@pytest.mark.parametrize("kind", ["province", "region", "other"])
def test_who_cannot_be_a_candidate_learns_it_at_once(form: Form, kind: str) -> None:
    assert isinstance(form.position(Draft.restored({"consent": "2026-11", "kind": kind})), Stopped)


def test_a_group_of_a_partner_country_is_stopped_before_it_lists_its_members(form: Form) -> None:
    draft = Draft.restored({"consent": "2026-11", "kind": "group", "group_name": "ABC", "country": "BR"})
    position = form.position(draft)
    assert isinstance(position, Stopped)
    assert position.verdict.outcome == "partner_city"


def test_a_city_up_to_the_limit_goes_on_as_the_first_member_of_a_group(form: Form) -> None:
    draft = Draft.restored({**CITY, "population": 57_000})
    assert isinstance(form.position(draft), Stopped)
    group = form.typed(form.as_group(draft), "Comarca").draft
    assert asked(form, group) == "members"
    assert members(form, group)["list"] == [{"name": "Zaragoza", "population": 57_000}]


@pytest.mark.parametrize("at", ["topics", "challenge", "stakeholders", "email"])
def test_a_typed_correction_of_the_inhabitants_is_understood_at_any_question(form: Form, at: str) -> None:
    draft = form.edit(Draft.restored(CITY), at)
    corrected = form.typed(draft, "no, somos 670.000").draft
    assert corrected.answers["population"] == 670_000
    assert asked(form, corrected) == at


def test_a_number_typed_where_the_rules_stop_is_the_right_number(form: Form) -> None:
    stopped = Draft.restored({**CITY, "population": 57_000})
    assert form.position(form.typed(stopped, "son 120.000").draft) == Complete()


def test_a_number_typed_while_a_place_waits_confirms_it_with_that_number(form: Form) -> None:
    half = {"typed": "Zaragosa", "found": [CITY["place"]]}
    draft = Draft.restored(without(CITY, "place", "country", "population").answers, {"place": half})
    found = form.typed(draft, "no, somos 700.000").draft
    assert (found.answers["country"], found.answers["population"]) == ("ES", 700_000)


@pytest.mark.parametrize(
    "line", ["Zaragoza", "Somos de Zaragoza", "guadalajara, la de España, no la mexicana"]
)
def test_a_city_that_is_clearly_meant_needs_no_confirming(form: Form, line: str) -> None:
    draft = form.typed(without(CITY, "place", "country", "population"), line).draft
    assert draft.answers["country"] == "ES"
    assert answer(draft, "place")["population"] == answer(draft, "population")


def test_what_was_told_before_the_city_was_named_is_kept(form: Form) -> None:
    told = Draft.restored({"consent": "2026-11", "kind": "city", "country": "ES", "population": 120_000})
    assert form.typed(told, "Zaragoza, España").draft.answers["population"] == 120_000
    assert form.typed(told, "Villaconejos de Abajo").draft.answers["population"] == 120_000


@pytest.mark.parametrize("at", ["challenge", "staff", "topics", "email"])
def test_a_question_that_needs_an_answer_cannot_be_skipped_in_words(form: Form, at: str) -> None:
    step = form.typed(form.edit(Draft.restored(CITY), at), "omitir")
    assert step.problem
    assert step.problem.reason == "required"


def test_an_enumeration_of_municipalities_is_taken_one_after_another(form: Form) -> None:
    draft = form.typed(without(GROUP, "members"), "Alcoi, Dos Hermanas 60.000 y Villaconejos de Abajo").draft
    assert members(form, draft)["ask"] == "Villaconejos de Abajo"
    listed = members(form, form.typed(draft, "300").draft)["list"]
    assert [member["name"] for member in listed] == ["Alcoi", "Dos Hermanas", "Villaconejos de Abajo"]
    assert listed[0]["approximate"]


def test_a_municipality_typed_again_with_a_number_is_corrected_not_doubled(form: Form) -> None:
    draft = form.typed(form.edit(Draft.restored(GROUP), "members"), "Ibi 61.000").draft
    assert sum(member["population"] for member in members(form, draft)["list"]) == 111_000


def test_a_double_tap_ticks_once_and_an_old_remove_button_removes_nobody_else(form: Form) -> None:
    draft = form.edit(Draft.restored(CITY), "topics")
    once = form.tapped(draft, "topics", f"{TICK}housing").draft
    assert form.tapped(once, "topics", f"{TICK}housing").draft == once
    group = form.tapped(form.edit(Draft.restored(GROUP), "members"), "members", REMOVE + tag("Ibi")).draft
    assert form.tapped(group, "members", REMOVE + tag("Ibi")).draft == group


def test_the_last_tick_of_a_stored_answer_can_be_taken_away(form: Form) -> None:
    draft = form.tapped(form.edit(Draft.restored(CITY), "topics"), "topics", f"{UNTICK}housing").draft
    step = form.tapped(draft, "topics", DONE)
    assert step.problem
    assert step.problem.reason == "too_few"


def test_an_option_that_stands_alone_gives_way_and_takes_over(form: Form) -> None:
    draft = form.edit(Draft.restored(CITY), "partners")
    alone = form.tapped(draft, "partners", f"{TICK}any").draft
    assert alone.pending["partners"] == ["any"]
    assert form.tapped(alone, "partners", f"{TICK}JP").draft.pending["partners"] == ["JP"]
    assert form.typed(draft, "me da igual").draft.answers["partners"] == ["any"]
    assert form.typed(draft, "sin preferencia, japón").draft.answers["partners"] == ["JP"]


def test_a_button_of_another_question_does_nothing(form: Form) -> None:
    draft = without(CITY, "email")
    step = form.tapped(draft, "name", SKIP)
    assert step.draft == draft
    assert step.problem
    assert step.problem.reason == "old_button"


def test_a_line_at_the_review_is_not_taken_for_an_answer(form: Form) -> None:
    step = form.typed(Draft.restored(CITY), "Hola")
    assert step.draft == Draft.restored(CITY)
    assert step.wish == "smalltalk"


@pytest.mark.parametrize("line", ["nombre", "cambiar el nombre", "the name is wrong"])
def test_an_answer_named_at_the_review_is_asked_again(form: Form, line: str) -> None:
    assert asked(form, form.typed(Draft.restored(CITY), line).draft) == "name"


# Content that changed under a draft


@pytest.mark.parametrize(
    ("question", "old"),
    [
        ("topics", ["housing", "a_topic_of_old"]),
        ("topics", "housing"),
        ("topics", [{"id": "housing"}]),
        ("stakeholders", {"name": "x"}),
        ("stakeholders", "an_option_of_old"),
        ("population", "675301"),
        ("place", "Zaragoza"),
        ("challenge", ["text"]),
        ("challenge", "x" * 2000),
        ("consent", "2019-01"),
        ("email", None),
    ],
)
def test_an_answer_that_the_content_no_longer_has_is_asked_again_and_the_rest_kept(
    form: Form, question: str, old: object
) -> None:
    draft = Draft.restored({**CITY, question: old})
    assert asked(form, draft) == question
    hanging_on_it = {"stakeholder_names"} if question == "stakeholders" else set()
    assert set(form.valid_answers(draft)) == {*CITY} - {question} - hanging_on_it


def test_a_question_that_is_new_is_asked_and_one_that_is_gone_is_left_out(form: Form) -> None:
    fewer = [question for question in form.questionnaire.questions if question.id != "offer"]
    shorter = dataclasses.replace(
        form, questionnaire=form.questionnaire.model_copy(update={"questions": tuple(fewer)})
    )
    old = without(CITY, "offer")
    assert shorter.position(old) == Complete()
    assert asked(form, old) == "offer"
    assert "offer" not in shorter.valid_answers(Draft.restored(CITY))
    assert shorter.position(Draft.restored(CITY, {}, "offer")) == Complete()


@pytest.mark.parametrize("half", [["housing"], {"list": "x"}, "text", {"found": []}, 3])
def test_half_an_answer_left_by_another_version_breaks_nothing(form: Form, half: object) -> None:
    for question in ("topics", "place", "email", "challenge", "population"):
        draft = Draft.restored(CITY, {question: half}, question)
        for reply in (DONE, "x", "1"):
            form.tapped(draft, question, reply)
    for reply in (DONE, "x"):
        form.tapped(Draft.restored(GROUP, {"members": half}, "members"), "members", reply)


@pytest.mark.parametrize("line", ["cambiar el cargo", "quiero corregir el cargo"])
def test_an_answer_to_change_is_named_at_any_question(form: Form, line: str) -> None:
    assert asked(form, form.typed(without(CITY, "email", "phone"), line).draft) == "post"


def test_municipalities_that_stand_in_for_a_name_are_its_name(form: Form) -> None:
    draft = Draft.restored({"consent": "2026-11", "kind": "group"})
    after = form.typed(draft, "Alcoy 59.000, Ibi 23.500, Onil no").draft
    assert after.answers["group_name"] == "Alcoy, Ibi"


@pytest.mark.parametrize(
    ("line", "question"),
    [("the phone is wrong", "phone"), ("el correo está mal", "email"), ("cambiar el teléfono", "phone")],
)
def test_an_answer_is_named_at_the_review_as_people_name_it(form: Form, line: str, question: str) -> None:
    full = Draft.restored({**CITY, "phone": "+34600000000"})
    assert asked(form, form.typed(full, line).draft) == question


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("¿qué es un agente clave?", "question"),
        ("¿y eso qué es?", "help"),
        ("quiero hablar con un agente", "human"),
    ],
)
def test_a_question_about_the_question_is_no_wish_for_a_person(form: Form, line: str, wish: str) -> None:
    draft = Draft.restored({key: CITY[key] for key in list(CITY)[: list(CITY).index("stakeholders")]})
    assert asked(form, draft) == "stakeholders"
    assert form.typed(draft, line).wish == wish
