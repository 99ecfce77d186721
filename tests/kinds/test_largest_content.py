"""Every screen with the largest content that it can meet fits into what Telegram takes, in both languages."""

from collections.abc import Callable, Iterator

import pytest

from bot.handlers.coordinators.lists import LATEST
from bot.operations.knowledge_base import Library
from bot.telegram.callback_data import Listing, Move
from bot.views import SCREENS, answers, eligibility, privacy, several
from bot.views.context import Screen, ViewContext
from bot.views.leads import card, decisions, history, lists, talk, unclaimed
from bot.views.message import Button, Message, plain
from bot.views.preapplication import own_leads, review, wishes
from bot.views.preapplication import question as preapplication
from bot.views.preapplication.phrases import phrase_in_words
from knowledge.content.changes import Changes
from knowledge.eligibility.judge import Candidate
from knowledge.form.draft import Draft
from knowledge.form.types.base import Details, Phrase
from knowledge.geo.gazetteer import StoredPlace
from simulator.formatting import TEXT_LIMIT, parse_html, utf16_length
from storage.lead_searches import LeadSearch, LeadsFound
from tests.kinds import largest
from tests.kinds.largest import MANY, NOW, REFERENCE, typed

LANGUAGES = ("es", "en")
BYTES_OF_DATA, BUTTONS_IN_ROW, BUTTONS = 64, 8, 100
LABEL = 80
"""Telegram sets no limit to a button's words; a telephone shows no more than these."""

Case = tuple[str, Callable[[], Message]]


def mistakes(name: str, message: Message, limit: int = TEXT_LIMIT) -> list[str]:
    """What Telegram would not take of a message."""
    text = utf16_length(parse_html(message.text).text)
    buttons = [button for row in message.rows for button in row]
    found = [] if 0 < text <= limit else [f"{name}: {text} characters"]
    found += [f"{name}: a row of {len(row)}" for row in message.rows if len(row) > BUTTONS_IN_ROW]
    found += [f"{name}: {len(buttons)} buttons"] if len(buttons) > BUTTONS else []
    packed = [button.data.pack() for button in buttons if button.data]
    found += [f"{name}: {data}" for data in packed if len(data.encode()) > BYTES_OF_DATA]
    found += [f"{name}: a button's words {button.label}" for button in buttons if len(button.label) > LABEL]
    return found + [f"{name}: a button without words" for button in buttons if not button.label.strip()]


# What people see


def screens(context: ViewContext) -> Iterator[tuple[str, Screen]]:
    """Every stored screen, with the largest arguments that are stored for it."""
    content = context.knowledge_base.content
    ids = list(content.answers)
    every = max(ids, key=lambda each: len(answers.answer(context, each).text))
    candidate = Candidate("group", "ES", 1_234_567, place="ñ" * 80)
    places: list[StoredPlace] = [
        {"name": "ñ" * 80, "country": "ES", "population": number, "region": "ñ" * 60} for number in range(8)
    ]
    own = [own_leads.own_lead_in_short(context, each) for each in largest.leads(context)]
    yield from ((name, Screen(name)) for name in ("menu", "help", "language", "contact", "not_text"))
    yield from ((name, Screen(name)) for name in ("privacy", "categories", "leave_question", "declined"))
    yield "deadline", Screen("deadline")
    yield "forget", privacy.forget.screen([each.reference for each in largest.leads(context)])
    yield from (("category", answers.category.screen(each.category)) for each in content.categories)
    yield from (("answer", answers.answer.screen(each, asked=typed(4000))) for each in ids)
    yield "faq", answers.faq_results.screen(ids[:10], typed(4096))
    yield "suggest", answers.suggest.screen(ids[:4], question=2**31)
    yield "unknown", answers.unknown.screen(nearest=every, subject=None, question=2**31)
    yield from (("smalltalk", answers.smalltalk.screen(each)) for each in content.smalltalk)
    yield "pass_on", answers.pass_on.screen(2**31, typed(4000))
    yield "foreign", answers.foreign.screen("fr", question=2**31)
    yield "passed_on", answers.passed_on.screen(largest.GROUP["email"])
    yield "eligibility", eligibility.eligibility.screen(Candidate())
    yield "eligibility", eligibility.eligibility.screen(candidate)
    yield "eligibility", eligibility.eligibility.screen(Candidate("city", place="ñ" * 80), places)
    yield "answers", several.several.screen([{"id": every}] * 3, typed(4000))
    yield "talk", talk.talk.screen(REFERENCE)
    yield "sent", own_leads.sent.screen(REFERENCE, corrected=True)
    yield from (("own_leads", own_leads.own_leads.screen(own, page)) for page in (0, 3))
    yield "own_lead", own_leads.own_lead.screen(own[0])
    yield "withdraw", own_leads.withdraw.screen(REFERENCE, typed(500))
    yield "form", preapplication.form.screen()


def questions(context: ViewContext) -> Iterator[Case]:
    """The form at each question, reached to be edited, then the review and the lists of answers."""
    answered = largest.answers(context)
    for question in context.knowledge_base.content.questionnaire.questions:
        draft = Draft.restored(answered, {}, question.id)
        there = ViewContext(
            context.language, context.knowledge_base, context.today, draft, 2**31, context.username
        )
        yield (
            f"form at {question.id}",
            lambda there=there: preapplication.form(  # type: ignore[misc]
                there, noted=list(answered)[:6], not_understood=[typed(300)] * 3
            ),
        )
    whole = Draft.restored(answered)
    yield "review", lambda: review.review(context, whole, plain(typed(200)))
    yield "edit", lambda: review.choose_edit(context, whole)
    yield "explanation", lambda: wishes.explanation(context, Draft.restored({}))
    yield "same place", lambda: own_leads.same_place(context, [REFERENCE] * MANY, MANY)


def labels(context: ViewContext) -> Iterator[Case]:
    """The buttons that repeat what somebody typed or what a place is called."""
    name = "ñ" * 80
    place: StoredPlace = {"name": name, "country": "ES", "population": 12_345_678, "region": name}
    phrases: dict[str, Details] = {
        "place": {"place": place},
        "add_place": {"place": place},
        "remove": {"name": name},
        "leave_out": {"name": name},
        "keep_name": {"typed": name},
        "keep_typed": {"typed": typed(600)},
        "my_answer_is": {"text": typed(600)},
    }
    for key, details in phrases.items():
        button = Button(phrase_in_words(context, Phrase(key, details)), Move(1, "show"))
        yield key, lambda button=button: Message("?", ((button,),))  # type: ignore[misc]


# What coordinators see


def of_coordinators(context: ViewContext) -> Iterator[Case]:
    """What the unit sees of many large leads and questions."""
    lead, many = largest.lead(context), largest.leads(context)
    asked = [largest.question(number) for number in range(MANY)]
    search = LeadSearch(
        states=("new", "claimed"),
        countries=largest.COUNTRIES,
        topics=tuple(f"topic_number_{n}" for n in range(9)),
        owners=tuple(range(MANY)),
        words=("ñ" * 60,) * 6,
    )
    found = LeadsFound(many, ("ñ" * 60,) * 6)
    colleagues = dict.fromkeys(range(MANY), largest.PERSON)
    codes = [topic.id for topic in context.knowledge_base.content.programme.topics]
    yield "lead", lambda: card.lead_message(context, largest.lead_file(context), NOW)
    yield "erased", lambda: card.erased_message(context, REFERENCE)
    yield "accept?", lambda: decisions.confirm_accept(context, lead)
    yield "decline?", lambda: decisions.confirm_decline(context, lead)
    yield "decided", lambda: decisions.decision_made(context, largest.lead(context, state="declined"))
    yield "audit", lambda: history.audit(context, largest.audit_entries()[:LATEST])
    yield "leads", lambda: lists.leads(context, Listing(2**31, 4), search, found, NOW, colleagues)
    yield "choices", lambda: lists.filter_choices(context, Listing(2**31, 0, "topics"), search, codes)
    there = Listing(2**31, 0, "countries")
    yield "countries", lambda: lists.filter_choices(context, there, search, largest.COUNTRIES)
    yield "unclaimed", lambda: unclaimed.unclaimed_reminder(context, lead)
    yield "unclaimed together", lambda: unclaimed.joint_reminder(context, [lead] * 200, NOW)
    yield "unanswered", lambda: lists.unanswered(context, [asked] + [[each] for each in asked], 0)
    yield "question", lambda: lists.questions_message(context, asked, largest.GROUP["email"])
    yield "aside?", lambda: lists.confirm_aside(context, [each.question_id for each in asked])
    yield "aside", lambda: lists.questions_set_aside(context, [each.question_id for each in asked])
    names = tuple(f"answer.number_{number}" for number in range(300))
    yield "reloaded", lambda: lists.reloaded(context, Changes(names, names, names, True), 300, NOW)
    yield "broken", lambda: lists.content_refused(context, [typed(300)] * 100)
    yield (
        "to a person",
        lambda: talk.message_to_person(context, "question:1", typed(talk.MOST_CHARACTERS), asked[0]),
    )
    yield "to the unit", lambda: talk.message_to_unit(context, REFERENCE, typed(talk.MOST_CHARACTERS))
    yield "confirm", lambda: talk.confirm_message(context, lead, largest.unsent())
    yield "confirm answer", lambda: talk.confirm_answer(context, largest.unsent(), MANY, True)
    yield "choose saved", lambda: talk.choose_saved(context, lead)
    yield "told", lambda: talk.outcome_message(largest.outcome(), context.say)
    yield "set aside", lambda: talk.set_aside_notice(context, asked[0])
    pages = [
        *card.all_answers(context, lead),
        *history.pages(context, largest.lead_file(context), largest.audit_entries(), largest.talk()),
    ]
    yield from ((f"page {number}", lambda page=page: Message(page)) for number, page in enumerate(pages))


@pytest.fixture(params=LANGUAGES)
def context(request: pytest.FixtureRequest, library: Library) -> ViewContext:
    return largest.context_of(library, request.param)


def test_every_stored_screen_fits_and_no_name_is_left_out(context: ViewContext) -> None:
    drawn = [(name, SCREENS[name].restored(context, screen)) for name, screen in screens(context)]
    assert {name for name, _ in drawn} == set(SCREENS)
    assert [each for name, message in drawn for each in mistakes(name, message)] == []


def test_every_question_the_review_and_its_lists_fit(context: ViewContext) -> None:
    assert [
        each for name, draw in (*questions(context), *labels(context)) for each in mistakes(name, draw())
    ] == []


def test_everything_that_coordinators_see_fits(context: ViewContext) -> None:
    assert [each for name, draw in of_coordinators(context) for each in mistakes(name, draw())] == []
