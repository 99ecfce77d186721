"""The pre-application's screens, one question each.

The review, the stop, buttons, answers in words and the words for problems have modules of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.telegram.callback_data import Move
from bot.views.context import ViewContext
from bot.views.menu import form_title, menu_rows
from bot.views.message import (
    Button,
    Message,
    Rows,
    bold,
    italic,
    paragraphs,
    plain,
    shortened,
)
from bot.views.preapplication.answers import answer_in_words
from bot.views.preapplication.buttons import moves, reply_rows
from bot.views.preapplication.phrases import phrase_in_words
from bot.views.preapplication.problems import not_words, problem_text
from bot.views.preapplication.review import choose_edit, restart, review
from bot.views.preapplication.stopped import stopped_screen
from bot.views.preapplication.stored_answers import already_known, note_of_stored, waiting_lists
from bot.views.screens import view
from knowledge.content.checks.questionnaire import why_text
from knowledge.content.schema import Question
from knowledge.content.wording import number
from knowledge.form.applicant import MEMBERS
from knowledge.form.draft import Draft
from knowledge.form.last_reply import LastReply
from knowledge.form.position import Asking, Complete, applicable, live_answers
from knowledge.form.replies.results import Rejected
from knowledge.form.types import type_of

HINT_FROM = 600
"""From this limit on, the screen says how long an answer may be."""
OPTIONS = "options"
"""The key of the note that lists a question's options."""
PIECE_LONGEST, PIECES = 80, 3
"""The length and number of the pieces that are quoted as not understood."""


@view("form")
def form(
    context: ViewContext,
    problem: Rejected | None = None,
    prompt: str = "",
    noted: Sequence[str] = (),
    resumed: bool = False,
    not_understood: Sequence[str] = (),
    sent: str | None = None,
    pasted: bool = False,
    contact_key: bool = False,  # noqa: ARG001 - stored with the screen: whether the share-contact key is out
    reply: LastReply | None = None,  # noqa: ARG001 - stored with the screen, for a message that is changed
) -> Message:
    """The screen that is due in the pre-application; the menu where no draft is open."""
    if context.draft is None:
        return Message(context.say("You have no pre-application open."), menu_rows(context))
    if prompt == "restart":
        return restart(context)
    if prompt == "edit":
        return choose_edit(context, context.draft)
    if prompt == "details":
        return question_with_details(context, context.draft)
    said = paragraphs(
        note_of_stored(context, context.draft, noted, pasted=pasted),
        context.say("You left off here; everything is kept.") if resumed else "",
    )
    wrong = (
        f"⚠️ {plain(problem_text(context, problem))}"
        if problem
        else not_understood_note(context, context.draft, not_understood)
    )
    wrong = wrong if sent is None else plain(not_words(context, sent))
    drawn = due_question(context, context.draft, said, wrong, resumed)
    return replace(drawn, rows=(*drawn.rows, *change_rows(context, context.draft))) if pasted else drawn


def change_rows(context: ViewContext, draft: Draft) -> Rows:
    """The button to change answers of a longer message, where the screen has none."""
    position = context.form.position(draft)
    if not isinstance(position, Asking) or type_of(position.question).comes_first:
        return ()
    return ((Button(context.say("Change an answer"), Move(context.draft_id, "change")),),)


def not_understood_note(context: ViewContext, draft: Draft, not_understood: Sequence[str]) -> str:
    """Say which parts of a reply were not understood; the others were stored."""
    if not not_understood:
        return ""
    words = ", ".join(
        context.quoted(plain(shortened(piece, PIECE_LONGEST))) for piece in not_understood[:PIECES]
    )
    position = context.form.position(draft)
    if isinstance(position, Asking) and position.question.tells == MEMBERS:
        return "⚠️ " + context.say(
            "I did not take {words} for a municipality; if it is one, type it with its inhabitants.",
            words=words,
        )
    return "⚠️ " + context.say("I could not take {words}: it is not one of the options.", words=words)


def due_question(context: ViewContext, draft: Draft, said: str, wrong: str, resumed: bool) -> Message:
    """The screen where a draft stands: `said` (what was stored) above it, `wrong` (what was not) beside the buttons."""
    position = context.form.position(draft)
    if isinstance(position, Asking):
        return question_message(context, draft, position, said, wrong, resumed)
    if isinstance(position, Complete):
        return review(context, draft, said, wrong)
    return stopped_screen(context, draft, position, said, wrong)


def question_message(
    context: ViewContext, draft: Draft, position: Asking, said: str, wrong: str, resumed: bool
) -> Message:
    """One question: progress, what is asked, example, present answer, problem, buttons.

    At the first question the answers known from the conversation may be long: then they stand before it.
    """
    question = position.question
    known = type_of(question).comes_first and bool(draft.answers or waiting_lists(draft))
    asked = asked_with_options(context, draft, question)
    head = "\n".join(filter(None, (progress(context, position), said)))
    crowded = bool(said) and "\n" in asked
    present = present_answer(context, draft, position)
    listed = known or (question.tells == MEMBERS and bool(present))
    text = paragraphs(
        *((f"{head}\n{present}", asked) if known else (f"{head}\n{asked}",) if crowded else (head, asked)),
        italic(context.words.fill(question.example)) if question.example and not listed else "",
        length_hint(context, question),
        "" if known else present,
        wrong,
    )
    again = ((Button(context.say("Start again"), Move(context.draft_id, "restart")),),) if resumed else ()
    if known:
        again = ((Button(context.say("Start without it"), Move(context.draft_id, "erase")),),)
    rows = (*reply_rows(context, draft, question), *moves(context, position), *again)
    return Message(text, rows)


def asked_with_options(context: ViewContext, draft: Draft, question: Question) -> str:
    """What is asked, followed by options too long for buttons, without a gap so that all fits the screen."""
    notes = type_of(question).notes(context.form.asked(question, draft))
    listed = (phrase_in_words(context, note) for note in notes if note.key == OPTIONS)
    return "\n".join([bold(context.words.fill(question.text)), *listed])


def question_with_details(context: ViewContext, draft: Draft) -> Message:
    """The question that is due, with what its short text leaves out."""
    position = context.form.position(draft)
    details = position.question.details if isinstance(position, Asking) else None
    if not isinstance(position, Asking) or details is None:
        return due_question(context, draft, "", "", resumed=False)
    asked = bold(context.words.fill(position.question.text))
    text = paragraphs(progress(context, position), plain(context.words.fill(details)), asked)
    buttons = moves(context, position, detailed=True)
    return Message(text, (*reply_rows(context, draft, position.question), *buttons))


def length_hint(context: ViewContext, question: Question) -> str:
    """How long the answer may be, where sentences are asked for."""
    if not type_of(question).free_text or (question.max_length or 0) < HINT_FROM:
        return ""
    return italic(context.say("Up to {n} characters.", n=number(question.max_length or 0, context.language)))


def progress(context: ViewContext, position: Asking) -> str:
    """The progress in words that screen readers read well; before the first question only the form's title."""
    if not type_of(position.question).in_progress_count:
        return form_title(context)
    said = context.say("question {number} of {total}", number=position.number, total=position.total)
    return f"{form_title(context)} · {said}"


def present_answer(context: ViewContext, draft: Draft, position: Asking) -> str:
    """The present answer of this question: a stored one, members, a place or a doubtful reply to confirm."""
    question, kind = position.question, type_of(position.question)
    notes = kind.notes(context.form.asked(question, draft))
    if notes:
        return paragraphs(*(phrase_in_words(context, note) for note in notes if note.key != OPTIONS))
    if kind.comes_first:
        return already_known(context, draft)
    if position.editing and kind.shows_stored_answer:
        answer = plain(shortened(answer_in_words(context, draft, question), 500))
        return context.say("Your present answer: {answer}", answer=answer)
    return ""


def why_it_is_asked(context: ViewContext, question: Question) -> str:
    """Why a question is asked and who sees the answer, for a pop-up of 200 characters."""
    return why_text(context.words, context.knowledge_base.content.questionnaire, question)


@view("declined")
def consent_declined(context: ViewContext) -> Message:
    """Consent was not given: nothing is stored, everything else stays open."""
    text = context.say(
        "Without your agreement I cannot store a pre-application, so nothing has been stored. "
        "Your questions are welcome all the same."
    )
    return Message(text, menu_rows(context))


def answer_lines(context: ViewContext, answers: Mapping[str, object]) -> list[tuple[Question, str]]:
    """Every live answer in words, in the questionnaire's order, for summaries."""
    questionnaire = context.knowledge_base.content.questionnaire
    draft = Draft.restored(answers)
    live = live_answers(questionnaire, draft.answers)
    return [
        (question, answer_in_words(context, draft, question))
        for question in applicable(questionnaire, draft.answers)
        if question.id in live and type_of(question).in_review
    ]
